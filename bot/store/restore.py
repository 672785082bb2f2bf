"""Copies back into a folder: opened, looked through, and only then put in place of anything.

Nothing is replaced while a program runs on the folder, nor before every file was found whole, of ours, not newer than
this program, and of the master key that is here. Replacing is two renames; a mark stands in the folder from before the
first until after the second, and no program starts over it (bot/store/sqlite.py): a restore that was cut off is done
again. The ledger of who was erased is brought together first, so that nobody comes back.
"""

from __future__ import annotations

import os
import shutil
import sqlite3
from collections.abc import Iterable, Mapping
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

import pyrage  # type: ignore[import-untyped] # it ships no types
from filelock import FileLock, Timeout

from bot.store import ledger, queries
from bot.store.backup import RecoveryKeyError, clear
from bot.store.base import InUseError, StoreError
from bot.store.database import unusable
from bot.store.sqlite import LOCK, RESTORING
from bot.store.whereabouts import FILE, here
from bot.store.wrapping import KeyFileError, opened_by

ROOM: Final = "restored.part"  # a folder in the folder: what was opened, until it is in place
OF_A_KEY: Final = "AGE-SECRET-KEY-"
WORDS: Final = frozenset({"person", "message"})  # tables by which a file is known
KEYS: Final = frozenset({"person_key"})
FILES: Final = {"words": "atout.db", "keys": "keys.db"}
NOT_WHOLE: Final = "it is not whole, or was altered: take another copy, or fetch this one again"
SAID: Final = {  # what the library says, and what it means
    "No matching keys found": "it was not made for this recovery key, or its beginning was altered",
    "Header is invalid": "it is not a copy that `atout backup` made, or its beginning was altered",
}


class CopyError(Exception):
    """A file cannot be restored; the message names it and says why."""


@dataclass(frozen=True, slots=True)
class Restored:
    """What was put in place, and how many people who agreed it holds, words and key."""

    people: int
    files: tuple[str, ...]


def identity(text: str) -> Any:  # noqa: ANN401 - the library has no types
    """Return the recovery key in a text. Raises `RecoveryKeyError`."""
    found = next((line.strip() for line in text.splitlines() if line.strip().startswith(OF_A_KEY)), "")
    try:
        return pyrage.x25519.Identity.from_str(found)
    except pyrage.IdentityError:
        raise RecoveryKeyError(f"This is not a recovery key: it has a line that begins with {OF_A_KEY}1") from None


def restore(folder: Path, copies: Iterable[Path], key: object, master: bytes, *, replace: bool) -> Restored:
    """Put copies in place. Raises `CopyError`, `StoreError` and `KeyFileError`; then nothing was replaced."""
    try:
        folder.mkdir(parents=True, exist_ok=True, mode=0o700)
        with FileLock(folder / LOCK, timeout=0, mode=0o600):
            return _restored(folder, list(copies), key, master, replace=replace)
    except Timeout:
        raise InUseError(f"{folder}: atout runs on this folder. Stop it first.") from None
    except OSError as error:
        raise StoreError(f"{error.filename or folder}: {error.strerror}") from None
    except sqlite3.Error as error:
        raise unusable(folder, error) from None


def _restored(folder: Path, copies: list[Path], key: object, master: bytes, *, replace: bool) -> Restored:
    here(folder, FILE)
    there = [name for name in FILES.values() if (folder / name).exists()]
    if there and not replace and not (folder / RESTORING).exists():
        raise StoreError(f"{folder} holds {' and '.join(there)} already. To put the copy in their place: --replace")
    room = folder / ROOM
    shutil.rmtree(room, ignore_errors=True)
    room.mkdir(mode=0o700)
    try:
        found = _opened(room, copies, key)
        _fits(folder, found, master)
        people = _people(found, folder)
        _merge(folder, copies)
        _put(folder, found)
    finally:
        shutil.rmtree(room, ignore_errors=True)
    return Restored(people, tuple(FILES[kind] for kind in found))


