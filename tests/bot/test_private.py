"""Nothing in clear, nothing without its key, nothing left after "erase": looked for in the raw bytes of every file."""

from __future__ import annotations

import asyncio
import gc
import sqlite3
import subprocess
import sys
import time
from collections.abc import Iterator, Sequence
from contextlib import closing, contextmanager
from dataclasses import replace
from functools import _lru_cache_wrapper
from pathlib import Path

import pytest

from bot.channels.base import Bubble, LaterError, Limits
from bot.drawing import Drawing
from bot.house import House, UnreadError
from bot.store.base import Consented, InUseError, Who
from bot.store.keys import LOOKED_AT, Cipher, KeyFileError, KeyRing, SealError, master_key
from bot.store.session import WOKEN
from bot.store.sqlite import SqliteStore, migrate
from flows.engine import step
from flows.model import Contact, Edit, Facts, Kind, Open, Text, Value
from locales import translator
from tests.bot.little import HOUR, Clock, Outside, Person, draw, open_house, open_store, parts, rests
from tests.patience import patient
from tools.bench.recorded import record

SOMEBODYS = 25  # letters of a message that is none of the ways we understand
ROOT = Path(__file__).parent.parent.parent
WORDS = "Canarinette"
ADDRESS = "chat-55512345678"
SAID = "wamid-998877"


def holds(folder: Path, word: str) -> list[str]:
    """The files under a folder in which a word stands in clear."""
    both = (word.encode(), word.encode("utf-16-le"))
    files = (path for path in folder.rglob("*") if path.is_file())
    return [path.name for path in files if any(one in path.read_bytes() for one in both)]


@contextmanager
def rows(folder: Path) -> Iterator[sqlite3.Connection]:
    db = sqlite3.connect(folder / "data" / "atout.db")
    yield db
    db.close()


def count(folder: Path, table: str) -> int:
    with rows(folder) as db:
        return int(db.execute(f"SELECT count(*) FROM {table}").fetchone()[0])  # noqa: S608 - our own tables


async def tell(house: House, *, agree: bool) -> Person:
    cana = Person(house, address=ADDRESS)
    await cana.does(Open("fr"))
    await cana.taps(0 if agree else 1)
    await cana.says(f"je suis {WORDS}", said_id=SAID)
    await cana.does(Contact(WORDS, "+33 6 11 22 33 44"))
    await cana.does(Edit("unknown-message", WORDS))
    await cana.says("!later")
    await cana.says("!cv")
    return cana


@pytest.mark.parametrize("agree", [True, False])
async def test_no_word_and_no_id_is_in_clear_in_any_file(
    house: House,
    tmp_path: Path,
    outside: Outside,
    agree: bool,  # noqa: FBT001 - a case, not an argument
) -> None:
    await tell(house, agree=agree)
    assert any(WORDS in (data or b"").decode() for _, _, data in outside.seen)
    for word in (WORDS, ADDRESS, SAID, "11 22 33 44", "q/1", "55512345678"):
        assert holds(tmp_path, word) == []
    await house.stop()
    for word in (WORDS, ADDRESS, SAID, "11 22 33 44", "q/1", "55512345678"):
        assert holds(tmp_path, word) == []


# ---------------------------------------------------------------- documents


class Paper(bytes):
    """A document that can be found in memory."""


def remembered(said: str) -> bool:
    """Whether a cache of the core or of the shell still answers for these words."""
    caches = [one for one in gc.get_objects() if isinstance(one, _lru_cache_wrapper)]
    ours = [one for one in caches if one.__module__.partition(".")[0] in {"bot", "flows"}]
    assert ours
    held = "".join(repr(list(keys)) for one in ours for keys in gc.get_referents(one) if isinstance(keys, dict))
    return said in held


