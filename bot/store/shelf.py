"""Where imported occupations are put: one source replaced as a whole, in one transaction, or nothing at all.

Who reads sees the old import until the new one is whole, and after a crash too. What is put down is what the source
says; this module knows no published format.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import asdict
from itertools import islice
from pathlib import Path
from typing import Final, NamedTuple, TypeVar

from bot.store.base import InUseError, StoreError
from bot.store.database import unusable
from bot.store.imported import FILE, QUERIES, SCHEMA, Source
from flows.words import fold

T = TypeVar("T")

SOME: Final = 1_000  # rows that are put down at a time
PATIENCE: Final = 5.0  # seconds to wait for another import to end
PARTS: Final = ("leaves", "leaf", "near", "needs", "label", "skill", "name", "title", "occupation", "source")


class OccupationRow(NamedTuple):
    """One occupation of a source."""

    code: str
    source: str
    uri: str
    parent: str
    isco: str
    field: str
    regulated: int


class NameRow(NamedTuple):
    """A way an occupation is called in a language. `kind`: title, other or rare."""

    code: str
    lang: str
    kind: str
    text: str
    masculine: str
    feminine: str


class SkillRow(NamedTuple):
    """A skill and how it is called in a language. `kind`: skill, attitude or knowledge."""

    ref: str
    source: str
    kind: str
    lang: str
    text: str


class NeedRow(NamedTuple):
    """A skill an occupation is made of. `rank` is its place, `core` whether the occupation cannot be without."""

    code: str
    rank: int
    ref: str
    core: int


class Shelf:
    """The file of imported occupations, held for one import."""

    def __init__(self, db: sqlite3.Connection) -> None:
        self._db = db

    def occupations(self, rows: Iterable[OccupationRow]) -> None:
        """Put down occupations."""
        self._db.executemany(QUERIES["put_occupation"], rows)

    def names(self, rows: Iterable[NameRow]) -> None:
        """Put down names, the title of each occupation before its other names."""
        for some in _several(rows):
            titles = ((row.code, row.lang, *row[3:]) for row in some if row.kind == "title")
            self._db.executemany(QUERIES["put_title"], titles)
            self._db.executemany(QUERIES["put_name"], _folded(some))

    def definitions(self, rows: Iterable[tuple[str, str, str]]) -> None:
        """Put down what an occupation is: code, language, text."""
        keys = ("code", "lang", "text")
        self._db.executemany(QUERIES["put_definition"], (dict(zip(keys, row, strict=True)) for row in rows))

    def skills(self, rows: Iterable[SkillRow]) -> None:
        """Put down skills with their names."""
        for some in _several(rows):
            self._db.executemany(QUERIES["put_skill"], (row[:3] for row in some))
            labels = ((row.ref, row.lang, row.text, fold(row.text)) for row in some)
            self._db.executemany(QUERIES["put_label"], labels)

    def needs(self, rows: Iterable[NeedRow]) -> None:
        """Put down which skills an occupation is made of."""
        self._db.executemany(QUERIES["put_need"], rows)

    def near(self, rows: Iterable[tuple[str, int, str]]) -> None:
        """Put down which occupations a person may go to: code, rank, the other's code."""
        self._db.executemany(QUERIES["put_near"], rows)


def _several(rows: Iterable[T]) -> Iterator[list[T]]:
    """Yield rows some at a time: two tables are filled from each, and never are all of them in memory."""
    left = iter(rows)
    while some := list(islice(left, SOME)):
        yield some


def _folded(rows: Iterable[NameRow]) -> Iterator[tuple[str, ...]]:
    """Yield each name in each gender, as it is compared."""
    for row in rows:
        for text in dict.fromkeys((row.masculine, row.feminine)):
            yield fold(text), row.code, row.lang, row.kind, text


@contextmanager
def replacing(folder: Path, source: Source) -> Iterator[Shelf]:
    """Replace what was imported of a source; all of it is there at the end, or what was there before.

    Raises `InUseError` while another import runs, and `StoreError` when the disk does not take it.
    """
    db: sqlite3.Connection | None = None
    try:
        db = _open(folder)
        db.execute("BEGIN IMMEDIATE")
        for part in PARTS:
            db.execute(QUERIES[f"clear_{part}"], {"source": source.name})
        db.execute(QUERIES["put_source"], asdict(source))
        yield Shelf(db)
        for step in ("grow_leaf", "grow_leaves", "count_uses", "count"):
            db.execute(QUERIES[step], {"source": source.name})
        db.execute("COMMIT")
        db.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    except sqlite3.Error as error:
        raise _said(error, folder) from None
    finally:
        if db is not None:
            db.close()  # what was not committed is undone


def _open(folder: Path) -> sqlite3.Connection:
    try:
        folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    except OSError as error:  # here alone: one of what is read is not of the disk it goes to
        raise unusable(folder, error) from None
    db = sqlite3.connect(folder / FILE, timeout=PATIENCE, isolation_level=None)
    db.create_function("fold", 1, fold, deterministic=True)
    db.execute("PRAGMA journal_mode=WAL")
    if db.execute("PRAGMA user_version").fetchone()[0] != SCHEMA:
        _make(db)
    return db


def _make(db: sqlite3.Connection) -> None:
    """Make the tables anew: a file of another form cannot be read, and holds nothing that is not published."""
    db.execute("BEGIN IMMEDIATE")
    there = {row[0] for row in db.execute("SELECT name FROM sqlite_master WHERE type = 'table'")}
    old = "".join(f"DROP TABLE {part};\n" for part in PARTS if part in there)
    db.execute("COMMIT")
    db.executescript(f"BEGIN IMMEDIATE;\n{old}{QUERIES['schema']}\nPRAGMA user_version = {SCHEMA};\nCOMMIT;")


def _said(error: sqlite3.Error, folder: Path) -> StoreError:
    name = str(getattr(error, "sqlite_errorname", "") or error)
    if name.startswith("SQLITE_BUSY"):
        return InUseError(f"{folder}: another import runs. Wait until it has ended.")
    return StoreError(f"{folder / FILE} cannot be written ({name}). What was imported before is still there.")
