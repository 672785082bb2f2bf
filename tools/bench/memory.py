"""Memory: what the server keeps at rest, after its first visitor and after its first PDF, beside a bare server.

Web chat only, with the program as an operator starts it, over HTTP. At rest: five seconds after the start, when all
that is read in advance has been read. Then a visitor says good day, and another one holds the first conversation and
downloads the CV; five seconds later it is looked again each time. Linux tells it (VmRSS, VmHWM).
"""

from __future__ import annotations

import contextlib
import io
import re
import tempfile
import time
from pathlib import Path

from tools import converse
from tools.bench.figure import QUICK, Figure, left_out
from tools.bench.served import ATOUT, BARE, served
from tools.bench.start import greeted

REST = "memory at rest (web only)"
GREETED = "memory 5 s after the first visitor"
WHAT = "memory 5 s after the first PDF"
BESIDE = "a bare Starlette on uvicorn"
WAIT = 0.5 if QUICK else 5.0
KB = 1024


def main() -> None:
    """Greet, hold the conversation, wait, look."""
    if not Path("/proc/self/status").exists():
        left_out(WHAT, "only Linux tells it")
        return
    with served(BARE) as bare, served(ATOUT) as ours, tempfile.TemporaryDirectory() as folder:
        there = megabytes(bare.pid, "VmRSS")

        def look(what: str) -> None:
            time.sleep(WAIT)
            note = f"{megabytes(ours.pid, 'VmHWM'):.0f} MB at the most"
            Figure(what, megabytes(ours.pid, "VmRSS"), "MB", BESIDE, there, note).tell()

        look(REST)
        greeted(ours)
        look(GREETED)
        with contextlib.redirect_stdout(io.StringIO()):
            converse.main(ours.address, Path(folder) / "cv.pdf")
        look(WHAT)


def megabytes(pid: int, field: str) -> float:
    """Return a size of a process, in MB (millions of bytes)."""
    found = re.search(rf"^{field}:\s+(\d+) kB$", Path(f"/proc/{pid}/status").read_text(encoding="ascii"), re.MULTILINE)
    return int(found[1]) * KB / 1e6 if found else 0.0


if __name__ == "__main__":
    main()