def test_no_word_of_a_person_is_remembered_once_an_event_is_decided() -> None:
    told = record()
    texts = [(one, one.event.body.text) for one in told.once if isinstance(one.event.body, Text)]
    stories = [(one, text) for one, text in texts if len(text) >= SOMEBODYS]
    assert stories
    for one, text in stories:
        step(told.content, one.state, one.facts, one.event)
        assert not remembered(text)


def test_no_word_of_a_person_is_remembered_once_a_document_is_drawn() -> None:
    told = record()
    last = told.once[-1].step.facts[-1]
    studied = Value(Kind.TEXT, text=f"{WORDS} niveau deux")
    facts = (*told.once[-1].facts, replace(last, seq=last.seq + 1, qid="cv/training", value=studied))
    assert Drawing(told.content, translator)("cv", "pdf", facts, "fr")
    assert not remembered(WORDS)


def papers() -> int:
    gc.collect()
    return sum(isinstance(found, Paper) for found in gc.get_objects())


def drawn(document: str, format: str, facts: Facts, lang: str) -> bytes:  # noqa: A002 - its name in `Draw`
    if any(fact.raw == "slow" for fact in facts):
        time.sleep(2)
    return Paper(draw(document, format, facts, lang))


def on_paper(tmp_path: Path, clock: Clock) -> Person:
    """Somebody in a house whose documents can be found, who reads a transcript, so that nobody else holds them."""
    return Person(House(open_store(tmp_path, clock), replace(parts(clock), draw=drawn)), "web")


@pytest.mark.parametrize("by", ["time", "writing again", "the operator"])
async def test_no_document_of_who_erased_everything_is_left_in_memory(tmp_path: Path, clock: Clock, by: str) -> None:
    ana = on_paper(tmp_path, clock)
    await ana.agrees()
    await ana.says("!cv")
    assert papers() == 2
    if by == "the operator":
        await ana.house.forget("web", "ana")
    else:
        await ana.says("!erase")
    if by == "time":
        clock.move(HOUR)
        await ana.house.settle()
    elif by == "writing again":
        await ana.says("hello again")
    assert papers() == 0
    await ana.house.stop()


async def test_a_document_that_is_being_drawn_while_its_person_is_forgotten_is_not_kept(
    tmp_path: Path, clock: Clock
) -> None:
    ana = on_paper(tmp_path, clock)
    await ana.agrees()
    await ana.says("slow")
    await ana.house.start()
    await ana.house.receive([ana.arrival(Text("!cv"))])
    await asyncio.sleep(1)
    await ana.house.forget("web", "ana")
    await asyncio.sleep(patient(3))
    assert papers() == 0
    await ana.house.stop()


# ---------------------------------------------------------------- keys


async def test_the_key_is_in_the_file_only_after_a_yes(house: House, tmp_path: Path) -> None:
    def kept() -> int:
        db = sqlite3.connect(tmp_path / "data" / "keys.db")
        found = int(db.execute("SELECT count(*) FROM person_key").fetchone()[0])
        db.close()
        return found

    ana, bo = Person(house), Person(house, address="bo")
    await ana.does(Open("fr"))
    await bo.does(Open("fr"))
    assert kept() == 0
    await bo.taps(1)
    assert kept() == 0
    await ana.taps(0)
    assert kept() == 1


async def test_who_agreed_is_known_after_a_restart_and_who_did_not_is_gone(tmp_path: Path, clock: Clock) -> None:
    house = open_house(tmp_path, clock, Outside())
    ana, bo, cy = Person(house), Person(house, address="bo"), Person(house, address="cy")
    await ana.agrees()
    await ana.says("kept")
    await bo.does(Open("fr"))
    await bo.taps(1)
    await bo.says("refused")
    await cy.does(Open("fr"))
    await house.stop()
    house = open_house(tmp_path, clock, Outside(), "j")
    assert await Person(house).raws() == ["yes", "kept"]
    assert await house.peek("push", "bo") is None
    assert await house.peek("push", "cy") is None
    assert count(tmp_path, "person") == 1
    assert count(tmp_path, "fact") == 2
    await house.stop()


