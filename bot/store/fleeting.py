"""The keys of people who did not agree, shared by the programs of one machine and kept in its memory alone.

A file of a memory file system (tmpfs): it is written to no disk, and gone when the machine is. Several programs fold
what one person says, so a key that one of them holds for itself would make the others blind. The last program that
ends takes the file away. Where all of them were killed it waits for the next one; whoever starts with another data
folder takes it away once all whose keys it holds are to be forgotten.
"""

from __future__ import annotations

import fcntl
import hashlib
import os
import re
import shutil
import sqlite3
from collections.abc import Callable, Iterator
from contextlib import suppress
from pathlib import Path
from typing import Final, Generic, TypeVar

from bot.store.base import StoreError, Who
from bot.store.database import failing, unusable
from bot.store.wrapping import KeyFileError

K = TypeVar("K")

MEMORY: Final = Path("/dev/shm")  # noqa: S108 - of this user alone, see `place` # nosec B108
MOUNTS: Final = Path("/proc/self/mounts")
MEMORIES: Final = frozenset({"tmpfs", "ramfs"})  # the kinds of file system that are in memory
NAME: Final = "keys.db"
BUSY: Final = 5.0  # seconds to wait for another program
LEFT: Final = 3 * 60 * 60 * 1000  # ms without a word after which nobody whose key is there is kept any more: two hours
SCHEMA: Final = """
CREATE TABLE IF NOT EXISTS person_key (
    org INTEGER NOT NULL, person TEXT NOT NULL, wrapped BLOB NOT NULL, PRIMARY KEY (org, person)
) STRICT, WITHOUT ROWID
"""


def place(folder: Path) -> Path | None:
    """Return where the programs that share a data folder have their memory; None where a machine has no such place."""
    if not in_memory(MEMORY) or not os.access(MEMORY, os.W_OK):
        return None
    named = hashlib.blake2b(os.fsencode(folder.resolve()), digest_size=8).hexdigest()
    return MEMORY / f"{_ours()}{named}"


def swept(mine: Path, now: int) -> None:
    """Take away what other programs of this user left beside a folder of `place` when they were killed, long ago."""
    for folder in MEMORY.glob(f"{_ours()}*") if _made(mine) else ():
        with suppress(OSError):
            if folder != mine and max(one.stat().st_mtime for one in (folder, *folder.iterdir())) * 1000 < now - LEFT:
                _taken_away(folder)


def _ours() -> str:
    return f"atout-{os.getuid()}-"


def _made(folder: Path) -> bool:
    """Whether it is a folder that `place` named, and no operator."""
    return folder.parent == MEMORY and folder.name.startswith(_ours())


def _taken_away(folder: Path) -> None:
    """Take a folder away with all that is in it, unless somebody uses it. Raises `OSError`."""
    held = os.open(folder, os.O_RDONLY | os.O_DIRECTORY)
    try:
        fcntl.flock(held, fcntl.LOCK_EX | fcntl.LOCK_NB)
        shutil.rmtree(folder)
    finally:
        os.close(held)


def _used(folder: Path) -> int:
    """Make a folder where there is none, and hold it as one that is used; return what holds it. Raises `OSError`."""
    while True:
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        held = os.open(folder, os.O_RDONLY | os.O_DIRECTORY)
        fcntl.flock(held, fcntl.LOCK_SH)
        with suppress(FileNotFoundError):
            if os.path.samestat(os.fstat(held), folder.stat()):
                return held
        os.close(held)  # somebody took it away in this very moment


def in_memory(folder: Path) -> bool:
    """Whether what is written in a folder, made or not yet, is in memory alone, as far as this machine tells."""
    try:
        mounts = [line.split() for line in MOUNTS.read_text("utf-8", errors="replace").splitlines()]
    except OSError:
        return False
    path = folder.resolve()
    above = [
        (len(point), at, kind) for at, (_, point, kind, *_) in enumerate(mounts) if path.is_relative_to(_plain(point))
    ]
    return bool(above) and max(above)[-1] in MEMORIES


def _plain(point: str) -> str:
    """Return where something is mounted: a space in it is written as a number."""
    return re.sub(r"\\([0-7]{3})", lambda found: chr(int(found[1], 8)), point)


class Fleeting(Generic[K]):
    """Keys by person. `shut` makes a key fit to be written, `opened` makes it a key again.

    Whatever is asked is one statement: another program may destroy a key at any moment. All of it raises `StoreError`.
    """

    def __init__(self, folder: Path, shut: Callable[[K, Who], bytes], opened: Callable[[bytes, Who], K]) -> None:
        """Open the file in a folder that is this user's alone. Raises `StoreError`."""
        self._shut, self._opened = shut, opened
        self._path = folder / NAME
        try:
            self._held: int | None = _used(folder)
            info = folder.stat()
            if info.st_uid != os.getuid() or info.st_mode & 0o077:
                raise StoreError(f"{folder} is not this user's alone: take it away, or set ATOUT_MEMORY to another one")
            self._db = sqlite3.connect(self._path, isolation_level=None, check_same_thread=False, timeout=BUSY)
            self._path.chmod(0o600)
            for pragma in ("journal_mode=WAL", "synchronous=OFF", "secure_delete=ON"):
                self._db.execute(f"PRAGMA {pragma}")
            self._db.execute(SCHEMA)
        except (OSError, sqlite3.Error) as error:
            raise unusable(folder, error, "ATOUT_MEMORY") from None

    @failing()
    def get(self, who: Who) -> K | None:
        """Return the key of a person."""
        found = self._db.execute("SELECT wrapped FROM person_key WHERE org = ? AND person = ?", (who.org, who.person))
        return self._found(who, found.fetchone())

    def __contains__(self, who: Who) -> bool:
        """Whether the key of a person is here."""
        return self.get(who) is not None

    @failing()
    def __setitem__(self, who: Who, key: K) -> None:
        """Keep the key of a person."""
        row = (who.org, who.person, self._shut(key, who))
        self._db.execute("INSERT OR REPLACE INTO person_key VALUES (?, ?, ?)", row)

    @failing()
    def pop(self, who: Who, default: None, /) -> K | None:
        """Destroy the key of a person and return it; in the log beside the file too, unless it is being read now."""
        gone = self._db.execute(
            "DELETE FROM person_key WHERE org = ? AND person = ? RETURNING wrapped", (who.org, who.person)
        ).fetchall()
        if not gone:
            return default
        self._db.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchone()
        return self._found(who, gone[0])

    def _found(self, who: Who, row: tuple[bytes] | None) -> K | None:
        try:
            return self._opened(row[0], who) if row else None
        except KeyFileError:  # left there under another master key
            return None

    @failing()
    def __iter__(self) -> Iterator[Who]:
        """Yield whose keys are here."""
        return iter([Who(*row) for row in self._db.execute("SELECT org, person FROM person_key").fetchall()])

    @failing()
    def __len__(self) -> int:
        """How many keys are here."""
        return int(self._db.execute("SELECT COUNT(*) FROM person_key").fetchone()[0])

    def close(self) -> None:
        """Let go of the file; the keys stay for the other programs."""
        self._db.close()
        if self._held is not None:
            os.close(self._held)
            self._held = None

    @failing()
    def end(self) -> None:
        """Destroy all of it, and take it away: there is no other program."""
        self._db.execute("DELETE FROM person_key")
        self._db.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchone()
        self.close()
        with suppress(OSError):
            if _made(self._path.parent):
                shutil.rmtree(self._path.parent)
            else:
                self._path.unlink()
