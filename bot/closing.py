"""Whether the bot is closed, and why: a file in the data folder, so that a command can say it while the program runs.

It is no row of the database: a file is there or is not, whatever schema the program that runs knows, and whoever cannot
start any command can still lay it there or remove it. What is in it is the operator's own sentence, said to everybody.
"""

from __future__ import annotations

import os
from collections.abc import Callable
from pathlib import Path
from typing import Final, TypeAlias

NAME: Final = "closed.txt"  # in the data folder
LONGEST: Final = 200  # characters of a reason
UNWRITABLE: Final = "{folder} cannot be written ({why}): make room, or do this as the user the program runs as"

Shut: TypeAlias = Callable[[], str]  # why it is closed now, "" while it is open


class ReasonError(Exception):
    """A reason that cannot be said; the message says what it must be."""


class UnwritableError(Exception):
    """The folder cannot be written; the message names it and says why."""


def never() -> str:
    """Return that it is open."""
    return ""


class Closing:
    """Says why a folder is closed. Asked with each message, so it reads the file only when another one is there."""

    def __init__(self, folder: Path) -> None:
        self._path = folder / NAME
        self._seen: tuple[int, int] | None = None
        self._reason = ""

    def __call__(self) -> str:
        """Return why, "" while it is open. A file that cannot be read leaves it as it was."""
        try:
            found = self._path.stat()
            mark = (found.st_mtime_ns, found.st_ino)
            if mark != self._seen:
                self._reason = one_line(self._path.read_text(encoding="utf-8", errors="replace"))[:LONGEST]
                self._seen = mark
        except FileNotFoundError:
            self._seen, self._reason = None, ""
        except OSError:
            pass
        return self._reason


def one_line(text: str) -> str:
    """Return a text in one line, without what is no letter or sign."""
    return " ".join("".join(char if char.isprintable() else " " for char in text).split())


def close(folder: Path, reason: str) -> str:
    """Close, or say another reason; return it as it will be said. Raises `ReasonError` and `UnwritableError`."""
    said = one_line(reason)
    if not said or len(said) > LONGEST:
        raise ReasonError(f"A reason is one sentence, of {LONGEST} characters at most: people read it")
    part = folder / f"{NAME}.part"
    try:
        folder.mkdir(parents=True, exist_ok=True, mode=0o700)
        with os.fdopen(os.open(part, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "w", encoding="utf-8") as file:
            file.write(f"{said}\n")
            file.flush()
            os.fsync(file.fileno())
        part.replace(folder / NAME)
    except OSError as error:
        raise UnwritableError(UNWRITABLE.format(folder=folder, why=error.strerror)) from None
    return said


def reopen(folder: Path) -> bool:
    """Open again; False where it was not closed. Raises `UnwritableError`."""
    try:
        (folder / NAME).unlink()
    except FileNotFoundError:
        return False
    except OSError as error:
        raise UnwritableError(UNWRITABLE.format(folder=folder, why=error.strerror)) from None
    return True