async def test_after_a_restart_a_delivery_of_the_forgotten_conversation_counts_again(
    tmp_path: Path, clock: Clock
) -> None:
    house = open_house(tmp_path, clock, Outside())
    await Person(house).does(Open("fr"), ext_id="1")
    await house.stop()
    outside = Outside()
    house = open_house(tmp_path, clock, outside, "j")
    await Person(house).does(Open("fr"), ext_id="1")
    assert outside.texts() == ["fr ask.1 0"]
    await house.stop()


async def test_without_an_answer_all_is_forgotten_after_two_hours(house: House, tmp_path: Path, clock: Clock) -> None:
    ana = Person(house)
    await ana.does(Open("fr"))
    clock.move(HOUR)
    await ana.says("still here")
    clock.move(HOUR + 1)
    await house.settle()
    assert await ana.raws() == ["still here"]
    clock.move(HOUR)
    await house.settle()
    assert await house.peek("push", "ana") is None
    assert count(tmp_path, "message") == 0


async def test_after_a_no_all_is_forgotten_after_a_day_whatever_is_said(
    house: House, tmp_path: Path, clock: Clock
) -> None:
    ana = Person(house)
    await ana.does(Open("fr"))
    await ana.taps(1)
    clock.move(23 * HOUR)
    await ana.says("one more")
    assert await ana.raws() == ["no", "one more"]
    clock.move(HOUR + 1)
    await house.settle()
    assert await house.peek("push", "ana") is None
    assert count(tmp_path, "fact") == 0


async def test_erase_says_so_and_then_leaves_nothing(
    house: House, tmp_path: Path, clock: Clock, outside: Outside
) -> None:
    cana = await tell(house, agree=True)
    await cana.says("!erase")
    assert outside.texts(ADDRESS)[-1] == "fr erased.1"
    clock.move(60_000)
    await house.settle()
    for table in ("person", "conversation", "message", "fact", "ask", "outbox", "job", "orphan", "floor_log"):
        assert (table, count(tmp_path, table)) == (table, 0)
    with rows(tmp_path) as db:
        assert db.execute("SELECT count(*) FROM inbox WHERE person IS NOT NULL").fetchone() == (0,)


async def test_the_file_is_smaller_once_somebody_is_erased(house: House, tmp_path: Path, clock: Clock) -> None:
    empty = size(tmp_path)
    cana = await tell(house, agree=True)
    for _ in range(100):
        await cana.says("one more " * 400)
    await cana.says("!erase")
    clock.move(60_000)
    await house.settle()
    for _ in range(600):
        if size(tmp_path) <= empty * 1.2:
            break
        await asyncio.sleep(0.05)
    assert size(tmp_path) <= empty * 1.2


async def test_a_file_of_an_older_version_learns_to_become_smaller(tmp_path: Path) -> None:
    (tmp_path / "data").mkdir()
    with closing(sqlite3.connect(tmp_path / "data" / "atout.db", isolation_level=None)) as db:
        migrate(db)
        assert db.execute("PRAGMA auto_vacuum").fetchone() == (0,)
    await SqliteStore(tmp_path / "data", bytes(32), lambda: 0).close()
    with rows(tmp_path) as db:
        assert db.execute("PRAGMA auto_vacuum").fetchone() == (2,)


def size(folder: Path) -> int:
    """How long the file is with what its log holds; a log that was emptied holds nothing."""
    return sum((folder / "data" / name).stat().st_size for name in ("atout.db", "atout.db-wal"))


def may_delete(outside: Outside) -> Outside:
    outside.limits = Limits(delete_within=48 * 60 * 60)
    return outside


def gone(outside: Outside) -> list[tuple[str, tuple[str, ...]]]:
    return [(address, bubble.gone) for address, bubble, _ in outside.seen if bubble.gone]


