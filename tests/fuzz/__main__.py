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
SLACK = 300  # seconds to begin and to end, beside other work


def looked_at(name: str, minutes: float, room: Path) -> Tally:
    """Search in a process of its own: an input that ends it, or holds it for ever, ends nothing else."""
    command = [sys.executable, "-m", "tests.fuzz.drive", name, str(minutes * 60), str(room)]
    environ = {**os.environ, "PYTHONPATH": str(ROOT)}
    limit = minutes * 60 + SLACK
    try:
        run = subprocess.run(command, cwd=ROOT, env=environ, capture_output=True, timeout=limit, check=False)
        told, code, said = run.stdout, run.returncode, run.stderr
    except subprocess.TimeoutExpired as late:
        told, code, said = late.stdout or b"", 1, b"it went on after its time"
    tally = last(name, told.decode("utf-8", "replace"))
    if code:
        tally.crashes[f"ended with {code}"] = (said.decode("utf-8", "replace").strip().splitlines() or ["no word"])[-1]
    for file in room.glob(f"{name.replace(' ', '-')}-*"):
        KEPT.mkdir(exist_ok=True)
        (KEPT / file.name).write_bytes(file.read_bytes())
    return tally


def last(name: str, told: str) -> Tally:
    """Return the last of what it told; nothing was seen where nothing was told."""
    lines = [line for line in told.splitlines() if line.startswith("{") and line.endswith("}")]
    return Tally(**json.loads(lines[-1])) if lines else Tally(name, "none")


def main(words: Sequence[str]) -> int:
    """Look at them all; return 1 when one broke."""
    parser = argparse.ArgumentParser(prog="python -m tests.fuzz")
    parser.add_argument("--minutes", type=float, default=10.0)
    parser.add_argument("--at-once", type=int, default=1)
    parser.add_argument("--only", nargs="*", default=list(PARSERS), choices=list(PARSERS), metavar="NAME")
    parser.add_argument("--write", action="store_true")
    args = parser.parse_args(words)
    with TemporaryDirectory() as folder, ThreadPoolExecutor(args.at_once) as pool:
        broke = False
        for tally in pool.map(lambda name: looked_at(name, args.minutes, Path(folder)), args.only):
            broke = broke or bool(tally.crashes)
            sys.stdout.write(f"{page.row(tally)}{''.join(f' {place}' for place in tally.crashes)}\n")
            sys.stdout.flush()
            if args.write:
                page.write([tally])
    return int(broke)


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:]))
