"""What platforms count, counted apart from the program: by what arrived at them and nothing else.

The program paces itself by due times. Here the times of what arrived are kept, and windows are laid over them.
"""

from __future__ import annotations

from collections import defaultdict, deque
from collections.abc import Sequence
from dataclasses import dataclass, field

EARLY = 1e-6  # seconds: a sum of floats


@dataclass(slots=True)
class Window:
    """How many there were in any stretch of so many seconds, counted as each of `judged` arrives."""

    seconds: float
    most: int = 0
    total: int = 0
    _times: deque[float] = field(default_factory=deque)

    def add(self, now: float, *, judged: bool = True) -> None:
        """Count one. What is not judged counts for those after it, but nobody is at fault when it is one too many."""
        self.total += 1
        self._times.append(now)
        while self._times[0] <= now - self.seconds + EARLY:
            self._times.popleft()
        if judged:
            self.most = max(self.most, len(self._times))


@dataclass(slots=True)
class Pairs:
    """What each person was sent: at most `burst` at once and one more every so many seconds, over any stretch."""

    every: float
    burst: int
    times: defaultdict[str, list[float]] = field(default_factory=lambda: defaultdict(list))

    def add(self, chat: str, now: float) -> None:
        """Count one."""
        self.times[chat].append(now)

    @property
    def over(self) -> int:
        """How many stretches hold more than they may."""
        return sum(_over(times, self.every, self.burst) for times in self.times.values())


def _over(times: Sequence[float], every: float, burst: int) -> int:
    """Look at each stretch from one message to another."""
    return sum(
        last - first + 1 > burst + (times[last] - times[first] + EARLY) / every
        for first in range(len(times))
        for last in range(first + burst, len(times))
    )


def share(values: Sequence[float], part: float) -> float:
    """Return what this part of them is not above: the least value that at least as many are no greater than."""
    ordered = sorted(values)
    return ordered[min(len(ordered) - 1, max(0, -int(-len(ordered) * part // 1) - 1))] if ordered else 0.0
