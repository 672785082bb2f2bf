"""A voice note decoded as it comes, in a process with limits, beside PyAV alone in this one. Wall clock: people wait.

The note is made here: a tone in Opus, as a telephone sends it.
"""

from __future__ import annotations

import asyncio
import io
import time
import wave
from array import array
from math import sin

from bot.voice import sound
from bot.voice.base import RATE, SOUND
from bot.voice.decoder import decode
from tools.bench.figure import QUICK, Figure, alternating

LONG = (5,) if QUICK else (5, 60, 600)  # seconds
TIMES = 1 if QUICK else 5
STEP = 0.15  # of a wave, a sample


def main() -> None:
    """Decode each, and say how long it took."""
    for seconds in LONG:
        note = made(seconds)
        ours, theirs = alternating(lambda note=note: apart(note), lambda note=note: alone(note), TIMES)  # type: ignore[misc]
        what = f"a note of {seconds} s decoded"
        Figure(what, ours * 1e3, "ms", "PyAV alone, without a process", theirs * 1e3, f"{len(note) // 1000} kB").tell()


def made(seconds: int) -> bytes:
    """Return a note of so many seconds."""
    out, second = io.BytesIO(), array("h", [int(9000 * sin(n * STEP)) for n in range(RATE)]).tobytes()
    with wave.open(out, "wb") as file:
        file.setnchannels(1)
        file.setsampwidth(2)
        file.setframerate(RATE)
        file.writeframes(second * seconds)
    return sound.noted(out.getvalue())


def apart(note: bytes) -> float:
    """Return the seconds until it is decoded in a process of its own. Raises `RuntimeError`."""
    began = time.perf_counter()
    found = asyncio.run(decode(note))
    if found is None or found.verdict != SOUND:
        raise RuntimeError("a note was not decoded")
    return time.perf_counter() - began


def alone(note: bytes) -> float:
    """Return the seconds it takes here."""
    began = time.perf_counter()
    _ = sound.decoded(note)
    return time.perf_counter() - began


if __name__ == "__main__":
    main()
