"""PostgreSQL as a `Store`: the same queries, the same sessions and the same writer thread as the SQLite file.

One connection, one transaction for many pieces of work. A connection that breaks is made again for the next batch; what
was in the one that broke was not acknowledged, so it comes again, and a repeat is known by its delivery. The keys of
people stay a file of their own in the data folder: whoever copies the database has nothing to read.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import closing, contextmanager, suppress
from pathlib import Path
from typing import Any, Final

import psycopg
from filelock import FileLock, Timeout
from psycopg import sql
from psycopg.adapt import Loader
from psycopg.pq import TransactionStatus
from psycopg.types.numeric import Int8Dumper
from psycopg.types.string import StrDumper

from bot.store import dialect, queries
from bot.store.base import InUseError, StoreError
from bot.store.database import Args, Cursor, Row
from bot.store.keys import KeyRing, Pepper
from bot.store.ledger import NAME as LEDGER
from bot.store.ledger import Ledger
from bot.store.rows import After
from bot.store.session import SqlSession
from bot.store.sqlite import LOCK
from bot.store.writer import Writer

GRACE: Final = 10_000  # ms before a bubble that may have been sent is sent again
KEPT: Final = 256  # prepared statements a connection keeps
PATIENCE: Final = 10  # seconds to wait for a connection
ALONE: Final = 0x61746F7574  # the advisory lock of who has this database open ("atout")
GONE: Final = ("08", "57P")  # classes of SQLSTATE: the connection broke, or the server was stopped


class _Whole(Loader):
    """Sums are numeric, and all of ours are whole."""

    def load(self, data: Any) -> int:  # noqa: ANN401 - a buffer of the library
        """Return the number."""
        return int(bytes(data))


class _Flag(Int8Dumper):
    """A truth is kept as 0 or 1, as in the other file."""

    def dump(self, obj: Any) -> Any:  # noqa: ANN401 - a truth in, bytes out
        """Return the number."""
        return super().dump(int(obj))


class _Came:
    """What came of a statement, fetched whole."""

    def __init__(self, cursor: psycopg.Cursor[Row]) -> None:
        self.rowcount = cursor.rowcount
        self._rows = iter(cursor.fetchall() if cursor.description else ())

    def fetchall(self) -> list[Row]:
        """Return the rows that are left."""
        return list(self._rows)

    def fetchone(self) -> Row | None:
        """Return the next row."""
        return next(self._rows, None)

    def __iter__(self) -> Iterator[Row]:
        """Yield the rows that are left."""
        return self._rows


class Postgres:
    """A connection as the queries see it."""

    def __init__(self, url: str) -> None:
        self._url = url
        self._db = self._connected()

    @property
    def in_transaction(self) -> bool:
        """Whether a transaction is open, or failed and waits to be undone."""
        return self._db.info.transaction_status in {TransactionStatus.INTRANS, TransactionStatus.INERROR}

    @property
    def whole(self) -> bool:
        """Whether the connection stands."""
        return not self._db.closed and not self._db.broken

    def queries(self, name: str) -> Mapping[str, str]:
        """Return the queries of a file, in the words of PostgreSQL."""
        return {key: dialect.query(text) for key, text in queries.load(name).items()}

    def run(self, statement: str, args: Args) -> Cursor:
        """Run a statement. Raises `StoreError`, and psycopg's `IntegrityError` where a row is there already."""
        try:
            return _Came(self._db.execute(statement, args))
        except psycopg.IntegrityError:
            raise
        except psycopg.Error as error:
            raise StoreError(reason(error)) from None

    def again(self) -> None:
        """Make the connection again. Raises `StoreError`."""
        with suppress(psycopg.Error):
            self._db.close()
        self._db = self._connected()

    def rows(self, table: str, columns: Sequence[str]) -> Iterator[Row]:
        """Yield every row of a table, some at a time; inside a transaction."""
        with self._db.cursor(name="moving") as cursor:
            yield from cursor.execute(sql.SQL("SELECT {} FROM {}").format(_names(columns), sql.Identifier(table)))

    def fill(self, table: str, columns: Sequence[str], rows: Iterable[Row]) -> None:
        """Put rows into a table; inside a transaction."""
        into = sql.SQL("COPY {} ({}) FROM STDIN").format(sql.Identifier(table), _names(columns))
        with self._db.cursor() as cursor, cursor.copy(into) as copy:
            for row in rows:
                copy.write_row(row)

    def number(self) -> None:
        """Have new rows numbered after those that were put in."""
        numbered = "SELECT table_name FROM information_schema.columns WHERE is_identity = 'YES'"
        for (table,) in self.run(numbered, {}).fetchall():
            after = "SELECT setval(pg_get_serial_sequence({0}, 'id'), coalesce(max(id), 0) + 1, false) FROM {1}"
            self._db.execute(sql.SQL(after).format(sql.Literal(table), sql.Identifier(table)))

    def alone(self) -> None:
        """Hold the database as nobody else does, for as long as the connection stands. Raises `InUseError`."""
        if not self.run(f"SELECT pg_try_advisory_lock({ALONE})", {}).fetchall()[0][0]:
            self.close()
            raise InUseError("another atout uses this database. Stop it, or set ATOUT_STORE to another one.")

    def close(self) -> None:
        """Let go of it."""
        with suppress(psycopg.Error):
            self._db.close()

    def _connected(self) -> psycopg.Connection[Row]:
        try:
            db = psycopg.connect(self._url, autocommit=True, connect_timeout=PATIENCE, application_name="atout")
        except psycopg.Error as error:
            raise StoreError(reason(error)) from None
        db.prepared_max = KEPT
        for kind, dumper in ((int, Int8Dumper), (bool, _Flag), (str, StrDumper)):
            db.adapters.register_dumper(kind, dumper)
        db.adapters.register_loader("numeric", _Whole)
        return db


