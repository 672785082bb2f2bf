"""A copy of the words and a copy of the keys, taken while the program runs, for nobody but who holds the recovery key.

The words come first and the keys after them: whoever agreed meanwhile has a key too many, never one too few. SQLite
copies both as they were between two commits. The copy of the keys is made in memory and leaves it enciphered: what was
destroyed in `keys.db` must not lie about in a file a crash left behind. They are two files because they are kept for
different times: an old copy of the keys is what could bring an erased person back (docs/decisions/backups.md).
"""

from __future__ import annotations

import io
import os
import re
import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager, suppress
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any, BinaryIO, Final

import pyrage  # type: ignore[import-untyped] # it ships no types
from filelock import FileLock, Timeout

from bot.store import ledger
from bot.store.base import InUseError, StoreError
from bot.store.database import unusable
from bot.store.sqlite import missing
from bot.store.whereabouts import FILE, here

PUBLIC: Final = "recovery.pub"  # in the folder: for whom copies are enciphered
LAST: Final = "backup.last"  # in the folder: when a whole set was last written
LOCK: Final = "backup.lock"
KEPT: Final = {"words": timedelta(days=30), "keys": timedelta(days=7)}  # notes/security.md 4
NAME: Final = re.compile(r"(words|keys)-(\d{8}T\d{6}Z)\.db\.age")
STAMP: Final = "%Y%m%dT%H%M%SZ"
PART: Final = ".part"  # after the name of a file that is not whole yet
CUT_OFF: Final = timedelta(days=1)  # after which nobody writes it any more
WORDS_COPY: Final = "copy.db.part"


class RecoveryKeyError(Exception):
    """There is no recovery key, or it is none; the message says what to do."""


@dataclass(frozen=True, slots=True)
class Copies:
    """What a backup wrote, and the older files it removed."""

    written: tuple[Path, ...]
    removed: tuple[str, ...]


def new_key(folder: Path) -> tuple[str, str]:
    """Make a recovery key; return it with its public half, which is all that is kept. Raises `StoreError`."""
    identity = pyrage.x25519.Identity.generate()
    return str(identity), keep_public(folder, identity)


def keep_public(folder: Path, identity: Any) -> str:  # noqa: ANN401 - the library has no types
    """Keep the public half of a recovery key, and return it. Raises `StoreError`."""
    public = str(identity.to_public())
    try:
        folder.mkdir(parents=True, exist_ok=True, mode=0o700)
        with _written(folder / PUBLIC) as file:
            file.write(f"{public}\n".encode())
    except OSError as error:
        raise unusable(folder, error) from None
    return public


def public_key(folder: Path) -> str:
    """Return the public half of the recovery key, "" where none was made."""
    path = folder / PUBLIC
    return path.read_text("ascii", errors="replace").strip() if path.is_file() else ""


def last(folder: Path) -> int | None:
    """Return when the last whole set was written."""
    with suppress(OSError, ValueError):
        return int((folder / LAST).read_text("ascii"))
    return None


def back_up(folder: Path, to: Path, now: int) -> Copies:
    """Write a set of copies of a folder, and remove those that are too old. Raises `StoreError`, `RecoveryKeyError`."""
    here(folder, FILE)
    recipient = _recipient(folder)
    if not (folder / "atout.db").is_file() or not (folder / "keys.db").is_file():
        raise StoreError(f"{folder}: there is nothing to copy yet. Start the program once, or look at ATOUT_DATA")
    if to.resolve().is_relative_to(folder.resolve()):
        raise StoreError(f"{to} is in the folder itself: a copy belongs elsewhere, best on another machine")
    try:
        with FileLock(folder / LOCK, timeout=0, mode=0o600):
            return _copied(folder, to, now, recipient)
    except Timeout:
        raise InUseError(f"{folder}: another backup is under way") from None
    except sqlite3.Error as error:
        raise unusable(folder, error) from None
    except OSError as error:
        said = f"{error.filename or to}: {error.strerror}: give a FOLDER with room, which this user may write"
        raise StoreError(said) from None


