"""How long answers are kept after a person last did something, and how long before the end it is told."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

DAY: Final = 24 * 60 * 60 * 1000
MONTH: Final = 2_629_800_000  # ms: a twelfth of 365.25 days
WEEK: Final = 7 * DAY


@dataclass(frozen=True, slots=True)
class Retention:
    """How many months answers are kept."""

    months: int = 6

    @property
    def kept(self) -> int:
        """Return how long, in milliseconds."""
        return self.months * MONTH

    @property
    def notice(self) -> int:
        """Return how long before the end it is told."""
        return MONTH if self.months > 1 else WEEK
