"""What is said right behind "erase everything" is heard in its order, whoever folds it, by somebody who is new."""

from __future__ import annotations

import asyncio
import time
from collections.abc import AsyncIterator
from dataclasses import replace
from functools import partial

import pytest

from bot.app import now
from bot.house import House
from bot.store.base import Session, Who
from bot.store.postgres import PostgresStore
from flows.model import Event, Facts, State, Step, Text
from tests.bot.little import Clock, Ids, Outside, Person, parts, step
from tests.servers import postgres

BOTH_STORES = True
SOON = 60.0  # seconds, on a machine that is busy


async def erased(house: House, ana: Person) -> Who:
    """Who wrote there, and asked that all be erased."""
    await ana.agrees()
    who = await house.run(lambda tx: tx.whose("push", "ana"))
    assert who is not None
    await ana.says("!erase")
    return who


async def waits(house: House, who: Who, ana: Person, text: str) -> None:
    """Have something wait, as another program puts it down that does not see yet what is done here."""
    arrival = ana.arrival(Text(text))
    await house.run(lambda tx: tx.hand_over(who, arrival, ()))


async def test_what_comes_does_not_overtake_what_waits_behind_an_erasure(house: House, ana: Person) -> None:
    who = await erased(house, ana)
    await waits(house, who, ana, "first")
    await house.receive([ana.arrival(Text("second"))])
    await house.settle()
    assert await ana.raws() == ["first", "second"]


async def test_nor_what_was_put_down_while_somebody_new_began(house: House, ana: Person) -> None:
    who = await erased(house, ana)
    await waits(house, who, ana, "first")
    await house.settle()
    await waits(house, who, ana, "second")
    await house.receive([ana.arrival(Text("third"))])
    await house.receive([ana.arrival(Text("fourth"))])
    await house.settle()
    assert await ana.raws() == ["first", "second", "third", "fourth"]
    await ana.says("fifth")
    assert (await ana.raws())[-1] == "fifth"


async def test_what_waits_is_heard_before_they_are_forgotten(house: House, ana: Person, clock: Clock) -> None:
    who = await erased(house, ana)
    await waits(house, who, ana, "first")
    clock.move(60_000)
    await house._jobs.rounds.settle()
    await house.settle()
    assert await ana.raws() == ["first"]
    await house._jobs.rounds.settle()
    assert await house.run(lambda tx: tx.newest(who)) is None


# ---------------------------------------------------------------- two programs


def slowly(state: State, facts: Facts, event: Event) -> Step:
    """The small core, with one word that takes it long."""
    if isinstance(event.body, Text) and event.body.text == "one":
        time.sleep(0.5)
    return step(state, facts, event)


@pytest.fixture
async def both(server: postgres.Server, tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[tuple[House, House]]:
    """Two programs on one database, each with its half of the people."""
    folder = tmp_path_factory.mktemp("both")
    two = []
    for prefix in "ij":
        store = PostgresStore(server.database(folder), folder / "data", bytes(32), now, memory=folder / "memory")
        made = replace(parts(Clock(), Outside()), now=now, decide=slowly, ids=Ids(prefix))
        two.append(House(store, made))
    async with asyncio.timeout(SOON):
        while {one._store.held.part for one in two} != {0.5}:  # noqa: ASYNC110 - a thread changes it
            await asyncio.sleep(0.05)
    for one in two:
        await one.start()
    yield two[0], two[1]
    for one in two:
        await one.stop()


def _whose(address: str, tx: Session) -> Who | None:
    return tx.whose("push", address)


async def test_two_programs_hear_it_in_the_order_in_which_it_was_said(both: tuple[House, House]) -> None:
    for number in range(12):
        ana = Person(both[0], address=f"ana-{number}")
        await both[0].receive([ana.arrival(Text("hello"))])
        who = await both[0].run(partial(_whose, ana.address))
        assert who is not None
        takes_in = next(one for one in both if not one._store.held.has(who))
        for text in ("!erase", "one"):
            await takes_in.receive([ana.arrival(Text(text))])
        await asyncio.sleep(0.3)  # the other one is at it
        for text in ("two", "three", "four"):
            await takes_in.receive([ana.arrival(Text(text))])
            await asyncio.sleep(0.1)
        async with asyncio.timeout(SOON):
            while len(await ana.raws()) < 4:  # noqa: ASYNC110 - the same
                await asyncio.sleep(0.05)
        assert await ana.raws() == ["one", "two", "three", "four"]
