"""Two texts that came in one delivery, with the real core: read as one, unless the first was answered before."""

from __future__ import annotations

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from bot.app import open_house
from bot.channels.base import Arrival
from bot.channels.bursts import bursts
from bot.house import House
from bot.settings import Settings
from flows.model import Text

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
