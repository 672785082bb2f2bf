"""Memory: what the server keeps in memory five seconds after its first PDF, beside a bare server after its first page.

The first conversation is held over HTTP with the program as an operator starts it. Linux tells it (VmRSS, VmHWM).
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

WHAT = "memory 5 s after the first PDF"
WAIT = 0.5 if QUICK else 5.0
KB = 1024


def main() -> None:
    """Hold the conversation, wait, look."""
    if not Path("/proc/self/status").exists():
        left_out(WHAT, "only Linux tells it")
        return
    with served(BARE) as bare, served(ATOUT) as ours, tempfile.TemporaryDirectory() as folder:
        before = megabytes(ours.pid, "VmRSS")
        with contextlib.redirect_stdout(io.StringIO()):
            converse.main(ours.address, Path(folder) / "cv.pdf")
        time.sleep(WAIT)
        note = f"{before:.0f} MB before the conversation, {megabytes(ours.pid, 'VmHWM'):.0f} MB at the most"
        here, there = megabytes(ours.pid, "VmRSS"), megabytes(bare.pid, "VmRSS")
        Figure(WHAT, here, "MB", "a bare Starlette on uvicorn", there, note).tell()


def megabytes(pid: int, field: str) -> float:
    """Return a size of a process, in MB (millions of bytes)."""
    found = re.search(rf"^{field}:\s+(\d+) kB$", Path(f"/proc/{pid}/status").read_text(encoding="ascii"), re.MULTILINE)
    return int(found[1]) * KB / 1e6 if found else 0.0


if __name__ == "__main__":
    main()
