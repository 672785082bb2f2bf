"""A server of our own that hears and speaks as OpenAI's and Mistral's do, over real sockets, and fails as they do.

Written from the published reference of both ("Create transcription", "Create speech"; mistralai 3.7's own models), and
knows nothing of our code. What it hears is scripted: the next text, or what `hears` makes of the samples. A request
that those servers would refuse is answered as they do, and kept in `wrong`.
"""

from __future__ import annotations

import asyncio
import io
import json
import threading
import wave
from collections.abc import AsyncIterator, Callable, Iterator
from contextlib import asynccontextmanager, contextmanager
from dataclasses import dataclass, field
from functools import partial
from typing import Any

from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from tests.doubles.wire import Hangup, Upload, multipart, served

KEY = "canary-of-a-hearing-key"
LANGUAGES = frozenset({"fr", "en", "ar", "uk"})
KNOWN = frozenset({"file", "model", "language", "prompt", "response_format", "temperature", "stream", "diarize",
                   "timestamp_granularities"})  # fmt: skip
VOICES = frozenset({"alloy", "nova"})
SPEECH = frozenset({"model", "input", "voice", "instructions", "response_format", "speed", "stream_format"})
SPOKEN_MOST = 4096  # characters
HEAVY = 25 * 1024 * 1024


@dataclass(frozen=True)
class Sent:
    """A note that was sent: its language, and how long it lasts."""

    lang: str
    seconds: float
    model: str


@dataclass
class Hearing:
    """The server's memory. `faults`: what is answered in place of the truth, once each."""

    at: str = ""
    says: list[str] = field(default_factory=list)
    sent: list[Sent] = field(default_factory=list)
    spoken: list[dict[str, Any]] = field(default_factory=list)
    wrong: list[str] = field(default_factory=list)
    faults: list[str] = field(default_factory=list)
    hears: Callable[[bytes, str], str] | None = None
    speech: bytes = b""
    asked: int = 0

    async def fault(self) -> Response | None:
        """Fail as servers do: "429", "500", "401", "hang", "half", "drop", "noise", "list", "shape"."""
        kind = self.faults.pop(0) if self.faults else ""
        if kind.isdecimal():
            headers = {"Retry-After": "0"} if kind == "429" else {}
            return JSONResponse({"error": {"message": "no"}, "detail": "no"}, int(kind), headers)
        if kind == "hang":
            await asyncio.sleep(3600)
        answers: dict[str, Response] = {
            "half": Hangup(), "noise": Response(b"<html>", media_type="text/html"), "list": JSONResponse(["words"]),
            "shape": JSONResponse({"text": 4, "language": ["fr"]}),
        }  # fmt: skip
        return answers.get(kind)


@asynccontextmanager
async def hearing() -> AsyncIterator[Hearing]:
    """Serve for the length of a block."""
    server = Hearing()
    routes = [
        Route("/v1/audio/transcriptions", partial(_transcriptions, server), methods=["POST"]),
        Route("/v1/audio/speech", partial(_speech, server), methods=["POST"]),
    ]
    async with served(routes) as server.at:
        yield server


@contextmanager
def hearing_beside() -> Iterator[Hearing]:
    """Serve beside a test that waits in its own thread."""
    loop, ready, ended = asyncio.new_event_loop(), threading.Event(), asyncio.Event()
    found: list[Hearing] = []

    async def serve() -> None:
        async with hearing() as server:
            found.append(server)
            ready.set()
            await ended.wait()

    thread = threading.Thread(target=loop.run_until_complete, args=(serve(),), daemon=True)
    thread.start()
    assert ready.wait(60)
    try:
        yield found[0]
    finally:
        loop.call_soon_threadsafe(ended.set)
        thread.join(60)
        loop.close()


async def _transcriptions(server: Hearing, request: Request) -> Response:
    server.asked += 1
    body = await request.body()
    failed = await server.fault()
    if failed is not None:
        return failed
    kind = request.headers.get("content-type", "")
    fields = multipart(kind, body) if kind.startswith("multipart/form-data") else {}
    wrong = _wrong(request, fields)
    if wrong:
        server.wrong.append(wrong)
        return JSONResponse({"error": {"message": wrong}, "detail": wrong}, 401 if wrong == "key" else 400)
    data, lang = bytes(fields["file"]), str(fields["language"])
    with wave.open(io.BytesIO(data)) as sound:
        seconds = sound.getnframes() / sound.getframerate()
        samples = sound.readframes(sound.getnframes())
    server.sent.append(Sent(lang, seconds, str(fields["model"])))
    text = server.hears(samples, lang) if server.hears else server.says.pop(0) if server.says else ""
    usage = {"prompt_tokens": 1, "completion_tokens": 1, "total_tokens": 2, "prompt_audio_seconds": round(seconds)}
    return JSONResponse({"model": fields["model"], "text": text, "language": lang, "segments": [], "usage": usage})


def _wrong(request: Request, fields: dict[str, Any]) -> str:
    file = fields.get("file")
    checks = {
        "key": request.headers.get("authorization") == f"Bearer {KEY}",
        "fields": {"file", "model"} <= set(fields) <= KNOWN,
        "model": bool(fields.get("model")),
        "language": fields.get("language") in LANGUAGES,
        "format": fields.get("response_format", "json") in {"json", "text", "srt", "verbose_json", "vtt"},
        "file": isinstance(file, Upload) and file.startswith(b"RIFF") and file.name.endswith(".wav"),
        "heavy": file is not None and len(file) <= HEAVY,
    }
    return next((name for name, well in checks.items() if not well), "")


async def _speech(server: Hearing, request: Request) -> Response:
    server.asked += 1
    body = await request.body()
    failed = await server.fault()
    if failed is not None:
        return failed
    said = json.loads(body)
    well = (
        request.headers.get("authorization") == f"Bearer {KEY}"
        and {"model", "input", "voice"} <= set(said) <= SPEECH
        and 0 < len(said["input"]) <= SPOKEN_MOST
        and said["voice"] in VOICES
        and said.get("response_format") == "wav"
    )
    if not well:
        server.wrong.append("speech")
        return JSONResponse({"error": {"message": "wrong"}}, 400)
    server.spoken.append(said)
    return Response(server.speech, media_type="audio/wav")
