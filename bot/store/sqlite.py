"""The SQLite file: one writer thread, one commit for up to 64 pieces of work, and only then an answer.

The theory. A commit waits for the disk; sixty-four people can wait together (notes/storage.md 3: 23 to 61 times more
on slow disks). So whoever has something to read or write hands it in; the thread takes what is there, runs it piece
by piece, commits once, and only then are the waiters told. It takes on no more pieces once some are worked on for a
while: who came first does not wait for who came last. `synchronous=FULL` because anything less loses answers
when the power goes. The write-ahead log is checkpointed when nothing waits, so no commit pays for it.

A piece of work must not raise: its owner guards it (bot/loop.py), so that one poisoned message does not take its
neighbours with it. What does raise here is the disk, and then nothing of the batch happened.
"""

from __future__ import annotations

import asyncio
import sqlite3
import threading
from collections.abc import Callable, Iterator
from contextlib import suppress
from itertools import count
from pathlib import Path
from queue import Empty, PriorityQueue
from typing import Any, NamedTuple, TypeVar

from filelock import FileLock, Timeout

from bot.store import queries
from bot.store.base import InUseError, Session, StoppedError, StoreError, Who
from bot.store.keys import KeyRing, Pepper
from bot.store.ledger import NAME as LEDGER
from bot.store.ledger import Ledger
from bot.store.rows import After
from bot.store.session import SqliteSession

T = TypeVar("T")

LOCK = "atout.lock"  # in the folder: who holds it has it open
RESTORING = "restore.unfinished"  # in the folder while copies are put in place (bot/store/restore.py)
BATCH = 64  # notes/storage.md 3: throughput is flat beyond
SPELL = 50  # ms after which a batch takes no more pieces; a commit takes about five
FIRST, NEXT, LAST = range(3)  # what is to be said, what is to be heard, the end
PRAGMAS = (
    "auto_vacuum=INCREMENTAL",  # before the log: a new file that has one takes it no more
    "journal_mode=WAL",
    "synchronous=FULL",
    "secure_delete=ON",
    "wal_autocheckpoint=0",  # ours, between batches
    "cache_size=-65536",  # 64 MB: a small cache stalled for half a second at a million rows (notes/storage.md 3)
    "temp_store=MEMORY",
)
BUSY = 5000  # ms to wait for another process that writes
COMPACT = 2  # what `auto_vacuum` says of a file that can give room back
FREED = 512  # pages that are given back at once, 2 MB: about 15 ms in which nobody else is served
OWED = 0.5  # seconds between tries to empty the log after an erasure
IDLE = 0.05  # seconds without work before a checkpoint
CALM_COMMITS = 100  # commits since the last checkpoint that make an idle one worth it
LOG_MAX = 64 << 20  # bytes of write-ahead log after which one is made even under load (notes/storage.md 3)
GRACE = 10_000  # ms before a bubble that may have been sent is sent again (notes/storage.md 6)


class _Piece(NamedTuple):
    work: Callable[[Session], Any]
    then: Callable[[Any], None] | None
    future: asyncio.Future[Any]
    loop: asyncio.AbstractEventLoop


def in_use(folder: Path) -> bool:
    """Whether an atout has this folder open; nothing is made or changed there. Raises `OSError`."""
    if not (folder / LOCK).is_file():
        return False
    try:
        with FileLock(folder / LOCK, timeout=0):
            return False
    except Timeout:
        return True


