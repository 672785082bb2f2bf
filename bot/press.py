"""Drawing that holds nobody up: in the thread that asks, and in a process of its own while it would wait for another.

The theory. To draw a CV and its picture takes the interpreter 45 ms. Now and then nobody notices; twenty times a second
they would have the interpreter for themselves, and 200 people who talk would wait for it (docs/decisions/drawing.md).
So the second drawing at the same time begins a process, which draws from then on, after all that chats need of the
processor, and ends when nothing was drawn for a while. It is given what stands on the paper, over a pipe, and keeps
nothing. Where it dies, what it had in hand is drawn in the thread.
"""

from __future__ import annotations

import multiprocessing
import os
import signal
import threading
from collections.abc import Callable
from concurrent.futures import ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from multiprocessing.connection import wait
from typing import Final, TypeVar

T = TypeVar("T")

REST: Final = 60.0  # seconds without a drawing after which the process ends
BEHIND: Final = 10  # by how much it is nicer than the one that talks


class Press:
    """Draws; called from the threads in which somebody waits for a drawing."""

    def __init__(self, rest: float = REST) -> None:
        self._rest = rest
        self._lock = threading.Lock()
        self._under_way = 0
        self._pool: ProcessPoolExecutor | None = None
        self._bell: threading.Timer | None = None

    def __call__(self, draw: Callable[..., T], *about: object) -> T:
        """Return what `draw` returns of these, or raise what it raises; all of it can be pickled."""
        pool = self._begun()
        try:
            if pool is None:
                return draw(*about)
            try:
                return pool.submit(draw, *about).result()
            except BrokenProcessPool:
                self._drop(pool)
                return draw(*about)
        finally:
            self._ended()

    def _begun(self) -> ProcessPoolExecutor | None:
        with self._lock:
            self._under_way += 1
            if self._bell is not None:
                self._bell.cancel()
                self._bell = None
            if self._pool is None and self._under_way > 1:
                self._pool = ProcessPoolExecutor(1, multiprocessing.get_context("spawn"), _begin)
            return self._pool

    def _ended(self) -> None:
        with self._lock:
            self._under_way -= 1
            if not self._under_way and self._pool is not None:
                self._bell = threading.Timer(self._rest, self._drop, (self._pool,))
                self._bell.daemon = True
                self._bell.start()

    def _drop(self, pool: ProcessPoolExecutor) -> None:
        """Let go of a process that died, or that nobody needs any more."""
        with self._lock:
            if pool is self._pool:
                self._pool = None
        pool.shutdown(wait=False)


def _begin() -> None:
    """Begin the process: behind the chats, and never without who asked for it."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C is for who asked
    os.nice(BEHIND)
    parent = multiprocessing.parent_process()
    if parent is not None:
        threading.Thread(target=_with, args=(parent.sentinel,), daemon=True).start()


def _with(parent: int) -> None:
    wait([parent])
    os._exit(0)
