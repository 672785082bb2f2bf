"""Two texts that came in one delivery, with the real core: read as one, unless the first was answered before."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
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
from flows.model import Text
from tests.servers import postgres

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
async def one_of_several(tmp_path: Path) -> AsyncIterator[House]:
    if postgres.programs() is None:
        pytest.skip("PostgreSQL is not installed (as root, tools/system.sh installs it)")
    with postgres.postgres() as server:
        url, memory = Secret(server.database(tmp_path)), str(tmp_path / "memory")
        kept = Settings(data=tmp_path / "data", key_file=tmp_path / "master.key", dictionaries=tmp_path / "nowhere")
        house = open_house(replace(kept, store=url, memory=memory)).house
        yield house
        await house.stop()


async def test_so_it_is_when_both_are_taken_up_one_part_after_the_other(one_of_several: House) -> None:
    house = one_of_several
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
    await house.start()
    async with asyncio.timeout(20):
        while await house.run(lambda tx: tx.still_handed("web", "ana")):  # noqa: ASYNC110 - by a thread of its own
            await asyncio.sleep(0.05)
    await house.settle()
    bubbles = [line.bubble.text for line in await house.transcript("web", "ana") if line.bubble is not None]
    assert as_one(bubbles) == []
    assert len(bubbles) == len(set(bubbles))
