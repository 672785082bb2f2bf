"""How long the disk takes to keep what it is given: each message waits for it once (bot/store/writer.py)."""

from __future__ import annotations

import os
import tempfile
import time
from pathlib import Path
from typing import Final

from bot.commands._found import WRONG, Found

TIMES: Final = 200
PAGE: Final = b"\0" * 4096  # bytes: a page of the file
SLOW: Final = 5.0  # ms in the middle: beyond, people wait for the disk more than for the program


def synced(folder: Path) -> Found:
    """Measure, and say."""
    try:
        took = sorted(measured(folder))
    except OSError as error:
        return Found(WRONG, f"The disk did not keep what it was given ({error.strerror}).")
    return judged(took[len(took) // 2], took[len(took) * 99 // 100])


def judged(middle: float, worst: float) -> Found:
    """Say whether a disk is fast enough: of a hundred times the 50th and the 99th, in ms."""
    said = f"The disk keeps 4 kB in {middle:.1f} ms (p50), {worst:.1f} ms (p99)"
    if middle <= SLOW:
        return Found("ok", f"{said}.")
    return Found("advice", f"{said}: slow, above {SLOW:.0f} ms. Each answer waits for it; a local SSD takes about one.")


def measured(folder: Path) -> list[float]:
    """Return how many ms each of so many writes took."""
    took = []
    with tempfile.TemporaryFile(dir=folder, buffering=0) as file:
        for _ in range(TIMES):
            began = time.perf_counter()
            file.write(PAGE)
            os.fdatasync(file.fileno())
            took.append((time.perf_counter() - began) * 1000)
    return took
