"""Cold start: from nothing to the first 200 on /health, beside a bare server that imports two libraries.

A new process and an empty folder each time; the files of Python are in the system's cache, as after a restart.
"""

from __future__ import annotations

from collections.abc import Sequence

from tools.bench.figure import QUICK, Figure, alternating
from tools.bench.served import ATOUT, BARE, served

TIMES = 1 if QUICK else 3


def main() -> None:
    """Start both, in turns."""
    until(ATOUT)  # Python compiles what it imports the first time
    ours, theirs = alternating(lambda: until(ATOUT), lambda: until(BARE), TIMES)
    Figure(
        "cold start, to the first 200 on /health", ours * 1e3, "ms", "a bare Starlette on uvicorn", theirs * 1e3
    ).tell()


def until(command: Sequence[str]) -> float:
    """Return the seconds to the first answer."""
    with served(command) as one:
        return one.seconds


if __name__ == "__main__":
    main()
