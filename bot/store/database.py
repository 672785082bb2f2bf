"""An open database as the queries see it, whichever program keeps it: run a statement, get rows.

`Sqlite` is the file; bot/store/postgres.py has the other one. Nothing here knows a table.
"""

from __future__ import annotations

import errno
import os
import sqlite3
from collections.abc import Collection, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Any, Final, Protocol

from bot.store import queries
from bot.store.base import StaleError, StoreError

Row = tuple[Any, ...]  # the columns are what the schema says
Args = Mapping[str, Any]

# What SQLite finds wrong with what it is asked. All else is the file, its disk, or who else has it open: no fault of
# what is being done there.
ASKED: Final = (
    sqlite3.IntegrityError,
    sqlite3.DataError,
    sqlite3.InterfaceError,
    sqlite3.ProgrammingError,
    sqlite3.NotSupportedError,
)
DAMAGED: Final = ("SQLITE_CORRUPT", "SQLITE_NOTADB")  # how SQLite names a page that cannot be one of its own
WAY_OUT: Final = (
    "is damaged ({name}): not all that is kept there can be read. Look at the disk, then put a copy in its place: "
    "docs/operators/keeping.md"
)

REMEDIES: Final = (  # of what a disk or a file says, and what helps
    (("SQLITE_BUSY", "SQLITE_LOCKED"), "something else holds it: try again in a moment"),
    (("AF_UNIX path too long", os.strerror(errno.ENAMETOOLONG)), "its path is too long: set a shorter one"),
    (("SQLITE_FULL", os.strerror(errno.ENOSPC), os.strerror(errno.EDQUOT)), "make room on its disk"),
)


@contextmanager
def failing(*but: type[Exception]) -> Iterator[None]:
    """Have what goes wrong in an SQLite file be a `StoreError`, by the name that SQLite has for it; but not these."""
    try:
        yield
    except but:
        raise
    except sqlite3.Error as error:
        raise StoreError(named(error)) from None


def named(error: Exception) -> str:
    """Return what went wrong as the database or the system calls it; never what was being written."""
    return str(getattr(error, "sqlite_errorname", None) or getattr(error, "strerror", None) or error)


def damaged(name: str) -> bool:
    """Whether what went wrong is that a file cannot be read back; `name` is how the database calls it."""
    return name.startswith(DAMAGED)


def unusable(place: Path, error: Exception, setting: str = "ATOUT_DATA") -> StoreError:
    """Return that a file or a folder cannot be used, why, and what to do; `setting` says which place it is."""
    name = named(error)
    if damaged(name):
        return StoreError(f"{place} {WAY_OUT.format(name=name)}")
    other = f"give it to this user, or set {setting} to a place this user may write"
    said = next((what for names, what in REMEDIES if name.startswith(names)), other)
    return StoreError(f"{place} cannot be used ({name}): {said}")


class Cursor(Protocol):
    """What came of a statement."""

    @property
    def rowcount(self) -> int:
        """How many rows were written."""
        ...

    def fetchall(self) -> list[Row]:
        """Return the rows that are left."""
        ...

    def fetchone(self) -> Row | None:
        """Return the next row."""
        ...

    def __iter__(self) -> Iterator[Row]:
        """Yield the rows that are left."""
        ...


