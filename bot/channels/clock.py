"""The clock a channel paces itself by: one that only goes forward, so that a test can hand in another.

Beside it the clock of this machine, compared with a platform's: one that is off makes links expire and reminders come
at night, and nobody would look for that there.
"""

from __future__ import annotations

import asyncio
import logging
import time
from email.utils import parsedate_to_datetime
from typing import Final, Protocol

from bot.logs import note

OFF: Final = 5  # minutes a clock may be off

log = logging.getLogger(__name__)


class Clock(Protocol):
    """The time that only goes forward, and the waiting on it."""

    def time(self) -> float:
        """Return seconds on a clock that never goes back."""
        ...

    async def sleep(self, seconds: float) -> None:
        """Wait."""
        ...


class LoopClock:
    """The clock of the running event loop."""

    def time(self) -> float:
        """Return the loop's own time."""
        return asyncio.get_running_loop().time()

    async def sleep(self, seconds: float) -> None:
        """Wait on the loop."""
        await asyncio.sleep(seconds)


class Compared:
    """Says to the operator once that our clock is far from a platform's, and once that it is right again."""

    def __init__(self, whose: str) -> None:
        """Begin with a clock that is right."""
        self._whose = whose
        self._wrong = False

    def look(self, theirs: float | None) -> None:
        """Compare with the second in which they answered us just now; None where they did not say."""
        if theirs is None:
            return
        minutes = apart(theirs, time.time())
        if minutes and not self._wrong:
            way = "ahead of" if minutes > 0 else "behind"
            said = f"{self._whose}: the clock of this machine is {abs(minutes)} minutes {way} theirs; set it"
            note(log, logging.WARNING, f"{said} (timedatectl set-ntp true)")
        elif self._wrong and not minutes:
            note(log, logging.INFO, f"{self._whose}: the clock of this machine is right again")
        self._wrong = bool(minutes)


def apart(theirs: float, ours: float) -> int:
    """Return how many minutes our clock is before theirs, below zero when it is behind; 0 when that is no matter."""
    minutes = round((ours - theirs) / 60)
    return minutes if abs(minutes) > OFF else 0


def dated(header: str) -> float | None:
    """Return the second of a Date header; None when it holds none."""
    try:
        return parsedate_to_datetime(header).timestamp()
    except ValueError:
        return None
