"""Whether work can be sent here: the store writes, the queue has room, nobody stops it. And what waits, for who looks.

The theory. A process can be alive while its disk takes nothing: so a row is really written, and taken away again, in
one piece of work through the writer, as a message would be. Everybody may ask; so all who ask within a second are told
the same, and no second row is written while one is under way. A reason is one word, and says nothing of a person.
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from dataclasses import dataclass
from typing import Final

from bot.loop import WAITING_MAX, Loop, run
from bot.store.base import Store, StoreError, Waits

PATIENCE: Final = 1.0  # seconds for a row to be written
FRESH: Final = 1000  # ms for which an answer holds
STOPPING, FULL, DISK, SLOW = "stopping", "full", "disk", "slow"


@dataclass(frozen=True, slots=True)
class Pulse:
    """How it is now. `reason`: why it is not ready, "" when it is; `oldest`: ms the oldest piece waits."""

    reason: str
    waiting: int
    oldest: int
    waits: Waits | None  # None: the store did not answer


class Ready:
    """Looks, at most once a second."""

    def __init__(self, store: Store, loop: Loop, now: Callable[[], int]) -> None:
        self._store, self._loop, self._now = store, loop, now
        self._at = 0
        self._looking: asyncio.Task[str] | None = None

    async def reason(self) -> str:
        """Return why nothing is to be sent here, "" when all is well."""
        if not self._loop.open:
            return STOPPING
        if self._store.waiting >= WAITING_MAX:
            return FULL
        if self._looking is None or (self._looking.done() and not 0 <= self._now() - self._at < FRESH):
            self._looking, self._at = asyncio.create_task(self._probed()), self._now()
        done, _ = await asyncio.wait({self._looking}, timeout=PATIENCE)
        return self._looking.result() if done else SLOW

    async def _probed(self) -> str:
        try:
            await run(self._store, lambda tx: tx.probe(self._now()))
        except StoreError:
            return DISK
        return ""

    async def pulse(self) -> Pulse:
        """Return how it is now."""
        waiting, oldest = self._store.waiting, self._store.oldest
        reason = await self.reason()
        return Pulse(reason, waiting, oldest, await self._waits() if not reason else None)

    async def _waits(self) -> Waits | None:
        try:
            return await asyncio.wait_for(run(self._store, lambda tx: tx.waits(self._now())), PATIENCE)
        except (StoreError, TimeoutError):
            return None
