"""What can be wrong with a published file, said so that an operator finds the place."""

from __future__ import annotations


class ImportFileError(Exception):
    """A file that cannot be imported. `line` counts from 1, 0 for none; the message names file, line and column."""

    def __init__(self, reason: str, file: str = "", line: int = 0, column: str = "") -> None:
        where = (file, f"line {line}" if line else "", f"column {column}" if column else "")
        said = ", ".join(part for part in where if part)
        super().__init__(f"{said}: {reason}" if said else reason)
