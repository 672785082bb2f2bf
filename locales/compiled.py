"""What was read from the files of the program, kept as Python keeps what it compiled: beside them, in `__pycache__`.

To read every word, trigger and catalog from its text takes a second of the processor; from here it takes a tenth. What
is kept begins with a keyed hash of itself. The key is a hash of the sources, byte by byte, and of what reads them: the
code of this folder, Python and Babel. So what is old, cut short or altered is not opened; it is read anew from its
sources, as where nothing is kept. Nothing in it is code, and nothing of a person. What cannot be written is not kept,
and nobody is told: it only takes longer. PYTHONDONTWRITEBYTECODE and PYTHONPYCACHEPREFIX say the same of it as of
Python's own (docs/decisions/compiled.md).
"""

from __future__ import annotations

import os
import sys
from collections.abc import Callable, Iterable
from contextlib import suppress
from functools import cache
from hashlib import blake2b
from importlib.util import cache_from_source
from pathlib import Path
from threading import get_ident
from types import MappingProxyType
from typing import Final, TypeVar

import babel
import msgspec

from flows import content, memory, words

T = TypeVar("T")

BYTES: Final = 32  # of a hash
FOLD: Final = (Path(content.__file__), Path(memory.__file__), Path(words.__file__))
CODE: Final = (*Path(__file__).parent.glob("*.py"), *FOLD)


def compiled(name: Path, sources: Iterable[Path], kind: type[T], read: Callable[[], T]) -> T:
    """Return what `read` returns, which depends on these files alone; from what is kept under this name, if it is."""
    try:
        key = _key(sources)
        place = Path(cache_from_source(f"{name}.py")).with_suffix(".kept")
    except (OSError, NotImplementedError):  # a program without its sources, a Python that keeps nothing
        return read()
    found = _found(place, key, kind)
    if found is None:
        found = read()
        _keep(place, key, msgspec.msgpack.encode(found, enc_hook=_plain))
    return found


def _key(sources: Iterable[Path]) -> bytes:
    told = blake2b(_reader(), digest_size=BYTES)
    for path in sorted(sources):
        told.update(f"{path.parent.name}/{path.name}".encode())
        told.update(_hash(path.read_bytes()))
    return told.digest()


@cache
def _reader() -> bytes:
    """Return a hash of what reads the sources."""
    code = b"".join(_hash(path.read_bytes()) for path in sorted(CODE))
    return _hash(code + f"{sys.version} {babel.__version__} {msgspec.__version__}".encode())


def _hash(data: bytes, key: bytes = b"") -> bytes:
    return blake2b(data, digest_size=BYTES, key=key).digest()


def _found(place: Path, key: bytes, kind: type[T]) -> T | None:
    """Return what is kept; None where it is nothing, or not what was written, or of other sources."""
    try:
        data = place.read_bytes()
        if data[:BYTES] != _hash(data[BYTES:], key):
            return None
        return msgspec.msgpack.decode(memoryview(data)[BYTES:], type=kind)
    except (OSError, UnicodeDecodeError, msgspec.DecodeError, RecursionError):
        return None


def _keep(place: Path, key: bytes, data: bytes) -> None:
    """Write it where it can be written: whole, or not at all."""
    if sys.dont_write_bytecode:
        return
    fresh = place.with_name(f"{place.name}.{os.getpid()}-{get_ident()}")
    with suppress(OSError):
        place.parent.mkdir(parents=True, exist_ok=True)
        try:
            fresh.write_bytes(_hash(data, key) + data)
            fresh.replace(place)
        finally:
            fresh.unlink(missing_ok=True)


def _plain(one: object) -> object:
    """Return what msgspec does not know as something it does."""
    if isinstance(one, MappingProxyType):
        return dict(one)
    raise TypeError(type(one).__name__)
