"""What both sides of the comparison share: what people say, how many there are, and how their waiting is summed up.

A chat says something, waits for the answer, and says the next thing: at once when people are "busy", which shows how
much the house can take; after thinking when they are "calm", which shows how long one of them waits.
"""

from __future__ import annotations

import asyncio
import json
import random
import sys
import time
from collections.abc import Awaitable, Callable
from dataclasses import asdict, dataclass, field
from statistics import quantiles

from tools.bench.figure import QUICK
from tools.converse import EXPRESS

# The first conversation, without the last yes: a document is drawn after it, which is measured elsewhere.
SAID = EXPRESS[:-1]
CHATS = 40 if QUICK else 200
SPELL = 0.5 if QUICK else 4.0  # seconds that count
WARM = 0.1 if QUICK else 1.0  # seconds that do not
PAUSES = {"busy": 0.0, "calm": 0.4 if QUICK else 2.0}  # seconds a person thinks, on average
PERCENT = 100
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


async def all_talk(life: Life) -> None:
    """Let every chat go on until the time is over, and print what it was like."""
    opens, pause = time.perf_counter() + WARM, PAUSES[manner()]
    tally = Tally(opens, opens + SPELL)
    await asyncio.gather(*(life(number, Ear(tally, pause, number)) for number in range(CHATS)))
    cuts = quantiles(tally.waits, n=PERCENT)
    summary = Summary(len(tally.waits) / SPELL, cuts[49] * 1e3, cuts[98] * 1e3)
    print(json.dumps(asdict(summary)), flush=True)


def manner() -> str:
    """Return the word on the command line that says how people talk."""
    return next(word for word in PAUSES if word in sys.argv)


def heard(line: str) -> Summary:
    """Return what another process printed."""
    return Summary(**json.loads(line))
