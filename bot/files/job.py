"""The job of reading a file: it is fetched if need be, read two at a time, and given up when it ends its reader twice.

How often a reading was begun is committed before it begins, so that this holds through a crash of the whole house.
"""

from __future__ import annotations

import asyncio
from typing import Final

from bot.channels.base import FetchError, Upload
from bot.files import found
from bot.loop import run
from bot.parts import Parts
from bot.store.base import Job, Session, Store

AT_ONCE: Final = 2
TRIES: Final = 2
FETCHES: Final = 3
WAIT: Final = 2.0  # seconds before a file is asked for again, and then twice as long


class Files:
    """Reads what people sent."""

    def __init__(self, store: Store, parts: Parts) -> None:
        self._store = store
        self._parts = parts
        self._turn = asyncio.Semaphore(AT_ONCE)

    async def read(self, job: Job) -> found.Found:
        """Return what the file of this job says, or why nothing."""
        async with self._turn:
            while True:
                held = await run(self._store, lambda tx: tx.held(job.who, job.key))
                if held is None:
                    return found.Found(found.GONE)
                tries, upload = held
                if tries > TRIES:
                    return found.Found(found.STUCK)
                try:
                    data = upload.data or await self._fetched(job, upload)
                except FetchError as error:
                    return found.Found(error.reason)
                said = await self._parts.read(data, await run(self._store, lambda tx: _lang(tx, job)))
                if said is not None:
                    return said

    async def _fetched(self, job: Job, upload: Upload) -> bytes:
        """Return the bytes the platform has; it is asked a few times. Raises `FetchError`."""
        conversation = await run(self._store, lambda tx: tx.load(job.who, job.conversation))
        channel = self._parts.channels.get(conversation.channel) if conversation and upload.ref else None
        if channel is None:
            return b""
        for tries in range(FETCHES):
            try:
                return await channel.fetch(upload.ref, found.BYTES_MOST)
            except FetchError as error:
                if error.reason != found.AWAY or tries == FETCHES - 1:
                    raise
                await asyncio.sleep(WAIT * 2**tries)
        raise FetchError(found.AWAY)


def _lang(tx: Session, job: Job) -> str:
    conversation = tx.load(job.who, job.conversation)
    return conversation.state.lang if conversation else ""
