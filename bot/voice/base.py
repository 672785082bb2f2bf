"""The two ports of voice: who hears words in sound, and who speaks them. What is set is chosen in `app.py` alone.

What a note can come to is said in the words of `bot/files/found.py`, and two of its own. The core has a sentence for
each. Sound goes through here and is kept nowhere.
"""

from __future__ import annotations

import io
import wave
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from typing import Final, Protocol

from bot.files.found import BYTES_MOST

SOUND: Final = "sound"  # it could be decoded
LONG: Final = "long"  # more than `SECONDS_MOST`
VIDEO: Final = "video"  # there are pictures in it
SECONDS_MOST: Final = 600  # of a note: ten minutes
HEARD_MOST: Final = BYTES_MOST  # bytes of a note as it comes
RATE: Final = 16_000  # samples a second that speech is heard at, one channel
WAV: Final = "audio/wav"


@dataclass(frozen=True, slots=True)
class Sound:
    """A note, decoded: a WAV file of one channel. `verdict` is SOUND or why there is none."""

    verdict: str
    wav: bytes = b""
    seconds: int = 0


@dataclass(frozen=True, slots=True)
class Heard:
    """What was heard: the words, the language they are in as far as that is known."""

    text: str
    lang: str = ""
    seconds: int = 0


def silence() -> Sound:
    """Return a second in which nothing is said: what a setting is tried with."""
    out = io.BytesIO()
    with wave.open(out, "wb") as file:
        file.setnchannels(1)
        file.setsampwidth(2)
        file.setframerate(RATE)
        file.writeframes(bytes(2 * RATE))
    return Sound(SOUND, out.getvalue(), 1)


class VoiceError(Exception):
    """Nobody could hear or speak; `verdict` says why, and never which words."""

    def __init__(self, verdict: str) -> None:
        super().__init__(verdict)
        self.verdict = verdict


class Transcriber(Protocol):
    """Hears words in sound."""

    async def transcribe(self, sound: Sound, lang: str) -> Heard:
        """Return the words, told which language is spoken. Raises `VoiceError`."""
        ...

    async def close(self) -> None:
        """Let go of connections."""
        ...


Decode = Callable[[bytes], Awaitable[Sound | None]]  # a note as it came; None: it ended the process that decodes
