"""Flatness: a store of a million conversations beside one of a thousand, and what a silent one keeps in memory.

Both stores are written straight into their files (`silent`): everybody in them came, agreed and went silent. Then 200
people who never pause fill in the first conversation, in turns over the one and the other, each time in a process of
its own (`house`): the files are in the system's cache, as those of a server that runs. After that the program is
started over each as an operator starts it. What a conversation keeps in memory is measured by `idle`.
"""

from __future__ import annotations

import asyncio
import json
import subprocess
import sys
import tempfile
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from statistics import median

from tools.bench.answers import OURS
from tools.bench.chats import CHATS, Summary, heard
from tools.bench.figure import QUICK, ROOT, Figure, clean_environment, left_out
from tools.bench.idle import Kept
from tools.bench.memory import megabytes
from tools.bench.served import ATOUT, serving
from tools.bench.silent import Crowd, built

FEW, MANY = (100, 10_000) if QUICK else (1_000, 1_000_000)
TURNS = 1 if QUICK else 3
FIRST, THEN = (100, 100) if QUICK else (11_000, 10_000)  # more than all that is bounded holds (10 000 at the most)
GB = 1e9


@dataclass(frozen=True, slots=True)
class Started:
    """What it was to start over a store: ms until it answered, and MB it then took."""

    ms: float
    mb: float


def main() -> None:
    """Write both stores, and measure."""
    with tempfile.TemporaryDirectory(prefix="atout-") as room:
        few, many = Path(room) / "few", Path(room) / "many"
        asyncio.run(built(few, FEW))
        large = asyncio.run(built(many, MANY))
        rounds = [(talked(few), talked(many)) for _ in range(TURNS)]
        told(rounds, large)
        began(started(few), started(many))
        kept(Path(room) / "silent", large)


def talked(home: Path) -> Summary:
    """Let people talk over a store; return what it was like. Raises `CalledProcessError`."""
    return heard(ran([*OURS, "busy", str(home)]))


def ran(words: Sequence[str]) -> str:
    """Return what a script of ours prints, in a process of its own. Raises `CalledProcessError`."""
    command = [sys.executable, "-m", *words, *(["--quick"] if QUICK else [])]
    done = subprocess.run(command, cwd=ROOT, env=clean_environment(), stdout=subprocess.PIPE, text=True, check=True)
    return done.stdout


def told(rounds: Sequence[tuple[Summary, Summary]], crowd: Crowd) -> None:
    """Say how many answers there were over each."""
    few, many = (median(one.rate for one in side) for side in zip(*rounds, strict=True))
    p99 = [median(one.p99 for one in side) for side in zip(*rounds, strict=True)]
    note = f"{crowd.rows} rows and {crowd.size / crowd.people:.0f} bytes of each, {crowd.size / GB:.2g} GB in all"
    note = f"{note}, written in {crowd.seconds:.0f} s; p99 {p99[1]:.0f} and {p99[0]:.0f} ms"
    what, same = f"durable answers a second, {CHATS} chats, over {spaced(MANY)}", f"the same over {spaced(FEW)}"
    Figure(what, many, "a second", same, few, note).tell()


def started(home: Path) -> Started:
    """Start the program over a store."""
    with serving(ATOUT, home) as server:
        return Started(server.seconds * 1e3, megabytes(server.pid, "VmRSS"))


def began(few: Started, many: Started) -> None:
    """Say what it was to start over each."""
    over, same = f"a start over {spaced(MANY)}", f"the same over {spaced(FEW)}"
    Figure(f"{over}, to the first 200 on /health", many.ms, "ms", same, few.ms).tell()
    Figure(f"memory after {over}", many.mb, "MB", same, few.mb).tell()


def kept(home: Path, large: Crowd) -> None:
    """Say what a conversation keeps in memory."""
    what, beside = "memory a silent conversation keeps", "what it takes in the files"
    if not Path("/proc/self/status").exists():
        left_out(what, "only Linux tells it")
        return
    asyncio.run(built(home, FIRST + THEN))
    found = Kept(**json.loads(ran(["tools.bench.idle", str(home), str(FIRST), str(THEN)])))
    note = f"{THEN} people who agreed and spoke once, after {FIRST} others; the process has {found.whole:.0f} MB. "
    note += f"Who has not agreed yet, until they do or for two hours: {found.unsure:.0f} bytes"
    Figure(what, max(found.idle, 0.0), "bytes", beside, large.size / large.people, note).tell()


def spaced(count: int) -> str:
    """Return a number of conversations as it is read."""
    return f"{count:,} conversations".replace(",", " ")


if __name__ == "__main__":
    main()
