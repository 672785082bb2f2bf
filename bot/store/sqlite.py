"""The SQLite file: what it is opened with, and what is tidied in it between two commits (bot/store/writer.py).

`synchronous=FULL` because anything less loses answers when the power goes. The write-ahead log is brought into the file
by a thread of its own, so no commit pays for it (bot/store/checkpoints.py).
"""

from __future__ import annotations

import sqlite3
from collections.abc import Callable
from contextlib import suppress
from functools import partial
from pathlib import Path

from filelock import FileLock, Timeout

from bot.store import queries
from bot.store.base import InUseError, StoreError
from bot.store.checkpoints import FATAL, Checkpoints
from bot.store.database import Sqlite, named, unusable
from bot.store.keys import KeyRing, Pepper, of_nobody
from bot.store.ledger import NAME as LEDGER
from bot.store.ledger import Ledger
from bot.store.rows import After
from bot.store.session import SqlSession
from bot.store.whereabouts import FILE, here
from bot.store.writer import FAILED, Writer

LOCK = "atout.lock"  # in the folder: who holds it has it open
RESTORING = "restore.unfinished"  # in the folder while copies are put in place (bot/store/restore.py)
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
IDLE = 0.05  # seconds without work before room is given back
LOOK = 100  # commits after which the log is brought into the file, however short it is
LOG_WORTH = 4 << 20  # bytes of it that are worth it at once
LOG_MAX = 64 << 20  # bytes of write-ahead log after which it is emptied even under load (notes/storage.md 3)
GRACE = 10_000  # ms before a bubble that may have been sent is sent again (notes/storage.md 6)


def in_use(folder: Path) -> bool:
    """Whether an atout has this folder open; nothing is made or changed there. Raises `OSError`."""
    if not (folder / LOCK).is_file():
        return False
    try:
        with FileLock(folder / LOCK, timeout=0):
            return False
    except Timeout:
        return True


class SqliteStore(Writer):
    """A `Store` on one SQLite file in a folder, with its keys in a second file."""

    def __init__(self, folder: Path, master: bytes, now: Callable[[], int], org: int = 1) -> None:
        path = folder / "atout.db"
        self._log = folder / "atout.db-wal"
        self._lock = FileLock(folder / LOCK, mode=0o600)
        try:
            folder.mkdir(parents=True, exist_ok=True, mode=0o700)
            self._lock.acquire(timeout=0)
            _whole(folder)
            here(folder, FILE)
            fresh = not path.exists()
            if fresh:
                of_nobody(folder / "keys.db")
            self._db = connect(path)
            migrate(self._db)
            _compactable(self._db)
            keys = KeyRing(folder / "keys.db", master, fresh=fresh)
            session = SqlSession(Sqlite(self._db), keys, Pepper(keys.root), org)
            super().__init__(session, keys, Ledger(folder / LEDGER, keys.root, now()), now)
        except Timeout:
            msg = f"{folder}: another atout uses this folder. Stop it, or set ATOUT_DATA to another folder."
            raise InUseError(msg) from None
        except (OSError, sqlite3.Error) as error:
            raise unusable(folder, error) from None
        self._owed = False  # a log could not be emptied after an erasure
        self._loose = False  # room of somebody who was erased is still to be given back
        self._commits = 0
        self._checkpoints = Checkpoints(partial(connect, path), self._disk_failed)
        try:
            self._wake_up(now())
        except FAILED as error:
            raise unusable(folder, error) from None
        self._checkpoints.start()
        self._thread.start()

    # ------------------------------------------------------------ a batch

    def _begin(self) -> None:
        self._db.execute("BEGIN IMMEDIATE")

    def _proven(self) -> None:
        """Nothing: whoever has the file has it alone."""

    def _commit(self) -> None:
        self._db.execute("COMMIT")

    def _undo(self) -> None:
        if self._db.in_transaction:
            self._db.execute("ROLLBACK")

    def _left(self, after: After) -> bool:
        """Nothing: a file is never in doubt."""
        del after
        return False

    def _judge(self, name: str) -> None:
        if name.startswith(FATAL):
            self._fail(name)

    def _disk_failed(self, name: str) -> None:
        """End: the disk failed under the other thread."""
        self._fail(name)
        self._later(lambda _: None)  # so that this thread looks up

    # ------------------------------------------------------------ between two

    def _patience(self) -> float | None:
        if self._owed or self._keys.owes:
            return OWED
        return IDLE if self._loose else None

    def _idle(self) -> None:
        if self._loose:
            self._compact()
        if self._owed or self._loose:
            self._empty()
        if self._keys.owes:
            self._keys.tend()

    def _tend(self, *, erased: bool) -> None:
        """Empty the log when it is long, and at once after an erasure, also of a file: it holds it."""
        self._commits += 1
        if erased:
            self._compact()
        size, looks = self._log.stat().st_size, self._commits % LOOK == 0
        if erased or (looks and size > LOG_MAX):
            self._empty()
        elif looks or size > LOG_WORTH:
            self._checkpoints.wake()

    def _end(self) -> None:
        self._checkpoints.stop()
        self._empty()

    def _let_down(self) -> None:
        self._checkpoints.stop()
        self._db.close()

    def _released(self) -> None:
        self._lock.release()

    def _compact(self) -> None:
        """Give room back that nobody's rows fill any more, some of it at a time: the file becomes smaller."""
        try:
            self._db.executescript(f"PRAGMA incremental_vacuum({FREED})")  # `execute` would free one page
            self._loose = bool(self._db.execute("PRAGMA freelist_count").fetchone()[0])
        except sqlite3.Error as error:  # housekeeping: the room is used again
            self._loose = False
            self._judge(named(error))

    def _empty(self) -> None:
        """Bring what the log holds into the file and empty it, unless somebody copies the file now."""
        try:
            self._db.execute("PRAGMA busy_timeout = 0")  # nobody waits for a copy to end: it is tried again
            with self._checkpoints.alone:
                busy, _, _ = self._db.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchone()
            self._owed = bool(busy)
            self._commits = 0
        except sqlite3.Error as error:  # housekeeping: the log only grows, the next one does it
            self._judge(named(error))
        finally:
            self._db.execute(f"PRAGMA busy_timeout = {BUSY}")

    def _wake_up(self, now: int) -> None:
        self._db.execute("BEGIN IMMEDIATE")
        unused = self._put_right(now, GRACE)
        self._db.execute("COMMIT")
        self._session.after = After()
        self._keys.sweep(unused, self._session.strangers)
        self._compact()
        self._empty()


def _whole(folder: Path) -> None:
    """Refuse a folder in which a restore was cut off. Raises `StoreError`."""
    if (folder / RESTORING).exists():
        raise StoreError("a restore was cut off there: run `atout restore` again")


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
        said = f"this file was written by a newer atout (schema {at}, known {known})"
        raise StoreError(f"{said}: install that version again, or go back as docs/operators/upgrade.md says")
    return known - at


def migrate(db: sqlite3.Connection) -> int:
    """Bring the file to today's schema, one commit a migration; return how many were missing."""
    steps = queries.migrations()
    at = len(steps) - missing(db)
    for number, script in enumerate(steps[at:], start=at + 1):
        db.executescript(f"BEGIN IMMEDIATE;\n{script}\nPRAGMA user_version = {number};\nCOMMIT;")
    return len(steps) - at
