"""PostgreSQL as a `Store`: the same queries, the same sessions and the same writer thread as the SQLite file.

Several programs may use a database, each a worker that holds some slots (bot/store/lease.py), where they share the
memory of a machine for the keys of people who did not agree; without that, one.

One connection, one transaction for many pieces of work. A connection that breaks is made again for the next batch; what
was in the one that broke was not acknowledged, so it comes again, and a repeat is known by its delivery. Where it broke
before a commit was answered, the database is asked later, by the number of the transaction, what became of it. The keys
of people stay a file of their own in the data folder: whoever copies the database has nothing to read.
"""

from __future__ import annotations

import fcntl
import json
import os
import time
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import closing, contextmanager, nullcontext, suppress
from pathlib import Path
from typing import Any, Final

import psycopg
from psycopg import sql
from psycopg.pq import TransactionStatus

from bot.store import dialect, queries
from bot.store.base import TAKEN, ClashError, InUseError, Session, StaleError, StoppedError, StoreError
from bot.store.database import Args, Cursor, Row
from bot.store.keys import KeyRing, Pepper, of_nobody
from bot.store.lease import ENTER, FENCE, GIVE, HELD, LEAVE, LIVING, SLOT, TAKE, Change, Lease, change, clear, strike
from bot.store.ledger import NAME as LEDGER
from bot.store.ledger import Ledger
from bot.store.line import Guard, Plug, connected
from bot.store.presence import Presence
from bot.store.reasons import reason, refusal
from bot.store.rows import After
from bot.store.session import SqlSession
from bot.store.slots import SLOTS, Held
from bot.store.sqlite import LOCK
from bot.store.writer import Writer, named

GRACE: Final = 10_000  # ms before a bubble that may have been sent is sent again
ALONE: Final = 0x61746F7574  # the advisory lock of who has this database open ("atout")
STARTS: Final = ALONE + 1  # the advisory lock of who starts: one after the other
LOGS: Final = ALONE + 2  # and of who adds to the log of the desk
CLASHES: Final = frozenset(
    {"40P01", "40001", "55P03"}
)  # SQLSTATE: a deadlock, a write between, a lock that was not had
HURRY: Final = """
SET idle_in_transaction_session_timeout = '4s'; SET lock_timeout = '3s'; SET tcp_user_timeout = '8s';
SET tcp_keepalives_idle = '4s'; SET tcp_keepalives_interval = '2s'; SET tcp_keepalives_count = 2
"""  # a worker that falls asleep in the middle of a batch holds nobody up, nor does one whose line is dead (line.py)
UNDONE: Final = "PostgreSQL did not come to it"  # a statement after one that failed
NUMBER: Final = "SELECT CAST(pg_current_xact_id() AS text)"
BECAME: Final = "SELECT pg_xact_status(CAST(%(number)s AS xid8))"
SAVED, UNDER_WAY = "committed", "in progress"  # what a transaction may have become
UNHEARD: Final = """
UPDATE outbox SET status = 'due'
WHERE status = 'sending' AND id IN (SELECT CAST(value AS bigint) FROM each_of(%(claimed)s))
"""


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
            cursor = self._done()
            self._rows = iter(cursor.fetchall() if cursor.description else ())
        return self._rows

    def _done(self) -> psycopg.Cursor[Row]:
        if self._cursor is None:
            self._settle()
        if self._cursor is None:
            raise StoreError(UNDONE)
        return self._cursor


class Postgres:
    """A connection as the queries see it."""

    def __init__(self, url: str) -> None:
        self._url = url
        self._asked = 0.0  # when what is not answered yet was; 0.0: all is
        self._db = self._connected()
        self._waiting: list[tuple[str, Args, _Came]] = []
        self._ahead: dict[tuple[str, frozenset[tuple[str, Any]]], _Came] = {}  # what was asked before it is run
        self.gathers = False  # whether a statement waits until somebody looks at what came of it, or of a later one

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

    def run(self, statement: str, args: Args) -> Cursor:
        """Run a statement. Raises `StoreError`, and `StaleError` where another program wrote that row already.

        Of one that waits, with those before it, `settle` raises, or whoever looks at what came of it.
        """
        came = self._ahead.pop(_asked(statement, args), None) if self._ahead else None
        return came or self._sent(statement, args)

    def ahead(self, statement: str, args: Args) -> None:
        """Ask for what will be run in this transaction: it goes with what is next, and is there when it is wanted."""
        if self.gathers:
            self._ahead[_asked(statement, args)] = self._sent(statement, args)

    def _sent(self, statement: str, args: Args) -> _Came:
        came = _Came(self.settle)
        self._waiting.append((statement, args, came))
        if not self.gathers:
            self.settle()
        return came

    def settle(self) -> None:
        """Send what waits, all on one way to the server and back. Raises as `run` does."""
        waiting, self._waiting = self._waiting, []
        if not waiting:
            return
        self._asked = time.monotonic()
        try:
            with self._db.pipeline() if len(waiting) > 1 else nullcontext():
                for statement, args, came in waiting:
                    came.came(self._db.execute(statement, args))
        except psycopg.Error as error:
            self._ahead.clear()  # it may be behind the one that failed
            if isinstance(error, psycopg.IntegrityError):
                raise StaleError(reason(error)) from None
            kind = ClashError if error.sqlstate in CLASHES else StoreError
            raise kind(reason(error)) from None
        finally:
            self._asked = 0.0

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

    def forget(self) -> None:
        """Let go of what waits and of what was asked ahead, and let nothing wait any more."""
        self._waiting, self.gathers = [], False
        self._ahead.clear()

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


