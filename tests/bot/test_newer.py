"""An older version beside a newer one, or after it: what it cannot read is left as it is, and found again later."""

from __future__ import annotations

import logging
from collections.abc import Callable, Coroutine
from pathlib import Path
from typing import Any, NamedTuple

import msgspec
import pytest

from bot.channels.base import BusyError, Reached, Report
from bot.house import House
from bot.keeping import DAY, MONTH
from bot.loop import UNREAD
from bot.store.base import Consented, Session
from bot.store.outbox import UNKNOWN
from bot.store.session import SqlSession
from bot.store.sqlite import SqliteStore
from flows.model import Open, Text
from tests.bot.little import HOUR, Clock, Outside, Person, open_house

BOTH_STORES = True


class Field(NamedTuple):
    """A sealed field, the column its seal names the row by, and how a newer version writes it."""

    table: str
    column: str
    number: str
    row: str
    change: Callable[[dict[str, Any]], None]


STATE = Field("conversation", "state", "id", "id", lambda state: state["floor"].update(holder="practice"))
FACT = Field("fact", "body", "seq", "seq", lambda fact: fact.update(how="dreamt"))
ARRIVAL = Field("arrival", "body", "id", "word", lambda coming: coming.update(kind="Dream"))
BUBBLE = Field("message", "body", "id", "id", lambda bubble: bubble.update(text=["one", "word", "each"]))


async def newer(
    house: House, field: Field, which: str = "", whose: tuple[str, str] = ("push", "ana")
) -> Callable[[], Coroutine[Any, Any, None]]:
    """Have something of Ana written by a newer version; return what puts it in words that are known here."""
    table, column, number, row, change = field
    sqlite = isinstance(house._store, SqliteStore)

    def written(tx: Session, where: str, body: bytes) -> None:
        assert isinstance(tx, SqlSession)
        literal = f"x'{body.hex()}'" if sqlite else f"'\\x{body.hex()}'"
        tx._db.run(f"UPDATE {table} SET {column}_enc = {literal} WHERE {where}", {})  # noqa: S608 - ours
        tx._known.clear()

    def work(tx: Session) -> tuple[str, bytes]:
        assert isinstance(tx, SqlSession)
        who = tx.whose(*whose)
        assert who is not None
        mine = f"person = '{who.person}'"
        asked = f"SELECT {number}, {row}, {column}_enc FROM {table} WHERE {mine} {which}"  # noqa: S608 - ours
        ident, place, sealed = tx._db.run(asked, {}).fetchall()[0]
        cipher = tx._keys.cipher(who)
        raw = msgspec.msgpack.decode(cipher.open(sealed, table, column, place))
        change(raw)
        where = f"{mine} AND {number} = '{ident}'"
        written(tx, where, cipher.seal(msgspec.msgpack.encode(raw), table, column, place))
        return where, sealed

    where, sealed = await house.run(work)

    async def back() -> None:
        await house.run(lambda tx: written(tx, where, sealed))

    return back


@pytest.mark.parametrize("field", [STATE, FACT])
async def test_who_is_in_words_of_a_newer_version_waits_for_it_and_nobody_else_does(
    house: House, ana: Person, outside: Outside, clock: Clock, caplog: pytest.LogCaptureFixture, field: Field
) -> None:
    await ana.agrees()
    await ana.says("I clean offices")
    bo = Person(house, address="bo")
    await bo.agrees()
    back = await newer(house, field)
    caplog.clear()
    for words in ("in Lyon", "since May"):  # as one poll brings it
        await house.receive([ana.arrival(Text(words)), bo.arrival(Text("I cook"))])
        clock.move(UNREAD)
        await house.settle()
    assert await bo.raws() == ["yes", "I cook", "I cook"]
    assert len(outside.texts()) == 3
    with pytest.raises(BusyError):
        await house.peek("push", "ana")
    assert [record.levelno for record in caplog.records if record.name == "bot.store.rows"] == [logging.ERROR]
    await back()
    clock.move(UNREAD)
    await house.settle()
    assert await ana.raws() == ["yes", "I clean offices", "in Lyon", "since May"]
    assert outside.texts()[3:] == ["fr ask.1 3", "fr ask.1 4"]


