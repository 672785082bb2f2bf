"""A disk that is full, or fails, at many moments: the person is told, and nothing is lost or there twice.

Full means that the file may not grow, or by a few pages only: each thing said meets it, in whole conversations with a
drawn CV and a person of the desk. It heals without a restart. A disk that fails ends the house; the next one has what
was acknowledged, once.
"""

from __future__ import annotations

import asyncio
import json
import resource
import sqlite3
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from bot.channels.base import Bubble, BusyError, Shown
from bot.house import House
from bot.loop import run
from bot.store.base import Session
from bot.store.staff import Account, Role
from flows.model import Phrase, Text
from locales import translator
from tests.bot.little import Clock, Person, open_house
from tests.bot.test_keeping import Town
from tests.bot.web.asking import Browser
from tests.bot.whatsapp.conftest import at_home
from tests.doubles.graph import PHONE, graph

Counted = Callable[[str, object], None]

LARGE = 1 << 30  # pages: no limit
SOON = 60.0  # seconds, on a machine that is busy
TALK = (
    "oui",
    "je fais le ménage chez une dame",
    "oui",
    "1 3 4",
    "3 ans",
    "1",
    "Amina",
    "06 39 98 10 01",
    "Rezé",
    "oui",  # all of it is right: the CV is drawn
    "je veux parler à quelqu'un",
    "oui",  # and may read it
    "merci",
)
KIND = {translator("fr", "vous")(Phrase(key)) for key in ("web.busy", "web.trouble")}


def file_of(house: House) -> sqlite3.Connection:
    found: sqlite3.Connection = house._store._db  # type: ignore[attr-defined]
    return found


@contextmanager
def full(house: House, pages: int = 0) -> Iterator[None]:
    """A file that may grow by so many pages and no more."""
    db = file_of(house)
    (now,) = db.execute("PRAGMA page_count").fetchone()
    db.execute(f"PRAGMA max_page_count = {now + pages}")
    try:
        yield
    finally:
        db.execute(f"PRAGMA max_page_count = {LARGE}")


@contextmanager
def failing(folder: Path, more: int) -> Iterator[None]:
    """A disk on which no file becomes longer than the log is, and so many bytes."""
    size = (folder / "data" / "atout.db-wal").stat().st_size
    before = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (size + more, before[1]))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, before)


async def hired(house: House, clock: Clock) -> None:
    anna = Account("anna", Role.COUNSELLOR, "Anna", "fr", clock())

    def work(tx: Session) -> None:
        tx.accounts.create(anna)
        tx.accounts.begin("a secret", anna.id, clock(), "")

    await run(house._store, work)


def words(line: Shown) -> str:
    """What a line says, or the name of its file."""
    bubble = line.bubble
    return line.text or (bubble.text if bubble else "") or (bubble.file.name if bubble and bubble.file else "")


def browser(house: House) -> Browser:
    """Somebody's browser in front of the real house."""
    return Browser(house)  # type: ignore[arg-type] # the real one where another test has a double


async def talked(house: House, *, pages: int | None) -> tuple[list[str], int]:
    """Have a whole conversation on the page; return its lines, and how often the disk was full for it."""
    awa, refused = browser(house), 0
    await awa.open()
    for number, said in enumerate(("", *TALK)):
        fields: dict[str, object] = {"id": f"message-{number}", **({"text": said} if said else {"open": "fr"})}
        if pages is not None:
            with full(house, pages):
                answer = await awa.say(None, **fields)
                settling = asyncio.create_task(house.settle())
                await asyncio.sleep(0.01)
            await settling
            if answer.status_code == 200:
                continue
            assert answer.status_code == 503
            assert answer.json()["say"] in KIND
            assert int(answer.headers["Retry-After"]) > 0
            refused += 1
        assert (await awa.say(None, **fields)).status_code == 200  # it comes again, and is taken in
        await house.settle()
    secret = str(awa.http.cookies["atout"])
    lines = await house.transcript("web", secret)
    await awa.http.aclose()
    return [words(one) for one in lines], refused


async def test_a_full_disk_is_told_on_the_page_and_nothing_is_lost_or_twice(
    tmp_path: Path, clock: Clock, record_property: Counted
) -> None:
    town, points = Town(tmp_path, clock), 0
    await hired(town.house, clock)
    whole, _ = await talked(town.house, pages=None)
    assert sum(line.endswith(".pdf") for line in whole) == 1
    for number in range(28):
        lines, refused = await talked(town.house, pages=number % 2)
        assert lines == whole
        points += refused
    await town.house.stop()
    record_property("points", points)
    assert points >= 100


async def test_what_is_sent_while_the_disk_is_full_goes_on_without_a_restart(
    tmp_path: Path, clock: Clock, record_property: Counted
) -> None:
    town, points = Town(tmp_path, clock), 0
    people = [await town.somebody(address=f"p{number}") for number in range(8)]
    for number, person in enumerate(people):
        for said in TALK[1:10]:
            arrival = person.arrival(Text(said))
            with full(town.house, number % 3):
                try:
                    await town.house.receive([arrival])
                except BusyError:  # nothing was acknowledged: the platform brings it again
                    points += 1
                settling = asyncio.create_task(town.house.settle())
                await asyncio.sleep(0.01)
            await settling
            await town.house.receive([arrival])
            await town.house.settle()
    talks = [town.outside.texts(person.address) for person in people]
    assert talks == [talks[0]] * len(people)
    assert sum(text.endswith(".pdf") for text in talks[0]) == 1
    await town.house.stop()
    record_property("points", points)
    assert points


