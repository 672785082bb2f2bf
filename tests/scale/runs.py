"""What is simulated, and what an operator would have noticed: each run returns it, counted apart from the program."""

from __future__ import annotations

import asyncio
import math
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

from tests.scale.counters import share
from tests.scale.crowd import DAY, HOUR, Crowd, Line, day
from tests.scale.loop import played, virtual
from tests.scale.platforms import Platform, Telegram, WhatsApp
from tests.scale.town import answered, town, written

TOKENS, NUMBERS = 112, 63  # 3 333 messages a second by 30, and 5 000 by 80: what the goal takes at the bare limits
LINES_A_DAY = 10_000_000
GOAL = 5_000 / 3  # lines a second of 5 000 messages, with two for each
NOON = 12 * HOUR
EVENING = 18 * HOUR
SOON = 5 * 60  # seconds after nine


@dataclass(frozen=True, slots=True)
class Found:
    """What became of one token or number."""

    lines: int
    messages: int
    most: int  # in any second, as the platform counts
    limit: int
    over: int  # stretches in which one person was sent too much
    disordered: int  # people told in another order, or twice
    unanswered: int
    refused: int
    waits: Sequence[float]
    cost: float = 0.0  # seconds of the processor

    def wait(self, part: float) -> float:
        """Return the seconds that this part of all lines did not wait longer than for their whole answer."""
        return share(self.waits, part)


def found(platform: Platform, cost: float = 0.0) -> Found:
    """Return what became of it."""
    seen = platform.seen
    waits = seen.waits
    return Found(
        lines=len(seen.asked),
        messages=sum(map(len, platform.pairs.times.values())),
        most=platform.all.most,
        limit=platform.limit,
        over=platform.pairs.over,
        disordered=seen.disordered,
        unanswered=sum(map(math.isinf, waits)),
        refused=platform.refused,
        waits=waits,
        cost=cost,
    )


Make = Callable[[int], Platform]


def talked(folder: Path, make: Make, crowd: Crowd, begin: float, end: float) -> Found:
    """Let people write to one token or number, in a house of its own, and see."""

    async def run() -> Found:
        platform, before = make(crowd.seed), time.process_time()
        async with town(folder, platform):
            await written(platform, crowd.lines(begin, end))
            await answered([platform])
        return found(platform, time.process_time() - before)

    return played(run(), begin)


def a_day(folder: Path, make: Make, of: int, seed: int, hours: tuple[float, float] = (0, 24)) -> Found:
    """Let one of so many tokens or numbers have its share of a day, or of some hours of it."""
    return talked(folder, make, day(LINES_A_DAY / of, seed), hours[0] * HOUR, hours[1] * HOUR)


def both(folder: Path, refuses: int, seconds: float, rate: Callable[[int], Crowd], lasts: float) -> tuple[Found, Found]:
    """Let people write to both platforms of one house, while one of them (0, 1) refuses everything for a while."""

    async def run() -> tuple[Found, Found]:
        sides: tuple[Platform, Platform] = (Telegram(1), WhatsApp(2))
        async with town(folder, *sides):
            crowds = [rate(number).lines(EVENING, EVENING + lasts) for number in (1, 2)]
            writing = [asyncio.create_task(written(one, lines)) for one, lines in zip(sides, crowds, strict=True)]
            await asyncio.sleep(lasts / 4)
            sides[refuses].refuses(seconds)
            await asyncio.gather(*writing)
            await answered(sides)
        return found(sides[0]), found(sides[1])

    return played(run(), EVENING)


def flooded(folder: Path, people: int, crowd: Crowd, lasts: float) -> tuple[Found, Found]:
    """Let so many write to Telegram in one second, as after a while without a network, and others to WhatsApp."""

    async def run() -> tuple[Found, Found]:
        sides: tuple[Platform, Platform] = (Telegram(1), WhatsApp(2))
        async with town(folder, *sides):
            flood = [Line(EVENING + number / people, 8_000_000 + number, 1) for number in range(people)]
            others = crowd.lines(EVENING, EVENING + lasts)
            await asyncio.gather(written(sides[0], flood), written(sides[1], others))
            await answered(sides)
        return found(sides[0]), found(sides[1])

    return played(run(), EVENING)


@dataclass(frozen=True, slots=True)
class Morning:
    """What was seen of tips: how many came in the first five minutes, and how people waited who wrote then."""

    wanted: int
    soon: int
    talk: Found


def morning(folder: Path, make: Make, people: int, crowd: Crowd, lasts: float) -> Morning:
    """Let people write until noon, so that a tip of each is due before nine; then look at nine, while others write."""

    async def run() -> Morning:
        first = make(crowd.seed)
        async with town(folder, first):
            lines = [Line(NOON + number / 10, 7_000_000 + number, 1) for number in range(people)]
            await written(first, lines)
            await answered([first])
        nine = DAY + 9 * HOUR
        virtual().jump(nine - 1)
        then = make(crowd.seed)
        async with town(folder, then):
            await written(then, crowd.lines(nine, nine + lasts))
            await answered([then])
            await asyncio.sleep(nine + SOON - virtual().time())
        return Morning(people, len(then.seen.tips), found(then))

    return played(run(), NOON)


def hasty(folder: Path, lines: int, every: float) -> tuple[Found, float]:
    """Let one person on WhatsApp write far faster than Meta lets them be answered, beside one who does not."""

    async def run() -> tuple[Found, float]:
        platform = WhatsApp(1)
        async with town(folder, platform):
            fast = [Line(EVENING + number * every, 1, number + 1) for number in range(lines)]
            calm = [Line(EVENING + number * 12.0, 2, number + 1) for number in range(int(lines * every / 12))]
            await asyncio.gather(written(platform, fast), written(platform, calm))
            await answered([platform])
        waits = [platform.seen.answered["2", line.number][-1] - line.at for line in calm]
        return found(platform), max(waits)

    return played(run(), EVENING)