class SqliteStore:
    """A `Store` on one SQLite file in a folder, with its keys in a second file."""

    def __init__(self, folder: Path, master: bytes, now: Callable[[], int], org: int = 1) -> None:
        path = folder / "atout.db"
        self._log = folder / "atout.db-wal"
        self._lock = FileLock(folder / LOCK, mode=0o600)
        try:
            folder.mkdir(parents=True, exist_ok=True, mode=0o700)
            self._lock.acquire(timeout=0)
            _whole(folder)
            fresh = not path.exists()
            self._db = connect(path)
            migrate(self._db)
            _compactable(self._db)
        except Timeout:
            msg = f"{folder}: another atout uses this folder. Stop it, or set ATOUT_DATA to another folder."
            raise InUseError(msg) from None
        except (OSError, sqlite3.Error) as error:
            msg = f"{folder} cannot be used: {getattr(error, 'strerror', None) or _name(error)}"
            raise StoreError(msg) from None
        self.erased = 0  # persons of an old copy who were erased since, found when it was opened
        self._owed = False  # a log could not be emptied after an erasure
        self._loose = False  # room of somebody who was erased is still to be given back
        self._keys = KeyRing(folder / "keys.db", master, fresh=fresh)
        self._session = SqliteSession(self._db, self._keys, Pepper(self._keys.root), org)
        self._ledger = Ledger(folder / LEDGER, self._keys.root, now())
        self._queue: PriorityQueue[tuple[int, int, _Piece | None]] = PriorityQueue()
        self._numbers = count()
        self._now = now
        self._stopped: str = ""
        self._broken = False  # the disk failed
        self._commits = 0
        self._wake_up(now())
        self._thread = threading.Thread(target=self._work, name="atout-writer", daemon=True)
        self._thread.start()

    @property
    def waiting(self) -> int:
        """How many pieces of work wait."""
        return self._queue.qsize()

    def put(
        self, work: Callable[[Session], T], then: Callable[[T], None] | None = None, *, first: bool = False
    ) -> asyncio.Future[T]:
        """Hand in work; the future is done after the commit."""
        loop = asyncio.get_running_loop()
        future: asyncio.Future[T] = loop.create_future()
        if self._stopped:
            future.set_exception(StoppedError(self._stopped))
        else:
            self._hand_in(FIRST if first else NEXT, _Piece(work, then, future, loop))
        return future

    async def close(self) -> None:
        """Finish what was handed in, checkpoint and let go of the file."""
        if not self._stopped:
            self._stopped = "closed"
            self._hand_in(LAST, None)
        await asyncio.to_thread(self._thread.join)
        self._keys.close()
        self._lock.release()

    def _hand_in(self, rank: int, piece: _Piece | None) -> None:
        self._queue.put((rank, next(self._numbers), piece))

    # ------------------------------------------------------------ the writer thread

    def _work(self) -> None:
        try:
            while not self._broken and (piece := self._next(self._patience())):
                self._batch(piece)
            if not self._broken:
                self._checkpoint("TRUNCATE")
        finally:  # whatever happened, nobody waits for ever
            self._stopped = self._stopped or "the writer failed"
            self._refuse_rest()
            self._db.close()

    def _patience(self) -> float | None:
        """Return how long to wait for work before tidying up; None where there is nothing to tidy."""
        if self._owed or self._keys.owes:
            return OWED
        if self._loose:
            return IDLE
        return None if self._commits <= CALM_COMMITS else IDLE

    def _next(self, patience: float | None) -> _Piece | None:
        """Wait for a piece, and tidy up when none comes for a while; None at the end."""
        while True:
            try:
                return self._queue.get(timeout=patience)[-1]
            except Empty:
                if self._loose:
                    self._compact()
                self._checkpoint("TRUNCATE" if self._owed or self._loose else "PASSIVE")
                if self._keys.owes:
                    self._keys.tend()
                patience = self._patience()

    def _more(self, until: int) -> Iterator[_Piece]:
        """Yield what waits as well, while there is room in this batch and it is not late."""
        for _ in range(BATCH - 1):
            if self._queue.empty() or self._now() >= until:
                return
            piece = self._queue.get()[-1]
            if piece is None:
                self._hand_in(LAST, None)  # the end comes after this batch
                return
            yield piece

    def _batch(self, first: _Piece) -> None:
        batch: list[_Piece] = [first]
        results: list[Any] = []
        whole, until = False, self._now() + SPELL
        try:
            self._db.execute("BEGIN IMMEDIATE")
            results.append(first.work(self._session))
            for piece in self._more(until):
                batch.append(piece)
                results.append(piece.work(self._session))
            self._note(self._session.after.destroy)
            self._keep(self._session.after.keep)
            self._commit()
            whole = True
        except (sqlite3.Error, StoreError) as error:
            self._lost(batch, error)
        finally:
            after, self._session.after = self._session.after, After()
        if not whole:
            self._session.undo()
            return
        try:
            self._let_go(after)
        except (sqlite3.Error, StoreError) as error:  # a key is still in its file: the next start takes it out
            self._fail(_name(error))
        finally:
            self._tell(batch, results)
        if after.destroy:
            self._compact()
        self._tend(erased=bool(after.destroy) or after.emptied)

    def _let_go(self, after: After) -> None:
        """Take keys out of the file. A crash before it is made good at the next start."""
        self._ledger.erased([who for who in after.hide if self._keys.filed(who)], self._now())
        for who in after.hide:
            self._keys.only_in_memory(who)
        for who in after.destroy:
            self._keys.forget(who)

    def _note(self, erased: list[Who]) -> None:
        """Write down who is erased, before anything of them is gone: what a crash leaves, the next start finishes."""
        self._ledger.erased([who for who in erased if self._keys.filed(who)], self._now())

    def _keep(self, persons: list[Who]) -> None:
        """Commit the keys of those who agreed, before the words that need them."""
        self._ledger.again(persons, self._now())
        self._keys.keep(persons)

    def _commit(self) -> None:
        self._db.execute("COMMIT")

    def _lost(self, batch: list[_Piece], error: Exception) -> None:
        """Undo the batch. A disk that fails is not asked again: a page may be marked clean (notes/storage.md 10)."""
        if self._db.in_transaction:
            self._db.execute("ROLLBACK")
        name = _name(error)
        self._judge(name)
        refused: StoreError = StoppedError(name) if self._stopped else StoreError(name)
        _resolve_all(batch, lambda piece: _refuse(piece, refused))

    def _judge(self, name: str) -> None:
        if name.startswith("SQLITE_IOERR"):
            self._fail(name)

    def _fail(self, name: str) -> None:
        """Take nothing any more; who waits is told why."""
        self._stopped, self._broken = name, True

    def _tell(self, batch: list[_Piece], results: list[Any]) -> None:
        pairs = {id(piece): result for piece, result in zip(batch, results, strict=True)}
        _resolve_all(batch, lambda piece: _resolve(piece, pairs[id(piece)]))

    def _refuse_rest(self) -> None:
        rest: list[_Piece] = []
        while not self._queue.empty():
            piece = self._queue.get()[-1]
            if piece is not None:
                rest.append(piece)
        _resolve_all(rest, lambda piece: _refuse(piece, StoppedError(self._stopped)))

    def _tend(self, *, erased: bool) -> None:
        """Checkpoint when the log is long, and at once after an erasure, also of a file: the log holds it."""
        self._commits += 1
        if erased or (self._commits % CALM_COMMITS == 0 and self._log.stat().st_size > LOG_MAX):
            self._checkpoint("TRUNCATE")

    def _compact(self) -> None:
        """Give room back that nobody's rows fill any more, some of it at a time: the file becomes smaller."""
        try:
            self._db.executescript(f"PRAGMA incremental_vacuum({FREED})")  # `execute` would free one page
            self._loose = bool(self._db.execute("PRAGMA freelist_count").fetchone()[0])
        except sqlite3.OperationalError as error:  # housekeeping: the room is used again
            self._loose = False
            self._judge(error.sqlite_errorname)

    def _checkpoint(self, how: str) -> None:
        """Bring what the log holds into the file, and with TRUNCATE empty it, unless somebody copies the file now."""
        try:
            if how == "TRUNCATE":
                self._db.execute("PRAGMA busy_timeout = 0")  # nobody waits for a copy to end: it is tried again
            busy, _, _ = self._db.execute(f"PRAGMA wal_checkpoint({how})").fetchone()
            self._owed = bool(busy) if how == "TRUNCATE" else self._owed
            self._commits = 0
        except sqlite3.OperationalError as error:  # housekeeping: the log only grows, the next one does it
            self._judge(error.sqlite_errorname)
        finally:
            self._db.execute(f"PRAGMA busy_timeout = {BUSY}")

    def _wake_up(self, now: int) -> None:
        self._db.execute("BEGIN IMMEDIATE")
        living = set(self._session.wake(now, GRACE, self._ledger.gone))
        self.erased = sum(map(self._ledger.gone, self._session.after.destroy))
        self._ledger.erased(self._keys.unused(living), now)
        self._db.execute("COMMIT")
        self._session.after = After()
        self._keys.sweep(living)
        self._compact()
        self._checkpoint("TRUNCATE")


