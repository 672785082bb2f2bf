"""A connection to PostgreSQL as the queries see it, and the schema of the database behind it.

The theory. Inside a batch a statement waits until somebody looks at what came of it, or of a later one: then all that
wait go to the server on one way, and come back together. What goes wrong is then known late, and nobody can say whose
it was. So a batch is tried in haste first, where any fault undoes all of it: nobody was told anything yet. No part has
a savepoint then: one that is to be undone, and wrote something that was sent, undoes the batch as well. Then it is done
again with care: each part has its savepoint and is settled at its end, so that a fault takes its own part alone.
"""

from __future__ import annotations

import re
import time
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from contextlib import closing, contextmanager, nullcontext, suppress
from functools import lru_cache
from typing import Any, Final, NamedTuple

import psycopg
from psycopg import sql
from psycopg.pq import ExecStatus, TransactionStatus

from bot.store import dialect, queries
from bot.store.base import ClashError, InUseError, StaleError, StoreError, UnfitError
from bot.store.database import Args, Cursor, Row
from bot.store.keys import Pepper
from bot.store.line import Plug, connected
from bot.store.reasons import reason, refusal

ALONE: Final = 0x61746F7574  # the advisory lock of who has this database open ("atout")
STARTS: Final = ALONE + 1  # the advisory lock of who starts: one after the other
LOGS: Final = ALONE + 2  # and of who adds to the log of the desk
CLASHES: Final = frozenset(
    {"40P01", "40001", "55P03", "22012"}
)  # SQLSTATE: a deadlock, a write between, a lock that was not had, a row that must be written (`MUST`)
HURRY: Final = """
SET idle_in_transaction_session_timeout = '4s'; SET lock_timeout = '3s'; SET tcp_user_timeout = '8s';
SET tcp_keepalives_idle = '4s'; SET tcp_keepalives_interval = '2s'; SET tcp_keepalives_count = 2
"""  # a worker that falls asleep in the middle of a batch holds nobody up, nor does one whose line is dead (line.py)
PAGE: Final = "docs/operators/postgresql.md"
MUST: Final = "WITH written AS ({}) SELECT 1 / count(*) FROM written"  # a fault of the server's, where it is no row
WRITES: Final = re.compile(r"\s*(?:WITH written AS \()?\s*(?:INSERT INTO|UPDATE|DELETE FROM) (\w+)")
READS: Final = re.compile(r"\s*(?:SELECT|SAVEPOINT|RELEASE|ROLLBACK|BEGIN|COMMIT|SET)\b")
PREPARED: Final = 5  # times a statement is run before it is prepared
BETWEEN: Final = "another program wrote that row"
UNDONE: Final = "PostgreSQL did not come to it"  # a statement after one that failed


class _Came:
    """What came of a statement. It is sent, with those before it, when somebody looks or it is to be settled."""

    def __init__(self, settle: Callable[[], None]) -> None:
        self._settle = settle
        self._cursor: psycopg.Cursor[Row] | None = None
        self._rows: Iterator[Row] | None = None

    def came(self, cursor: psycopg.Cursor[Row]) -> None:
        """Hold what came of it."""
        self._cursor = cursor

    @property
    def there(self) -> bool:
        """Whether it was sent."""
        return self._cursor is not None

    @property
    def rowcount(self) -> int:
        """How many rows were written."""
        return self._done().rowcount

    def fetchall(self) -> list[Row]:
        """Return the rows that are left."""
        return list(self)

    def fetchone(self) -> Row | None:
        """Return the next row."""
        return next(iter(self), None)

    def __iter__(self) -> Iterator[Row]:
        """Yield the rows that are left."""
        if self._rows is None:
            self._rows = iter(self._read())
        return self._rows

    def _read(self) -> Sequence[Row]:
        cursor = self._done()
        found = cursor.pgresult  # `description` makes an object of each column only to be looked at
        return cursor.fetchall() if found is not None and found.status == ExecStatus.TUPLES_OK else ()

    def _done(self) -> psycopg.Cursor[Row]:
        if self._cursor is None:
            self._settle()
        if self._cursor is None:
            raise StoreError(UNDONE)
        return self._cursor


class _Kept(_Came):
    """What came of a statement, to be read by more than one."""

    _all: Sequence[Row] | None = None

    def __iter__(self) -> Iterator[Row]:
        """Yield all rows."""
        if self._all is None:
            self._all = self._read()
        return iter(self._all)


class _Waits(NamedTuple):
    statement: str
    args: Args
    came: _Came


class _Part(NamedTuple):
    at: int  # how many statements waited as it began
    ways: int  # how often some were sent by then
    sent: int  # how many that write were