class PostgresStore(Writer):
    """A `Store` on a PostgreSQL database, with the keys of people in a file of the data folder."""

    def __init__(
        self,
        url: str,
        folder: Path,
        master: bytes,
        now: Callable[[], int],
        org: int = 1,
        memory: Path | None = None,
    ) -> None:
        """Open it. `memory`: where the programs of a machine share keys (bot/store/fleeting.py); None: one program."""
        self._url = url
        self._presence = Presence(memory) if memory else None  # of the others: None where there are none
        self._lock = _Folder(folder, shared=self._presence is not None)
        self._fence: Cursor | None = None  # brings the number of the transaction
        self._number = ""
        self._unanswered = False  # the line broke as it was to be committed
        self._doubt: tuple[str, After] | None = None  # the number of such a transaction, and what was to follow
        try:
            self._pg = Postgres(url)
            with self._pg.starting():
                fresh = not version(self._pg)
                if fresh:
                    of_nobody(folder / "keys.db")
                keys = KeyRing(folder / "keys.db", master, fresh=fresh, memory=memory)
                alone = self._fitted()
                pepper = Pepper(keys.root)
                proven(self._pg, pepper)
                session = SqlSession(self._pg, keys, pepper, org)
                super().__init__(session, keys, Ledger(folder / LEDGER, keys.root, now()), now)
                clear(self._pg, self._presence, alone=alone)
                if not self._pg.run(LIVING, {}).fetchall():
                    self._wake_up(now())
                session.holding = self._entered()
        except StoreError:
            self._lock.release()
            raise
        self._lease = self._signs(self._presence, now) if self._presence else None
        self._guard = Guard(self._pg, self._lease)
        self._guard.start()
        self._thread.start()

    @property
    def speaks(self) -> bool:
        """Whether what was claimed here is still ours to say."""
        return super().speaks and (self._lease is None or self._lease.fresh)

    def _signs(self, presence: Presence, now: Callable[[], int]) -> Lease:
        """Begin to give signs of life."""
        worker = self._session.holding.worker
        lease = Lease(Postgres(self._url), worker, presence, self._change, self._taken, now)
        lease.start()
        return lease

    def _fitted(self) -> bool:
        """Bring the database to today's schema and hold it; whether no other program was connected to it."""
        whole = version(self._pg) == current() and self._presence is not None
        if not whole:
            self._pg.alone()
            migrate(self._pg)
        alone = not whole or self._pg.lonely()
        if self._presence:
            self._hold(self._pg)
            if alone:
                self._pg.run(f"SELECT pg_advisory_unlock({ALONE})", {})
        else:
            self._pg.hurry()
        return alone

    def _hold(self, db: Postgres) -> None:
        if self._presence:
            db.beside()
        else:
            db.alone()
        db.hurry()

    # ------------------------------------------------------------ what is held

    def _entered(self) -> Held:
        """Become a worker, and take what is free."""
        if self._presence is None:
            return Held()
        self._pg.run("BEGIN", {})
        worker = int(self._pg.run(ENTER, {}).fetchall()[0][0])
        self._presence.enter(worker)
        self._pg.run("COMMIT", {})
        for one in range(SLOTS if len(self._pg.run(HELD, {}).fetchall()) < SLOTS else 0):
            self._pg.run(SLOT, {"slot": one})
        living = [int(row[0]) for row in self._pg.run(LIVING, {}).fetchall()]
        held = {int(slot): int(holder) for slot, holder in self._pg.run(HELD, {}).fetchall()}
        take, _ = change(worker, living, held)
        nothing = Held(worker, frozenset())
        rows = self._pg.run(TAKE, {"worker": worker, "slots": nothing.now(take).listed}).fetchall()
        return nothing.now(frozenset(int(row[0]) for row in rows))

    def _change(self, wanted: Change) -> None:
        """Take and give back slots, between two pieces of work."""
        take, give = wanted

        def work(_: Session) -> None:
            held = self._session.holding
            worker, slots = held.worker, held.slots or frozenset()
            self._pg.run(GIVE, {"worker": worker, "slots": held.now(give).listed})
            rows = self._pg.run(TAKE, {"worker": worker, "slots": held.now(take).listed}).fetchall()
            self._session.after.holds = (slots - give) | {int(row[0]) for row in rows}

        self._later(work)

    def _taken(self) -> None:
        """End: others went on."""
        self._fail(TAKEN)
        self._later(lambda _: None)  # so that the thread looks up

    # ------------------------------------------------------------ a batch

    def _begin(self) -> None:
        if not self._pg.whole:
            self._pg.again()
            self._hold(self._pg)
        if self._doubt is not None:
            self._learn(*self._doubt)
        self._pg.gathers = True
        self._pg.run("BEGIN", {})
        worker = {"worker": self._session.holding.worker}
        self._fence = self._pg.run(FENCE, worker) if self._presence else self._pg.run(NUMBER, {})

    def _proven(self) -> None:
        found = self._fence.fetchone() if self._fence is not None else None
        if found is None:
            self._fail(TAKEN)
            raise StoppedError(TAKEN)
        self._number = str(found[0])

    def _commit(self) -> None:
        self._pg.run("COMMIT", {})
        try:
            self._pg.settle()
        except StoreError:
            self._unanswered = not self._pg.whole
            raise
        self._pg.forget()

    def _left(self, after: After) -> bool:
        unanswered, self._unanswered = self._unanswered, False
        if unanswered:
            self._doubt = self._number, after
        return unanswered

    def _learn(self, number: str, after: After) -> None:
        """Ask what became of a commit that nobody answered, and do what follows. Raises `StoreError` until it is known.

        Who claimed a bubble in it was never told, so that bubble was not sent.
        """
        try:
            became = self._pg.run(BECAME, {"number": number}).fetchall()[0][0]
        except StoreError as error:
            if self._pg.whole:  # it is a copy that came too late: the next start puts right whichever it was
                self._fail(named(error))
            raise
        if became == UNDER_WAY:
            raise StoreError(f"the last commit is {UNDER_WAY}")
        if became == SAVED:
            self._pg.run(UNHEARD, {"claimed": json.dumps(after.claimed)})
            self._let_go(after)
        else:
            self._keys.unmint(after.minted)
        self._doubt = None

    def _undo(self) -> None:
        self._pg.forget()
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
        """Leave what was held to the others; every commit is on the disk."""
        if self._lease is not None and self._presence is not None:
            self._lease.stop()
            with suppress(StoreError), self._pg.starting():
                self._pg.run(LEAVE, {"worker": self._session.holding.worker})
                self._presence.forget([self._session.holding.worker])
                strike(self._pg, self._presence)  # one that was killed as it began is no reason to keep keys
                if not self._pg.run(LIVING, {}).fetchall():
                    self._keys.last()

    def _let_down(self) -> None:
        if self._lease is not None:
            self._lease.stop()
        self._guard.stop()
        self._pg.close()

    def _released(self) -> None:
        """The lock of the database went with the connection."""
        if self._presence is not None:
            self._presence.leave()
        self._lock.release()

    def _wake_up(self, now: int) -> None:
        self._pg.run("BEGIN", {})
        unused = self._put_right(now, GRACE)
        self._pg.run("COMMIT", {})
        self._session.after = After()
        self._keys.sweep(unused, self._session.strangers)


