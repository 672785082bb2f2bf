"""The job of hearing a note: it is fetched if need be, decoded, heard, and gone. Two at a time, a person's in order.

How often it was begun is committed before, as for files: a sound that ends its process is given up after two. What was
fetched is kept nowhere; what a browser sent goes with the job.
"""

from __future__ import annotations

import asyncio
from weakref import WeakValueDictionary

from bot.channels.base import FetchError
from bot.files import found
from bot.files.job import AT_ONCE, TRIES, fetched
from bot.loop import run
from bot.parts import Parts
from bot.store.base import Job, Session, Store, Who
from bot.voice.base import HEARD_MOST, SOUND, Heard, Sound, VoiceError
from flows.purposes import HEARING


class Ears:
    """Hears what people said."""

    def __init__(self, store: Store, parts: Parts) -> None:
        self._store = store
        self._parts = parts
        self._turn = asyncio.Semaphore(AT_ONCE)
        self._people: WeakValueDictionary[Who, asyncio.Lock] = WeakValueDictionary()

    async def hear(self, job: Job) -> Heard:
        """Return the words of the note of this job. Raises `VoiceError`."""
        async with self._people.setdefault(job.who, asyncio.Lock()), self._turn:
            if self._parts.ears is None:
                raise VoiceError(found.AWAY)
            sound = await self._sound(job)
            if sound.verdict != SOUND:
                raise VoiceError(sound.verdict)
            lang, may = await run(self._store, lambda tx: (_lang(tx, job), self._may(tx, job)))
            if not may:
                raise VoiceError(found.AWAY)
            with self._parts.watch.asking("ears"):
                heard = await self._parts.ears.transcribe(sound, lang)
        if not any(char.isalnum() for char in heard.text):
            raise VoiceError(found.EMPTY)
        return heard

    def _may(self, tx: Session, job: Job) -> bool:
        """Whether it may still be heard: the person may have taken back their agreement, or the operator moved it."""
        return self._parts.allowed(tx.facts(job.who), HEARING)

    async def _sound(self, job: Job) -> Sound:
        """Return the note, decoded."""
        while True:
            held = await run(self._store, lambda tx: tx.held(job.who, job.key))
            if held is None:
                return Sound(found.GONE)
            tries, upload = held
            if tries > TRIES:
                return Sound(found.STUCK)
            try:
                where = (job.who, job.conversation)
                data = upload.data or await fetched(self._store, self._parts, where, upload, HEARD_MOST)
            except FetchError as error:
                return Sound(error.reason)
            said = await self._parts.decode(data)
            if said is not None:
                return said


def _lang(tx: Session, job: Job) -> str:
    there = tx.load(job.who, job.conversation)
    return there.state.lang if there else ""
