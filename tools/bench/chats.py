"""What both sides of the comparison share: what people say, how many there are, and how their waiting is summed up.

A chat says something, waits for the answer, and says the next thing: at once (`pause` 0), or after thinking.
"""

from __future__ import annotations

import asyncio
import json
import random
import time
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass, field
from statistics import quantiles

from tools.bench.figure import QUICK
from tools.converse import EXPRESS

# The first conversation, without the last yes: a document is drawn after it, which is measured elsewhere.
SAID = EXPRESS[:-1]
CHATS = 40 if QUICK else 200
SPELL = 0.8 if QUICK else 6.0  # seconds that count
WARM = 0.4 if QUICK else 1.5  # seconds that do not
PAUSE = 2.0  # seconds a person thinks, on average, when they do


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
        if self.opens <= ended < self.closes:
            self.waits.append(ended - began)

    @property
    def over(self) -> bool:
        """Whether nothing counts any more."""
        return time.perf_counter() >= self.closes


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
        self._chance = random.Random(number)  # noqa: S311 - the same pauses at each run

    @property
    def over(self) -> bool:
        """Whether it is time to stop."""
        return self._tally.over

    async def answer(self, work: Awaitable[None]) -> None:
        """Think, then say something and wait for the answer."""
        if self._pause:
            await asyncio.sleep(self._chance.uniform(0, 2 * self._pause))
        await self._tally.time(work)


async def all_talk(life: Life, pause: float = 0.0) -> Summary:
    """Let every chat go on until the time is over."""
    opens = time.perf_counter() + WARM
    tally = Tally(opens, opens + SPELL)
    await asyncio.gather(*(life(number, Ear(tally, pause, number)) for number in range(CHATS)))
    return summed(tally.waits)


def summed(waits: Sequence[float]) -> Summary:
    """Return what the waits say."""
    cuts = quantiles(waits, n=100)
    return Summary(len(waits) / SPELL, cuts[49] * 1e3, cuts[98] * 1e3)


def tell(busy: Summary, calm: Summary) -> None:
    """Print both for the measure that asked."""
    print(json.dumps([[one.rate, one.p50, one.p99] for one in (busy, calm)]), flush=True)


def heard(line: str) -> tuple[Summary, Summary]:
    """Return what another process printed."""
    busy, calm = json.loads(line)
    return Summary(*busy), Summary(*calm)


