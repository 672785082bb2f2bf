"""What can be kept nowhere is not acknowledged: it comes again, and is there once, in its place.

The files and the tables are real, and so is what is wrong with them: a table of keys has another name for a moment, or
a table of the database takes no row of one person.
"""

from __future__ import annotations

import asyncio
import sqlite3
import time
from collections.abc import AsyncIterator, Iterator, Mapping
from contextlib import asynccontextmanager, closing, contextmanager
from dataclasses import replace
from pathlib import Path

import pytest

from bot.channels.base import BusyError
from bot.house import House
from bot.loop import REFUSED_MAX
from bot.outbox import DOUBT_AFTER
from bot.store.base import Session
from flows.model import Facts, Open, Tap, Text
from tests.bot.little import Clock, Outside, Person, draw, open_store, parts

BOTH_STORES = True

REFUSING = {
    "sqlite": "CREATE TRIGGER shut BEFORE {0} ON {1} WHEN {2} BEGIN SELECT RAISE(ABORT, ''); END",
    "postgresql": "ALTER TABLE {1} ADD CONSTRAINT shut CHECK (NOT ({2})) NOT VALID",
}
FAILING = {  # no row that may not be, but a disk that fails
    "sqlite": "CREATE TRIGGER shut BEFORE {0} ON {1} WHEN {2} BEGIN SELECT abs(-9223372036854775807 - 1); END",
    "postgresql": "ALTER TABLE {1} ADD CONSTRAINT shut CHECK (NOT ({2}) OR pg_read_file('gone') = '') NOT VALID",
}
TAKING = {"sqlite": "DROP TRIGGER shut", "postgresql": "ALTER TABLE {1} DROP CONSTRAINT shut"}


def renamed(path: Path, before: str, after: str) -> None:
    with closing(sqlite3.connect(path, isolation_level=None)) as db:
        db.execute(f"ALTER TABLE {before} RENAME TO {after}")


def away(path: Path) -> None:
    """Have none be found in a file of keys."""
    renamed(path, "person_key", "elsewhere")


def back(path: Path) -> None:
    """Have all be there again."""
    renamed(path, "elsewhere", "person_key")


async def gone(path: Path) -> None:
    """Wait until none is found, and somebody had the time to look for one."""
    with closing(sqlite3.connect(path)) as db:
        async with asyncio.timeout(60):
            while not db.execute("SELECT 1 FROM sqlite_schema WHERE name = 'elsewhere'").fetchall():  # noqa: ASYNC110
                await asyncio.sleep(0.05)
    await asyncio.sleep(0.3)


@contextmanager
def unread(path: Path) -> Iterator[None]:
    """A file of keys in which none is found, for a moment."""
    away(path)
    try:
        yield
    finally:
        back(path)


def keys_in_memory(house: House) -> int:
    return len(set(house._store._keys._memory))  # type: ignore[attr-defined]


@pytest.fixture
def from_the_file(monkeypatch: pytest.MonkeyPatch) -> None:
    """No key is held ready: each time it is read from the file."""
    monkeypatch.setattr("bot.store.keys.READY", 0)


@asynccontextmanager
async def refused(house: House, kept_by: str, *row: str, how: Mapping[str, str] = REFUSING) -> AsyncIterator[None]:
    """A database that takes no row of one kind: INSERT or UPDATE, a table, and what is true of the row."""

    async def run(statement: str) -> None:
        found = statement.format(*row)
        found = found.replace("NEW.", "") if kept_by == "postgresql" else found

        def work(tx: Session) -> None:
            tx._db.run(found, {})  # type: ignore[attr-defined]

        await house.run(work)

    await run(how[kept_by])
    try:
        yield
    finally:
        await run(TAKING[kept_by])


async def of(person: Person) -> str:
    """Return that a row is about somebody."""
    found = await person.house.run(lambda tx: tx.find(person.channel, person.address))
    assert found is not None
    return f"NEW.person = '{found.who.person}'"


@pytest.mark.usefixtures("from_the_file")
async def test_what_is_said_while_no_key_can_be_read_comes_again(house: House, ana: Person, tmp_path: Path) -> None:
    await ana.agrees()
    said = ana.arrival(Text("I clean offices"))
    with unread(tmp_path / "data" / "keys.db"), pytest.raises(BusyError):
        await house.receive([said])
    assert await ana.raws() == ["yes"]
    await house.receive([said])
    assert await ana.raws() == ["yes", "I clean offices"]


async def test_what_cannot_be_kept_comes_again_and_its_neighbours_are_served(
    house: House, ana: Person, kept_by: str
) -> None:
    ben = Person(house, address="ben")
    await ana.agrees()
    await ben.agrees()
    said = [ana.arrival(Text("I clean offices")), ben.arrival(Text("I cook"))]
    async with refused(house, kept_by, "INSERT", "message", await of(ana)):
        with pytest.raises(BusyError):
            await house.receive(said)
        assert [await one.raws() for one in (ana, ben)] == [["yes"], ["yes", "I cook"]]
    await house.receive(said)
    assert [await one.raws() for one in (ana, ben)] == [["yes", "I clean offices"], ["yes", "I cook"]]


async def test_what_can_never_be_kept_holds_nobody_up_for_ever(house: House, ana: Person, kept_by: str) -> None:
    await ana.agrees()
    said = ana.arrival(Text("I clean offices"))
    async with refused(house, kept_by, "INSERT", "message", await of(ana)):
        for _ in range(REFUSED_MAX):
            with pytest.raises(BusyError):
                await house.receive([said])
        await house.receive([said])
    await ana.says("I cook")
    assert await ana.raws() == ["yes", "I cook"]


