"""Real sound for the tests, made with FFmpeg's own encoders: notes as phones and browsers send them, and a film."""

from __future__ import annotations

import io
from array import array
from functools import cache
from math import pi, sin

import av
from av.audio.stream import AudioStream
from av.container import OutputContainer

RATE = 48_000
KINDS = {  # as Telegram and WhatsApp, Chromium and Firefox, Safari, and others send it
    "ogg": ("ogg", "libopus"), "webm": ("webm", "libopus"), "mp4": ("mp4", "aac"), "mp3": ("mp3", "libmp3lame"),
    "wav": ("wav", "pcm_s16le"), "flac": ("flac", "flac"),
}  # fmt: skip


@cache
def note(seconds: float = 1.0, kind: str = "ogg", channels: str = "mono") -> bytes:
    """A tone of so many seconds."""
    name, codec = KINDS[kind]
    out = io.BytesIO()
    with av.open(out, "w", format=name) as file:
        stream = file.add_stream(codec, rate=RATE)
        assert isinstance(stream, AudioStream)
        stream.layout = channels
        _play(file, stream, seconds)
    return out.getvalue()


@cache
def video() -> bytes:
    """A film of a second, with sound."""
    out = io.BytesIO()
    with av.open(out, "w", format="mp4") as file:
        pictures, sound = file.add_stream("mpeg4", rate=10), file.add_stream("aac", rate=RATE)
        pictures.width = pictures.height = 64
        pictures.pix_fmt = "yuv420p"
        assert isinstance(sound, AudioStream)
        sound.layout = "mono"
        for n in range(10):
            picture = av.VideoFrame(64, 64, "yuv420p")
            picture.pts = n
            file.mux(pictures.encode(picture))
        file.mux(pictures.encode(None))
        _play(file, sound, 1.0)
    return out.getvalue()


def _play(file: OutputContainer, stream: AudioStream, seconds: float) -> None:
    into = av.AudioResampler(stream.format.name, stream.layout.name, RATE, frame_size=stream.frame_size or None)
    for frame in (*_tone(seconds), None):
        for one in into.resample(frame):
            file.mux(stream.encode(one))
    file.mux(stream.encode(None))


def _tone(seconds: float) -> list[av.AudioFrame]:
    samples = array("h", [int(9000 * sin(2 * pi * 440 * n / RATE)) for n in range(RATE // 10)])
    frames = []
    for n in range(int(seconds * 10)):
        frame = av.AudioFrame("s16", "mono", len(samples))
        frame.planes[0].update(samples.tobytes())
        frame.sample_rate, frame.pts = RATE, n * len(samples)
        frames.append(frame)
    return frames
