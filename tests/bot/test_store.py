"""The store under its own name: owners in every query, batches, migrations, a disk that fails, a quick stop."""

from __future__ import annotations

import asyncio
import gc
import re
import sqlite3
import threading
import time
from collections.abc import Mapping
from functools import partial
from pathlib import Path

import msgspec
import pytest

from bot.channels.base import BusyError, Shown
from bot.house import House
from bot.loop import WAITING_MAX, run
from bot.store import dialect, queries
from bot.store.base import Consented, Session, StoppedError, StoreError
from bot.store.codec import CodecError, pack, unpack
from bot.store.keys import master_key
from bot.store.sqlite import SqliteStore, migrate
from bot.store.staff import Account, Role
from bot.transcript import BEHIND
from flows.model import (
    Ask,
    Choice,
    Event,
    Hints,
    Open,
    Phrase,
    State,
    Tap,
    Text,
)
from tests.bot.little import HOUR, Clock, Person, open_house, open_store, parts
from tests.patience import BUSY, patient

BOTH_STORES = True

PEOPLE = (
    "person",
    "conversation",
    "inbox",
    "message",
    "fact",
    "ask",
    "outbox",
    "job",
    "floor_log",
    "orphan",
    "code",
    "link",
    "desk_case",
    "desk_note",
    "desk_draft",
    "desk_aside",
    "desk_paper",
    "upload",
    "arrival",
)
# Over everybody: what is due now (ids only), what is old (no words), what a start puts right, and look-up by a key.
OVER_ALL = {
    "find": "address_hash",
    "whose": "address_hash",
    "resting": "rests_hash",
    "coded": "code_hash",
    "linked": "link_hash",
    "used": "link_hash",
    "claim": "due",
    "next_due": "due",
    "due_on": "due",
    "jobs": "due",
    "next_job": "due",
    "handed": "slot",
    "still_handed": "address_hash",
    "ask_at": "address_hash",
    "came_before": "ext_hash",
    "expired": "forget_at",
    "ending": "heard <=",
    "outlived": "heard <=",
    "persons": "org",
    "left_in_the_middle": "status",
    "tidy_outbox": "at <",
    "tidy_inbox": "at <",
    "tidy_job": "due <",
    "tidy_orphan": "at <",
    "tidy_link": "until <",
    "tidy_upload": "at <",
    "outbox_waits": "count(*)",
    "job_waits": "count(*)",
    "probed": "ext_hash",
}


OVER_ALL_CASES = {
    "case": "conversation = :conversation",  # by the id of a conversation, which nobody can guess
    "waiting": "asked",  # the queue of an organisation: no word is in clear
    "held": ":owner",
    "all_held": "holder",
    "was": ":owner",
    "silent": "signed",
    "counts": "count",
    "done": "count",
}


def test_an_event_kept_before_its_hints_named_occupations_is_still_read() -> None:
    event = Event("e", 5, Text("words"), Hints(lang="fr", occupations=("K1303",)))
    older = msgspec.msgpack.decode(pack(event))
    assert older["hints"].pop("occupations") == ["K1303"]
    read = unpack(Event, msgspec.msgpack.encode(older))
    assert read == Event("e", 5, Text("words"), Hints(lang="fr"))


def test_every_query_on_people_names_its_owner() -> None:
    for file, over_all in (("session.sql", OVER_ALL), ("cases.sql", OVER_ALL_CASES)):
        _named(file, over_all)


def _named(file: str, over_all: Mapping[str, str]) -> None:
    for name, sql in queries.load(file).items():
        if not any(re.search(rf"\b{table}\b", sql) for table in PEOPLE):
            continue
        if name in over_all:
            assert over_all[name] in sql, name
        else:
            assert ":org" in sql and ":person" in sql, name  # noqa: PT018 - one sentence


def test_migrations_run_once_and_a_newer_file_is_refused() -> None:
    db = sqlite3.connect(":memory:", isolation_level=None)
    assert migrate(db) == len(queries.migrations())
    assert migrate(db) == 0
    db.execute("PRAGMA user_version = 999")
    with pytest.raises(StoreError, match="newer"):
        migrate(db)


