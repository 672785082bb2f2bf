"""Hears through Mistral's SDK, which is loaded only where it was chosen (the extra `mistral`).

Facts: mistralai 3.7, `audio.transcriptions.complete_async`. Its own retries are off: ours are counted, and a person
waits. What goes wrong inside it is told as one word, and nothing of its errors is kept: they may hold the answer.
"""

from __future__ import annotations

import asyncio
from importlib import import_module
from importlib.util import find_spec
from typing import Any, Final

from bot.files.found import AWAY
from bot.voice.base import Heard, Sound, VoiceError

MODEL: Final = "voxtral-mini-latest"
MISSING: Final = find_spec("mistralai") is None
PATIENCE: Final = 120.0  # seconds
TRIES: Final = 3
WAIT: Final = 1.0  # seconds before it is asked again, and then twice as long
SOON: Final = frozenset({429, 500, 502, 503, 504})  # it may be well again in a moment


class Mistral:
    """One account of Mistral; `server`: another address than theirs."""

    def __init__(self, model: str, key: str, server: str = "", wait: float = WAIT, patience: float = PATIENCE) -> None:
        sdk = import_module("mistralai.client")
        self._client: Any = sdk.Mistral(api_key=key, server_url=server or None, timeout_ms=int(patience * 1000))
        errors = import_module("mistralai.client.errors")
        self._wrong: type[Exception] = errors.MistralError
        self._void: type[Exception] = errors.NoResponseError  # none of the others
        self._line: tuple[type[Exception], ...] = (import_module("httpx2").HTTPError, OSError)
        self._late: type[Exception] = import_module("httpx2").TimeoutException
        self._model = model or MODEL
        self._wait = wait

    async def transcribe(self, sound: Sound, lang: str) -> Heard:
        """Return the words of a sound. Raises `VoiceError`."""
        for tries in range(TRIES):
            found = await self._once(sound, lang)
            if found is not None:
                return found
            if tries < TRIES - 1:
                await asyncio.sleep(self._wait * 2**tries)
        raise VoiceError(AWAY)

    async def _once(self, sound: Sound, lang: str) -> Heard | None:
        """Return what was heard; None when it is worth another try. Raises `VoiceError`."""
        file = {"file_name": "note.wav", "content": sound.wav}
        try:
            said = await self._client.audio.transcriptions.complete_async(
                model=self._model, file=file, language=lang, retries=None
            )
        except self._late:
            pass
        except (self._void, *self._line):
            return None
        except ValueError:
            pass  # an answer of another shape than theirs
        except self._wrong as error:
            if getattr(error, "status_code", 0) in SOON:
                return None
        else:
            return Heard(said.text.strip(), said.language or lang, sound.seconds)
        raise VoiceError(AWAY)  # out here: nothing of the answer hangs on it

    async def close(self) -> None:
        """Close the connections."""
        await self._client.__aexit__(None, None, None)
