"""Whole conversations, in each of their languages: the same on the page, on Telegram and on WhatsApp."""

from __future__ import annotations

from pathlib import Path

import pytest

from bot.sim.play import play
from tests.alike.chat import alike
from tests.alike.phones import Phones
from tests.journeys.test_journeys import PLAYS, SCRIPTS

EVERYDAY = "everyday_words"

pytestmark = pytest.mark.asyncio(loop_scope="module")


@pytest.mark.parametrize(("name", "lang"), PLAYS)
async def test_a_journey_is_the_same_everywhere(phones: Phones, tmp_path: Path, name: str, lang: str) -> None:
    lines: list[str] = []
    async with alike(phones, tmp_path, lang) as chat:
        played = await play(SCRIPTS[name], chat, lines.append)
        await chat.same_facts()
    way = [failure for failure in played.failures if not failure.endswith("it was not said")]  # the page has own words
    assert chat.changed or way == [], "\n".join([*lines, *way])


@pytest.mark.parametrize("lang", SCRIPTS[EVERYDAY].languages)
async def test_whose_number_is_told_is_asked_for_it_in_the_same_way(phones: Phones, tmp_path: Path, lang: str) -> None:
    async with alike(phones, tmp_path, lang, told=True) as chat:
        await play(SCRIPTS[EVERYDAY], chat, lambda _: None)
        await chat.same_facts()
