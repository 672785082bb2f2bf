"""Hears and speaks through a server that talks as OpenAI's does, which an operator runs or rents.

Facts: OpenAI API reference, "Create transcription" and "Create speech"; faster-whisper-server, vLLM and LocalAI follow
it. A server that is away, busy or broken is asked a few times; then nobody heard. Neither the key nor a word enters a
log line or an error.
"""

from __future__ import annotations

import asyncio
import json
from typing import Any, Final

import httpx2

from bot.files.found import AWAY
from bot.voice.base import WAV, Heard, Sound, VoiceError

TIMEOUT: Final = httpx2.Timeout(120.0, connect=10.0)  # seconds; ten minutes of sound on a small machine
TRIES: Final = 3
WAIT: Final = 1.0  # seconds before it is asked again, and then twice as long
WAIT_MOST: Final = 10.0  # of what a server asks for
ANSWER_MOST: Final = 1024 * 1024  # bytes of what was heard
SPEECH_MOST: Final = 20 * 1024 * 1024  # bytes of what is spoken


class Server:
    """One server: its address, the model it is asked for, and a key where it wants one."""

    def __init__(self, base: str, model: str, key: str = "", wait: float = WAIT, timeout: float | None = None) -> None:
        self._model = model
        self._wait = wait
        self._http = httpx2.AsyncClient(
            base_url=base.rstrip("/").removesuffix("/v1") + "/v1/",
            headers={"Authorization": f"Bearer {key}"} if key else {},
            timeout=TIMEOUT if timeout is None else timeout,
            follow_redirects=False,
        )

    async def transcribe(self, sound: Sound, lang: str) -> Heard:
        """Return the words of a sound. Raises `VoiceError`."""
        fields = {"model": self._model, "language": lang, "response_format": "json"}
        files = {"file": ("note.wav", sound.wav, WAV)}
        data = await self._asked("audio/transcriptions", ANSWER_MOST, data=fields, files=files)
        return Heard(*words_in(data, lang), sound.seconds)

    async def speech(self, text: str, lang: str, voice: str) -> bytes:
        """Return spoken words as WAV. Raises `VoiceError`. There is no word for a language: a voice has one."""
        del lang
        asked = {"model": self._model, "input": text, "voice": voice, "response_format": "wav"}
        return await self._asked("audio/speech", SPEECH_MOST, json=asked)

    async def close(self) -> None:
        """Close the connections."""
        await self._http.aclose()

    async def _asked(self, path: str, most: int, **sent: Any) -> bytes:  # noqa: ANN401 - the client's own arguments
        """Return what the server answers. Raises `VoiceError` once it was asked often enough."""
        for tries in range(TRIES):
            data, after = await self._once(path, most, **sent)
            if data is not None:
                return data
            if after is None or tries == TRIES - 1:
                break
            await asyncio.sleep(min(max(after, self._wait * 2**tries), WAIT_MOST))
        raise VoiceError(AWAY)

    async def _once(self, path: str, most: int, **sent: Any) -> tuple[bytes | None, float | None]:  # noqa: ANN401
        """Return an answer; else None, and after how many seconds it is worth another try, None for never."""
        got = bytearray()
        try:
            async with self._http.stream("POST", path, **sent) as answer:
                if not answer.is_success:
                    again = answer.status_code == httpx2.codes.TOO_MANY_REQUESTS or answer.is_server_error
                    return None, _after(answer.headers.get("Retry-After", "")) if again else None
                async for part in answer.aiter_bytes():
                    got += part
                    if len(got) > most:
                        return None, None
        except httpx2.TimeoutException:
            return None, None  # it had two minutes: a person waits
        except httpx2.HTTPError:
            return None, 0.0
        return bytes(got), None


def words_in(data: bytes, lang: str) -> tuple[str, str]:
    """Return the words of an answer and their language, this one where it is not said. Raises `VoiceError`."""
    try:
        found = json.loads(data)
        text = found["text"]
    except (ValueError, TypeError, KeyError, RecursionError):
        raise VoiceError(AWAY) from None
    if not isinstance(text, str):
        raise VoiceError(AWAY)
    told = found.get("language")
    return text.strip(), told if isinstance(told, str) else lang


def _after(told: str) -> float:
    """Return the seconds a server asks to be left alone."""
    return float(told) if told.isascii() and told.isdecimal() else 0.0