class PostgresStore(Writer):
    """A `Store` on a PostgreSQL database, with the keys of people in a file of the data folder."""

    def __init__(self, url: str, folder: Path, master: bytes, now: Callable[[], int], org: int = 1) -> None:
        self._lock = FileLock(folder / LOCK, mode=0o600)
        try:
            folder.mkdir(parents=True, exist_ok=True, mode=0o700)
            self._lock.acquire(timeout=0)
        except Timeout:
            raise InUseError(f"{folder}: another atout uses the keys in this folder. Stop it.") from None
        except OSError as error:
            raise StoreError(f"{folder} cannot be used: {error.strerror}") from None
        self._pg = self._opened(url)
        fresh = not migrate(self._pg)
        self.erased = 0  # persons of an old copy who were erased since, found when it was opened
        keys = KeyRing(folder / "keys.db", master, fresh=fresh)
        session = SqlSession(self._pg, keys, Pepper(keys.root), org)
        super().__init__(session, keys, Ledger(folder / LEDGER, keys.root, now()), now)
        self._wake_up(now())
        self._thread.start()

    def _opened(self, url: str) -> Postgres:
        """Return the connection, which nobody else has; the folder is let go of where there is none."""
        try:
            db = Postgres(url)
            db.alone()
        except StoreError:
            self._lock.release()
            raise
        return db

    def _begin(self) -> None:
        if not self._pg.whole:
            self._pg.again()
            self._pg.alone()
        self._pg.run("BEGIN", {})

    def _commit(self) -> None:
        self._pg.run("COMMIT", {})

    def _undo(self) -> None:
        if self._pg.whole and self._pg.in_transaction:
            with suppress(StoreError):
                self._pg.run("ROLLBACK", {})

    def _judge(self, name: str) -> None:
        """Nothing of it is the end: the server writes no page that is not on its disk, and comes back."""

    def _patience(self) -> float | None:
        return OWED if self._keys.owes else None

    def _idle(self) -> None:
        self._keys.tend()

    def _tend(self, *, erased: bool) -> None:
        """Nothing: the server tidies by itself, and what it still holds of who was erased has no key any more."""

    def _end(self) -> None:
        """Nothing: every commit is on the disk."""

    def _let_down(self) -> None:
        self._pg.close()

    def _released(self) -> None:
        """The lock of the database went with the connection."""
        self._lock.release()

    def _wake_up(self, now: int) -> None:
        self._pg.run("BEGIN", {})
        living = set(self._session.wake(now, GRACE, self._ledger.gone))
        self.erased = sum(map(self._ledger.gone, self._session.after.destroy))
        self._ledger.erased(self._keys.unused(living), now)
        self._pg.run("COMMIT", {})
        self._session.after = After()
        self._keys.sweep(living)


OWED: Final = 0.5  # seconds between tries to empty the log of the keys after an erasure


def _names(columns: Sequence[str]) -> sql.Composed:
    return sql.SQL(", ").join(map(sql.Identifier, columns))


def reason(error: psycopg.Error) -> str:
    """Return what went wrong as PostgreSQL calls it; never what was being written, nor the address."""
    return f"PostgreSQL {error.sqlstate or type(error).__name__}"


def version(db: Postgres) -> int:
    """Return how many migrations the database has seen. Raises `StoreError` when it has seen more than there are."""
    there = db.run("SELECT to_regclass('schema_version') IS NOT NULL", {}).fetchall()[0][0]
    at, known = int(db.run("SELECT version FROM schema_version", {}).fetchall()[0][0]) if there else 0, current()
    if at > known:
        msg = f"this database was written by a newer atout (schema {at}, known {known})"
        raise StoreError(msg)
    return at


def current() -> int:
    """Return today's version of the schema."""
    return len(queries.migrations())


@contextmanager
def moving(url: str) -> Iterator[Postgres]:
    """A connection that nobody else has, brought to today's schema, in a transaction that ends well or not at all.

    Raises `InUseError` and `StoreError`.
    """
    with closing(Postgres(url)) as db:
        db.alone()
        migrate(db)
        try:
            db.run("BEGIN", {})
            yield db
            db.run("COMMIT", {})
        except psycopg.Error as error:
            raise StoreError(reason(error)) from None


@contextmanager
def served(url: str) -> Iterator[Postgres]:
    """A connection for a moment. Raises `StoreError`."""
    with closing(Postgres(url)) as db:
        yield db


def fitted(db: Postgres) -> bool:
    """Bring the database to today's schema, unless an atout of yesterday uses it; whether there was nothing before."""
    at = version(db)
    if at != current():
        db.alone()
        migrate(db)
    return not at


def migrate(db: Postgres) -> int:
    """Bring the database to today's schema; return at which version it was. Raises `StoreError`."""
    steps, at = queries.migrations(), version(db)
    there = at > 0
    if at == len(steps):
        return at
    db.run("BEGIN", {})
    try:
        for script in ("" if there else dialect.BEFORE, *map(dialect.schema, steps[at:])):
            for statement in filter(str.strip, script.split(";")):
                db.run(statement, {})
        if not there:
            db.run(dialect.AFTER, {})
        db.run("UPDATE schema_version SET version = %(version)s", {"version": len(steps)})
        db.run("COMMIT", {})
    finally:
        if db.whole and db.in_transaction:
            db.run("ROLLBACK", {})
    return at
