"""Speaks through espeak-ng, a program of the system: a robot's voice, in every language we have, on any machine.

What is said goes in by standard input and comes back as sound: no word of anybody stands in a list of processes, in a
file or in a setting. It has a few seconds, and is ended when it takes longer.
"""

from __future__ import annotations

import asyncio
import shutil
from asyncio.subprocess import DEVNULL, PIPE
from collections.abc import Mapping, Sequence
from contextlib import suppress
from types import MappingProxyType
from typing import Final

from bot.files.found import AWAY
from bot.voice.base import VoiceError

PROGRAM: Final = "espeak-ng"
VOICES: Final[Mapping[str, str]] = MappingProxyType({"fr": "fr-fr", "en": "en-gb", "ar": "ar", "uk": "uk"})
PACE: Final = 145  # words a minute, where 175 is usual: people read along, or learn the language
PATIENCE: Final = 20.0  # seconds; a long question takes a tenth of one
WAV_MOST: Final = 16 * 1024 * 1024  # bytes; six minutes


class Espeak:
    """Speaks each language by its name for it."""

    def __init__(self, program: str = PROGRAM) -> None:
        self._program = program

    @property
    def there(self) -> bool:
        """Whether the program is on this machine."""
        return shutil.which(self._program) is not None

    async def speech(self, text: str, lang: str) -> bytes:
        """Return spoken words as WAV. Raises `VoiceError`."""
        return await spoken((self._program, "-v", VOICES.get(lang, lang), "-s", str(PACE), "--stdin", "--stdout"), text)


async def spoken(command: Sequence[str], text: str) -> bytes:
    """Return what a program says of words, as WAV. Raises `VoiceError`."""
    try:
        process = await asyncio.create_subprocess_exec(*command, stdin=PIPE, stdout=PIPE, stderr=DEVNULL)
    except OSError:
        raise VoiceError(AWAY) from None
    try:
        async with asyncio.timeout(PATIENCE):
            sound, _ = await process.communicate(text.encode() + b"\n")
    except TimeoutError:
        raise VoiceError(AWAY) from None
    finally:
        with suppress(ProcessLookupError):
            process.kill()
        await process.wait()
    if process.returncode or not sound.startswith(b"RIFF") or len(sound) > WAV_MOST:
        raise VoiceError(AWAY)
    return sound
