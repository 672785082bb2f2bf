"""What all sides of the comparison share: what people say, how many there are, and how their waiting is summed up.

A chat says something, waits for the answer, and says the next thing: at once when people are "busy", which shows how
much the house can take; after thinking when they are "calm", which shows how long one of them waits. Both are closed
loops: who is slow is asked less. In an "open" one each message has its time, drawn beforehand (a Poisson process of so
many a second in all), and its waiting counts from then, also what it waits for an earlier answer of the same chat.
"""

from __future__ import annotations

import asyncio
import json
import random
import sys
import time
from collections.abc import Awaitable, Callable
from dataclasses import asdict, dataclass, field
from datetime import UTC, datetime
from statistics import quantiles

from tools.bench.figure import QUICK
from tools.converse import EXPRESS

# The first conversation, without the last yes: a document is drawn after it, which is measured elsewhere.
SAID = EXPRESS[:-1]
CHATS = 40 if QUICK else 200
SPELL = 0.5 if QUICK else 4.0  # seconds that count, of people who never pause
LONG = 0.5 if QUICK else 10.0  # of people who think, or whose time is drawn: so that one in a hundred is some
WARM = 0.1 if QUICK else 1.0  # seconds that do not
PAUSES = {"busy": 0.0, "calm": 0.4 if QUICK else 2.0}  # seconds a person thinks, on average
RATES = (20,) if QUICK else (50, 100, 200)  # messages a second in all that come in an open loop
ISOLATED, POSTGRES = "isolated", "postgres"  # words of one side
OPEN = "open-"  # the word of an open loop, before its rate
PERCENT = 100
# What the forms of the others ask, and what they have in common.
ASKED = ("consent", "activity", "skill", "tasks", "when", "project", "name", "contact", "place")
LABELS = ("Yes", "No", "Something else")
NOW = datetime(2026, 11, 1, tzinfo=UTC)
TOKEN = "1:invented"  # noqa: S105 - its form is looked at, and it goes nowhere
FEWEST = 2  # answers that say how long one takes


@dataclass(slots=True)
class Tally:
    """How long each answer took, of those that count."""

    opens: float
    closes: float
    waits: list[float] = field(default_factory=list)

    async def time(self, work: Awaitable[None]) -> None:
        """Wait for an answer and note how long it took."""
        began = time.perf_counter()
        await work
        ended = time.perf_counter()
        if self.opens <= ended and (ended < self.closes or len(self.waits) < FEWEST):
            self.waits.append(ended - began)

    async def due(self, at: float, work: Awaitable[None]) -> None:
        """Wait for the answer to what is said at a given time, or as soon as can be, and note how long after it came.

        What was due while the time ran counts, however late it is answered.
        """
        await asyncio.sleep(at - time.perf_counter())
        await work
        if self.opens <= at < self.closes or len(self.waits) < FEWEST:
            self.waits.append(time.perf_counter() - at)

    @property
    def over(self) -> bool:
        """Whether nothing counts any more: the time is over, and on a slow machine there is something to tell."""
        return time.perf_counter() >= self.closes and len(self.waits) >= FEWEST


@dataclass(frozen=True, slots=True)
class Summary:
    """Answers a second, and the milliseconds one person waits: half of them, and 99 of 100, wait less."""

    rate: float
    p50: float
    p99: float


Life = Callable[[int, "Ear"], Awaitable[None]]  # one chat, by its number, until the ear is over


class Ear:
    """One person: notes what they wait, and lets them think before they go on."""

    def __init__(self, tally: Tally, pause: float, number: int) -> None:
        self._tally, self._pause = tally, pause
        self._chance = random.Random(number)  # noqa: S311 - the same pauses at each run # nosec B311

    @property
    def over(self) -> bool:
        """Whether it is time to stop."""
        return self._tally.over

    async def answer(self, work: Awaitable[None]) -> None:
        """Think, then say something and wait for the answer."""
        if self._pause:
            await asyncio.sleep(self._chance.uniform(0, 2 * self._pause))
        await self._tally.time(work)


class Timed(Ear):
    """One person of an open loop, who says the next thing when its time has come."""

    def __init__(self, tally: Tally, rate: float, number: int) -> None:
        super().__init__(tally, 0, number)
        self._rate, self._next = rate, time.perf_counter() + self._chance.expovariate(rate)

    @property
    def over(self) -> bool:
        """Whether the next thing to say would not count any more."""
        return self._next >= self._tally.closes and super().over

    async def answer(self, work: Awaitable[None]) -> None:
        """Say something when it is due."""
        at, self._next = self._next, self._next + self._chance.expovariate(self._rate)
        await self._tally.due(at, work)


async def all_talk(life: Life) -> None:
    """Let every chat go on until the time is over, and print what it was like."""
    opens, spell = time.perf_counter() + WARM, SPELL if PAUSES.get(manner()) == 0 else LONG
    tally = Tally(opens, opens + spell)
    await asyncio.gather(*(life(number, ear(tally, number)) for number in range(CHATS)))
    cuts = quantiles(tally.waits, n=PERCENT)
    summary = Summary(len(tally.waits) / spell, cuts[49] * 1e3, cuts[98] * 1e3)
    print(json.dumps(asdict(summary)), flush=True)


def ear(tally: Tally, number: int) -> Ear:
    """Return one person who talks in the manner that the command line says."""
    word = manner()
    if word.startswith(OPEN):
        return Timed(tally, float(word.removeprefix(OPEN)) / CHATS, number)
    return Ear(tally, PAUSES[word], number)


def manner() -> str:
    """Return the word on the command line that says how people talk."""
    return next(word for word in sys.argv if word in PAUSES or word.startswith(OPEN))


def heard(line: str) -> Summary:
    """Return what another process printed."""
    return Summary(**json.loads(line))
