"""Speaks through Piper and the voices an operator put in a folder: a model for each language, named as Piper does.

"fr_FR-siwis-medium.onnx" speaks French, "uk_UA-ukrainian_tts-medium.onnx" Ukrainian; each with its ".onnx.json" beside
it. The program is the operator's own, "piper" in the folder or on the path; words go in by standard input.
"""

from __future__ import annotations

import shutil
from collections.abc import Mapping
from pathlib import Path
from typing import Final

from bot.files.found import AWAY
from bot.voice.base import VoiceError
from bot.voice.espeak import spoken

PROGRAM: Final = "piper"
MODEL: Final = ".onnx"


class Piper:
    """A folder of voices."""

    def __init__(self, folder: Path) -> None:
        own = folder / PROGRAM
        self._program = str(own) if own.is_file() else shutil.which(PROGRAM) or ""
        self._models = models(folder)

    @property
    def there(self) -> bool:
        """Whether the program is on this machine, and at least one voice."""
        return bool(self._program and self._models)

    @property
    def languages(self) -> frozenset[str]:
        """The languages there is a voice for."""
        return frozenset(self._models)

    async def speech(self, text: str, lang: str) -> bytes:
        """Return spoken words as WAV. Raises `VoiceError`."""
        if lang not in self._models:
            raise VoiceError(AWAY)
        one_line = " ".join(text.split("\n"))  # each line would be a sound of its own
        return await spoken((self._program, "-m", str(self._models[lang]), "-f", "-"), one_line)


def models(folder: Path) -> Mapping[str, Path]:
    """Return the model of each language, the first by name where there are several."""
    found = sorted(folder.glob(f"*{MODEL}"), reverse=True)
    return {one.name.partition("_")[0].partition("-")[0].lower(): one for one in found}