def test_an_older_file_tells_which_talks_the_person_ended() -> None:
    db, scripts = sqlite3.connect(":memory:", isolation_level=None), queries.migrations()
    before = next(number for number, script in enumerate(scripts) if "ADD COLUMN ended" in script)
    for script in scripts[:before]:
        db.executescript(script)
    db.execute(f"PRAGMA user_version = {before}")
    moves = {"left": ("claim", "read"), "given": ("claim", "release", "read"), "again": ("claim", "close", "claim")}
    for ident, whats in moves.items():
        db.execute("INSERT INTO desk_case VALUES (?, 1, 'p', 'bot', 3, 'anna', 0, 0, 0, 0, 0, x'')", (ident,))
        for what in whats:
            row = (ident, what)
            db.execute("INSERT INTO desk_log VALUES (NULL, 1, 'p', ?, 0, 'anna', ?, x'', x'')", row)
    assert migrate(db) == len(scripts) - before
    found = db.execute("SELECT conversation FROM desk_case WHERE ended ORDER BY conversation").fetchall()
    assert found == [("again",), ("left",)]


def test_what_is_packed_comes_back_the_same() -> None:
    phrase = Phrase("k", {"who": "Ana", "n": 2, "list": ("a", Phrase("b")), "p": Phrase("c", {}, 3)}, 2)
    ask = Ask("a", "q", 1, 2, (Choice("yes", phrase),), 3, 4, several=True, labels=("Oui",))
    state = State(misses={"q": 1}, asked=ask, notes={"a": "b"})
    event = Event("e", 5, Tap("a", "0"), Hints(ask=ask, masked=("nir",)))
    for thing in (ask, state, event, Event("f", 6, Text("words")), Event("g", 7, Open("fr"))):
        assert unpack(type(thing), pack(thing)) == thing


@pytest.mark.parametrize("data", [b"", b"\xff", b"\x80", pack(State())[:-1]])
def test_bytes_that_are_no_state_are_told_by_type_only(data: bytes) -> None:
    if data == b"\x80":
        assert unpack(State, data) == State()  # a state of an older version: what it lacks is the default
        return
    with pytest.raises(CodecError, match=r"^State$"):
        unpack(State, data)


class Counted(SqliteStore):
    """The store, with a count of its commits."""

    commits = 0

    def _commit(self) -> None:
        self.commits += 1
        super()._commit()


async def test_many_pieces_of_work_share_a_commit(tmp_path: Path, clock: Clock) -> None:
    key, _ = master_key(tmp_path / "master.key")
    store = Counted(tmp_path / "data", key, clock)
    house = House(store, parts(clock))
    people = [Person(house, "web", f"p{n}") for n in range(128)]
    await asyncio.gather(*(house.receive([p.arrival(Open("fr"))]) for p in people))
    assert store.commits <= 8
    assert await people[-1].lines() == ["fr ask.1 0"]
    await house.stop()


async def test_who_came_first_does_not_wait_for_who_came_last(tmp_path: Path, clock: Clock) -> None:
    key, _ = master_key(tmp_path / "master.key")
    store = Counted(tmp_path / "data", key, clock)
    seen: list[int] = []

    def slowly(_: Session) -> None:
        clock.move(30)
        seen.append(store.commits)

    await asyncio.gather(*(store.put(slowly) for _ in range(20)))
    assert max(map(seen.count, seen)) == 2  # a batch that took 60 ms takes no third piece
    await store.close()


def _note(order: list[str], what: str, _: Session) -> None:
    order.append(what)


async def test_what_is_to_be_said_goes_before_what_waits_to_be_heard(tmp_path: Path, clock: Clock) -> None:
    store, order, held = open_store(tmp_path, clock), list[str](), threading.Event()
    busy = store.put(lambda _: held.wait(BUSY))
    heard = [store.put(partial(_note, order, f"heard {number}")) for number in range(3)]
    said = store.put(partial(_note, order, "said"), first=True)
    held.set()
    await asyncio.gather(busy, *heard, said)
    assert order == ["said", "heard 0", "heard 1", "heard 2"]
    await store.close()


