"""What can be wrong with a published file, said so that an operator finds the place.

Names of files and of columns come from whoever made the file: what a terminal would obey is written as its code.
"""

from __future__ import annotations

from typing import Final

KEPT: Final = "\u00a0\u202f"  # blanks of French words


class ImportFileError(Exception):
    """A file that cannot be imported. `line` counts from 1, 0 for none; the message names file, line and column."""

    def __init__(self, reason: str, file: str = "", line: int = 0, column: str = "") -> None:
        where = (file, f"line {line}" if line else "", f"column {column}" if column else "")
        said = ", ".join(part for part in where if part)
        super().__init__(seen(f"{said}: {reason}" if said else reason))


def seen(text: str) -> str:
    r"""Return a text of which every letter can be seen: others by their code, as "\x1b"."""
    return "".join(char if char.isprintable() or char in KEPT else ascii(char)[1:-1] for char in text)
