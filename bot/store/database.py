"""An open database as the queries see it, whichever program keeps it: run a statement, get rows.

`Sqlite` is the file; bot/store/postgres.py has the other one. Nothing here knows a table.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from typing import Any, Protocol

from bot.store import queries
from bot.store.base import StoreError

Row = tuple[Any, ...]  # the columns are what the schema says
Args = Mapping[str, Any]


@contextmanager
def failing() -> Iterator[None]:
    """Have what goes wrong in an SQLite file be a `StoreError`, by the name that SQLite has for it."""
    try:
        yield
    except sqlite3.Error as error:
        raise StoreError(getattr(error, "sqlite_errorname", None) or str(error)) from None


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

    def run(self, sql: str, args: Args) -> Cursor:
        """Run a statement; it may wait until somebody looks at what came of it, or of a later one."""
        ...

    def ahead(self, sql: str, args: Args) -> None:
        """Ask for what will be run with the same words and arguments in this batch, together with what is next."""
        ...

    def settle(self) -> None:
        """Have done all that was run."""
        ...

    def in_turn(self) -> None:
        """Wait until no other program adds to the log of the desk; none does then until this transaction ends."""
        ...


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

    def run(self, sql: str, args: Args) -> sqlite3.Cursor:
        """Run a statement."""
        try:
            return self._db.execute(sql, args)
        except sqlite3.OperationalError as error:
            raise StoreError(error.sqlite_errorname) from None

    def ahead(self, sql: str, args: Args) -> None:
        """Nothing: it is quick when it is run."""

    def settle(self) -> None:
        """Nothing: here a statement is done when it is run."""

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

    def ahead(self, name: str, args: Args) -> None:
        """Ask for what a query will find, which is run with the same arguments a little later."""
        self._db.ahead(self._sql[name], args)

    def in_turn(self) -> None:
        """Be the only one who adds to the log of the desk, until the transaction ends."""
        self._db.in_turn()

    def one(self, name: str, args: Args) -> Row | None:
        """Return the first row of a query."""
        rows = self.run(name, args).fetchall()
        return rows[0] if rows else None
