"""Two texts that came in one delivery, with the real core: read as one, unless the first was answered before."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Callable
from dataclasses import replace
from pathlib import Path

import pytest

from bot import loop
from bot.app import open_house
from bot.channels.base import Arrival
from bot.channels.bursts import bursts
from bot.house import House
from bot.settings import Secret, Settings
from bot.store.base import Session
from bot.store.slots import FIRST, SLOTS
from flows.model import Text
from tests.servers import postgres

LAST = SLOTS - 1
WORK, REPLY = "je fais le ménage chez une dame", "oui"


@pytest.fixture
async def real(tmp_path: Path) -> AsyncIterator[House]:
    settings = Settings(data=tmp_path / "data", key_file=tmp_path / "master.key", dictionaries=tmp_path / "nowhere")
    house = open_house(settings).house
    yield house
    await house.stop()


def said(number: int, text: str) -> Arrival:
    return Arrival("web", "ana", f"delivery-{number}", Text(text), lang="fr")


async def told(house: House, *batches: list[Arrival]) -> list[str]:
    """What is said to somebody after these deliveries."""
    for batch in ([said(1, "bonjour")], [said(2, "oui")], *batches):
        await house.receive(bursts(batch))
        await house.settle()
    return [line.bubble.text for line in await house.transcript("web", "ana") if line.bubble is not None]


def as_one(bubbles: list[str]) -> list[str]:
    return [text for text in bubbles if f"{WORK} {REPLY}" in text]


async def test_two_texts_that_came_together_are_read_as_one(real: House) -> None:
    assert as_one(await told(real, [said(3, WORK), said(4, REPLY)]))


async def test_a_reply_is_read_by_itself_though_what_was_answered_comes_again_with_it(real: House) -> None:
    bubbles = await told(real, [said(3, WORK)], [said(3, WORK), said(4, REPLY)])
    assert as_one(bubbles) == []
    assert len(bubbles) == len(set(bubbles))


async def test_what_came_together_behind_it_is_still_read_as_one(real: House) -> None:
    bubbles = await told(real, [said(2, "oui"), said(3, WORK), said(4, REPLY)])
    assert as_one(bubbles)


# ---------------------------------------------------------------- where what came waits at a start


@pytest.fixture
async def programs(tmp_path: Path) -> AsyncIterator[Callable[[], House]]:
    """Opens one more program on the same database."""
    if postgres.programs() is None:
        pytest.skip("PostgreSQL is not installed (as root, tools/system.sh installs it)")
    houses: list[House] = []
    with postgres.postgres() as server:
        url = Secret(server.database(tmp_path))
        kept = Settings(data=tmp_path / "data", key_file=tmp_path / "master.key", dictionaries=tmp_path / "nowhere")

        def opened() -> House:
            houses.append(open_house(replace(kept, store=url)).house)
            return houses[-1]

        yield opened
        for house in houses:
            await house.stop()


async def taken_up(house: House) -> list[str]:
    """What is said to somebody when what waits has been folded."""
    await house.start()
    async with asyncio.timeout(60):
        while await house.run(lambda tx: tx.still_handed("web", "ana")):  # noqa: ASYNC110 - by a thread of its own
            await asyncio.sleep(0.05)
    await house.settle()
    return [line.bubble.text for line in await house.transcript("web", "ana") if line.bubble is not None]


async def test_so_it_is_when_both_are_taken_up_one_part_after_the_other(programs: Callable[[], House]) -> None:
    house = programs()
    await told(house, [said(3, WORK)])
    other = Arrival("web", "ben", "delivery-1", Text("bonjour"), lang="fr")
    await house.receive([other])

    def waits(tx: Session) -> None:
        ana, ben = tx.find("web", "ana"), tx.find("web", "ben")
        assert ana is not None
        assert ben is not None
        for number in range(loop.TAKEN_UP - 1):
            tx.hand_over(ben.who, replace(other, ext_id=f"delivery-{number + 2}"), ())
        for one in bursts([said(3, WORK), said(4, REPLY)]):
            tx.hand_over(ana.who, one, ())

    await house.run(waits)
    bubbles = await taken_up(house)
    assert as_one(bubbles) == []
    assert len(bubbles) == len(set(bubbles))


async def test_what_came_before_does_not_wait_again_at_another_program(programs: Callable[[], House]) -> None:
    """It might be taken up before the reply that came with it is there, which would then be read together with it."""
    one = programs()
    await told(one, [said(3, WORK)])
    two = programs()  # which takes its half
    async with asyncio.timeout(60):
        while await one.run(lambda tx: tx.holder(LAST) == tx.holder(FIRST)):  # noqa: ASYNC110 - the same
            await asyncio.sleep(0.05)
    folds, takes_in = (one, two) if await one.run(holds_ana) else (two, one)
    await takes_in.receive(bursts([said(3, WORK), said(4, REPLY)]))
    await takes_in.stop()

    def takes_up_what_waits_before(tx: Session) -> None:
        for handed in tx.handed(loop.TAKEN_UP)[:-1]:
            tx.taken_up(handed)

    await folds.run(takes_up_what_waits_before)
    bubbles = await taken_up(folds)
    assert as_one(bubbles) == []
    assert len(bubbles) == len(set(bubbles))


def holds_ana(tx: Session) -> bool:
    ana = tx.find("web", "ana")
    return ana is not None and tx.ours(ana.who)
