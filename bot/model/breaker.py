"""Lets a model that keeps failing alone for a while: nobody waits for it, and it is not asked in vain.

After a few failures in a row it is open, and nothing is asked. After a rest one call is let through; what becomes of it
closes the breaker, or opens it for as long again.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Final

FAILURES: Final = 3  # in a row
REST: Final = 60_000  # ms


class Breaker:
    """Counts failures."""

    def __init__(self, now: Callable[[], int]) -> None:
        self._now = now
        self._failures = 0
        self._until = 0
        self._trying = False

    @property
    def open(self) -> bool:
        """Whether nothing may be asked now."""
        return self._failures >= FAILURES and (self._trying or 0 < self._until - self._now() <= REST)

    def begin(self) -> bool:
        """Return whether a call may be made; the one that tries after a rest is alone."""
        if self.open:
            return False
        self._trying = self._failures >= FAILURES
        return True

    def end(self, *, well: bool) -> None:
        """Note what became of a call."""
        self._failures = 0 if well else self._failures + 1
        self._until = self._now() + REST
        self._trying = False
