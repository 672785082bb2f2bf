"""One whole conversation, held in the real house and written down as the core met it.

The conversation is a journey of the tests: a text that people read and that is kept true. What each event found (the
state, the facts) is kept with it, so that a fold can be measured without a store and still be held to what happened.
"""

from __future__ import annotations

import asyncio
import tempfile
from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path

import locales
from bot.app import House, load_content, parts
from bot.drawing import Drawing
from bot.settings import read
from bot.sim.chat import Chat, Clock, Ids
from bot.sim.life import Life
from bot.sim.play import play
from bot.sim.script import read as read_script
from bot.store.keys import master_key
from bot.store.sqlite import SqliteStore
from flows.content import Content
from flows.engine import step
from flows.model import Event, Facts, State, Step
from tools.bench.figure import ROOT

JOURNEY = ROOT / "tests" / "journeys" / "direct_fr.txt"
LANG = "fr"


@dataclass(frozen=True, slots=True)
class Moment:
    """An event, what it found, and what followed."""

    state: State
    facts: Facts
    event: Event
    step: Step


@dataclass(frozen=True, slots=True)
class Recorded:
    """A conversation, and the content it was held with."""

    content: Content
    moments: Sequence[Moment]

    @property
    def facts(self) -> Facts:
        """All that is known at the end."""
        return (*self.moments[-1].facts, *self.moments[-1].step.facts)

    def pdf(self) -> bytes:
        """Return the CV at the end, drawn now."""
        return Drawing(self.content, locales.translator)("cv", "pdf", self.facts, LANG)


def record() -> Recorded:
    """Hold the conversation. Raises `RuntimeError` when it does not go as its text says."""
    content, clock = load_content(read({})), Clock()
    moments: list[Moment] = []

    def decide(state: State, facts: Facts, event: Event) -> Step:
        made = step(content, state, facts, event)
        moments.append(Moment(state, facts, event, made))
        return made

    def opener(folder: Path, known: Content) -> House:
        key, _ = master_key(folder.parent / "master.key")
        chosen = replace(parts(known, {}, clock, Ids()), decide=decide)
        return House(SqliteStore(folder, key, clock), chosen)

    with tempfile.TemporaryDirectory(prefix="atout-") as home:
        asyncio.run(_held(Chat(Life(Path(home), opener, content), clock, LANG)))
    return Recorded(content, moments)


async def _held(chat: Chat) -> None:
    played = await play(read_script(JOURNEY.read_text(encoding="utf-8")), chat, lambda _line: None)
    await chat.life.end()
    if played.failures:
        raise RuntimeError(f"{JOURNEY.name}: {played.failures[0]}")
