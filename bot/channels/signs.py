"""That somebody writes, on platforms where such a sign lasts some seconds: shown again while it goes on.

A sign is a hint: it waits behind no message, and no message waits for it.
"""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from typing import Final

from bot.channels.clock import Clock

GOES_ON: Final = 4.0  # seconds for which it is true that somebody writes, once it was said


class Signs:
    """Who is written to now. `show` shows it to an address, at most once in `every` seconds."""

    def __init__(self, every: float, clock: Clock, show: Callable[[str], Awaitable[None]]) -> None:
        self._every = every
        self._clock = clock
        self._show = show
        self._until: dict[str, float] = {}
        self._tasks: set[asyncio.Task[None]] = set()

    def goes_on(self, address: str) -> None:
        """Say that somebody writes to this address now."""
        begun = address in self._until
        self._until[address] = self._clock.time() + GOES_ON
        if not begun:
            task = asyncio.create_task(self._shown(address))
            self._tasks.add(task)
            task.add_done_callback(self._tasks.discard)

    def over(self, address: str) -> None:
        """Say that it was sent: the platform takes its sign off by itself."""
        if address in self._until:
            self._until[address] = 0

    async def close(self) -> None:
        """Show nothing more."""
        for task in tuple(self._tasks):
            task.cancel()
        await asyncio.gather(*self._tasks, return_exceptions=True)

    async def _shown(self, address: str) -> None:
        try:
            while self._clock.time() < self._until[address]:
                await self._show(address)
                await self._clock.sleep(self._every)
        finally:
            del self._until[address]