async def test_what_took_long_anyhow_lets_others_go_first_and_not_for_ever(tmp_path: Path) -> None:
    key, _ = master_key(tmp_path / "master.key")
    store, order, held = Counted(tmp_path / "data", key, Clock()), list[str](), threading.Event()
    committed: list[int] = []

    def at_last(_: Session) -> None:
        order.append("drawn")
        committed.append(store.commits)

    for many, ahead in ((3, 3), (40, 16)):
        before = store.commits
        busy = store.put(lambda _: held.wait(BUSY))
        drawn = store.put(at_last, later=True)
        chats = [store.put(partial(_note, order, "chat")) for _ in range(many)]
        held.set()
        await asyncio.gather(busy, drawn, *chats)
        assert order == ["chat"] * ahead + ["drawn"] + ["chat"] * (many - ahead)
        assert committed.pop() == before + 1  # those who went first are told already
        order.clear()
        held.clear()
    await store.close()


async def test_work_that_fails_is_undone_and_raises_where_it_was_asked(tmp_path: Path, clock: Clock) -> None:
    store = open_store(tmp_path, clock)

    anna = Account("anna", Role.COUNSELLOR, "Anna", "fr", clock())

    def work(tx: Session) -> None:
        tx.accounts.create(anna)
        raise KeyError

    with pytest.raises(KeyError):
        await run(store, work)
    assert await run(store, lambda tx: tx.accounts.all()) == []
    await run(store, lambda tx: tx.accounts.create(anna))
    assert [one.name for one in await run(store, lambda tx: tx.accounts.all())] == ["Anna"]
    await store.close()


@pytest.mark.parametrize("last", [Consented.GIVEN, Consented.REFUSED])
async def test_the_last_word_about_being_kept_counts_in_one_commit_too(
    tmp_path: Path, clock: Clock, last: Consented
) -> None:
    house = open_house(tmp_path, clock)
    await Person(house).does(Open("fr"))
    first = Consented.REFUSED if last is Consented.GIVEN else Consented.GIVEN

    def both(tx: Session) -> None:
        found = tx.find("push", "ana")
        assert found is not None
        for answer in (first, last):
            tx.consent(found.who, answer, None)

    await house.run(both)
    await house.stop()
    house = open_house(tmp_path, clock, prefix="j")
    assert (await house.peek("push", "ana") is not None) == (last is Consented.GIVEN)
    await house.stop()


async def test_what_breaks_as_it_is_told_keeps_no_neighbour_waiting(tmp_path: Path, clock: Clock) -> None:
    store, held = open_store(tmp_path, clock), threading.Event()
    asyncio.get_running_loop().set_exception_handler(lambda _loop, _context: None)

    def breaks(_: object) -> None:
        raise KeyError

    busy = store.put(lambda _: held.wait(BUSY))
    broken = store.put(lambda _: "saved", breaks)
    behind = store.put(lambda _: "saved as well")
    held.set()
    async with asyncio.timeout(60):
        assert [await busy, await broken, await behind] == [True, "saved", "saved as well"]
    await store.close()


async def test_a_thread_that_ends_by_accident_leaves_nobody_waiting(
    tmp_path: Path, clock: Clock, monkeypatch: pytest.MonkeyPatch
) -> None:
    store, held = open_store(tmp_path, clock), threading.Event()
    monkeypatch.setattr(threading, "excepthook", lambda _: None)

    def breaks(_: Session) -> None:
        held.wait(BUSY)
        raise KeyError

    waiting = [store.put(breaks), store.put(lambda _: None)]
    held.set()
    async with asyncio.timeout(60):
        told = await asyncio.gather(*waiting, return_exceptions=True)
    assert [type(one) for one in told] == [StoppedError, StoppedError]
    await store.close()


BUBBLES = """WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < :many)
INSERT INTO outbox (org, person, conversation, channel, message, status, due, at, floor_n)
SELECT 1, 'p', 'c', 'push', 'm', :bubble, :due, :at, 0 FROM n"""
JOBS = """WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < :many)
INSERT INTO job (org, person, conversation, kind, key_hash, status, due, version, floor_n, body_enc)
SELECT 1, 'p', :job || i, 'tick', :key, :job, :due, 1, 0, :key FROM n"""