def _copied(folder: Path, to: Path, now: int, recipient: object) -> Copies:
    to.mkdir(parents=True, exist_ok=True, mode=0o700)
    stamp = datetime.fromtimestamp(now / 1000, UTC).strftime(STAMP)
    words, keys = (to / f"{kind}-{stamp}.db.age" for kind in KEPT)
    with _copy_of(folder / "atout.db", folder / WORDS_COPY) as copy, copy.open("rb") as source:
        _seal(source, words, recipient)
    _seal(io.BytesIO(_bytes_of(folder / "keys.db")), keys, recipient)
    log = to / ledger.NAME
    ledger.write(log, [*ledger.read(log), *ledger.read(folder / ledger.NAME)])
    with _written(folder / LAST) as file:
        file.write(str(now).encode())
    return Copies((words, keys, log), tuple(_prune(to, now)))


@contextmanager
def _copy_of(path: Path, place: Path) -> Iterator[Path]:
    """A copy of a database as it is between two commits; gone again after use."""
    clear(place)
    os.close(os.open(place, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600))
    try:
        with closing(sqlite3.connect(place, isolation_level=None)) as copy:
            _copy(path, copy)
        yield place
    finally:
        clear(place)


def _bytes_of(path: Path) -> bytes:
    with closing(sqlite3.connect(":memory:", isolation_level=None)) as copy:
        _copy(path, copy)
        return copy.serialize()


def _copy(path: Path, copy: sqlite3.Connection) -> None:
    with closing(sqlite3.connect(path, isolation_level=None)) as source:
        if path.name == "atout.db":
            missing(source)
        source.backup(copy)
    if (found := copy.execute("PRAGMA quick_check(1)").fetchone()[0]) != "ok":
        raise StoreError(f"{path} is damaged, and was not copied: {found}")


def _seal(source: BinaryIO, path: Path, recipient: object) -> None:
    with _written(path) as file:
        pyrage.encrypt_io(source, file, [recipient])


@contextmanager
def _written(path: Path) -> Iterator[BinaryIO]:
    """A file for its owner alone, there once it is whole and never before."""
    part = path.with_name(f"{path.name}{PART}")
    _remove(part)
    try:
        with os.fdopen(os.open(part, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as file:
            yield file
            file.flush()
            os.fsync(file.fileno())
        part.replace(path)
        ledger.settle(path.parent)
    finally:
        _remove(part)


def clear(place: Path) -> None:
    """Remove a database and what SQLite keeps beside it."""
    for beside in ("", "-wal", "-shm", "-journal"):
        _remove(place.with_name(place.name + beside))


def _remove(path: Path) -> None:
    with suppress(FileNotFoundError):
        path.unlink()


def _prune(to: Path, now: int) -> Iterator[str]:
    """Remove our own files that are older than their kind is kept; the newest of a kind stays.

    What a copy that was killed left goes as well.
    """
    for kind, kept in KEPT.items():
        found = sorted(path for path in to.iterdir() if (m := NAME.fullmatch(path.name)) and m[1] == kind)
        for path in found[:-1]:
            if taken(path.name) < datetime.fromtimestamp(now / 1000, UTC) - kept:
                path.unlink()
                yield path.name
    for path in [path for path in to.iterdir() if path.suffix == PART and NAME.fullmatch(path.stem)]:
        if taken(path.stem) < datetime.fromtimestamp(now / 1000, UTC) - CUT_OFF:
            path.unlink()
            yield path.name


def taken(name: str) -> datetime:
    """Return when a copy was taken, by its name. Raises `ValueError`."""
    found = NAME.fullmatch(name)
    if found is None:
        raise ValueError(name)
    return datetime.strptime(found[2], STAMP).replace(tzinfo=UTC)


def _recipient(folder: Path) -> Any:  # noqa: ANN401 - the library has no types
    public = public_key(folder)
    if not public:
        raise RecoveryKeyError("There is no recovery key yet. Make one first: atout backup --new-key")
    try:
        return pyrage.x25519.Recipient.from_str(public)
    except pyrage.RecipientError:
        raise RecoveryKeyError(f"{folder / PUBLIC} holds no public key. Make another: atout backup --new-key") from None