async def test_erase_has_the_messages_of_two_days_deleted_after_the_last_words(
    house: House, tmp_path: Path, clock: Clock, outside: Outside
) -> None:
    may_delete(outside)
    cana = await tell(house, agree=True)
    before = len(outside.seen)
    clock.move(48 * HOUR)
    await cana.says("one more")
    await cana.does(Text("and one"), said_id=SAID)
    await cana.says("!erase")
    assert [bubble.text for _, bubble, _ in outside.seen[-2:]] == ["fr erased.1", ""]
    assert gone(outside) == [(ADDRESS, (f"m{before + 1}", SAID, f"m{before + 2}"))]
    assert holds(tmp_path, SAID) == []
    clock.move(60_000)
    await house.settle()
    assert count(tmp_path, "posted") == count(tmp_path, "person") == 0


async def test_what_is_to_be_deleted_is_deleted_at_the_next_start_and_then_all_is_forgotten(
    tmp_path: Path, clock: Clock
) -> None:
    def away(bubble: Bubble) -> None:
        if bubble.gone:
            raise LaterError(1)

    house = open_house(tmp_path, clock, may_delete(Outside(fail=away)))
    await (await tell(house, agree=True)).says("!erase")
    await house.stop()
    clock.move(2 * 60_000)
    outside = may_delete(Outside())
    house = open_house(tmp_path, clock, outside, "j")
    await house.settle()
    assert len(gone(outside)) == 1
    await house.settle()
    assert count(tmp_path, "person") == 0
    await house.stop()


async def test_what_cannot_be_deleted_for_ten_minutes_does_not_keep_anybody(tmp_path: Path, clock: Clock) -> None:
    def away(bubble: Bubble) -> None:
        if bubble.gone:
            raise LaterError(60 * 60)

    house = open_house(tmp_path, clock, may_delete(Outside(fail=away)))
    await (await tell(house, agree=True)).says("!erase")
    clock.move(11 * 60_000)
    await house.settle()
    assert count(tmp_path, "person") == 0
    await house.stop()


async def test_names_of_messages_are_kept_no_longer_than_they_are_of_use(
    house: House, tmp_path: Path, clock: Clock, outside: Outside
) -> None:
    may_delete(outside)
    cana = await tell(house, agree=True)
    assert count(tmp_path, "posted") > 0
    clock.move(49 * HOUR)
    await house.settle()
    assert count(tmp_path, "posted") == 0
    await cana.says("!erase")
    assert gone(outside) == []


async def test_who_writes_right_after_erase_is_somebody_new(house: House) -> None:
    ana = Person(house)
    await ana.agrees()
    await ana.says("old words")
    await ana.says("!erase")
    await ana.does(Open("fr"))
    assert await ana.raws() == []
    assert await ana.lines() == ["fr ask.1 0"]


async def test_who_writes_before_the_last_words_arrived_loses_neither_them_nor_what_they_promise(
    house: House, tmp_path: Path, clock: Clock, outside: Outside
) -> None:
    may_delete(outside)
    cana = await tell(house, agree=True)
    later = LaterError(5)

    def away(bubble: Bubble) -> None:
        if clock.at < until:
            raise later

    until = clock.at + 5_000
    outside.fail = away
    await cana.does(Text("!erase"), ext_id="erase")
    await cana.does(Text("!erase"), ext_id="erase")  # delivered a second time
    await cana.does(Open("fr"))
    clock.move(6_000)
    await house.settle()
    assert "fr erased.1" in outside.texts(ADDRESS)
    assert len(gone(outside)) == 1
    clock.move(60_000)
    await house.settle()
    assert count(tmp_path, "person") == 1  # the one who came after