async def test_what_was_done_is_let_go_of_behind_any_number_of_what_waits(tmp_path: Path, clock: Clock) -> None:
    """Windows of WhatsApp that stay closed, and reminders that are moved on and on, are the oldest rows there are."""
    store = open_store(tmp_path, clock)

    def put(many: int, bubble: str, job: str, due: int) -> None:
        args = {"many": many, "due": due}
        for sql, more in ((BUBBLES, {"bubble": bubble, "at": clock()}), (JOBS, {"job": job, "key": b"k"})):
            here = sql if isinstance(store, SqliteStore) else dialect.query(sql)
            store._session._db.run(here, {**args, **more})

    def left(name: str) -> dict[str, int]:
        rows = store._session._db.run(f"SELECT status, count(*) FROM {name} GROUP BY status", {})  # noqa: S608 - ours
        return dict(rows.fetchall())

    def work(tx: Session) -> tuple[dict[str, int], dict[str, int]]:
        put(20_000, "due", "due", clock() + 90 * 24 * HOUR)
        put(1, "sending", "dropped", clock() + 90 * 24 * HOUR)
        for bubble, job in (("sent", "done"), ("failed", "failed")):
            put(10, bubble, job, clock())
        tx.tidy(clock() + 30 * 24 * HOUR)
        return left("outbox"), left("job")

    assert await store.put(work) == ({"due": 20_000, "sending": 1}, {"due": 20_000, "dropped": 1})
    await store.close()


async def test_a_line_of_the_log_that_was_undone_leaves_no_gap(tmp_path: Path, clock: Clock) -> None:
    store = open_store(tmp_path, clock)

    def log(tx: Session) -> None:
        tx.accounts.log(clock(), "anna", "read")

    def breaks(tx: Session) -> None:
        log(tx)
        raise KeyError

    await run(store, log)
    with pytest.raises(KeyError):
        await run(store, breaks)
    await run(store, log)
    assert [line.id for line in await run(store, lambda tx: tx.accounts.lines(0, 9, reasons=False))] == [2, 1]
    await store.close()


async def test_after_a_stop_nothing_is_taken_in(tmp_path: Path, clock: Clock) -> None:
    house = open_house(tmp_path, clock)
    ana = Person(house, "web")
    await house.stop()
    with pytest.raises(BusyError):
        await house.receive([ana.arrival(Open("fr"))])
    with pytest.raises(BusyError):
        await house.transcript("web", "ana")


async def test_when_too_many_wait_the_next_are_sent_away(tmp_path: Path, clock: Clock) -> None:
    house = open_house(tmp_path, clock)
    ana = Person(house, "web")
    with pytest.raises(BusyError):
        await house.receive([ana.arrival(Open("fr")) for _ in range(WAITING_MAX + 1)])
    await ana.does(Open("fr"))
    await house.stop()


async def test_a_stop_under_load_is_quick_and_keeps_what_was_acknowledged(tmp_path: Path, clock: Clock) -> None:
    house = open_house(tmp_path, clock)
    await house.start()
    ana = Person(house, "web")
    await ana.agrees()
    told = [asyncio.create_task(house.receive([ana.arrival(Text(f"w{n}"))])) for n in range(400)]
    await asyncio.sleep(0.05)
    began = time.perf_counter()
    await house.stop()
    assert time.perf_counter() - began < patient(5)
    await asyncio.gather(*told)
    house = open_house(tmp_path, clock, prefix="j")
    assert len(await Person(house, "web").raws()) == 401
    await house.stop()


async def test_listeners_hear_every_line_once_and_end_with_the_house(house: House) -> None:
    bo = Person(house, "web", "bo")
    listener = house.listen("web", "bo")
    await bo.does(Open("fr"))
    await bo.says("hello")
    lines = [await anext(listener) for _ in range(3)]
    said = [line.text or (line.bubble.text if line.bubble else "") for line in lines if isinstance(line, Shown)]
    assert said == ["fr ask.1 0", "hello", "fr ask.1 1"]
    await house.stop()
    with pytest.raises(StopAsyncIteration):
        await anext(listener)


async def test_nobody_is_held_who_does_not_listen_any_more(house: House) -> None:
    bo = Person(house, "web", "bo")
    listener = house.listen("web", "bo")
    await bo.does(Open("fr"))
    await anext(listener)
    del listener
    gc.collect()
    assert house._listeners._all == {}


async def test_who_is_too_far_behind_is_let_go(house: House) -> None:
    bo = Person(house, "web", "bo")
    await bo.does(Open("fr"))
    listener = house.listen("web", "bo")
    for number in range(BEHIND // 2 + 1):
        await house.receive([bo.arrival(Text(str(number)))])
    assert len([one async for one in listener]) == BEHIND
