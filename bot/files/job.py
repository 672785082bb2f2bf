"""The job of looking at a file: it is fetched if need be, two at a time, and given up when it ends its reader twice.

How often a look was begun is committed before it begins, so that this holds through a crash of the whole house.
"""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from functools import partial
from typing import Final, TypeVar

from bot.channels.base import FetchError, Upload
from bot.files import found
from bot.loop import run
from bot.parts import Parts
from bot.store.base import Job, Session, Store, Who

T = TypeVar("T", found.Found, found.Drawn)

AT_ONCE: Final = 2
TRIES: Final = 2
FETCHES: Final = 3
WAIT: Final = 2.0  # seconds before a file is asked for again, and then twice as long


class Files:
    """Looks at what people sent."""

    def __init__(self, store: Store, parts: Parts) -> None:
        self._store = store
        self._parts = parts
        self._turn = asyncio.Semaphore(AT_ONCE)

    async def read(self, job: Job) -> found.Found:
        """Return what the file of this job says, or why nothing."""
        return await self.text(job.who, job.conversation, job.key)

    async def text(self, who: Who, conversation: str, message: str) -> found.Found:
        """Return what the file of a message says, or why nothing."""
        lang = await run(self._store, lambda tx: _lang(tx, who, conversation))
        return await self._looked(found.Found, (who, conversation, message), lambda data: self._parts.read(data, lang))

    async def page(self, who: Who, conversation: str, message: str, number: int) -> found.Drawn:
        """Return a page of the file of a message as a picture, or why nothing."""
        return await self._looked(
            found.Drawn, (who, conversation, message), lambda data: self._parts.look(data, number)
        )

    async def _looked(
        self, kind: Callable[[str], T], at: tuple[Who, str, str], look: Callable[[bytes], Awaitable[T | None]]
    ) -> T:
        """Return what a look at a file found. It is there for the next one: a platform hands it over for days only."""
        who, conversation, message = at
        async with self._turn:
            while True:
                held = await run(self._store, lambda tx: tx.held(who, message))
                if held is None:
                    return kind(found.GONE)
                tries, upload = held
                if tries > TRIES:
                    return kind(found.STUCK)
                try:
                    data = upload.data or await fetched(
                        self._store, self._parts, (who, conversation), upload, found.BYTES_MOST
                    )
                except FetchError as error:
                    return kind(error.reason)
                said = await look(data)
                if said is not None:
                    await run(self._store, partial(_looked_at, who=who, message=message, data=data))
                    return said


async def fetched(store: Store, parts: Parts, where: tuple[Who, str], upload: Upload, most: int) -> bytes:
    """Return the bytes the platform has; it is asked a few times. Raises `FetchError`."""
    found_there = await run(store, lambda tx: tx.load(*where))
    channel = parts.channels.get(found_there.channel) if found_there and upload.ref else None
    if channel is None:
        return b""
    for tries in range(FETCHES):
        try:
            return await channel.fetch(upload.ref, most)
        except FetchError as error:
            if error.reason != found.AWAY or tries == FETCHES - 1:
                raise
            await asyncio.sleep(WAIT * 2**tries)
    raise FetchError(found.AWAY)


def _looked_at(tx: Session, who: Who, message: str, data: bytes) -> None:
    tx.looked_at(who, message, data)


def _lang(tx: Session, who: Who, conversation: str) -> str:
    there = tx.load(who, conversation)
    return there.state.lang if there else ""
