"""`python -m tests.fuzz --minutes 10`: every parser is given strange bytes for so long, each in a process of its own.

`--write` puts the figures into docs/figures.md; `--only` names some of the parsers, `--at-once` how many run together.
What breaks one is kept in `tests/fuzz/crashes`, where the tests find it again. Ends with 1 when something did.
"""

from __future__ import annotations

import argparse
import json
import os
import subprocess
import sys
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from tempfile import TemporaryDirectory

from tests.fuzz import page
from tests.fuzz.drive import Tally
from tests.fuzz.parsers import PARSERS

HERE = Path(__file__).parent
ROOT = HERE.parents[1]
KEPT = HERE / "crashes"
SLACK = 120  # seconds to begin and to end


def looked_at(name: str, minutes: float, room: Path) -> Tally:
    """Search in a process of its own: an input that ends it ends nothing else."""
    command = [sys.executable, "-m", "tests.fuzz.drive", name, str(minutes * 60), str(room)]
    environ = {**os.environ, "PYTHONPATH": str(ROOT)}
    run = subprocess.run(
        command, cwd=ROOT, env=environ, capture_output=True, text=True, timeout=minutes * 60 + SLACK, check=False
    )
    lines = [line for line in run.stdout.splitlines() if line.startswith("{")]
    if lines:
        tally = Tally(**json.loads(lines[-1]))
    else:
        why = (run.stderr.strip().splitlines() or ["nothing said"])[-1]
        tally = Tally(name, "ended", seconds=minutes * 60, crashes={f"ended with {run.returncode}": why})
    for file in room.glob(f"{name.replace(' ', '-')}-*"):
        KEPT.mkdir(exist_ok=True)
        (KEPT / file.name).write_bytes(file.read_bytes())
    return tally


def main(words: Sequence[str]) -> int:
    """Look at them all; return 1 when one broke."""
    parser = argparse.ArgumentParser(prog="python -m tests.fuzz")
    parser.add_argument("--minutes", type=float, default=10.0)
    parser.add_argument("--at-once", type=int, default=1)
    parser.add_argument("--only", nargs="*", default=list(PARSERS), choices=list(PARSERS), metavar="NAME")
    parser.add_argument("--write", action="store_true")
    args = parser.parse_args(words)
    with TemporaryDirectory() as folder, ThreadPoolExecutor(args.at_once) as pool:
        found = list(pool.map(lambda name: looked_at(name, args.minutes, Path(folder)), args.only))
    if args.write:
        page.write(found)
    return int(any(tally.crashes for tally in found))


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:]))
