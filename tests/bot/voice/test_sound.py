"""Real sound in, plain samples out; for all else one word, within bounds of memory and time."""

from __future__ import annotations

import io
import subprocess
import sys
import wave
from collections.abc import Callable
from pathlib import Path

import pytest

from bot.voice.base import HEARD_MOST, RATE
from bot.voice.child import CPU, MEMORY
from bot.voice.decoder import decode, encode
from tests.bot import papers
from tests.bot.voice import sounds

BAD: dict[str, tuple[Callable[[], bytes], str]] = {
    "nothing": (lambda: b"", "empty"),
    "0 s": (lambda: sounds.note(0.0), "empty"),
    "more than 10 min": (lambda: sounds.note(601.0), "long"),
    "cut on its way": (lambda: sounds.note(2.0)[:-300], "broken"),
    "half an MP4": (lambda: sounds.note(2.0, "mp4")[:4000], "broken"),
    "a head and no more": (lambda: sounds.note()[:200], "broken"),
    "20 MB": (lambda: b"OggS" + bytes(20_000_000), "heavy"),
    "a video named .ogg": (sounds.video, "video"),
    "a photo": (papers.image, "strange"),
    "a PDF": (papers.pdf, "strange"),
    "a playlist that opens others": (lambda: b"#EXTM3U\nfile:///etc/hostname\n", "strange"),
    "a list for FFmpeg": (lambda: b"ffconcat version 1.0\nfile /etc/hostname\n", "strange"),
    "noise under a good name": (lambda: b"OggS" + bytes(n * 7919 % 251 for n in range(5000)), "broken"),
    "noise as WebM": (lambda: b"\x1aE\xdf\xa3" + bytes(n * 7919 % 251 for n in range(5000)), "broken"),
}


# A process carries the memory of the one that began it (exec keeps its peak): a small one stands
# between the tests, which may be large by then, and the child that is measured.
COUNTED = """
import resource, subprocess, sys
subprocess.run([sys.executable, "-m", "bot.voice.child", "hear"], check=False)
used = resource.getrusage(resource.RUSAGE_CHILDREN)
print(used.ru_maxrss, used.ru_utime + used.ru_stime, file=sys.stderr)
"""


@pytest.mark.parametrize("what", BAD)
async def test_what_cannot_be_heard_has_one_word(what: str) -> None:
    make, word = BAD[what]
    found = await decode(make())
    assert found is not None
    assert (found.verdict, found.wav) == (word, b"")


@pytest.mark.parametrize("kind", sounds.KINDS)
async def test_each_kind_of_note_becomes_the_same_plain_samples(kind: str) -> None:
    found = await decode(sounds.note(2.0, kind, "stereo" if kind == "mp3" else "mono"))
    assert found is not None
    assert found.verdict == "sound"
    with wave.open(io.BytesIO(found.wav)) as wav:
        assert (wav.getnchannels(), wav.getsampwidth(), wav.getframerate()) == (1, 2, RATE)
        assert abs(wav.getnframes() / RATE - 2.0) < 0.1


async def test_ten_minutes_are_heard() -> None:
    found = await decode(sounds.note(599.0))
    assert found is not None
    assert (found.verdict, found.seconds) == ("sound", 599)


@pytest.mark.parametrize(
    ("make", "word"),
    [
        (lambda: sounds.note(599.0), "sound"),
        (lambda: sounds.note(601.0), "long"),
        (lambda: bytes(20_000_000), "heavy"),
    ],
)
def test_memory_is_bounded_however_long_a_sound_is(
    make: Callable[[], bytes], word: str, tmp_path: Path, record_property: Callable[[str, object], None]
) -> None:
    """The child's own memory and processor time, as the kernel counted them."""
    (tmp_path / "note").write_bytes(make()[: HEARD_MOST + 1])
    with (tmp_path / "note").open("rb") as note:
        told = subprocess.run([sys.executable, "-c", COUNTED], stdin=note, capture_output=True, check=True)
    kilobytes, seconds = told.stderr.split()[-2:]
    assert told.stdout[:20].split()[0].decode() == word
    record_property("MB at the most", int(kilobytes) // 1024)
    record_property("ms of work at the most", round(float(seconds) * 1000))
    assert int(kilobytes) * 1024 < MEMORY
    assert float(seconds) < CPU


async def test_a_note_we_make_plays_in_the_chats() -> None:
    found = await decode(sounds.note(2.0))
    assert found is not None
    made = await encode(found.wav)
    head = made[28:47]  # RFC 7845, 5.1: the identification header
    assert made.startswith(b"OggS")
    assert (head[:8], head[9]) == (b"OpusHead", 1)
    assert len(made) < 2 * 24_000 / 8 * 1.5
    again = await decode(made)
    assert again is not None
    assert again.verdict == "sound"


async def test_what_is_no_sound_becomes_no_note() -> None:
    assert await encode(b"RIFF....WAVE") == b""