async def test_a_receipt_that_the_disk_did_not_take_is_written_down_once_it_does(
    tmp_path: Path, clock: Clock, record_property: Counted
) -> None:
    town = Town(tmp_path, clock)
    ana = await town.somebody()
    db = file_of(town.house)

    sent, goes_on = asyncio.Event(), asyncio.Event()

    def refused(_: Bubble) -> None:
        db.execute("PRAGMA query_only = ON")  # no write is taken, as on a disk that is full to the last byte
        sent.set()

    town.outside.fail_after = refused
    await town.house.start()
    await town.house.receive([ana.arrival(Text(TALK[1]))])
    await asyncio.wait_for(sent.wait(), SOON)
    with pytest.raises(BusyError):
        await town.house.receive([ana.arrival(Text("oui"), ext_id="next")])
    town.outside.fail_after = lambda _: goes_on.set()
    db.execute("PRAGMA query_only = OFF")
    await town.house.receive([ana.arrival(Text("oui"), ext_id="next")])
    await asyncio.wait_for(goes_on.wait(), SOON)  # what was sent holds up nothing that follows
    assert len(set(town.outside.texts())) == len(town.outside.texts())
    await town.house.stop()
    record_property("points", 1)


async def test_nothing_is_acknowledged_to_a_platform_that_was_not_saved(
    tmp_path: Path, record_property: Counted
) -> None:
    points = 0
    async with graph() as api, at_home(api, tmp_path) as house:
        awa = api.person()
        for said in ("bonjour", *TALK[:4]):
            raw = delivery(said)
            with full(house):
                (status,) = await api.deliver(raw)
                points += status != 200
                assert status in {200, 503}
            assert await api.deliver(raw) == [200]
            await house.settle()
        lines = [one.text for one in await house.transcript("whatsapp", awa.user_id)]
        assert [lines.count(said) for said in ("bonjour", TALK[1], TALK[3])] == [1, 1, 1]
        assert len({shown.text for shown in awa.shown}) == len(awa.shown)
        await house.stop()
    record_property("points", points)
    assert points


def delivery(text: str) -> bytes:
    """What Meta posts when somebody writes."""
    message = {"type": "text", "text": {"body": text}, "from": "33600000007", "id": f"wamid.{text}"}
    value = {
        "messaging_product": "whatsapp",
        "metadata": {"display_phone_number": "1", "phone_number_id": PHONE},
        "contacts": [{"wa_id": "33600000007", "user_id": "FR.133600000007", "profile": {"name": "Awa"}}],
        "messages": [{**message, "timestamp": str(int(time.time()))}],
    }
    changes = [{"field": "messages", "value": value}]
    return json.dumps({"object": "whatsapp_business_account", "entry": [{"id": "1", "changes": changes}]}).encode()


FAILURES = range(0, 24_000, 1_000)  # bytes the log may still grow by: some of a message fit, or none, or all


async def test_a_disk_that_fails_is_told_and_the_next_start_has_each_thing_once(
    tmp_path: Path, clock: Clock, record_property: Counted
) -> None:
    points = 0
    for number, more in enumerate(FAILURES):
        house = Town(tmp_path, clock, prefix=f"a{number}x").house
        awa = browser(house)
        await awa.open()
        await awa.say(id="message-0", open="fr")
        await awa.say(id="message-1", text="oui")
        said: dict[str, object] = {"id": "message-2", "text": TALK[1]}
        with failing(tmp_path, more):
            answer = await awa.say(None, **said)
        if answer.status_code != 200:
            assert answer.status_code == 503
            assert answer.json()["say"] in KIND
            points += 1
        await asyncio.wait_for(house.stop(), SOON)
        house = Town(tmp_path, clock, prefix=f"b{number}x").house
        again = browser(house)
        again.http.cookies = awa.http.cookies
        assert (await again.say(None, **said)).status_code == 200
        lines = [one.text for one in await house.transcript("web", str(awa.http.cookies["atout"]))]
        assert lines.count(TALK[1]) == 1
        await house.stop()
    record_property("points", points)
    assert points >= 20


# ---------------------------------------------------------------- the smallest of it


async def test_a_full_disk_acknowledges_nothing_lost_and_heals(tmp_path: Path, clock: Clock) -> None:
    house = open_house(tmp_path, clock)
    ana = Person(house, "web")
    await ana.agrees()
    db = house._store._db  # type: ignore[attr-defined]
    (pages,) = db.execute("PRAGMA page_count").fetchone()
    db.execute(f"PRAGMA max_page_count = {pages}")
    big = [ana.arrival(Text("x" * 9000), ext_id=f"big{number}") for number in range(50)]
    with pytest.raises(BusyError):
        await house.receive(big)
    db.execute("PRAGMA max_page_count = 1000000")
    assert len(await ana.raws()) < 1 + len(big)
    await house.receive(big)  # what was not acknowledged comes again; what was saved before the disk was full is once
    assert len(await ana.raws()) == 1 + len(big)
    await house.stop()


async def test_a_disk_that_fails_is_not_asked_again_and_the_stop_does_not_hang(tmp_path: Path, clock: Clock) -> None:
    house = open_house(tmp_path, clock)
    await house.start()
    ana = Person(house, "web")
    await ana.agrees()
    size = (tmp_path / "data" / "atout.db-wal").stat().st_size
    before = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (size, before[1]))
    try:
        with pytest.raises(BusyError):
            await house.receive([ana.arrival(Text("x" * 9000))])
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, before)
    with pytest.raises(BusyError):
        await ana.says("the disk is well, nobody can know")
    assert await asyncio.wait_for(house.ended(), SOON) == "SQLITE_IOERR_WRITE"
    await asyncio.wait_for(house.stop(), SOON)
    house = open_house(tmp_path, clock, prefix="j")
    assert await Person(house, "web").raws() == ["yes"]
    await house.stop()
