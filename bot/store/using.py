"""What the rest of the shell may ask of a store about a model: how often it was used, never for which words.

The person is told their own counts, the operator the sum. Counts are by day, and kept for thirteen months.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final, Protocol

from bot.store.base import Who

DAY: Final = 24 * 60 * 60 * 1000  # ms
KEPT: Final = 396  # days


@dataclass(frozen=True, slots=True)
class Used:
    """So many calls on a day (since 1970), for a purpose."""

    day: int
    purpose: str
    asked: int


@dataclass(frozen=True, slots=True)
class Spent:
    """All together: calls, what was held back, calls without an answer, and tokens."""

    asked: int = 0
    held: int = 0
    failed: int = 0
    tokens: int = 0

    def __add__(self, other: Spent) -> Spent:
        """Return both together."""
        return Spent(
            self.asked + other.asked, self.held + other.held, self.failed + other.failed, self.tokens + other.tokens
        )


@dataclass(frozen=True, slots=True)
class Summed:
    """What all people's uses for a purpose come to on a day (since 1970)."""

    day: int
    purpose: str
    spent: Spent


class Uses(Protocol):
    """Reads and writes inside one batch."""

    def note(self, who: Who, now: int, purpose: str, spent: Spent) -> None:
        """Count."""
        ...

    def today(self, who: Who, now: int) -> int:
        """Return how often a model was asked for this person on this day."""
        ...

    def told(self, who: Who) -> Sequence[Used]:
        """Return what this person is told."""
        ...

    def spent(self, since: int) -> Spent:
        """Return what all people's uses come to, from the day of a moment on."""
        ...

    def forget(self, who: Who) -> None:
        """Drop the counts of this person."""
        ...

    def tidy(self, now: int) -> None:
        """Drop what is older than it is kept."""
        ...
