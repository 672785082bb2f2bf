"""Starts a process for a sound, and returns what it made of it."""

from __future__ import annotations

from importlib.util import find_spec
from typing import Final

from bot.files.reader import asked
from bot.voice import child
from bot.voice.base import SOUND, Sound

PATIENCE: Final = 32.0  # seconds: a little more than the process gives itself
NOTE_MOST: Final = 2 * 1024 * 1024  # bytes of a note we make
MISSING: Final = find_spec("av") is None  # its library belongs to the extra `voice`


async def decode(data: bytes) -> Sound | None:
    """Return the samples of a note, or why there are none; None when it ended its process."""
    answer = await asked(child.__name__, data, child.WAV_MOST, child.HEAR, patience=PATIENCE)
    if answer is None:
        return None
    verdict, _, seconds = answer[0].partition(" ")
    return Sound(verdict, answer[1], int(seconds) if seconds.isdecimal() else 0)


async def encode(wav: bytes) -> bytes:
    """Return samples as a voice note, b"" when that could not be."""
    answer = await asked(child.__name__, wav, NOTE_MOST, child.NOTE, patience=PATIENCE)
    return answer[1] if answer is not None and answer[0] == SOUND else b""
