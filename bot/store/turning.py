"""Another master key: every key of the file is wrapped anew, and nothing else is touched.

The key is in one file, what it wraps in another, and two files cannot change together. So the new key is written beside
the old one first, then all is wrapped anew in one commit, then the new file takes the old one's name. Whatever a crash
leaves, one of the two keys opens the keys: the next start looks which, and keeps that one. The rows of people, their
look-up hashes, the accounts and the log of the desk hang on the root secret, which stays.
"""

from __future__ import annotations

import sqlite3
from contextlib import closing
from pathlib import Path
from typing import Final

from filelock import FileLock, Timeout

from bot.store.base import InUseError, StoreError, Who
from bot.store.database import unusable
from bot.store.keys import KeyRing, made_key, master_key
from bot.store.ledger import settle
from bot.store.sqlite import LOCK
from bot.store.wrapping import KEY_ID, KeyFileError, Wrap, opened_by

NEXT: Final = ".next"  # after the name of the key file: the key that is to take its place


def beside(key_file: Path) -> Path:
    """Return where the new key is written until it takes the old one's place."""
    return key_file.with_name(key_file.name + NEXT)


def under_way(key_file: Path) -> bool:
    """Whether a change was begun and not ended; where nobody can look, the key file itself says why."""
    try:
        return beside(key_file).exists()
    except OSError:
        return False


def current_key(key_file: Path, folder: Path) -> tuple[bytes, bool]:
    """Return the master key of a folder and whether it was made just now; a change that was cut off is ended first."""
    if under_way(key_file):
        try:
            with FileLock(folder / LOCK, timeout=0, mode=0o600):
                _finish(key_file, folder)
        except Timeout:
            pass  # it is under way, or a program runs that saw to it
        except (OSError, sqlite3.Error) as error:
            raise unusable(folder, error) from None
    return master_key(key_file)


def _finish(key_file: Path, folder: Path) -> None:
    new, keys = beside(key_file), folder / "keys.db"
    try:
        key, _ = master_key(new)
        turned = keys.is_file() and opened_by(keys, key) and not opened_by(keys, master_key(key_file)[0])
    except KeyFileError:
        turned = False  # it was not written to its end, so nothing is wrapped with it
    if turned:
        new.replace(key_file)
    else:
        new.unlink()
    settle(key_file.parent)


class Turning:
    """One change of the master key."""

    def __init__(self, key_file: Path, folder: Path) -> None:
        self._file = key_file
        self._folder = folder

    def turn(self) -> int:
        """Change the key; return how many people's keys were wrapped anew. Raises `StoreError` and `KeyFileError`."""
        keys = self._folder / "keys.db"
        if not keys.is_file() or not self._file.is_file():
            raise StoreError(f"There are no keys yet in {self._folder}: the master key is made at the first start")
        try:
            with FileLock(self._folder / LOCK, timeout=0, mode=0o600):
                if beside(self._file).exists():
                    _finish(self._file, self._folder)
                old, _ = master_key(self._file)
                KeyRing(keys, old).close()  # this is the key of these keys, and the root is wrapped as well
                new = self._drawn()
                count = self._wrapped(keys, Wrap(old), Wrap(new))
                self._put()
        except Timeout:
            raise InUseError(f"{self._folder}: atout runs on this folder. Stop it first.") from None
        except (OSError, sqlite3.Error) as error:
            raise StoreError(f"The master key was not changed: {error}") from None
        return count

    def _drawn(self) -> bytes:
        """Write another key beside the one there is."""
        return made_key(beside(self._file))

    def _wrapped(self, keys: Path, old: Wrap, new: Wrap) -> int:
        """Wrap everything anew, in one commit."""
        with closing(sqlite3.connect(keys, isolation_level=None)) as db:
            for pragma in ("synchronous=FULL", "secure_delete=ON"):
                db.execute(f"PRAGMA {pragma}")
            db.execute("BEGIN IMMEDIATE")
            root = db.execute("SELECT wrapped FROM root").fetchone()[0]
            db.execute("UPDATE root SET wrapped = ?", (new.close(old.open(root, None), None),))
            rows = db.execute("SELECT org, person, wrapped FROM person_key WHERE key_id = ?", (KEY_ID,)).fetchall()
            people = [(Who(org, person), wrapped) for org, person, wrapped in rows]
            anew = [(new.close(old.open(wrapped, who), who), who.org, who.person) for who, wrapped in people]
            db.executemany("UPDATE person_key SET wrapped = ? WHERE org = ? AND person = ?", anew)
            self._commit(db)
            db.execute("PRAGMA wal_checkpoint(TRUNCATE)")  # the old wrapping stands in the log until then
        return len(anew)

    def _commit(self, db: sqlite3.Connection) -> None:
        db.execute("COMMIT")

    def _put(self) -> None:
        """Have the new key take the old one's place."""
        beside(self._file).replace(self._file)
        settle(self._file.parent)
