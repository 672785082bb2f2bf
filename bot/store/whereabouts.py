"""Where the rows of a data folder are, in its own file or in a database: a line in the folder says so.

It is written by `atout move`, and at a start on a database. Whoever would open the other place is refused: what is
there is older, or nothing, and two places that both went on could not be brought together again. Where nothing is
noted, nothing is refused. To go on in the other place on purpose, the line is taken away.
"""

from __future__ import annotations

import os
from contextlib import suppress
from pathlib import Path
from typing import Final

from bot.store.base import ElsewhereError
from bot.store.ledger import settle

NAME: Final = "rows.txt"  # in the data folder
FILE: Final = "file"
DATABASE: Final = "database"
SAID: Final = {  # in which place the rows are, and what whoever opens the other one is told
    DATABASE: "the rows of this folder are in a database: set ATOUT_STORE to it, as the program has it. To begin or go "
    "on with a file here all the same, without what is there, take {note} away",
    FILE: "the rows of this folder were moved back into its file: take ATOUT_STORE out of the settings. To go on with "
    "the database all the same, as it was before, take {note} away",
}


def noted(folder: Path) -> str:
    """Return where the rows are, "" where nothing is noted."""
    with suppress(OSError):
        return (folder / NAME).read_text("ascii", errors="replace").partition("\n")[0].strip()
    return ""


def note(folder: Path, where: str) -> None:
    """Note where the rows are from now on. Raises `OSError`."""
    if noted(folder) == where:
        return
    written(folder / NAME, f"{where}\n")


def written(path: Path, text: str) -> None:
    """Write a file that is there whole, or as it was before. Raises `OSError`."""
    part = path.with_name(f"{path.name}.{os.getpid()}.part")
    with os.fdopen(os.open(part, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "w", encoding="ascii") as file:
        file.write(text)
        file.flush()
        os.fsync(file.fileno())
    part.replace(path)
    settle(path.parent)


def here(folder: Path, where: str) -> None:
    """See that nothing is noted, or that the rows are there. Raises `ElsewhereError`."""
    found = noted(folder)
    if found in SAID and found != where:
        raise ElsewhereError(f"{folder}: {SAID[found].format(note=folder / NAME)}")