async def test_what_was_written_first_is_folded_first_whichever_of_a_delivery_is_lost(
    house: House, ana: Person, kept_by: str
) -> None:
    ben = Person(house, address="ben")
    await ana.agrees()
    await ben.agrees()
    said = [ana.arrival(Text("first")), ben.arrival(Text("fails")), ana.arrival(Text("second"))]
    async with refused(house, kept_by, "INSERT", "message", await of(ben), how=FAILING):
        with pytest.raises(BusyError):
            await house.receive(said)
        assert await ana.raws() == ["yes"]
    await house.receive(said)
    assert await ana.raws() == ["yes", "first", "second"]


async def test_what_stands_behind_something_that_cannot_be_kept_waits_for_it(
    house: House, ana: Person, kept_by: str
) -> None:
    await ana.agrees()
    said = [ana.arrival(Text("first"), said_id="known"), ana.arrival(Text("second"))]
    async with refused(house, kept_by, "INSERT", "message", "NEW.said_hash IS NOT NULL"):
        with pytest.raises(BusyError):
            await house.receive(said)
        assert await ana.raws() == ["yes"]
    await house.receive(said)
    assert await ana.raws() == ["yes", "first", "second"]


@pytest.mark.parametrize("how", [REFUSING, FAILING], ids=["refused alone", "with the batch"])
async def test_no_key_stays_of_who_was_not_saved(house: House, kept_by: str, how: Mapping[str, str]) -> None:
    people = [Person(house, address=f"somebody-{number}") for number in range(10)]
    said = [one.arrival(Text("hello")) for one in people]
    async with refused(house, kept_by, "INSERT", "message", "1 = 1", how=how):
        for _ in range(REFUSED_MAX):
            with pytest.raises(BusyError):
                await house.receive(said)
    assert keys_in_memory(house) == 0
    await house.receive(said)
    assert keys_in_memory(house) == len(people)
    assert [await one.raws() for one in people] == [["hello"]] * len(people)


async def test_who_agrees_while_no_key_can_be_kept_holds_up_nobody_who_came_with_them(
    house: House, tmp_path: Path
) -> None:
    ana, ben, cleo = (Person(house, address=name) for name in ("ana", "ben", "cleo"))
    for one in (ana, ben):
        await one.agrees()
    await cleo.does(Open("fr"))
    known = await house.peek("push", "cleo")
    assert known is not None
    assert known[0].asked is not None
    yes = cleo.arrival(Tap(known[0].asked.id, "0"))
    with full(tmp_path / "data" / "keys.db"):
        busy = house._store.put(lambda _: time.sleep(0.3))  # what comes meanwhile is one batch
        said = [[ana.arrival(Text("one"))], [yes], [ben.arrival(Text("two"))]]
        done = await asyncio.gather(*(house.receive(one) for one in said), return_exceptions=True)
        await busy
        assert [type(one) for one in done] == [type(None), BusyError, type(None)]
        assert (await ana.raws(), await ben.raws()) == (["yes", "one"], ["yes", "two"])
    await house.receive([yes])
    assert await cleo.raws() == ["yes"]


@contextmanager
def full(path: Path) -> Iterator[None]:
    """A file of keys that takes no more."""
    with closing(sqlite3.connect(path, isolation_level=None)) as db:
        db.execute("CREATE TRIGGER full BEFORE INSERT ON person_key BEGIN SELECT RAISE(ABORT, ''); END")
        yield
        db.execute("DROP TRIGGER full")


# ---------------------------------------------------------------- what goes out, and what is due


@pytest.mark.usefixtures("from_the_file")
async def test_a_moment_without_keys_mutes_nobody(house: House, ana: Person, outside: Outside, tmp_path: Path) -> None:
    keys = tmp_path / "data" / "keys.db"
    await ana.agrees()
    outside.fail_after = lambda bubble: away(keys) if "one" in bubble.text else None
    await house.receive([ana.arrival(Text("!two"))])
    settling = asyncio.create_task(house.settle())
    await gone(keys)
    back(keys)
    await settling
    assert outside.texts()[-2:] == ["fr one.1", "fr two.1"]


async def test_what_cannot_be_marked_is_in_doubt_and_mutes_nobody(
    house: House, ana: Person, outside: Outside, clock: Clock, kept_by: str
) -> None:
    await ana.agrees()
    async with refused(house, kept_by, "UPDATE", "outbox", "NEW.status = 'sent'"):
        await ana.says("!two")
        assert outside.texts()[-1] == "fr one.1"
    clock.move(DOUBT_AFTER)
    await house.settle()
    assert outside.texts()[-3:] == ["fr one.1", "fr one.1", "fr two.1"]


@pytest.mark.usefixtures("from_the_file")
async def test_a_moment_without_keys_loses_no_job(tmp_path: Path, clock: Clock, outside: Outside) -> None:
    keys = [tmp_path / "data" / "keys.db"]

    def drawing(document: str, format: str, facts: Facts, lang: str) -> bytes:  # noqa: A002 - its name in `Draw`
        while keys:
            away(keys.pop())
        return draw(document, format, facts, lang)

    house = House(open_store(tmp_path, clock), replace(parts(clock, outside), draw=drawing))
    ana = Person(house)
    await ana.agrees()
    await house.receive([ana.arrival(Text("!cv"))])
    settling = asyncio.create_task(house.settle())
    await gone(tmp_path / "data" / "keys.db")
    back(tmp_path / "data" / "keys.db")
    await settling
    assert outside.texts()[-1].startswith("fr result.1 True")
    await house.stop()
