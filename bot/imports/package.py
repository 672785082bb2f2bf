"""A zip or a folder of published files, opened with care: what is too big, locked or broken is refused before reading.

Nothing is ever unpacked onto the disk, and nothing inside a member is opened as an archive of its own.
"""

from __future__ import annotations

import hashlib
import io
import zipfile
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import BinaryIO, Final, Protocol, Self, cast

from bot.imports.errors import ImportFileError

MEGABYTE: Final = 1 << 20
FILE_MAX: Final = 200 * MEGABYTE  # the zip itself; the official ones are 3 to 90
WHOLE_MAX: Final = 1024 * MEGABYTE  # all of it, unpacked
MEMBERS_MAX: Final = 400
RATIO_MAX: Final = 100  # unpacked to packed: tables of words stay under 20, a bomb is near 1 000
SMALL: Final = MEGABYTE  # a member so small is no bomb, whatever its ratio
LOCKED: Final = 0x1  # the flag of a member that asks for a password
BEGINS: Final = b"PK\x03\x04"  # what a zip begins with; its table of contents stands at the end
CHUNK: Final = MEGABYTE


class Package(Protocol):
    """Files that were published together."""

    name: str
    size: int  # bytes as they came

    def names(self) -> tuple[str, ...]:
        """Return the names of the files inside, in the order of the alphabet."""
        ...

    def open(self, name: str) -> BinaryIO:
        """Return one of them, to be read once. Raises `ImportFileError`."""
        ...

    def digest(self) -> str:
        """Return what tells this package from another: SHA-256 of all it holds, in hexadecimal."""
        ...


@contextmanager
def opened(path: Path) -> Iterator[Package]:
    """Open a zip or a folder. Raises `ImportFileError`, also for what turns out to be broken while it is read."""
    try:
        if path.is_dir():
            yield Folder(path)
            return
        with _Zip(path) as package:
            yield package
    except FileNotFoundError:
        raise ImportFileError("there is no such file", path.name) from None
    except (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError) as error:
        raise ImportFileError(f"the zip is damaged or cut short ({error})", path.name) from None
    except OSError as error:
        raise ImportFileError(f"it cannot be read: {error.strerror or error}", path.name) from None


class Folder:
    """A folder of files, those in folders inside it too."""

    def __init__(self, path: Path) -> None:
        self.name = path.name
        self._files = {file.relative_to(path).as_posix(): file for file in sorted(path.rglob("*")) if file.is_file()}
        self.size = sum(file.stat().st_size for file in self._files.values())
        if len(self._files) > MEMBERS_MAX or self.size > WHOLE_MAX:
            raise ImportFileError(_too_big(len(self._files), self.size), self.name)

    def names(self) -> tuple[str, ...]:
        """Return the names of the files, with their folders."""
        return tuple(self._files)

    def open(self, name: str) -> BinaryIO:
        """Return a file to be read."""
        return self._files[name].open("rb")

    def digest(self) -> str:
        """Return the hash of the names and bytes of all files."""
        found = hashlib.sha256()
        for name, file in self._files.items():
            found.update(f"{name}\0{file.stat().st_size}\0".encode())
            with file.open("rb") as stream:
                _feed(found, stream)
        return found.hexdigest()


class _Zip:
    """A zip file."""

    def __init__(self, path: Path) -> None:
        self.name = path.name
        self.size = path.stat().st_size
        if self.size > FILE_MAX:
            raise ImportFileError(f"it has {_megabytes(self.size)}, the most is {_megabytes(FILE_MAX)}", self.name)
        if not zipfile.is_zipfile(path):
            cut = path.read_bytes()[: len(BEGINS)] == BEGINS
            reason = "the zip is damaged or cut short: download it again" if cut else "it is not a zip file"
            raise ImportFileError(reason, self.name)
        self._path = path
        with _damaged():
            self._zip = zipfile.ZipFile(path)
            members = [info for info in self._zip.infolist() if not info.is_dir()]
        self._members = {info.filename: info for info in sorted(members, key=_name)}
        self._judge()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self._zip.close()

    def names(self) -> tuple[str, ...]:
        return tuple(self._members)

    def open(self, name: str) -> BinaryIO:
        info = self._members[name]
        if info.flag_bits & LOCKED:
            raise ImportFileError("it is locked by a password", f"{self.name}: {name}")
        with _damaged():
            return cast("BinaryIO", io.BufferedReader(cast("io.RawIOBase", self._zip.open(info)), CHUNK >> 3))

    def digest(self) -> str:
        found = hashlib.sha256()
        with self._path.open("rb") as stream:
            _feed(found, stream)
        return found.hexdigest()

    def _judge(self) -> None:
        """Refuse a bomb by what it declares: more than that is never unpacked."""
        whole = sum(info.file_size for info in self._members.values())
        if len(self._members) > MEMBERS_MAX or whole > WHOLE_MAX:
            raise ImportFileError(_too_big(len(self._members), whole), self.name)
        for info in self._members.values():
            if info.file_size > SMALL and info.file_size > RATIO_MAX * max(info.compress_size, 1):
                reason = f"it unpacks to {info.file_size // max(info.compress_size, 1)} times its size: a zip bomb"
                raise ImportFileError(reason, f"{self.name}: {info.filename}")


@contextmanager
def _damaged() -> Iterator[None]:
    """Say that a zip is damaged where the library stumbles over the names in it."""
    try:
        yield
    except (UnicodeDecodeError, IndexError) as error:
        raise zipfile.BadZipFile(type(error).__name__) from None


def _name(info: zipfile.ZipInfo) -> str:
    return info.filename


def _feed(found: hashlib._Hash, stream: BinaryIO) -> None:
    while chunk := stream.read(CHUNK):
        found.update(chunk)


def _too_big(files: int, size: int) -> str:
    most = f"the most is {MEMBERS_MAX} files and {_megabytes(WHOLE_MAX)}"
    return f"unpacked it would be {files} files and {_megabytes(size)}; {most}"


def _megabytes(size: int) -> str:
    return f"{size // MEGABYTE} MB"
