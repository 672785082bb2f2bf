"""A commit whose answer never came: the line broke just then. What was saved counts, and what was not is done again."""

from __future__ import annotations

import asyncio
from contextlib import suppress
from pathlib import Path

import psycopg
import pytest

from bot.channels.base import BusyError
from bot.house import House
from bot.store import postgres as store_of
from bot.store.base import StoppedError, StoreError
from bot.store.database import Args, Cursor
from bot.store.postgres import PostgresStore
from bot.store.server import Postgres
from flows.model import Text
from tests.bot import little
from tests.bot.little import Clock, Outside, Person, open_house
from tests.bot.test_starts import filed
from tests.bot.test_unkept import keys_in_memory
from tests.servers import postgres


class Line(Postgres):
    """A line to the database that breaks once at a commit: before it arrives, or before its answer does."""

    breaks = ""  # "before", "after"
    behind = ""  # what was written in that transaction
    away = False  # the database does not come back
    _there = False

    def run(self, statement: str, args: Args) -> Cursor:
        self._there |= bool(self.breaks) and self.behind in statement
        return super().run(statement, args)

    def must(self, statement: str, args: Args) -> None:
        self._there |= bool(self.breaks) and self.behind in statement
        super().must(statement, args)

    def settle(self) -> None:
        if not self._there or all(one.statement != "COMMIT" for one in self._waiting):
            super().settle()
            return
        how, self.breaks, self._there = self.breaks, "", False
        if how == "after":
            super().settle()
        self.close()
        raise StoreError("PostgreSQL OperationalError")

    def again(self) -> None:
        if self.away:
            raise StoreError("PostgreSQL OperationalError")
        super().again()


@pytest.fixture
async def broken(
    server: postgres.Server, tmp_path: Path, clock: Clock, outside: Outside, monkeypatch: pytest.MonkeyPatch
) -> tuple[House, Line]:
    """A house on a database whose line can break; ana agreed there."""
    monkeypatch.setattr(store_of, "Postgres", Line)
    url = server.database(tmp_path)
    monkeypatch.setattr(little, "OPENS", [lambda folder, key, clock: PostgresStore(url, folder, key, clock)])
    house = open_house(tmp_path, clock, outside)
    await Person(house).agrees()
    assert isinstance(house._store, PostgresStore)
    line = house._store._pg
    assert isinstance(line, Line)
    return house, line


async def until_taken(house: House, person: Person, text: str) -> None:
    """Send a message as a platform does: again, until it is taken."""
    for _ in range(300):
        with suppress(BusyError):
            await house.receive([person.arrival(Text(text), ext_id=text)])
            return
        await asyncio.sleep(0.1)  # until the server let go of what the line that broke had held
    pytest.fail("it was not taken")


async def known(person: Person) -> list[str]:
    """What a person said, once the database knows what became of the commit."""
    for _ in range(300):
        with suppress(BusyError):
            return await person.raws()
        await asyncio.sleep(0.1)
    pytest.fail("nobody knows")


@pytest.mark.parametrize("how", ["before", "after"])
@pytest.mark.parametrize("behind", ["INTO inbox", "outbox SET status = 'sending'", "outbox SET status = 'sent'"])
async def test_all_is_said_once(broken: tuple[House, Line], outside: Outside, how: str, behind: str) -> None:
    house, line = broken
    outside.seen.clear()
    line.breaks, line.behind = how, behind
    await until_taken(house, Person(house), "!two")
    for _ in range(3):
        with suppress(StoreError):  # a round that failed is followed by the next
            await house.settle()
    assert outside.texts() == ["fr one.1", "fr two.1"]
    assert not line.breaks
    assert await house.run(lambda tx: tx.next_due(("push",))) is None
    await house.stop()


async def test_who_was_erased_has_no_key_left(broken: tuple[House, Line], tmp_path: Path) -> None:
    house, line = broken
    line.breaks = "after"
    with pytest.raises(BusyError):
        await house.forget("push", "ana")
    assert await house.peek("push", "ana") is None
    assert filed(tmp_path) == 0
    await house.stop()


@pytest.mark.parametrize(("how", "keys"), [("before", 0), ("after", 1)])
async def test_who_came_just_then_has_a_key_if_they_were_saved(broken: tuple[House, Line], how: str, keys: int) -> None:
    house, line = broken
    ben = Person(house, address="ben")
    line.breaks = how
    with pytest.raises(BusyError):
        await house.receive([ben.arrival(Text("hello"), ext_id="hello")])
    assert await known(ben) == ["hello"] * keys
    assert keys_in_memory(house) == keys
    await until_taken(house, ben, "hello")
    assert await ben.raws() == ["hello"]
    assert keys_in_memory(house) == 1
    await house.stop()


async def test_while_the_database_stays_away_all_are_sent_away_and_then_it_goes_on(
    broken: tuple[House, Line], outside: Outside
) -> None:
    house, line = broken
    ana = Person(house)
    outside.seen.clear()
    line.breaks, line.away = "after", True
    for _ in range(3):
        with pytest.raises(BusyError):
            await house.receive([ana.arrival(Text("!two"), ext_id="two")])
    line.away = False
    await ana.does(Text("!two"), ext_id="two")
    assert outside.texts() == ["fr one.1", "fr two.1"]
    await house.stop()


async def test_what_was_shown_stays_in_its_place_when_it_is_noted_again(
    broken: tuple[House, Line], outside: Outside
) -> None:
    house, line = broken
    ana = Person(house)
    await house.receive([ana.arrival(Text("!two"), ext_id="two")])
    before = len(await ana.lines())
    line.breaks, line.behind = "after", "outbox SET status = 'sent'"
    settling = asyncio.create_task(house.settle())
    while line.breaks:  # noqa: ASYNC110 - it is another thread that changes it
        await asyncio.sleep(0.01)
    await until_taken(house, ana, "an answer")
    await settling
    assert outside.texts()[-3:] == ["fr one.1", "fr two.1", "fr ask.1 2"]
    assert (await ana.lines())[before:] == ["fr one.1", "an answer", "fr two.1", "fr ask.1 2"]
    await house.stop()


async def test_what_others_send_by_now_is_left_to_them(
    server: postgres.Server, tmp_path: Path, clock: Clock, outside: Outside, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(store_of, "Postgres", Line)
    url, memory = server.database(tmp_path), tmp_path / "memory"
    opens = [lambda folder, key, clock: PostgresStore(url, folder, key, clock, memory=memory)]
    monkeypatch.setattr(little, "OPENS", opens)
    house = open_house(tmp_path, clock, outside)
    await Person(house).agrees()
    await house.receive([Person(house).arrival(Text("!two"), ext_id="two")])
    line = house._store._pg  # type: ignore[attr-defined]
    line.breaks, line.behind = "after", "outbox SET status = 'sending'"
    with pytest.raises(StoreError):
        await house._outbox.start_due()
    house._store._lease.stop()  # type: ignore[attr-defined] # it sleeps: it is buried, and another one sends
    with psycopg.connect(url, autocommit=True) as db:
        db.execute("DELETE FROM worker")
        db.execute("UPDATE outbox SET sender = 99 WHERE status = 'sending'")
        with pytest.raises(StoppedError):
            await house.run(lambda tx: tx.alone())
        found = db.execute("SELECT status, sender FROM outbox WHERE status <> 'sent' ORDER BY id").fetchall()
    assert found == [("sending", 99), ("due", 0)]
    await house.stop()