async def test_an_old_copy_of_the_words_is_unreadable_once_the_key_is_gone(tmp_path: Path, clock: Clock) -> None:
    house = open_house(tmp_path, clock, Outside())
    ana = Person(house)
    await ana.agrees()
    await ana.says(WORDS)
    await house.stop()
    old = (tmp_path / "data" / "atout.db").read_bytes()
    house = open_house(tmp_path, clock, Outside(), "j")
    assert await house.forget("push", "ana")
    await house.stop()
    (tmp_path / "data" / "atout.db").write_bytes(old)
    house = open_house(tmp_path, clock, Outside(), "k")
    assert await house.peek("push", "ana") is None
    await Person(house).does(Open("fr"), ext_id="new")
    assert await Person(house).raws() == []
    await house.stop()


async def test_a_row_moved_elsewhere_is_refused(tmp_path: Path, clock: Clock) -> None:
    house = open_house(tmp_path, clock)
    ana, bo = Person(house, "web"), Person(house, "web", "bo")
    for person, text in ((ana, "mine"), (bo, "theirs")):
        await person.agrees()
        await person.says(text)
        await person.says("again")
    await house.stop()
    with rows(tmp_path) as db:
        third = "SELECT body_enc FROM fact f WHERE f.person = fact.person AND seq = 3"
        db.execute(f"UPDATE fact SET body_enc = ({third}) WHERE seq = 2")  # noqa: S608 - our own words
        db.commit()
    house = open_house(tmp_path, clock, prefix="j")
    with pytest.raises(UnreadError):
        await house.peek("web", "ana")
    await house.stop()


def test_the_seal_holds_organisation_person_and_place() -> None:
    raw = bytes(range(32))
    sealed = Cipher(Who(1, "ana"), raw).seal(b"words", "fact", "body", 1)
    assert Cipher(Who(1, "ana"), raw).open(sealed, "fact", "body", 1) == b"words"
    for who, place in (
        (Who(2, "ana"), ("fact", "body", 1)),
        (Who(1, "bo"), ("fact", "body", 1)),
        (Who(1, "ana"), ("ask", "body", 1)),
        (Who(1, "ana"), ("fact", "raw", 1)),
        (Who(1, "ana"), ("fact", "body", 2)),
    ):
        with pytest.raises(SealError):
            Cipher(who, raw).open(sealed, *place)


# ---------------------------------------------------------------- files


def test_the_master_key_is_made_once_and_only_for_its_owner(tmp_path: Path) -> None:
    path = tmp_path / "deep" / "master.key"
    key, made = master_key(path)
    assert made
    assert path.stat().st_mode & 0o777 == 0o600
    assert master_key(path) == (key, False)


@pytest.mark.parametrize("mode", [0o640, 0o604, 0o660, 0o644])
def test_a_master_key_others_may_read_is_refused_with_what_to_do(tmp_path: Path, mode: int) -> None:
    path = tmp_path / "master.key"
    master_key(path)
    path.chmod(mode)
    with pytest.raises(KeyFileError, match="chmod 600"):
        master_key(path)


