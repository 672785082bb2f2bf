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
from bot.parts import Draw
from bot.settings import read
from bot.sim.chat import Chat, Clock, Ids
from bot.sim.life import Life
from bot.sim.play import play
from bot.sim.script import Script
from bot.sim.script import read as read_script
from bot.store.keys import master_key
from bot.store.sqlite import SqliteStore
from flows.content import Content
from flows.engine import step
from flows.model import Event, Facts, State, Step
from tools.bench.figure import ROOT

JOURNEY = ROOT / "tests" / "journeys" / "direct_fr.txt"
LANG = "fr"
AGAIN = "> recommencer\n[yes]"
GREETED = 2  # what is said before the first question, once in a life


@dataclass(frozen=True, slots=True)
class Moment:
    """An event, what it found, and what followed."""

    state: State
    facts: Facts
    event: Event
    step: Step


@dataclass(frozen=True, slots=True)
class Recorded:
    """What one person did, and the content it was held with: `once` is the first telling, `moments` all of them."""

    content: Content
    moments: Sequence[Moment]
    once: Sequence[Moment]

    def pdf(self) -> bytes:
        """Return the CV at the end of the first telling, drawn now."""
        last = self.once[-1]
        return Drawing(self.content, locales.translator)("cv", "pdf", (*last.facts, *last.step.facts), LANG)


def record(events: int = 0) -> Recorded:
    """Hold the conversation, then let the same person begin again until there are so many events.

    Raises `RuntimeError` when it does not go as its text says.
    """
    content, clock = load_content(read({})), Clock()
    moments: list[Moment] = []

    def decide(state: State, facts: Facts, event: Event) -> Step:
        made = step(content, state, facts, event)
        moments.append(Moment(state, facts, event, made))
        return made

    def opener(folder: Path, known: Content) -> House:
        key, _ = master_key(folder.parent / "master.key")
        usual = parts(known, {}, clock, Ids())
        return House(
            SqliteStore(folder, key, clock), replace(usual, decide=decide, draw=Draughtsman(usual.draw), picture=None)
        )

    with tempfile.TemporaryDirectory(prefix="atout-") as home:
        told = asyncio.run(_held(Chat(Life(Path(home), opener, content), clock, LANG), moments, events))
    return Recorded(content, moments, moments[:told])


class Draughtsman:
    """Draws the documents of the first telling, and shows them again in those that follow: no event depends on it."""

    def __init__(self, draw: Draw) -> None:
        self._draw = draw
        self._drawn: dict[str, bytes] = {}

    def __call__(self, document: str, format: str, facts: Facts, lang: str) -> bytes:  # noqa: A002 - as `Draw` says
        """Return the bytes."""
        if facts[-1].dossier == 1:
            self._drawn[format] = self._draw(document, format, facts, lang)
        return self._drawn[format]


async def _held(chat: Chat, moments: Sequence[Moment], events: int) -> int:
    """Return how many events the first telling has."""
    script = read_script(JOURNEY.read_text(encoding="utf-8"))
    done = [line for line in script.steps if not line.looks]
    again = replace(script, steps=(*read_script(AGAIN).steps, *done[GREETED:]))
    await _played(script, chat)
    once = len(moments)
    while len(moments) < events:
        await _played(again, chat)
    await chat.life.end()
    return once


async def _played(script: Script, chat: Chat) -> None:
    played = await play(script, chat, lambda _line: None)
    if played.failures:
        raise RuntimeError(f"{JOURNEY.name}: {played.failures[0]}")
