"""What the write-ahead log holds is brought into the file beside the writer, on a connection of its own.

With a million rows a checkpoint inside a commit held everybody up for half a second, and one in a thread nobody
(notes/storage.md 3). The log is used again from its beginning once all of it was brought in, so it stays short; how
long it may become when that never happens is the writer's to say.
"""

from __future__ import annotations

import sqlite3
import threading
from collections.abc import Callable
from contextlib import closing
from typing import Final

from bot.store.database import DAMAGED

EVERY: Final = 0.05  # seconds between two, while somebody writes
# After the first a page may be marked clean that is not on the disk, after the others it may be of anything: what is
# written on top may take more with it. Nothing is asked of such a file again.
FATAL: Final = ("SQLITE_IOERR", *DAMAGED)


class Checkpoints:
    """The thread. `alone` is held during a checkpoint, by whoever makes it."""

    def __init__(self, connect: Callable[[], sqlite3.Connection], failed: Callable[[str], None]) -> None:
        """Hold how to open the file, and whom to tell that the disk failed."""
        self._connect, self._failed = connect, failed
        self.alone = threading.Lock()
        self._some = threading.Event()
        self._ends = threading.Event()
        self._thread = threading.Thread(target=self._run, name="atout-checkpoints", daemon=True)

    def start(self) -> None:
        """Begin to look."""
        self._thread.start()

    def wake(self) -> None:
        """Say that something was written."""
        self._some.set()

    def stop(self) -> None:
        """End, with the checkpoint that is being made."""
        self._ends.set()
        self._some.set()
        if self._thread.is_alive():
            self._thread.join()

    def _run(self) -> None:
        try:
            with closing(self._connect()) as db:
                while not self._ends.is_set():
                    self._some.wait()
                    self._some.clear()
                    if not self._ends.wait(EVERY):
                        self._brought_in(db)
        except sqlite3.Error as error:
            self._failed(error.sqlite_errorname or "SQLITE_ERROR")

    def _brought_in(self, db: sqlite3.Connection) -> None:
        """Bring in what nobody reads now. What is locked or full is for the next time. Raises when the disk failed."""
        try:
            with self.alone:
                db.execute("PRAGMA wal_checkpoint(PASSIVE)").fetchone()
        except sqlite3.OperationalError as error:
            if (error.sqlite_errorname or "").startswith(FATAL):
                raise
