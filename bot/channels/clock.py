"""The clock a channel paces itself by: one that only goes forward, so that a test can hand in another."""

from __future__ import annotations

import asyncio
from typing import Protocol


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
