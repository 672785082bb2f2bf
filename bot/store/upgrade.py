"""An older folder brought to today's schema with a copy taken first, and back to that copy.

A start does the first half by itself, one commit a migration. What this adds is the copy before it, a look through
afterwards, and a note in the folder of which copy it was, so that going back needs nothing but the recovery key. Going
back leaves the schema as it was then: the older program is to be started over it, and the newer one would only bring it
forward again. Whoever was erased meanwhile loses the key at once, whatever that older program knows of the ledger.
"""

from __future__ import annotations

import json
import os
import sqlite3
from contextlib import closing, suppress
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Final

from filelock import FileLock, Timeout

from bot.store import queries
from bot.store.backup import back_up
from bot.store.base import InUseError, StoreError, Who
from bot.store.database import unusable
from bot.store.keys import KeyRing
from bot.store.ledger import NAME as LEDGER
from bot.store.ledger import Ledger
from bot.store.restore import Restored, restore
from bot.store.sqlite import LOCK, connect, migrate, missing
from bot.store.whereabouts import FILE, here

NOTE: Final = "upgrade.last"  # in the folder: the copy that was taken before the last upgrade
COUNTED: Final = ("person", "conversation", "message", "fact")  # no migration may lose a row of these


class CheckError(StoreError):
    """The file is not as it was, or not whole, after a migration."""


@dataclass(frozen=True, slots=True)
class Copied:
    """The copy taken before an upgrade: both files, and the schema they have."""

    words: str
    keys: str
    schema: int


@dataclass(frozen=True, slots=True)
class Upgraded:
    """What was done: from which schema to which, and the copy taken before; None where nothing was missing."""

    schema: int
    copied: Copied | None = None


def upgrade(folder: Path, to: Path, now: int) -> Upgraded:
    """Copy a folder, then bring it to today's schema. Raises `StoreError` and `RecoveryKeyError`."""
    path = folder / "atout.db"
    here(folder, FILE)
    if not path.is_file():
        raise StoreError(f"{folder}: there is nothing to upgrade yet. Start the program once, or look at ATOUT_DATA")
    try:
        with FileLock(folder / LOCK, timeout=0, mode=0o600), closing(connect(path)) as db:
            behind = missing(db)
            known = len(queries.migrations())
            if not behind:
                return Upgraded(known)
            copied = _copied(folder, to, now, known - behind)
            before = _counts(db)
            migrate(db)
            _check(db, before)
            return Upgraded(known, copied)
    except Timeout:
        raise InUseError(f"{folder}: atout runs on this folder. Stop it first.") from None
    except (OSError, sqlite3.Error) as error:
        raise unusable(folder, error) from None


def noted(folder: Path) -> Copied | None:
    """Return the copy taken before the last upgrade, None where there is no going back."""
    with suppress(OSError, ValueError, TypeError):
        return Copied(**json.loads((folder / NOTE).read_text(encoding="utf-8")))
    return None


def back(folder: Path, key: object, master: bytes, now: int) -> tuple[Copied, Restored, int]:
    """Put the copy of before the upgrade in place; say how many of it were erased since.

    Raises `StoreError`, `CopyError` and `KeyFileError`.
    """
    copied = noted(folder)
    if copied is None:
        raise StoreError(f"{folder}: no upgrade is noted there. Another copy is put back by `atout restore`")
    done = restore(folder, (Path(copied.words), Path(copied.keys)), key, master, replace=True)
    erased = _without_the_erased(folder, master, now)
    (folder / NOTE).unlink(missing_ok=True)
    return copied, done, erased


def _copied(folder: Path, to: Path, now: int, schema: int) -> Copied:
    words, keys, _ = back_up(folder, to.resolve(), now).written
    copied = Copied(str(words), str(keys), schema)
    part = folder / f"{NOTE}.part"
    with os.fdopen(os.open(part, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "w", encoding="utf-8") as file:
        json.dump(asdict(copied), file)
        file.flush()
        os.fsync(file.fileno())
    part.replace(folder / NOTE)
    return copied


def _counts(db: sqlite3.Connection) -> dict[str, int]:
    return {table: int(db.execute(f"SELECT count(*) FROM {table}").fetchone()[0]) for table in COUNTED}  # noqa: S608 - ours # nosec B608


def _check(db: sqlite3.Connection, before: dict[str, int]) -> None:
    """Look through the file. Raises `CheckError`."""
    found = db.execute("PRAGMA integrity_check(1)").fetchone()[0]
    if found != "ok":
        raise CheckError(f"the file is damaged: {found}")
    after = _counts(db)
    lost = [f"{table}: {before[table]}, now {after[table]}" for table in COUNTED if after[table] != before[table]]
    if lost or missing(db):
        raise CheckError(f"not all is there ({', '.join(lost) or 'a migration is missing'})")


def _without_the_erased(folder: Path, master: bytes, now: int) -> int:
    """Destroy the keys of who was erased after the copy, without touching the schema of that time."""
    with closing(sqlite3.connect(folder / "atout.db", isolation_level=None)) as db:
        persons = [Who(*row) for row in db.execute("SELECT org, id FROM person")]
    with closing(KeyRing(folder / "keys.db", master)) as keys:
        ledger = Ledger(folder / LEDGER, keys.root, now)
        gone = [who for who in persons if ledger.gone(who) and keys.filed(who)]
        for who in gone:
            keys.forget(who)
        keys.tend()
    return len(gone)