def _opened(room: Path, copies: list[Path], key: object) -> Mapping[str, Path]:
    """Decipher each file and find out what it is."""
    found: dict[str, Path] = {}
    for number, copy in enumerate(copies):
        place = room / f"{number}.db"
        _decipher(copy, place, key)
        kind = _kind(copy, place)
        if kind in found:
            raise CopyError(f"{copy}: of the {kind} one copy is enough")
        found[kind] = place
    return found


def _decipher(copy: Path, place: Path, key: object) -> None:
    with (
        copy.open("rb") as source,
        os.fdopen(os.open(place, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as file,
    ):
        try:
            pyrage.decrypt_io(source, file, [key])
        except pyrage.DecryptError as error:
            raise CopyError(f"{copy}: {SAID.get(str(error), NOT_WHOLE)}") from None
        except OSError:
            raise CopyError(f"{copy}: {NOT_WHOLE}") from None
        file.flush()
        os.fsync(file.fileno())


def _kind(copy: Path, place: Path) -> str:
    """Return whether a file holds words or keys. Raises `CopyError` when it is neither, damaged, or too new."""
    try:
        with closing(sqlite3.connect(place, isolation_level=None)) as db:
            whole = db.execute("PRAGMA quick_check(1)").fetchone()[0] == "ok"
            tables = {row[0] for row in db.execute("SELECT name FROM sqlite_master WHERE type = 'table'")}
            schema = int(db.execute("PRAGMA user_version").fetchone()[0])
    except sqlite3.DatabaseError:
        whole, tables, schema = False, set(), 0
    kind = "words" if tables >= WORDS else "keys" if tables >= KEYS else ""
    if not whole or not kind:
        raise CopyError(f"{copy}: what is in it is no data of Atout, or it is damaged")
    known = len(queries.migrations())
    if kind == "words" and schema > known:
        raise CopyError(f"{copy}: a newer Atout wrote it (schema {schema}, known {known}). Update this one first.")
    return kind


def _fits(folder: Path, found: Mapping[str, Path], master: bytes) -> None:
    """Refuse half a set where the other half is not there, and keys that another master key wrapped."""
    for kind, name in FILES.items():
        if kind not in found and not (folder / name).exists():
            raise CopyError(f"The copy of the {kind} is missing: without it the rest cannot be read")
    if "keys" in found and not opened_by(found["keys"], master):
        said = "the keys in the copy were wrapped with another master key: bring back the one of that time"
        raise KeyFileError(f"{said} (ATOUT_KEY_FILE)")


def _people(found: Mapping[str, Path], folder: Path) -> int:
    """Return how many people agreed to be kept. Raises `CopyError` when the two files know nobody in common."""
    words, keys = (found.get(kind, folder / name) for kind, name in FILES.items())
    with closing(sqlite3.connect(words)) as db:
        agreed = {tuple(row) for row in db.execute("SELECT org, id FROM person WHERE consent = 'given'")}
    with closing(sqlite3.connect(keys)) as db:
        keyed = {tuple(row) for row in db.execute("SELECT org, person FROM person_key")}
    if agreed and keyed and not agreed & keyed:
        raise CopyError("These words and these keys do not belong together: no person is in both")
    return len(agreed & keyed)


def _merge(folder: Path, copies: list[Path]) -> None:
    """Bring together who was erased: as this folder knows it, and as it stands beside the copies."""
    beside = [path.parent / ledger.NAME for path in copies]
    lines = [line for path in {folder / ledger.NAME, *beside} for line in ledger.read(path)]
    if lines:
        ledger.write(folder / ledger.NAME, lines)


def _put(folder: Path, found: Mapping[str, Path]) -> None:
    (folder / RESTORING).touch(mode=0o600)
    ledger.settle(folder)
    for kind in ("keys", "words"):
        if kind in found:
            place = folder / FILES[kind]
            clear(place)  # a log beside it is of the file that was there
            found[kind].replace(place)
            place.chmod(0o600)
    ledger.settle(folder)
    (folder / RESTORING).unlink()
    ledger.settle(folder)