class Postgres:
    """A connection as the queries see it."""

    def __init__(self, url: str) -> None:
        self._url = url
        self._asked = 0.0  # when what is not answered yet was; 0.0: all is
        self._db = self._connected()
        self._waiting: list[_Waits] = []
        self._parts: list[_Part] = []  # that have begun, the outermost first
        self._ways = self._sent_writes = 0  # how often statements were sent, and how many of them that write
        self._once: dict[tuple[str, frozenset[tuple[str, Any]]], _Kept] = {}
        self._wrote: set[tuple[str, str]] = set()
        self._lost = False  # whether a hasty batch failed: nothing more is asked in it
        self._gathers = False  # whether a statement waits until somebody looks at what came of it, or of a later one
        self._hasty = False  # whether a fault undoes the batch, and not only the part it is in

    @property
    def in_transaction(self) -> bool:
        """Whether a transaction is open, or failed and waits to be undone."""
        open_ = {TransactionStatus.INTRANS, TransactionStatus.INERROR}
        return bool(self._waiting) or self._db.info.transaction_status in open_

    @property
    def whole(self) -> bool:
        """Whether the connection stands."""
        return not self._db.closed and not self._db.broken

    def queries(self, name: str) -> Mapping[str, str]:
        """Return the queries of a file, in the words of PostgreSQL."""
        return {key: dialect.query(text) for key, text in queries.load(name).items()}

    @property
    def waits(self) -> bool:
        """Whether a statement waits for the next one, whatever part it is of."""
        return self._gathers and self._hasty

    def run(self, statement: str, args: Args) -> Cursor:
        """Run a statement. Raises `StoreError`, and `StaleError` where another program wrote that row already.

        Of one that waits, with those before it, `settle` raises, or whoever looks at what came of it.
        """
        came = _Came(self.settle)
        self._sent(_Waits(statement, args, came))
        return came

    def must(self, statement: str, args: Args) -> None:
        """Write one row. Raises `StaleError` where it is not one; a hasty batch is done again instead."""
        if self.waits:
            self.run(MUST.format(f"{statement} RETURNING 1"), args)
        elif self.run(statement, args).rowcount != 1:
            raise StaleError(BETWEEN)

    def once(self, statement: str, args: Args) -> Cursor:
        """Run what reads, once in a batch for the same arguments."""
        asked = statement, frozenset(args.items())
        if asked not in self._once:
            came = _Kept(self.settle)
            self._sent(_Waits(statement, args, came))
            if not self.waits:
                return came
            self._once[asked] = came
        return self._once[asked]

    @property
    def written(self) -> Collection[tuple[str, str]]:
        """Tables that were written while statements wait, each with whose rows; "" for any table, and for anybody."""
        return self._wrote

    def _sent(self, one: _Waits) -> None:
        target = _target(one.statement) if self.waits else None
        if target is not None:
            self._wrote.add((target, one.args.get("person", "")))
        self._waiting.append(one)
        if not self._gathers:
            self.settle()

    def enter(self, name: str) -> None:
        """Begin a part that can be undone by itself."""
        part = _Part(len(self._waiting), self._ways, self._sent_writes)
        if not self.waits:
            self.run(f"SAVEPOINT {name}", {})
        self._parts.append(part)

    def leave(self, name: str) -> None:
        """End a part. With care what goes wrong in it is known now."""
        if not self.waits:
            self.settle()
            self.run(f"RELEASE {name}", {})
        self._parts.pop()

    def back(self, name: str) -> None:
        """Undo a part, and end it: what waits is not asked any more. In haste what it wrote undoes the batch."""
        part = self._parts.pop()
        if self._lost:
            return
        held = part.ways == self._ways
        del self._waiting[part.at if held else 0 :]
        self._once = {asked: came for asked, came in self._once.items() if came.there}
        if self.waits:
            self._lost = part.sent < self._sent_writes
        elif not held and self.in_transaction:
            self.run(f"ROLLBACK TO {name}", {})
            self.run(f"RELEASE {name}", {})

    def settle(self) -> None:
        """Send what waits, all on one way to the server and back. Raises as `run` does."""
        waiting, self._waiting = self._waiting, []
        if self._lost:
            raise ClashError(UNDONE)
        if not waiting:
            return
        self._asked = time.monotonic()
        self._ways += 1
        self._sent_writes += sum(_target(one.statement) is not None for one in waiting)
        try:
            with self._db.pipeline() if len(waiting) > 1 else nullcontext():
                for one in waiting:
                    one.came.came(self._db.execute(one.statement, one.args))
        except UnicodeError:  # a half of a letter, which is no text of a database
            raise self._fault(self._named(psycopg.DataError())) from None
        except psycopg.Error as error:
            raise self._fault(self._named(error)) from None
        finally:
            self._asked = 0.0

    def _named(self, error: psycopg.Error) -> Exception:
        """Return what a fault takes along: in a batch, what no row can hold takes the part it is in, and no other."""
        if isinstance(error, psycopg.IntegrityError):
            return StaleError(reason(error))
        if error.sqlstate in CLASHES:
            return ClashError(reason(error))
        unfit = isinstance(error, psycopg.DataError) and self._gathers
        return (UnfitError if unfit else StoreError)(reason(error))

    def _fault(self, error: Exception) -> Exception:
        """Return what a fault is told as: in haste nobody knows whose it was, so all is done again."""
        if not self.waits or not self.whole:
            return error
        self._lost = True
        return ClashError(str(error))

    @property
    def silent(self) -> float:
        """For how many seconds an answer is waited for; 0 where none is."""
        asked = self._asked
        return time.monotonic() - asked if asked else 0.0

    def cut(self) -> None:
        """End the line, from any thread: who waits for an answer is told that it broke."""
        self._plug.pull()

    def in_turn(self) -> None:
        """Wait for the others who add to the log of the desk; they wait until this transaction ends."""
        self.run(f"SELECT pg_advisory_xact_lock({LOGS})", {})

    def gather(self, *, hasty: bool) -> None:
        """Let statements wait from now on.

        With care none is prepared: psycopg would take for prepared what came behind a fault, and the server does not.
        """
        self._gathers, self._hasty = True, hasty
        self._db.prepare_threshold = PREPARED if hasty else None

    def undo(self) -> None:
        """Undo the transaction; what psycopg holds for prepared goes with it."""
        self.forget()
        if self.whole and self.in_transaction:
            with suppress(psycopg.Error):
                self._db.rollback()

    def forget(self) -> None:
        """Let go of what waits, and let nothing wait any more."""
        self._waiting, self._parts, self._once, self._wrote = [], [], {}, set()
        self._lost = self._gathers = self._hasty = False
        self._db.prepare_threshold = PREPARED

    def hurry(self) -> None:
        """Have the server end what stands still on this connection."""
        for statement in filter(str.strip, HURRY.split(";")):
            self.run(statement, {})

    def again(self) -> None:
        """Make the connection again. Raises `StoreError`."""
        self.close()
        self._waiting = []
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
        if not self.lonely():
            self.close()
            raise InUseError("another atout uses this database. Stop it, or set ATOUT_STORE to another one.")

    def lonely(self) -> bool:
        """Hold the database alone if that can be; whether it is so: no other program is connected."""
        return bool(self.run(f"SELECT pg_try_advisory_lock({ALONE})", {}).fetchall()[0][0])

    def beside(self) -> None:
        """Hold the database as others do too, while nobody holds it alone. Raises `InUseError`."""
        if not self.run(f"SELECT pg_try_advisory_lock_shared({ALONE})", {}).fetchall()[0][0]:
            self.close()
            raise InUseError("an atout has this database alone now. Wait until it is done, or stop it.")

    @contextmanager
    def starting(self) -> Iterator[None]:
        """One program after the other."""
        self.run(f"SELECT pg_advisory_lock({STARTS})", {})
        try:
            yield
        finally:
            if self.whole:
                self.run(f"SELECT pg_advisory_unlock({STARTS})", {})

    def close(self) -> None:
        """Let go of it."""
        with suppress(psycopg.Error):
            self._db.close()
        self._plug.close()

    def _connected(self) -> psycopg.Connection[Row]:
        try:
            db = connected(self._url)
        except psycopg.Error as error:
            raise StoreError(refusal(error)) from None
        self._plug = Plug(db)
        return db


