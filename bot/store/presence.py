"""Which of the programs on a machine are gone, known at once: each holds a file, and the system lets go of it.

The theory. A program that is killed says nothing any more, and so does one that sleeps or whose line broke; a clock
cannot tell them apart, and waits. The lock of a file can: it is held as long as the program is there, asleep or not,
whatever becomes of the database, and not a moment longer, however it ends (flock(2)).
"""

from __future__ import annotations

import fcntl
import os
from collections.abc import Iterable
from contextlib import suppress
from pathlib import Path

from bot.store.database import unusable


class Presence:
    """The files of the workers that share a folder, and the one that is held here."""

    def __init__(self, folder: Path) -> None:
        """Hold the folder, which is this user's alone and on this machine."""
        self._folder = folder
        self._held: int | None = None

    def enter(self, worker: int) -> None:
        """Hold the file of a worker from now on. Raises `StoreError`."""
        new = self._folder / f"worker-{worker}.new"
        try:
            self._held = os.open(new, os.O_RDWR | os.O_CREAT, 0o600)
            fcntl.flock(self._held, fcntl.LOCK_EX | fcntl.LOCK_NB)
            new.rename(self._file(worker))  # where others look, it is held from the first moment on
        except OSError as error:
            raise unusable(self._folder, error, "ATOUT_MEMORY") from None

    def leave(self) -> None:
        """Let go of it."""
        if self._held is not None:
            os.close(self._held)
            self._held = None

    def gone(self, workers: Iterable[int]) -> list[int]:
        """Return those whose programs have ended. Of one that has no file here, nothing is known."""
        return [worker for worker in workers if self._held_by_somebody(worker) is False]

    def absent(self, workers: Iterable[int]) -> list[int]:
        """Return those whose file nobody holds, be it there or not."""
        return [worker for worker in workers if not self._held_by_somebody(worker)]

    def forget(self, workers: Iterable[int]) -> None:
        """Take away the files of workers that are gone."""
        for worker in workers:
            with suppress(OSError):
                self._file(worker).unlink()

    def _held_by_somebody(self, worker: int) -> bool | None:
        """Whether somebody holds the file, None where there is none; several may look at the same time."""
        try:
            file = os.open(self._file(worker), os.O_RDWR)
        except OSError:
            return None
        try:
            fcntl.flock(file, fcntl.LOCK_SH | fcntl.LOCK_NB)
        except OSError:
            return True
        finally:
            os.close(file)
        return False

    def _file(self, worker: int) -> Path:
        return self._folder / f"worker-{worker}.lives"
