"""The turn of a whole bot or number: what a platform lets it send, shared with other programs that send for it.

Without anything more each program takes the part of the pace that is its part of the people. With a bucket that all of
them book in, who has more to say takes what others leave. A bucket that does not answer is done without.
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Protocol

from bot.channels.base import Beat
from bot.channels.clock import Clock
from bot.channels.pace import Pace

LEAST = 1 / 256  # of the pace: whoever holds almost nothing still sends


class Bucket(Protocol):
    """Where several programs book."""

    async def book(self, name: str, beat: Beat) -> float | None:
        """Return the seconds to wait for the next message of a bot; None when nobody can say."""
        ...


@dataclass(slots=True)
class Turns:
    """The turns of one bot, in this program."""

    name: str
    pace: Pace
    clock: Clock
    part: Callable[[], float] = lambda: 1.0  # of the pace, from 0 to 1
    bucket: Bucket | None = None
    _counting: set[asyncio.Future[float | None]] = field(default_factory=set)

    async def booked(self) -> bool:
        """Wait for a turn that was booked with the others; False when there is none, and the pace here has our part."""
        self.pace.part = max(self.part(), LEAST)
        wait = await self.bucket.book(self.name, self.pace.all) if self.bucket is not None else None
        if wait:
            await self.clock.sleep(wait)
        return wait is not None

    def came(self) -> None:
        """Count a message that came in with the others, where the platform's limit is for both ways."""
        if self.bucket is not None:
            counting = asyncio.ensure_future(self.bucket.book(self.name, self.pace.all))
            self._counting.add(counting)
            counting.add_done_callback(self._counting.discard)