class Database(Protocol):
    """A connection. All of it raises `StoreError` when the database fails, never with what was being written."""

    @property
    def in_transaction(self) -> bool:
        """Whether a transaction is open."""
        ...

    def queries(self, name: str) -> Mapping[str, str]:
        """Return the queries of a file of this folder, in the words of this database."""
        ...

    @property
    def waits(self) -> bool:
        """Whether a statement waits for the next one now, so that it gives something to ask early."""
        ...

    def run(self, sql: str, args: Args) -> Cursor:
        """Run a statement; it may wait until somebody looks at what came of it, or of a later one."""
        ...

    def must(self, sql: str, args: Args) -> None:
        """Write one row. Raises `StaleError` where it is not one; what waits has the whole batch done again instead."""
        ...

    def once(self, sql: str, args: Args) -> Cursor:
        """Run what reads, once in a batch for the same arguments: whoever asks later is told the same."""
        ...

    @property
    def written(self) -> Collection[tuple[str, str]]:
        """Tables that were written while statements wait, each with whose rows; "" for any table, and for anybody."""
        ...

    def enter(self, name: str) -> None:
        """Begin a part that can be undone by itself."""
        ...

    def leave(self, name: str) -> None:
        """End a part: it is undone only with what it is a part of."""
        ...

    def back(self, name: str) -> None:
        """Undo a part, and end it."""
        ...

    def in_turn(self) -> None:
        """Wait until no other program adds to the log of the desk; none does then until this transaction ends."""
        ...


class _Came(sqlite3.Cursor):
    """What came of a statement. A row is read when somebody looks at it, so the file may fail as late as then."""

    def fetchall(self) -> list[Row]:
        """Return the rows that are left. Raises `StoreError`."""
        with failing(*ASKED):
            return super().fetchall()

    def fetchone(self) -> Row | None:
        """Return the next row. Raises `StoreError`."""
        with failing(*ASKED):
            found: Row | None = super().fetchone()
            return found

    def __iter__(self) -> Iterator[Row]:  # type: ignore[override] # what `Cursor` has
        while (row := self.fetchone()) is not None:
            yield row


class Sqlite:
    """The SQLite file."""

    def __init__(self, db: sqlite3.Connection) -> None:
        self._db = db

    @property
    def in_transaction(self) -> bool:
        """Whether a transaction is open."""
        return self._db.in_transaction

    def queries(self, name: str) -> Mapping[str, str]:
        """Return the queries of a file, which are written for SQLite."""
        return queries.load(name)

    def run(self, sql: str, args: Args) -> Cursor:
        """Run a statement."""
        with failing(*ASKED):
            return self._db.cursor(_Came).execute(sql, args)

    @property
    def waits(self) -> bool:
        """Nothing does: it is quick when it is run."""
        return False

    def must(self, sql: str, args: Args) -> None:
        """Write one row. Raises `StaleError` where it is not one."""
        if self.run(sql, args).rowcount != 1:
            raise StaleError

    def once(self, sql: str, args: Args) -> Cursor:
        """Run what reads."""
        return self.run(sql, args)

    @property
    def written(self) -> Collection[tuple[str, str]]:
        """None: nothing waits."""
        return ()

    def enter(self, name: str) -> None:
        """Begin a part that can be undone by itself."""
        self.run(f"SAVEPOINT {name}", {})

    def leave(self, name: str) -> None:
        """End a part."""
        self.run(f"RELEASE {name}", {})

    def back(self, name: str) -> None:
        """Undo a part, and end it."""
        if self.in_transaction:
            self.run(f"ROLLBACK TO {name}", {})
            self.run(f"RELEASE {name}", {})

    def in_turn(self) -> None:
        """Nothing: there is no other program."""


class Statements:
    """The queries of one file, run on an open database by their names."""

    def __init__(self, db: Database, name: str) -> None:
        self._db = db
        self._sql = db.queries(name)

    def run(self, name: str, args: Args) -> Cursor:
        """Run a query."""
        return self._db.run(self._sql[name], args)

    def must(self, name: str, args: Args) -> None:
        """Run a query that writes one row. Raises `StaleError`."""
        self._db.must(self._sql[name], args)

    def once(self, name: str, args: Args) -> Cursor:
        """Run a query that reads, once in a batch for the same arguments."""
        return self._db.once(self._sql[name], args)

    def in_turn(self) -> None:
        """Be the only one who adds to the log of the desk, until the transaction ends."""
        self._db.in_turn()

    def one(self, name: str, args: Args) -> Row | None:
        """Return the first row of a query."""
        rows = self.run(name, args).fetchall()
        return rows[0] if rows else None
