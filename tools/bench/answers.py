"""Durable answers a second through the real house, beside what people would pick instead; and how long one waits.

Each side runs in a process of its own, in turns: ours on SQLite and on PostgreSQL, both on the disk before the answer;
aiogram's state machine on Redis, asked for the same (`appendfsync always`, one person's updates one after the other)
and for what both do by themselves (`everysec`: up to a second may be lost); python-telegram-bot's ConversationHandler
with its PicklePersistence, written every second and every minute. The disk alone is a second yardstick.
"""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
import time
from importlib.util import find_spec
from statistics import median

from tests.servers.postgres import programs
from tools.bench.chats import CHATS, ISOLATED, OPEN, PAUSES, POSTGRES, RATES, Summary, heard
from tools.bench.figure import QUICK, ROOT, Figure, clean_environment, left_out
from tools.bench.redis_server import PROGRAM, missing

TIMES = 1 if QUICK else 3  # turns of each side, of which the median is told: a disk is not as fast at all times
Side = tuple[str, ...]
OURS: Side = ("tools.bench.house",)
SERVED: Side = (*OURS, POSTGRES)
ALWAYS: Side = ("tools.bench.aiogram_redis", "always", ISOLATED)
EVERYSEC: Side = ("tools.bench.aiogram_redis", "everysec")
SECOND: Side = ("tools.bench.ptb_pickle", "1")
MINUTE: Side = ("tools.bench.ptb_pickle", "60")
NAMES = {
    ALWAYS: "aiogram's FSM on Redis, always, isolated",
    EVERYSEC: "aiogram's FSM on Redis, everysec",
    SECOND: "python-telegram-bot, pickled every second",
    MINUTE: "python-telegram-bot, pickled every minute",
}
STORES = {OURS: "", SERVED: "on PostgreSQL: "}
PAGE = 4096  # bytes: what a commit writes at least
SYNCS = 100 if QUICK else 1_000

RATE = f"durable answers a second, {CHATS} chats"
BUSY = f"{CHATS} chats that never pause"
CALM = f"{CHATS} chats that think {PAUSES['calm']:g} s"


def main() -> None:
    """Measure all sides, in turns."""
    lacking = absent()
    sides = [side for side in (*STORES, *NAMES) if side not in lacking]
    busy = talked(sides, "busy")
    Figure(RATE, busy[OURS].rate, "a second", "writes of one page that reach the disk", disk()).tell()
    for side, why in lacking.items():
        left_out(f"{RATE}, {NAMES.get(side) or STORES[side]}", why)
    compared(RATE, busy, "rate", "a second")
    waited(BUSY, busy)
    compare = [side for side in sides if side is not EVERYSEC and side is not MINUTE]
    waited(CALM, talked(compare, "calm"))
    for rate in RATES:
        waited(f"{rate} a second whatever comes", talked(compare, f"{OPEN}{rate}"))


def absent() -> dict[Side, str]:
    """Return which sides cannot be measured here, and why."""
    why = "" if find_spec("redis") else "Redis's client for Python is not installed (make install)"
    if missing():
        why = f"{PROGRAM} is not installed (as root, tools/system.sh installs it)"
    found = dict.fromkeys((ALWAYS, EVERYSEC), why) if why else {}
    if not find_spec("telegram"):
        found |= dict.fromkeys((SECOND, MINUTE), "python-telegram-bot is not installed (make install)")
    if programs() is None:
        found[SERVED] = "PostgreSQL is not installed (as root, tools/system.sh installs it)"
    return found


def waited(how: str, seen: dict[Side, Summary]) -> None:
    """Say how long an answer takes on each of our stores, beside each other side."""
    for part in ("p50", "p99"):
        compared(f"{part}, {how}", seen, part, "ms")


def compared(what: str, seen: dict[Side, Summary], part: str, unit: str) -> None:
    """Say one figure of each of our stores, beside each other side."""
    for ours, store in STORES.items():
        for theirs, name in NAMES.items():
            if ours in seen and theirs in seen:
                figure, yardstick = getattr(seen[ours], part), getattr(seen[theirs], part)
                Figure(f"{store}{what}", figure, unit, name, yardstick).tell()


def talked(sides: list[Side], manner: str) -> dict[Side, Summary]:
    """Return what each side was like, typically."""
    rounds = [{side: ran(side, manner) for side in sides} for _ in range(TIMES)]
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
