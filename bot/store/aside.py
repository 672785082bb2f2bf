"""A word with the accounts from the command line, whether or not `atout serve` has the folder open.

SQLite lets a second process write between two commits of the first; a command takes one short transaction and is gone.
It touches accounts only, which the server reads anew for each request and never holds in memory. What it must not do
is change the schema under a server that runs (docs/decisions/desk-commands.md).
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator, Mapping, Sequence
from contextlib import closing, contextmanager
from dataclasses import dataclass
from importlib import import_module
from pathlib import Path
from types import ModuleType

from filelock import FileLock, Timeout

from bot.store.accounts import SqlAccounts
from bot.store.base import ElsewhereError, InUseError, StoreError
from bot.store.chain import Chain
from bot.store.database import Database, Sqlite, Statements, damaged, named, unusable
from bot.store.keys import KeyRing, Pepper, SealError, chain_key, of_nobody
from bot.store.sqlite import LOCK, connect, in_use, migrate, missing
from bot.store.staff import Account, Accounts, Role, unled
from bot.store.uses import summed
from bot.store.using import Spent, Summed
from bot.store.whereabouts import FILE, here
from bot.store.wrapping import root_of

SHARED = "SELECT w.id, count(l.slot) FROM worker w LEFT JOIN lease l ON l.worker = w.id GROUP BY w.id ORDER BY w.id"
SAME = "set ATOUT_STORE as it has it"
DURABLE = ("fsync", "synchronous_commit", "full_page_writes")  # of PostgreSQL; "off" loses answers at a power cut

MADE = ("CREATE TABLE atout_doctor (id integer)", "INSERT INTO atout_doctor VALUES (1)")
WRITTEN = (
    "INSERT INTO conversation SELECT * FROM conversation WHERE false",
    "UPDATE conversation SET version = version WHERE false",
    "DELETE FROM conversation WHERE false",
)


@contextmanager
def accounts(folder: Path, master: bytes, url: str = "", org: int = 1) -> Iterator[Accounts]:
    """The accounts of this folder, or of this database, for one transaction. Raises `StoreError` and `KeyFileError`."""
    try:
        folder.mkdir(parents=True, exist_ok=True, mode=0o700)
        with _writing(folder, url) as (db, fresh), closing(KeyRing(folder / "keys.db", master, fresh=fresh)) as keys:
            db.run("BEGIN" if url else "BEGIN IMMEDIATE", {})
            yield SqlAccounts(db, keys, Pepper(keys.root), org)
            db.run("COMMIT", {})
    except (OSError, sqlite3.Error) as error:
        raise unusable(folder, error) from None
    except SealError:
        said = "the accounts there do not belong to this master key: bring back the one of that time (ATOUT_KEY_FILE)"
        raise StoreError(f"{folder}: {said}") from None


@contextmanager
def _writing(folder: Path, url: str) -> Iterator[tuple[Database, bool]]:
    """The rows, to be written; and whether there were none before."""
    if url:
        with _postgres().served(url) as served:
            yield served, _postgres().fitted(served)
        return
    here(folder, FILE)
    fresh = not (folder / "atout.db").exists()
    if fresh:
        of_nobody(folder / "keys.db")
        if in_use(folder):
            raise ElsewhereError(f"{folder}: the atout that runs there has its rows elsewhere: {SAME}")
    with closing(connect(folder / "atout.db")) as db:
        _fit(db, folder)
        yield Sqlite(db), fresh


@contextmanager
def _reading(folder: Path, url: str) -> Iterator[Database | None]:
    """The rows, to be read; None where there are none, or none of this version. Raises `StoreError`."""
    if url:
        with _postgres().served(url) as served:
            yield served if _postgres().version(served) == _postgres().current() else None
        return
    path = folder / "atout.db"
    here(folder, FILE)
    if not path.is_file():
        yield None
        return
    try:
        with closing(sqlite3.connect(path, isolation_level=None)) as db:
            db.execute("PRAGMA query_only = ON")
            yield None if missing(db) else Sqlite(db)
    except sqlite3.Error as error:
        raise unusable(folder, error) from None


@dataclass(frozen=True, slots=True)
class Log:
    """The log of the desk as it is in the file: how many lines, and those that were changed or are missing.

    `head` names its end. `stands`: whether the line of an earlier head is there; None where that is too old to tell.
    """

    lines: int = 0
    wrong: tuple[int, ...] = ()
    head: str = ""
    stands: bool | None = False


def torn(path: Path) -> bool:
    """Whether a file is damaged; reads all of it, and nothing else. Raises `StoreError` where it cannot be read."""
    try:
        with closing(sqlite3.connect(path, isolation_level=None)) as db:
            db.execute("PRAGMA query_only = ON")
            return bool(db.execute("PRAGMA quick_check(1)").fetchone()[0] != "ok")
    except sqlite3.Error as error:
        if damaged(named(error)):
            return True
        raise unusable(path, error) from None


def durable(url: str) -> Sequence[str]:
    """Return which settings of the database server let it lose what it acknowledged. Raises `StoreError`."""
    with _postgres().served(url) as db:
        shown = {name: str(db.run(f"SHOW {name}", {}).fetchall()[0][0]) for name in DURABLE}
    return [name for name, value in shown.items() if value == "off"]


def writable(url: str) -> None:
    """See that our tables can be written there, or made where they are missing; nothing stays. Raises `StoreError`."""
    with _postgres().served(url) as db:
        known = _postgres().version(db) == _postgres().current()
        db.run("BEGIN", {})
        for statement in WRITTEN if known else MADE:
            db.run(statement, {})  # undone: the connection ends before it is committed


def workers(url: str) -> Mapping[int, int]:
    """Return the workers that share a database, and how many slots each holds; reads only. Raises `StoreError`."""
    with _reading(Path(), url) as db:
        rows = db.run(SHARED, {}).fetchall() if db else ()
    return {int(worker): int(slots) for worker, slots in rows}


def _postgres() -> ModuleType:
    """The other database, loaded only where it is used."""
    try:
        return import_module("bot.store.server")
    except ModuleNotFoundError:
        raise StoreError("ATOUT_STORE needs psycopg, which is not installed: pip install 'atout[postgres]'") from None


def log_of_the_desk(folder: Path, master: bytes, now: int, head: str = "", url: str = "") -> Log:
    """Return the log, compared with a head that was kept elsewhere; reads only. Raises `StoreError`."""
    with _reading(folder, url) as db:
        if db is None:
            return Log()
        chain = Chain(Statements(db, "accounts.sql"), chain_key(root_of(folder / "keys.db", master)))
        stands = chain.stands(head) if head else False
        return Log(chain.count(), tuple(chain.broken(now)), chain.head(), stands)


def model_spent(folder: Path, since: int, url: str = "", org: int = 1) -> Spent:
    """Return how often a model was asked since then, and what came of it; reads only. Raises `StoreError`."""
    return sum((one.spent for one in model_days(folder, since, url, org)), Spent())


def model_days(folder: Path, since: int, url: str = "", org: int = 1) -> Sequence[Summed]:
    """Return the same by day and purpose, the newest first; reads only. Raises `StoreError`."""
    with _reading(folder, url) as db:
        return () if db is None else summed(Statements(db, "uses.sql"), org, since)


def nobody_leads(folder: Path, url: str = "", org: int = 1) -> bool:
    """Whether there is a staff and nobody leads it; reads only, and no name. Raises `StoreError`."""
    with _reading(folder, url) as db:
        if db is None:
            return False
        rows = Statements(db, "accounts.sql").run("all", {"org": org}).fetchall()
    return unled(
        Account(ident, Role(role), "", lang, at, *map(bool, marks)) for ident, role, _, lang, at, *marks in rows
    )


def _fit(db: sqlite3.Connection, folder: Path) -> None:
    """Bring the file to today's schema, unless a server of yesterday has it open."""
    if not missing(db):
        return
    try:
        with FileLock(folder / LOCK, timeout=0, mode=0o600):
            migrate(db)
    except Timeout:
        msg = f"{folder}: the atout that runs is older than this one. Start it again first."
        raise InUseError(msg) from None
