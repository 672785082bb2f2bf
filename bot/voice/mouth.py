"""Reads words aloud as a voice note, two at a time; what was said a short while ago is not spoken again.

The same question is asked of many people: its sound is kept in memory by a hash of its words, and nowhere else.
"""

from __future__ import annotations

import asyncio
import hashlib
from collections import OrderedDict
from typing import Final, Protocol

from bot.parts import DrawError
from bot.voice import decoder
from bot.voice.base import VoiceError

AT_ONCE: Final = 2
KEPT: Final = 16 * 1024 * 1024  # bytes of sound in memory
TEXT_MOST: Final = 2_000  # characters that are read aloud


class Speaker(Protocol):
    """Speaks words."""

    async def speech(self, text: str, lang: str) -> bytes:
        """Return spoken words as WAV. Raises `VoiceError`."""
        ...


class Mouth:
    """One speaker, and what it said lately."""

    def __init__(self, speaker: Speaker) -> None:
        self._speaker = speaker
        self._turn = asyncio.Semaphore(AT_ONCE)
        self._kept: OrderedDict[bytes, bytes] = OrderedDict()
        self._size = 0

    async def __call__(self, text: str, lang: str) -> bytes:
        """Return words as a voice note: Opus in Ogg, one channel. Raises `DrawError`."""
        words = text[:TEXT_MOST]
        key = hashlib.sha256(f"{lang}\n{words}".encode()).digest()
        async with self._turn:
            if key in self._kept:
                self._kept.move_to_end(key)
                return self._kept[key]
            try:
                note = await decoder.encode(await self._speaker.speech(words, lang))
            except VoiceError as error:
                raise DrawError(error.verdict) from None
            if not note:
                raise DrawError
        self._keep(key, note)
        return note

    def _keep(self, key: bytes, note: bytes) -> None:
        if key not in self._kept:
            self._kept[key] = note
            self._size += len(note)
        while self._size > KEPT:
            self._size -= len(self._kept.popitem(last=False)[1])