async def test_the_page_is_told_to_come_again_and_a_report_is_passed_over(house: House, ana: Person) -> None:
    await ana.agrees()
    back = await newer(house, STATE)
    for asked in (house.transcript("push", "ana"), house.document("push", "ana", "m1")):
        with pytest.raises(BusyError):
            await asked
    await house.reported("push", "ana", Report("m1", reached=Reached.READ))
    assert not await house.answers("push", "ana")
    await back()
    assert await house.consent("push", "ana") is Consented.GIVEN


async def test_what_waits_in_words_of_a_newer_version_waits_on(
    house: House, ana: Person, clock: Clock, outside: Outside
) -> None:
    await ana.agrees()

    def waits(tx: Session) -> None:
        found = tx.find("push", "ana")
        assert found is not None
        tx.hand_over(found.who, ana.arrival(Text("I clean offices")), ())

    await house.run(waits)
    back = await newer(house, ARRIVAL)
    await house.settle()
    await ana.says("in Lyon")
    assert outside.texts() == ["fr ask.1 0", "fr ask.1 1"]
    await back()
    clock.move(UNREAD)
    await house.settle()
    assert await ana.raws() == ["yes", "I clean offices", "in Lyon"]


async def test_a_bubble_in_words_of_a_newer_version_is_not_given_up(
    house: House, ana: Person, clock: Clock, outside: Outside
) -> None:
    await ana.agrees()
    await house.receive([ana.arrival(Text("!two"))])
    waiting = "AND id = (SELECT message FROM outbox WHERE status = 'due' ORDER BY id LIMIT 1)"
    back = await newer(house, BUBBLE, waiting)
    await house.settle()
    assert outside.texts() == ["fr ask.1 0", "fr ask.1 1"]
    await back()
    clock.move(UNKNOWN)
    await house.settle()
    assert outside.texts()[2:] == ["fr one.1", "fr two.1"]


async def test_what_is_due_to_somebody_in_words_of_a_newer_version_is_put_off(
    house: House, ana: Person, clock: Clock, outside: Outside
) -> None:
    await ana.agrees()
    await ana.says("!later")
    back = await newer(house, STATE)
    clock.move(2 * HOUR)
    await house.settle()
    assert outside.texts()[-1] == "fr later.1"
    await back()
    clock.move(HOUR)
    await house.settle()
    assert outside.texts()[-1] == "fr tick.1 remind"


async def test_who_cannot_be_read_is_told_before_the_end_once_a_program_can(
    house: House, ana: Person, clock: Clock
) -> None:
    await ana.agrees()
    bo = Person(house, address="bo")
    await bo.agrees()
    back = await newer(house, STATE)
    clock.move(5 * MONTH + DAY)
    await house.settle()

    def told(tx: Session) -> list[bool]:
        whose = [tx.whose("push", name) for name in ("ana", "bo")]
        return [who not in tx.ending(clock(), 9) for who in whose]

    assert await house.run(told) == [False, True]
    clock.move(MONTH + DAY)
    await house.settle()
    assert await house.run(lambda tx: tx.whose("push", "ana")) is not None  # nobody goes who was told nothing
    await back()
    clock.move(DAY)
    await house.settle()
    assert (await house.run(told))[0]


@pytest.mark.parametrize("agreed", [True, False])
async def test_whose_key_is_lost_is_cleared_away_only_if_they_never_agreed(
    tmp_path: Path, clock: Clock, *, agreed: bool
) -> None:
    house = open_house(tmp_path, clock, Outside())
    ana = Person(house)
    await (ana.agrees() if agreed else ana.does(Open("fr")))

    def lost(tx: Session) -> None:
        assert isinstance(tx, SqlSession)
        who = tx.whose("push", "ana")
        assert who is not None
        tx._keys.forget(who)
        tx._known.clear()

    await house.run(lost)
    if agreed:
        with pytest.raises(BusyError):
            await house.peek("push", "ana")
        with pytest.raises(BusyError):
            await house.receive([ana.arrival(Text("hello"))])
    else:
        await ana.says("hello")
        assert await ana.raws() == ["hello"]
    assert await house.run(lambda tx: tx.whose("push", "ana")) is not None
    await house.stop()
