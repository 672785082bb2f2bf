"""Who was erased: a line each, written before the key is destroyed, and read again at every start.

An old copy of the two files knows nothing of who was erased since. The ledger does: it travels with every backup and is
brought together when one is restored, so who was erased stays so. A line is a time and a keyed hash of an id that was
drawn: without the root secret it says nothing, and with it nothing but an id.

Who said no to keeping after a yes has a line too, since an older copy still holds their key; "again" takes it back when
they agree anew. The newest line of a person counts, so a new one is later than those before it, also where the clock
was set back. Several programs may write it: each reads what the others wrote before it adds a line.
"""

from __future__ import annotations

import hashlib
import hmac
import os
import re
from collections.abc import Collection, Iterable
from contextlib import suppress
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Final

from bot.store.base import StoreError, Who
from bot.store.wrapping import derive, join

NAME: Final = "erased.log"
KEPT: Final = 13 * 31 * 24 * 60 * 60 * 1000  # ms: no copy lives as long as a line
AGAIN: Final = "again"
LINE: Final = re.compile(rf"\d{{4}}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{{3}}Z [0-9a-f]{{32}}(?: {AGAIN})?")


class Ledger:
    """The ledger of one folder."""

    def __init__(self, path: Path, root: bytes, now: int) -> None:
        self._path = path
        self._key = derive(root, "erased")
        lines = read(path)
        young = [line for line in lines if line >= _moment(now - KEPT)]
        if young != lines:
            write(path, young)
        self._newest: dict[str, str] = {}  # of each person, by their mark
        self._read = (0, 0)  # which file, and up to which byte
        for line in young:
            self._note(line)

    @property
    def anybody(self) -> bool:
        """Whether somebody was erased."""
        return any(map(self._ended, self._newest))

    def gone(self, who: Who) -> bool:
        """Whether this person was erased."""
        return self._ended(self._mark(who))

    def erased(self, persons: Collection[Who], now: int) -> None:
        """Write down that these persons are erased. Raises `StoreError`: then nothing may be destroyed."""
        self._add([f"{self._at(mark, now)} {mark}" for mark in self._marks(persons) if not self._ended(mark)])

    def again(self, persons: Collection[Who], now: int) -> None:
        """Write down that these persons agreed anew. Raises `StoreError`."""
        self._add([f"{self._at(mark, now)} {mark} {AGAIN}" for mark in self._marks(persons) if self._ended(mark)])

    def _marks(self, persons: Collection[Who]) -> Iterable[str]:
        """Return the marks of persons, once what other programs wrote was read. Raises `StoreError`."""
        if persons:
            self._look()
        return dict.fromkeys(map(self._mark, persons))

    def _ended(self, mark: str) -> bool:
        line = self._newest.get(mark, AGAIN)
        return not line.endswith(AGAIN)

    def _at(self, mark: str, now: int) -> str:
        """Return the moment of a new line: now, or just after the person's last one where the clock was set back."""
        moment, last = _moment(now), self._newest.get(mark, "").partition(" ")[0]
        return moment if moment > last else _next(last)

    def _look(self) -> None:
        """Read what was added since the last look, by whichever program. Raises `StoreError`."""
        try:
            with self._path.open("rb") as file:
                which, (known, at) = os.fstat(file.fileno()).st_ino, self._read
                at = at if which == known else 0  # another start took out what was too old
                file.seek(at)
                whole = file.read().rpartition(b"\n")[0]
        except FileNotFoundError:
            return
        except OSError as error:
            raise self._refused(error) from None
        self._read = which, at + len(whole)
        for line in filter(LINE.fullmatch, whole.decode("utf-8", errors="replace").splitlines()):
            self._note(line)

    def _refused(self, error: OSError) -> StoreError:
        return StoreError(f"{self._path.name}: {error.strerror}")

    def _mark(self, who: Who) -> str:
        return hmac.digest(self._key, join((who.org, who.person)), hashlib.sha256)[:16].hex()

    def _add(self, lines: list[str]) -> None:
        if not lines:
            return
        try:
            handle = os.open(self._path, os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o600)
            with os.fdopen(handle, "wb") as file:
                file.write("".join(f"\n{line}\n" for line in lines).encode())  # whatever a crash left before it
                file.flush()
                os.fsync(file.fileno())
            settle(self._path.parent)
        except OSError as error:
            raise self._refused(error) from None
        for line in lines:
            self._note(line)

    def _note(self, line: str) -> None:
        mark = line.split()[1]
        self._newest[mark] = max(line, self._newest.get(mark, ""))


def read(path: Path) -> list[str]:
    """Return the lines of a ledger in the order of time; one that a crash cut off is none. Raises `OSError`."""
    if not path.is_file():
        return []
    return sorted({line for line in path.read_text("utf-8", errors="replace").splitlines() if LINE.fullmatch(line)})


def write(path: Path, lines: Iterable[str]) -> None:
    """Write a ledger, whole or not at all. Raises `OSError`."""
    part = path.with_name(f"{path.name}.part")
    with suppress(FileNotFoundError):
        part.unlink()
    with os.fdopen(os.open(part, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w", encoding="utf-8") as file:
        file.writelines(f"{line}\n" for line in sorted(set(lines)))
        file.flush()
        os.fsync(file.fileno())
    part.replace(path)
    settle(path.parent)


def settle(folder: Path) -> None:
    """Have what was renamed or made in a folder be there after a power cut."""
    handle = os.open(folder, os.O_RDONLY)
    os.fsync(handle)
    os.close(handle)


def _moment(at: int) -> str:
    return datetime.fromtimestamp(at / 1000, UTC).strftime("%Y-%m-%dT%H:%M:%S.") + f"{at % 1000:03d}Z"


def _next(moment: str) -> str:
    """Return the moment a thousandth of a second after one."""
    after = datetime.fromisoformat(moment) + timedelta(milliseconds=1)
    return after.strftime("%Y-%m-%dT%H:%M:%S.") + f"{after.microsecond // 1000:03d}Z"
