"""What reading a published file may take of this machine; the kernel keeps it, whatever the file holds.

The command is a process of its own, and ends with it. The limits are taken while a file is read and given back after.
"""

from __future__ import annotations

import resource
import signal
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from types import FrameType
from typing import Final

from bot.imports.errors import ImportFileError

MEMORY: Final = 1 << 30  # bytes of addresses beside what is there already; the whole of ROME takes 30 MB
CPU: Final = 900.0  # seconds of work; the whole of ROME takes 2
GROWN: Final = 4 << 30  # bytes of a file that is written
AGAIN: Final = 10  # seconds of work over the limit after which it is ended again
HERE: Final = Path("/proc/self/statm")


@contextmanager
def bounded() -> Iterator[None]:
    """Bind this process to so much memory, time and disk. Raises `ImportFileError` for what needs more."""
    most = {resource.RLIMIT_FSIZE: GROWN}
    with suppress(OSError):  # a system that does not say so
        most[resource.RLIMIT_AS] = int(HERE.read_text().split()[0]) * resource.getpagesize() + MEMORY
    before = {what: resource.getrlimit(what) for what in most}
    over = _Over()
    answer = signal.signal(signal.SIGPROF, over)
    try:
        for what, (soft, hard) in before.items():
            known = [limit for limit in (most[what], soft, hard) if limit != resource.RLIM_INFINITY]
            resource.setrlimit(what, (min(known), hard))
        # Not RLIMIT_CPU: that counts ticks since the process began, which nobody tells; `getrusage` scales them.
        signal.setitimer(signal.ITIMER_PROF, CPU, 1)
        yield
        if over.seconds:
            raise over.error()
    except MemoryError:
        raise ImportFileError(f"reading it takes more than {MEMORY >> 20} MB of memory") from None
    finally:
        signal.setitimer(signal.ITIMER_PROF, 0)
        for what, limits in before.items():
            resource.setrlimit(what, limits)
        signal.signal(signal.SIGPROF, answer)


class _Over:
    """Ends the work once the time is over; the kernel says so at each second of work from then on.

    What is raised while Python tidies an object away is lost, so it is raised once more, and again where the work ends.
    """

    def __init__(self) -> None:
        self.seconds = 0

    def __call__(self, _signal: int, _frame: FrameType | None) -> None:
        self.seconds += 1
        if self.seconds % AGAIN == 1:  # not at each: the next second may be a moment away, while the first is handled
            raise self.error()

    def error(self) -> ImportFileError:
        """Return why the work ends."""
        return ImportFileError(f"reading it takes more than {CPU / 60:.0f} minutes of work")