def _whole(folder: Path) -> None:
    """Refuse a folder in which a restore was cut off. Raises `StoreError`."""
    if (folder / RESTORING).exists():
        raise StoreError("a restore was cut off there: run `atout restore` again")


def _name(error: Exception) -> str:
    """Return what went wrong as SQLite calls it; never what was being written."""
    return str(getattr(error, "sqlite_errorname", None) or error)


def connect(path: Path) -> sqlite3.Connection:
    """Open the file as it is to be used, whatever schema it has."""
    db = sqlite3.connect(path, isolation_level=None, check_same_thread=False, cached_statements=256)
    path.chmod(0o600)
    for pragma in PRAGMAS:
        db.execute(f"PRAGMA {pragma}")
    return db


def _compactable(db: sqlite3.Connection) -> None:
    """Write a file of an older version anew, once, so that it can give room back; without room for that it cannot."""
    if db.execute("PRAGMA auto_vacuum").fetchone()[0] != COMPACT:
        with suppress(sqlite3.OperationalError):
            db.execute("VACUUM")


def missing(db: sqlite3.Connection) -> int:
    """Return how many migrations the file has not seen. Raises `StoreError` when it has seen more than there are."""
    at, known = int(db.execute("PRAGMA user_version").fetchone()[0]), len(queries.migrations())
    if at > known:
        msg = f"this file was written by a newer atout (schema {at}, known {known})"
        raise StoreError(msg)
    return known - at


def migrate(db: sqlite3.Connection) -> int:
    """Bring the file to today's schema, one commit a migration; return how many were missing."""
    steps = queries.migrations()
    at = len(steps) - missing(db)
    for number, script in enumerate(steps[at:], start=at + 1):
        db.executescript(f"BEGIN IMMEDIATE;\n{script}\nPRAGMA user_version = {number};\nCOMMIT;")
    return len(steps) - at


def _resolve_all(batch: list[_Piece], resolve: Callable[[_Piece], None]) -> None:
    """Tell the waiters, each on its own event loop, with one wake-up a loop."""
    for loop in {piece.loop for piece in batch}:
        mine = [piece for piece in batch if piece.loop is loop]
        if not loop.is_closed():
            loop.call_soon_threadsafe(_each, mine, resolve)


def _each(batch: list[_Piece], resolve: Callable[[_Piece], None]) -> None:
    for piece in batch:
        resolve(piece)


def _resolve(piece: _Piece, result: Any) -> None:  # noqa: ANN401 - the result of any work
    if piece.then is not None:
        piece.then(result)
    if not piece.future.done():
        piece.future.set_result(result)


def _refuse(piece: _Piece, error: Exception) -> None:
    if not piece.future.done():
        piece.future.set_exception(error)
