"""Every row from the SQLite file into PostgreSQL, or back, with a proof that nothing changed.

Rows go as they are: sealed with keys that stay in their own file. It is one transaction on the side that is filled,
which was empty; before it commits, all of it is read again and compared by a sum that the order of rows does not
change. So a move that is cut off leaves nothing behind, and can be done again.
"""

from __future__ import annotations

import hashlib
import sqlite3
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import closing
from pathlib import Path
from typing import Protocol

import msgspec

from bot.store.base import StoreError
from bot.store.database import Row, unusable
from bot.store.sqlite import PRAGMAS, migrate, missing
from bot.store.whereabouts import DATABASE, FILE, here

PART = 1_000  # rows that are in memory at a time
OF_PROGRAMS = frozenset({"worker", "lease"})  # who uses the rows now: nothing of it goes elsewhere
SPAN = 1 << 256  # what the sum of hashes is counted in
FULL = (
    "the database has rows already, and all of them were to go there: set ATOUT_STORE to an empty one (createdb). "
    "Nothing was moved"
)
CHANGED = (
    "what was read again is not what was written: nothing was moved. Run it again; where it says so again, look at the "
    "disks and the memory of both machines"
)
READ = "SELECT {names} FROM {table}"  # all names are of our schema
FILL = "INSERT INTO {table} ({names}) VALUES ({places})"
Proof = Mapping[str, tuple[int, int]]  # of each table: how many rows, and the sum of their hashes


class NotEmptyError(StoreError):
    """There are rows already where all of them were to go."""


class ChangedError(StoreError):
    """What was read again is not what was written."""


class Side(Protocol):
    """A database that rows are taken from or put into."""

    def rows(self, table: str, columns: Sequence[str]) -> Iterator[Row]:
        """Yield every row of a table, in any order."""
        ...

    def fill(self, table: str, columns: Sequence[str], rows: Iterable[Row]) -> None:
        """Put rows into a table."""
        ...

    def number(self) -> None:
        """Have new rows numbered after those that were put in."""
        ...


class File:
    """The SQLite file, inside a transaction."""

    def __init__(self, db: sqlite3.Connection) -> None:
        self._db = db

    def rows(self, table: str, columns: Sequence[str]) -> Iterator[Row]:
        """Yield every row of a table."""
        yield from self._db.execute(READ.format(table=table, names=", ".join(columns)))

    def fill(self, table: str, columns: Sequence[str], rows: Iterable[Row]) -> None:
        """Put rows into a table."""
        names, places = ", ".join(columns), ", ".join("?" * len(columns))
        self._db.executemany(FILL.format(table=table, names=names, places=places), rows)

    def number(self) -> None:
        """Nothing: SQLite looks at the numbers there are."""


def schema() -> Mapping[str, Sequence[str]]:
    """Return the columns of each table of today's schema."""
    with closing(sqlite3.connect(":memory:", isolation_level=None)) as db:
        migrate(db)
        names = db.execute("SELECT name FROM sqlite_schema WHERE type = 'table' AND name NOT LIKE 'sqlite%'").fetchall()
        tables = [name for (name,) in names if name not in OF_PROGRAMS]
        return {name: [row[1] for row in db.execute(f"PRAGMA table_info({name})")] for name in tables}


def move(source: Side, target: Side) -> Proof:
    """Fill the target and return what was moved; the caller commits. Raises `NotEmptyError` and `ChangedError`."""
    tables = schema()
    if any(next(target.rows(table, columns), None) is not None for table, columns in tables.items()):
        raise NotEmptyError(FULL)
    moved: dict[str, tuple[int, int]] = {}
    for table, columns in tables.items():
        counted = _Counted(source.rows(table, columns))
        target.fill(table, columns, counted)
        moved[table] = counted.proof
    target.number()
    if proof(target) != moved:
        raise ChangedError(CHANGED)
    return moved


def proof(side: Side) -> Proof:
    """Return what stands for all rows of a side."""
    found: dict[str, tuple[int, int]] = {}
    for table, columns in schema().items():
        counted = _Counted(side.rows(table, columns))
        for _ in counted:
            pass
        found[table] = counted.proof
    return found


class _Counted:
    """Rows that pass by, counted and summed up."""

    def __init__(self, rows: Iterator[Row]) -> None:
        self._rows = rows
        self.proof = (0, 0)

    def __iter__(self) -> Iterator[Row]:
        count, total = 0, 0
        for row in self._rows:
            count += 1
            total = (total + int.from_bytes(hashlib.sha256(msgspec.msgpack.encode(row)).digest())) % SPAN
            yield row
        self.proof = (count, total)


def file_to(path: Path, to: Callable[[Side], Proof]) -> Proof:
    """Move out of the file of an installation. Raises `StoreError` where it is not there, or of an older version."""
    here(path.parent, FILE)
    if not path.is_file():
        raise StoreError(
            f"{path} is not there: there is nothing to move. Look at ATOUT_DATA; where nobody wrote yet, start"
        )
    try:
        with closing(sqlite3.connect(path, isolation_level=None)) as db:
            db.execute("PRAGMA wal_checkpoint(TRUNCATE)")  # the file alone is all of it, wherever it is put
            db.execute("PRAGMA query_only = ON")
            if missing(db):
                raise StoreError(f"{path} is of an older version: start this one on it once, then move")
            db.execute("BEGIN")
            return to(File(db))
    except sqlite3.Error as error:
        raise unusable(path, error) from None


def file_from(path: Path, fill: Callable[[Side], Proof]) -> Proof:
    """Move into a new file. It takes its name once all of it is there."""
    here(path.parent, DATABASE)
    for there in (path, path.with_name(f"{path.name}-wal")):  # a log of another file would be read into this one
        if there.exists():
            raise NotEmptyError(f"{there} is there already: put it elsewhere first (mv {there} {there}.before)")
    beside = path.with_name(f"{path.name}.moving")
    beside.unlink(missing_ok=True)
    try:
        with closing(sqlite3.connect(beside, isolation_level=None)) as db:
            beside.chmod(0o600)
            for pragma in PRAGMAS:
                db.execute(f"PRAGMA {pragma}")
            migrate(db)
            db.execute("BEGIN IMMEDIATE")
            moved = fill(File(db))
            db.execute("COMMIT")
            db.execute("PRAGMA journal_mode = DELETE")  # nothing of it is left in a file beside
        beside.replace(path)
    except (OSError, sqlite3.Error) as error:
        raise unusable(path, error) from None
    finally:
        beside.unlink(missing_ok=True)
    return moved
