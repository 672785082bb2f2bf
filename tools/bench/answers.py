"""Durable answers a second through the real house, beside aiogram's state machine on Redis; and how long one waits.

Each side runs in a process of its own, in turns. Redis is asked for what we promise (`appendfsync always`: on the disk
before the answer) and for what it does by itself (`everysec`: up to a second may be lost). The disk alone is a second
yardstick, and the only one where there is no Redis.
"""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
import time
from importlib.util import find_spec
from statistics import median

from tools.bench.chats import CHATS, PAUSES, Summary, heard
from tools.bench.figure import QUICK, ROOT, Figure, clean_environment, left_out
from tools.bench.redis_server import PROGRAM, missing

TIMES = 1 if QUICK else 2
PEER = "tools.bench.aiogram_redis"
OURS, ALWAYS, EVERYSEC = ("tools.bench.house",), (PEER, "always"), (PEER, "everysec")
Side = tuple[str, ...]
NAMES = {ALWAYS: "aiogram's FSM on Redis, always", EVERYSEC: "aiogram's FSM on Redis, everysec"}
PAGE = 4096  # bytes: what a commit writes at least
SYNCS = 100 if QUICK else 1_000

RATE = f"durable answers a second, {CHATS} chats"
BUSY = f"of an answer, {CHATS} chats that never pause"
CALM = f"of an answer, {CHATS} chats that think {PAUSES['calm']:g} s"


def main() -> None:
    """Measure all sides, in turns."""
    why = absent()
    busy = talked((OURS,) if why else (OURS, ALWAYS, EVERYSEC), "busy", TIMES)
    Figure(RATE, busy[OURS].rate, "a second", "writes of one page that reach the disk", disk()).tell()
    if why:
        left_out(f"{RATE}, beside aiogram on Redis", why)
        return
    for side in (ALWAYS, EVERYSEC):
        Figure(RATE, busy[OURS].rate, "a second", NAMES[side], busy[side].rate).tell()
    calm = talked((OURS, ALWAYS), "calm", 1)
    for what, told in ((BUSY, busy), (CALM, calm)):
        ours, theirs = told[OURS], told[ALWAYS]
        Figure(f"p50 {what}", ours.p50, "ms", NAMES[ALWAYS], theirs.p50).tell()
        Figure(f"p99 {what}", ours.p99, "ms", NAMES[ALWAYS], theirs.p99).tell()


def absent() -> str:
    """Return why the other side cannot be measured here; "" when it can."""
    if missing():
        return f"{PROGRAM} is not installed (as root, tools/system.sh installs it)"
    return "" if find_spec("redis") else "Redis's client for Python is not installed (make install)"


def talked(sides: tuple[Side, ...], manner: str, times: int) -> dict[Side, Summary]:
    """Return what each side was like, typically."""
    rounds = [{side: ran(side, manner) for side in sides} for _ in range(times)]
    return {side: typical([one[side] for one in rounds]) for side in sides}


def ran(side: Side, manner: str) -> Summary:
    """Return what one side said in a process of its own. Raises `CalledProcessError`."""
    words = [sys.executable, "-m", *side, manner, *(["--quick"] if QUICK else [])]
    done = subprocess.run(words, cwd=ROOT, env=clean_environment(), stdout=subprocess.PIPE, text=True, check=True)
    return heard(done.stdout)


def typical(seen: list[Summary]) -> Summary:
    """Return the median of each figure."""
    return Summary(median(s.rate for s in seen), median(s.p50 for s in seen), median(s.p99 for s in seen))


def disk() -> float:
    """Return how many single pages a second can be written so that a power cut does not take them."""
    with tempfile.TemporaryFile() as file:
        began = time.perf_counter()
        for _ in range(SYNCS):
            os.pwrite(file.fileno(), bytes(PAGE), 0)
            os.fdatasync(file.fileno())
        return SYNCS / (time.perf_counter() - began)


if __name__ == "__main__":
    main()
