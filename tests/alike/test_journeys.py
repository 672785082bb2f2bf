"""Whole conversations, in each of their languages: the same on the page, on Telegram and on WhatsApp.

A play takes more than a second. So each is held in one language, all of them in turn, and only with CI=true in each of
its own; one in which the house dies again and again is held once everywhere.
"""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from bot.sim.play import play
from tests.alike.chat import alike
from tests.alike.phones import Phones
from tests.journeys.test_journeys import PLAYS, SCRIPTS

EVERYDAY = "everyday_words"
DEADLY = 5  # kills

pytestmark = pytest.mark.asyncio(loop_scope="module")


def chosen() -> list[tuple[str, str]]:
    """Return the journeys to play, each with a language."""
    deaths = {name: sum(step.word == "kill" for step in script.steps) for name, script in SCRIPTS.items()}
    once = {name: script.languages[n % len(script.languages)] for n, (name, script) in enumerate(SCRIPTS.items())}
    everything = os.environ.get("CI") == "true"
    return [(name, lang) for name, lang in PLAYS if once[name] == lang or (everything and deaths[name] < DEADLY)]


@pytest.mark.parametrize(("name", "lang"), chosen())
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
