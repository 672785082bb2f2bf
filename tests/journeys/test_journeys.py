"""Whole conversations as a person would read them, played in the real house in each of their languages."""

from __future__ import annotations

import asyncio
from pathlib import Path

import pytest

from bot.commands.sim import journey
from bot.sim.script import Script, read

HERE = Path(__file__).parent
FILES = sorted(HERE.glob("*.txt"))
SCRIPTS: dict[str, Script] = {path.stem: read(path.read_text(encoding="utf-8")) for path in FILES}
PLAYS = [(name, lang) for name, script in SCRIPTS.items() for lang in script.languages]


@pytest.mark.parametrize(("name", "lang"), PLAYS)
def test_a_journey(name: str, lang: str) -> None:
    lines: list[str] = []
    played = asyncio.run(journey(SCRIPTS[name], lang, lines.append))
    assert played.failures == [], "\n".join([*lines, *played.failures])
