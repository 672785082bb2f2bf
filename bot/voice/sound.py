"""Sound through PyAV, which is FFmpeg: a note into plain samples, samples into a note. Runs in the voice child alone.

What a file is is told by its first bytes, and only these kinds are read: the reader for each is named to FFmpeg, which
else would try everything it knows, playlists that open addresses among them. One thread, so that no other is needed.
"""

from __future__ import annotations

import io
import pkgutil
import wave
from collections.abc import Iterator
from contextlib import suppress
from importlib import import_module
from typing import Final

import av
from av.audio.stream import AudioStream
from av.container import InputContainer

from bot.files.found import BROKEN, EMPTY, STRANGE, UnreadableError
from bot.voice.base import LONG, RATE, SECONDS_MOST, VIDEO

NOTE_RATE: Final = 48_000  # what Opus runs at
NOTE_BITS: Final = 24_000  # a second; Telegram and WhatsApp play it in the chat, 170 s in 512 kB
WIDTH: Final = 2  # bytes of a sample
SHORTEST: Final = RATE // 10  # samples under which nobody said a word
PAGE: Final = 27  # bytes of the head of a page of Ogg (RFC 3533, 6)


def ready() -> None:
    """Load all of the library: nothing can be opened later."""
    for module in pkgutil.walk_packages(av.__path__, "av."):
        if not module.name.endswith("__main__"):
            with suppress(ImportError):
                import_module(module.name)


def decoded(data: bytes) -> tuple[bytes, int]:
    """Return the samples of a note as WAV, and its seconds. Raises `UnreadableError`."""
    if not data:
        raise UnreadableError(EMPTY)
    kind = _kind(data)
    if kind == "ogg" and _cut(data):
        raise UnreadableError(BROKEN)
    try:
        with av.open(io.BytesIO(data), format=kind, mode="r") as opened:
            raw = b"".join(_samples(opened))
    except (av.error.FFmpegError, ValueError, IndexError):
        raise UnreadableError(BROKEN) from None
    if len(raw) < SHORTEST * WIDTH:
        raise UnreadableError(EMPTY)
    return _wav(raw), -(-len(raw) // (RATE * WIDTH))


def noted(wav: bytes) -> bytes:
    """Return a WAV file as a voice note: Opus in Ogg, one channel. Raises `UnreadableError`."""
    out = io.BytesIO()
    try:
        with av.open(io.BytesIO(wav), "r", format="wav") as spoken, av.open(out, "w", format="ogg") as note:
            stream = note.add_stream("libopus", rate=NOTE_RATE, options={"application": "voip"})
            stream.bit_rate, stream.layout = NOTE_BITS, "mono"
            into = av.AudioResampler("s16", "mono", NOTE_RATE, frame_size=stream.frame_size or None)
            for frame in (*spoken.decode(audio=0), None):
                for one in into.resample(frame):
                    note.mux(stream.encode(one))
            note.mux(stream.encode(None))
    except (av.error.FFmpegError, ValueError, IndexError):
        raise UnreadableError(BROKEN) from None
    return out.getvalue()


def _samples(opened: InputContainer) -> Iterator[bytes]:
    """Yield the samples, one channel of 16 bits. Raises `UnreadableError` once they are too many."""
    if any(stream.codec_context.name not in {"mjpeg", "png"} for stream in opened.streams.video):
        raise UnreadableError(VIDEO)  # a cover is none
    if not opened.streams.audio:
        raise UnreadableError(STRANGE)
    stream: AudioStream = opened.streams.audio[0]
    stream.codec_context.thread_count = 1
    into, count = av.AudioResampler("s16", "mono", RATE), 0
    for frame in _frames(opened, stream):
        for one in into.resample(frame):
            count += one.samples
            if count > SECONDS_MOST * RATE:
                raise UnreadableError(LONG)
            yield bytes(one.planes[0])[: one.samples * WIDTH]


def _frames(opened: InputContainer, stream: AudioStream) -> Iterator[av.AudioFrame | None]:
    yield from opened.decode(stream)
    yield None  # what is left in the resampler


def _wav(raw: bytes) -> bytes:
    out = io.BytesIO()
    with wave.open(out, "wb") as file:
        file.setnchannels(1)
        file.setsampwidth(WIDTH)
        file.setframerate(RATE)
        file.writeframes(raw)
    return out.getvalue()


def _kind(data: bytes) -> str:
    """Return FFmpeg's name for what a file is. Raises `UnreadableError` for what is no sound."""
    if data[4:8] == b"ftyp":
        return "mp4"
    if data.startswith(b"RIFF") and data[8:12] == b"WAVE":
        return "wav"
    known = {b"OggS": "ogg", b"\x1aE\xdf\xa3": "matroska", b"fLaC": "flac", b"ID3": "mp3", b"#!AMR": "amr"}
    found = next((kind for head, kind in known.items() if data.startswith(head)), "")
    if not found and data[0] == 0xFF and len(data) > 1 and data[1] & 0xE0 == 0xE0:  # noqa: PLR2004 - where a frame begins
        return "aac" if data[1] & 0x06 == 0 else "mp3"
    if not found:
        raise UnreadableError(STRANGE)
    return found


def _cut(data: bytes) -> bool:
    """Whether the last page of an Ogg file is not whole: it was cut on its way."""
    place = 0
    while place < len(data):
        segments = data[place + 26] if place + PAGE <= len(data) else 0
        body = data[place + PAGE : place + PAGE + segments]
        place += PAGE + segments + sum(body)
        if len(body) < segments or place > len(data) or not segments:
            return True
    return False