class _Folder:
    """The lock of a data folder: alone, or with the other programs of a database but with no SQLite file beside."""

    def __init__(self, folder: Path, *, shared: bool) -> None:
        """Take it. Raises `InUseError` and `StoreError`."""
        try:
            folder.mkdir(parents=True, exist_ok=True, mode=0o700)
            self._file = os.open(folder / LOCK, os.O_RDWR | os.O_CREAT, 0o600)
        except OSError as error:
            raise StoreError(f"{folder} cannot be used: {error.strerror}") from None
        try:
            fcntl.flock(self._file, (fcntl.LOCK_SH if shared else fcntl.LOCK_EX) | fcntl.LOCK_NB)
        except OSError:
            os.close(self._file)
            raise InUseError(f"{folder}: another atout uses the keys in this folder. Stop it.") from None

    def release(self) -> None:
        """Let go of it."""
        with suppress(OSError):
            os.close(self._file)


def proven(db: Postgres, pepper: Pepper) -> None:
    """Note which keys belong to these rows, or see that they are these. Raises `InUseError`."""
    mine = pepper.hash("keyring")
    db.run("INSERT INTO keyring (id, proof) VALUES (1, %(proof)s) ON CONFLICT DO NOTHING", {"proof": mine})
    if bytes(db.run("SELECT proof FROM keyring", {}).fetchall()[0][0]) != mine:
        raise InUseError("the rows of this database belong to other keys: set ATOUT_DATA to the folder of its keys.db")


def _asked(statement: str, args: Args) -> tuple[str, frozenset[tuple[str, Any]]]:
    return statement, frozenset(args.items())


OWED: Final = 0.5  # seconds between tries to empty the log of the keys after an erasure


def _names(columns: Sequence[str]) -> sql.Composed:
    return sql.SQL(", ").join(map(sql.Identifier, columns))


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
