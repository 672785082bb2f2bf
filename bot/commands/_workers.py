"""Several workers on one socket: a parent that began with everything read, forks, and looks after its children.

The parent serves nobody. It begins one child and waits until that one stands: what hinders it hinders them all, so the
parent ends as it ends. Then come the others. A child that ends by itself is begun again; told to stop, the parent tells
them all and waits. A child whose parent is gone ends too: each holds the reading end of a pipe on which nothing is ever
written.
"""

from __future__ import annotations

import logging
import os
import signal
import sys
import time
from collections.abc import Callable
from contextlib import suppress
from types import FrameType
from typing import Final

from bot.logs import note

REFUSED: Final = 2  # exit code of a child for which something must be set otherwise: it is not begun again
AGAIN: Final = 0.5  # seconds before a child is begun again, doubled each time it does not live long
AGAIN_MAX: Final = 8.0
LONG: Final = 10.0  # seconds after which a life was a long one
LAST: Final = 9.5  # seconds for all of them when told to stop; a child takes five at most

log = logging.getLogger(__name__)

Stands = Callable[[], None]  # said by a child that serves from now on
Work = Callable[[int, Stands], int]  # the reading end of the pipe in, the exit code out


class Parent:
    """Begins children and looks after them."""

    def __init__(self, count: int, work: Work, stands: Stands) -> None:
        """`stands`: what to do once the first of them serves."""
        self._count, self._work, self._stands = count, work, stands
        self._alive: dict[int, float] = {}  # since when
        self._pause = AGAIN
        self._ends = False
        self._code = 0

    def run(self) -> int:
        """Keep so many children until told to stop; the exit code."""
        reading, writing = os.pipe()
        for one in (signal.SIGTERM, signal.SIGINT):
            signal.signal(one, self._told)
        try:
            if self._first(reading, writing):
                self._stands()
                for _ in range(0 if self._ends else self._count - 1):
                    self._begin(reading, writing)
            while self._alive:
                self._ended(*os.wait(), reading, writing)
        finally:
            os.close(writing)
            os.close(reading)
        return self._code

    def _first(self, reading: int, writing: int) -> bool:
        """Begin one and wait until it stands; where it ended before, what it ended with is how all of it ends."""
        hearing, telling = os.pipe()
        self._begin(reading, writing, telling)
        os.close(telling)
        stands = bool(os.read(hearing, 1))
        os.close(hearing)
        if not stands:
            code = os.waitstatus_to_exitcode(os.waitpid(next(iter(self._alive)), 0)[1])
            self._alive.clear()
            self._code = 0 if self._ends else code if code > 0 else 1
        return stands

    def _told(self, _signal: int, _frame: FrameType | None) -> None:
        self._ends = True
        signal.signal(signal.SIGALRM, self._late)
        signal.setitimer(signal.ITIMER_REAL, LAST)
        self._tell(signal.SIGTERM)

    def _late(self, _signal: int, _frame: FrameType | None) -> None:
        self._code = self._code or 1
        self._tell(signal.SIGKILL)

    def _tell(self, what: signal.Signals) -> None:
        for child in tuple(self._alive):
            os.kill(child, what)

    def _begin(self, reading: int, writing: int, telling: int = -1) -> None:
        child = os.fork()
        if child:
            self._alive[child] = time.monotonic()
            return
        code = 1
        try:
            for one in (signal.SIGTERM, signal.SIGINT):
                signal.signal(one, signal.SIG_DFL)
            os.close(writing)
            code = self._work(reading, (lambda: _stood(telling)) if telling >= 0 else _nothing)
        finally:  # whatever came, a child never goes on as if it were the parent
            with suppress(OSError):
                sys.stdout.flush()
                sys.stderr.flush()
            os._exit(code)

    def _ended(self, child: int, status: int, reading: int, writing: int) -> None:
        if child not in self._alive:
            return  # a helper that a worker left behind: as the first process of a container we are its parent now
        lived = time.monotonic() - self._alive.pop(child)
        code = os.waitstatus_to_exitcode(status)
        if code == REFUSED and not self._ends:
            self._code = REFUSED
            self._told(signal.SIGTERM, None)
        if self._ends:
            return
        self._pause = AGAIN if lived > LONG else min(self._pause * 2, AGAIN_MAX)
        while not self._begun(reading, writing):
            pass

    def _begun(self, reading: int, writing: int) -> bool:
        """Begin one after a pause, unless all are to end; False where the machine has no room for it yet."""
        time.sleep(self._pause)
        try:
            if not self._ends:
                self._begin(reading, writing)
        except OSError as error:
            note(log, logging.WARNING, "no worker could be begun yet", why=error.strerror or "")
            return False
        return True


def _stood(telling: int) -> None:
    os.write(telling, b"1")
    os.close(telling)


def _nothing() -> None:
    pass
