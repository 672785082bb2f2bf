"""What can be kept nowhere is not acknowledged: it comes again, and is there once, in its place.

The files and the tables are real, and so is what is wrong with them: a table of keys has another name for a moment, or
a table of the database takes no row of one person.
"""

from __future__ import annotations

import sqlite3
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager, closing, contextmanager
from pathlib import Path

import pytest

from bot.channels.base import BusyError
from bot.house import House
from bot.loop import REFUSED_MAX
from bot.store.base import Session
from flows.model import Text
from tests.bot.little import Person

BOTH_STORES = True

REFUSING = {
    "sqlite": "CREATE TRIGGER shut BEFORE INSERT ON message WHEN NEW.person = '{}' BEGIN SELECT RAISE(ABORT, ''); END",
    "postgresql": "ALTER TABLE message ADD CONSTRAINT shut CHECK (person <> '{}') NOT VALID",
}
TAKING = {"sqlite": "DROP TRIGGER shut", "postgresql": "ALTER TABLE message DROP CONSTRAINT shut"}


@contextmanager
def unread(path: Path) -> Iterator[None]:
    """A file of keys in which none is found, for a moment."""
    with closing(sqlite3.connect(path, isolation_level=None)) as db:
        db.execute("ALTER TABLE person_key RENAME TO elsewhere")
        try:
            yield
        finally:
            db.execute("ALTER TABLE elsewhere RENAME TO person_key")


@pytest.fixture
def from_the_file(monkeypatch: pytest.MonkeyPatch) -> None:
    """No key is held ready: each time it is read from the file."""
    monkeypatch.setattr("bot.store.keys.READY", 0)


@asynccontextmanager
async def refused(person: Person, kept_by: str) -> AsyncIterator[None]:
    """A database that takes no line of one person."""

    async def run(statement: str) -> None:
        def work(tx: Session) -> None:
            tx._db.run(statement, {})  # type: ignore[attr-defined]

        await person.house.run(work)

    def who(tx: Session) -> str:
        found = tx.find(person.channel, person.address)
        assert found is not None
        return found.who.person

    await run(REFUSING[kept_by].format(await person.house.run(who)))
    try:
        yield
    finally:
        await run(TAKING[kept_by])


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
    async with refused(ana, kept_by):
        with pytest.raises(BusyError):
            await house.receive(said)
        assert [await one.raws() for one in (ana, ben)] == [["yes"], ["yes", "I cook"]]
    await house.receive(said)
    assert [await one.raws() for one in (ana, ben)] == [["yes", "I clean offices"], ["yes", "I cook"]]


async def test_what_can_never_be_kept_holds_nobody_up_for_ever(house: House, ana: Person, kept_by: str) -> None:
    await ana.agrees()
    said = ana.arrival(Text("I clean offices"))
    async with refused(ana, kept_by):
        for _ in range(REFUSED_MAX):
            with pytest.raises(BusyError):
                await house.receive([said])
        await house.receive([said])
    await ana.says("I cook")
    assert await ana.raws() == ["yes", "I cook"]
