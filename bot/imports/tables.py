"""Rows of a published table, one after the other: columns by name, letters mended where a file mixes encodings.

A table is never in memory as a whole. What is malformed is said with its file, line and column.
"""

from __future__ import annotations

import csv
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import BinaryIO, Final

from bot.imports.errors import ImportFileError
from bot.imports.letters import NoTextError, decoded
from bot.imports.package import Package

LINE_MAX: Final = 1 << 20  # bytes of one line; the longest published one has 20 000
WIDE: Final = ((b"\xff\xfe", "UTF-16"), (b"\xfe\xff", "UTF-16"))
MARK: Final = b"\xef\xbb\xbf"  # some programs put it before UTF-8
STRAYS: Final = 50  # one row in so many may speak of what is not there; official files have one in 100 000
EVERY: Final = 5_000  # rows between two signs of progress
Progress = Callable[[str, int, bool], None]  # a file, the rows of it that were read, and whether it is at its end


def quiet(_file: str, _rows: int, _ended: bool) -> None:  # noqa: FBT001 - one of a table's three words
    """Say nothing of the progress."""


@dataclass(slots=True)
class Table:
    """One table of a package.

    `line` is where the reading is; `mended` counts lines in another encoding than UTF-8, `strays` rows left out.
    """

    package: Package
    name: str
    progress: Progress = quiet
    line: int = 0
    mended: int = 0
    strays: int = 0
    count: int = 0
    _columns: Sequence[str] = field(default=())

    @property
    def file(self) -> str:
        """The name of the file, without its folders."""
        return self.name.rpartition("/")[2]

    def rows(self, *must: str, may: Sequence[str] = ()) -> Iterator[tuple[str, ...]]:
        """Yield the values of the columns that must be there, then of those that may ("" where they are not).

        Raises `ImportFileError`.
        """
        with self.package.open(self.name) as stream:
            lines = self._lines(stream)
            first = next(lines, "")
            lines = _again(first, lines)
            reader = csv.reader(lines, delimiter=";" if first.count(";") > first.count(",") else ",", strict=True)
            try:
                yield from self._picked(reader, must, may)
            except csv.Error as error:
                raise self.bad(f"a row is malformed ({error})") from None
        self.progress(self.file, self.count, True)  # noqa: FBT003 - the same

    def bad(self, reason: str, column: str = "") -> ImportFileError:
        """Return the error that says what is wrong at the line that was read last."""
        return ImportFileError(reason, self.file, self.line, column)

    def stray(self) -> None:
        """Leave out a row that speaks of what no other table tells."""
        self.strays += 1

    def judge_strays(self, column: str) -> None:
        """Raise `ImportFileError` when so many rows were left out that the tables cannot be of one version."""
        if self.strays * STRAYS > self.count:
            reason = f"{self.strays} of {self.count} rows speak of what is in no other table: is it of another version?"
            raise self.bad(reason, column)

    def remarks(self) -> Iterator[str]:
        """Yield what an operator should know once it was read."""
        if self.mended:
            yield f"{self.file}: {self.mended} lines were not in UTF-8 and were read as Windows-1252."
        if self.strays:
            yield f"{self.file}: {self.strays} rows speak of what is in no other table and were left out."

    def _picked(
        self, reader: Iterator[list[str]], must: Sequence[str], may: Sequence[str]
    ) -> Iterator[tuple[str, ...]]:
        columns = [name.strip().lower() for name in next(reader, [])]
        for name in must:
            if name.lower() not in columns:
                raise self.bad(f"this column is missing; there are {', '.join(columns) or 'none'}", name)
        places = [columns.index(name.lower()) if name.lower() in columns else len(columns) for name in (*must, *may)]
        for row in reader:
            if not row:
                continue
            if len(row) != len(columns):
                missing = "".join(columns[len(row) : len(row) + 1])
                raise self.bad(f"{len(row)} values where there are {len(columns)} columns", missing)
            row.append("")  # what a column that is absent says
            self.count += 1
            if self.count % EVERY == 0:
                self.progress(self.file, self.count, False)  # noqa: FBT003 - the same
            yield tuple([row[place] for place in places])

    def _lines(self, stream: BinaryIO) -> Iterator[str]:
        while line := stream.readline(LINE_MAX):
            self.line += 1
            if len(line) == LINE_MAX:
                raise self.bad(f"a line is longer than {LINE_MAX} bytes")
            yield self._text(line.removeprefix(MARK) if self.line == 1 else line)

    def _text(self, line: bytes) -> str:
        if self.line == 1 and (wide := next((name for mark, name in WIDE if line.startswith(mark)), "")):
            raise self.bad(f"it is in {wide}; it must be in UTF-8")
        if b"\0" in line:
            raise self.bad("it holds bytes that are no text; is it in UTF-16?")
        try:
            text, mended = decoded(line)
        except NoTextError as error:
            raise self.bad(f"it is {error} (at value {error.before.count(',') + 1} of the line)") from None
        self.mended += mended
        return text


class Tables:
    """The tables of one package, and what is to be said of those that were read."""

    def __init__(self, package: Package, progress: Progress) -> None:
        self._package, self._progress = package, progress
        self._read: list[Table] = []

    @property
    def remarks(self) -> tuple[str, ...]:
        """What the operator should know of the tables that were read."""
        return tuple(said for table in self._read for said in table.remarks())

    def _opened(self, name: str) -> Table:
        """Return a table by the name of its file."""
        table = Table(self._package, name, self._progress)
        self._read.append(table)
        return table


def _again(first: str, rest: Iterator[str]) -> Iterator[str]:
    """Yield a line that was looked at, then the rest."""
    yield first
    yield from rest
