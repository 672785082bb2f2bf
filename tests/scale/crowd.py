"""Who writes when: people who write some lines one after the other, more of them in the evening than at any other hour.

They do not wait for answers: who waits less when it is slow would hide that it is slow.
"""

from __future__ import annotations

import math
import random
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field

HOUR = 3600.0  # seconds
DAY = 24 * HOUR
PEAK_AT = 18 * HOUR  # after midnight
PEAK = 8.0  # times the mean of the day
ALWAYS = 0.4  # of the mean, at every hour; all else comes in one wave around the peak
WIDTH = (1 - ALWAYS) * DAY / ((PEAK - ALWAYS) * math.sqrt(math.pi))  # seconds: so that the day has the mean it has
LINES = 20  # that one person writes in a day
GAP = 12.0  # seconds between two of them, in the mean
QUIET = 3.0  # seconds, at the least
Rate = Callable[[float], float]  # lines a second at a moment


@dataclass(frozen=True, slots=True)
class Line:
    """The `number`th line of somebody, and when it is written."""

    at: float
    address: int
    number: int


@dataclass(slots=True)
class _Person:
    address: int
    last: float = -DAY
    lines: int = 0


@dataclass(slots=True)
class Crowd:
    """People who write so many lines a second, at the most `top`."""

    rate: Rate
    top: float
    seed: int
    here: list[_Person] = field(default_factory=list)
    came: int = 0

    def lines(self, begin: float, end: float) -> Iterator[Line]:
        """Yield the lines in the order in which they are written: at random moments, at the rate of each moment."""
        lot, now = random.Random(self.seed), begin
        while (now := now + lot.expovariate(self.top)) < end:
            if lot.random() * self.top >= self.rate(now):
                continue
            person = self._writes(lot, now)
            person.last, person.lines = now, person.lines + 1
            yield Line(now, person.address, person.lines)
            if person.lines == LINES:
                self.here.remove(person)

    def _writes(self, lot: random.Random, now: float) -> _Person:
        if len(self.here) >= self.rate(now) * GAP:
            for person in lot.sample(self.here, min(len(self.here), 8)):
                if now - person.last >= QUIET:
                    return person
        self.came += 1
        self.here.append(_Person(self.seed * 1_000_000 + self.came))
        return self.here[-1]


def curve(at: float) -> float:
    """Return how many times the mean of the day is written at a second after midnight."""
    return ALWAYS + (PEAK - ALWAYS) * math.exp(-(((at - PEAK_AT) / WIDTH) ** 2))


def day(lines: float, seed: int) -> Crowd:
    """Return people who write so many lines in a day."""
    mean = lines / DAY
    return Crowd(lambda at: mean * curve(at), mean * PEAK, seed)


def steady(rate: float, seed: int) -> Crowd:
    """Return people who write so many lines a second, all the time."""
    return Crowd(lambda _at: rate, rate, seed)
