"""Hears with a model of the operator's own, by faster-whisper, in a process that ends with each note.

The model is loaded for each note: half a second for a small one, and its memory is free in between. One at a time.
"""

from __future__ import annotations

import asyncio
import json
import sys
from importlib.util import find_spec
from pathlib import Path
from typing import Final

from bot.files.found import AWAY
from bot.files.reader import asked
from bot.voice.base import Heard, Sound, VoiceError

MISSING: Final = find_spec("faster_whisper") is None  # it belongs to the extra `whisper`
PATIENCE: Final = 300.0  # seconds; a small model on two cores takes a third of the sound's own time
TEXT_MOST: Final = 64 * 1024  # bytes of what was heard
NEEDED: Final = (
    "model.bin",
    "config.json",
    "tokenizer.json",
)  # without the last, the library asks the internet for one
HEARD: Final = "heard"  # the line before the words
BEAM: Final = 5


class Whisper:
    """A folder with a model that CTranslate2 reads."""

    def __init__(self, folder: Path, patience: float = PATIENCE) -> None:
        self._folder = folder
        self._patience = patience
        self._turn = asyncio.Lock()

    async def transcribe(self, sound: Sound, lang: str) -> Heard:
        """Return the words of a sound. Raises `VoiceError`."""
        async with self._turn:
            place = str(self._folder.absolute())
            answer = await asked(__name__, sound.wav, TEXT_MOST, place, lang, patience=self._patience)
        try:
            text = json.loads(answer[1]) if answer and answer[0] == HEARD else None
        except ValueError:
            text = None
        if not isinstance(text, str):
            raise VoiceError(AWAY)
        return Heard(text.strip(), lang, sound.seconds)

    async def close(self) -> None:
        """Nothing is open between two notes."""


def main() -> None:
    """Hear one sound: WAV in by stdin, the words out by stdout. The language is told, never guessed."""
    import io  # noqa: PLC0415 - of the process alone

    from faster_whisper import WhisperModel  # type: ignore[import-not-found,unused-ignore]  # noqa: PLC0415 - the same

    folder, lang = sys.argv[1:3]
    model = WhisperModel(folder, device="cpu", compute_type="int8", cpu_threads=2, local_files_only=True)
    told, _ = model.transcribe(
        io.BytesIO(sys.stdin.buffer.read()), language=lang, beam_size=BEAM, condition_on_previous_text=False
    )
    text = " ".join(part.text.strip() for part in told)
    sys.stdout.buffer.write(f"{HEARD}\n{json.dumps(text, ensure_ascii=False)}".encode())
    sys.stdout.buffer.flush()


if __name__ == "__main__":
    main()