@lru_cache(maxsize=1024)
def _target(statement: str) -> str | None:
    """Return the table that a statement writes, "" for one that cannot be told; None where it writes none."""
    found = WRITES.match(statement)
    if found:
        return str(found[1])
    return None if READS.match(statement) else ""


def _names(columns: Sequence[str]) -> sql.Composed:
    return sql.SQL(", ").join(map(sql.Identifier, columns))


def version(db: Postgres) -> int:
    """Return how many migrations the database has seen. Raises `StoreError` when it has seen more than there are."""
    there = db.run("SELECT to_regclass('schema_version') IS NOT NULL", {}).fetchall()[0][0]
    at, known = int(db.run("SELECT version FROM schema_version", {}).fetchall()[0][0]) if there else 0, current()
    if at > known:
        said = f"this database was written by a newer atout (schema {at}, known {known})"
        raise StoreError(f"{said}: install that version again, or restore the copies of before ({PAGE})")
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


def proven(db: Postgres, pepper: Pepper) -> None:
    """Note which keys belong to these rows, or see that they are these. Raises `InUseError`."""
    mine = pepper.hash("keyring")
    db.run("INSERT INTO keyring (id, proof) VALUES (1, %(proof)s) ON CONFLICT DO NOTHING", {"proof": mine})
    if bytes(db.run("SELECT proof FROM keyring", {}).fetchall()[0][0]) != mine:
        raise InUseError("the rows of this database belong to other keys: set ATOUT_DATA to the folder of its keys.db")
