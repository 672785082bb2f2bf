"""`python -m tests.bot.sweep [all|CAST,CAST] [EVERY]`: kill a process at each instant of a conversation that matters.

Before and after each commit, each request to a platform, each drawing, reading and erasing; with EVERY at one in so
many, and at the first of each kind. It prints one line of JSON a conversation, and one for all of them together; it
ends with 1 when a crash could be seen afterwards.
"""

from __future__ import annotations

import json
import sys
import tempfile
from collections.abc import Sequence
from dataclasses import asdict
from pathlib import Path

from tests.bot.sweep.casts import CASTS
from tests.bot.sweep.converse import killed, whole
from tests.bot.sweep.judge import Verdict, judged


def main(which: str = "all", every: str = "1") -> int:
    """Sweep, and print what came of it."""
    found = []
    for name in CASTS if which == "all" else which.split(","):
        found.append(swept(name, int(every)))
        _print(asdict(found[-1]))
    total = {key: sum(getattr(one, key) for one in found) for key in ("points", "killed", "lost", "twice", "doubled")}
    _print({"cast": which, **total})
    return int(bool(total["lost"] or total["twice"]))


def swept(name: str, every: int) -> Verdict:
    """Return what the crashes of one conversation came to."""
    with tempfile.TemporaryDirectory() as home:
        first = whole(CASTS[name], Path(home) / "whole")
        points = chosen(first["passed"], every)
        return judged(name, first, [(point, killed(CASTS[name], Path(home) / f"p{point}", point)) for point in points])


def chosen(names: Sequence[str], every: int) -> list[int]:
    """Return which instants to die at: one in so many, and the first of each kind."""
    return sorted({*range(1, len(names) + 1, every), *(names.index(name) + 1 for name in names)})


def _print(what: object) -> None:
    sys.stdout.write(json.dumps(what) + "\n")
    sys.stdout.flush()


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