@pytest.mark.parametrize("content", [b"", b"short", b"!" * 44, b"QUJD\n"])
def test_a_file_that_is_no_master_key_is_refused(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "master.key"
    path.write_bytes(content)
    path.chmod(0o600)
    with pytest.raises(KeyFileError, match="not a master key"):
        master_key(path)


async def test_another_master_key_is_refused_before_anything_is_touched(tmp_path: Path, clock: Clock) -> None:
    house = open_house(tmp_path, clock)
    await Person(house, "web").agrees()
    await house.stop()
    (tmp_path / "master.key").unlink()
    with pytest.raises(KeyFileError, match="does not belong"):
        open_store(tmp_path, clock)
    assert count(tmp_path, "person") == 1


def test_a_key_nobody_uses_is_swept(tmp_path: Path) -> None:
    ring = KeyRing(tmp_path / "keys.db", bytes(32))
    used = [Who(1, f"used-{number}") for number in range(LOOKED_AT)]
    people = [Who(1, "first"), *used, Who(1, "zoe")]
    for who in people:
        ring.mint(who)
    ring.keep(people)

    def strangers(_org: int, persons: Sequence[str]) -> Sequence[str]:
        return [person for person in persons if not person.startswith("used")]

    assert ring.sweep(ring.unused(strangers), strangers) == 2
    assert all(map(ring.readable, used))
    assert not any(map(ring.readable, (people[0], people[-1])))


async def test_however_many_never_agreed_a_start_finds_all_of_them(tmp_path: Path, clock: Clock) -> None:
    house = open_house(tmp_path, clock)
    await asyncio.gather(*(Person(house, "web", f"visitor-{number}").says("hello") for number in range(WOKEN)))
    await Person(house, "web", "last").agrees()
    await house.stop()
    assert count(tmp_path, "person") == WOKEN + 1
    await open_house(tmp_path, clock, prefix="j").stop()
    assert count(tmp_path, "person") == 1


def test_files_are_for_their_owner_alone(tmp_path: Path, clock: Clock) -> None:
    open_store(tmp_path, clock)
    modes = {path.name: oct(path.stat().st_mode & 0o077) for path in (tmp_path / "data").iterdir()}
    assert {name: mode for name, mode in modes.items() if mode != "0o0"} == {}


HOLDER = """
import sys, time
from pathlib import Path
from tests.bot.little import Clock, open_store
open_store(Path(sys.argv[1]), Clock())
print("open", flush=True)
time.sleep(600)
"""


@contextmanager
def another(folder: Path) -> Iterator[subprocess.Popen[bytes]]:
    """Another process that opens the store of a folder and stays there."""
    pipe = subprocess.PIPE
    with subprocess.Popen([sys.executable, "-c", HOLDER, str(folder)], cwd=ROOT, stdout=pipe, stderr=pipe) as process:
        try:
            yield process
        finally:
            process.kill()


def contents(folder: Path) -> dict[str, bytes]:
    """Every file, and what is in those that the house which is open does not go on writing by itself."""
    files = (path for path in folder.rglob("*") if path.is_file())
    return {path.name: b"" if path.name.endswith(("-wal", "-shm")) else path.read_bytes() for path in files}


async def test_a_second_house_on_the_same_folder_is_refused_and_touches_nothing(
    house: House, tmp_path: Path, clock: Clock
) -> None:
    ana = Person(house)
    await ana.agrees()
    await rests(house)
    before = contents(tmp_path)
    with pytest.raises(InUseError, match="another atout uses this folder"):
        open_store(tmp_path, clock)
    with another(tmp_path) as process:
        out, said = process.communicate(timeout=patient(20))
    assert (process.returncode, out, b"InUseError" in said) == (1, b"", True)
    assert contents(tmp_path) == before
    await ana.says("still fine")
    assert (await ana.raws())[-1] == "still fine"
    await house.stop()
    with another(tmp_path) as process:  # it was the other house that was in the way, and nothing else
        assert process.stdout is not None
        assert process.stdout.readline() == b"open\n"


def test_a_house_that_was_killed_is_in_nobodys_way(tmp_path: Path, clock: Clock) -> None:
    with another(tmp_path) as process:
        assert process.stdout is not None
        assert process.stdout.readline() == b"open\n"
        with pytest.raises(InUseError):
            open_store(tmp_path, clock)
        process.kill()
        process.wait()
        asyncio.run(open_store(tmp_path, clock).close())


async def test_consent_can_be_looked_up(house: House) -> None:
    ana = Person(house)
    await ana.does(Open("fr"))
    assert await house.consent("push", "ana") is Consented.OPEN
    await ana.taps(0)
    assert await house.consent("push", "ana") is Consented.GIVEN
    assert await house.consent("push", "nobody") is None


async def test_a_number_a_cv_never_needs_is_covered_before_the_first_write(house: House, tmp_path: Path) -> None:
    ana = Person(house)
    await ana.agrees()
    await ana.does(Text("mon numéro est 2 81 04 44 109 321 07 voilà"))
    assert (await ana.raws())[-1] == "mon numéro est ••• voilà"
    assert holds(tmp_path, "109 321") == []
