"""One file read in a process that can do nothing else: bytes in by stdin, a word and a text out by stdout.

Started as `python -m bot.files.child LANGUAGE` by `bot/files/reader.py`. It takes its own limits before it looks at a
byte: memory, time, no file that grows, no other process. Once its libraries are there it can open nothing more, no file
and no connection: the limit of open files is what is open already, and the system itself keeps it. Whatever goes wrong
ends it; nothing is written but the answer, and no word of a file anywhere else.
"""

from __future__ import annotations

import codecs
import encodings
import os
import pkgutil
import resource
import signal
import sys
from collections.abc import Callable
from contextlib import suppress
from importlib import import_module
from typing import Final

from bot.files import found, plain, sniff

MEMORY: Final = 512 * 1024 * 1024  # bytes of addresses
CPU: Final = 5  # seconds
WALL: Final = 10  # seconds; the parent has the same patience, and may be gone
POLITE: Final = 10  # of 19: people who are chatting come first
OPEN: Final = 3  # files: in, out and errors


def main() -> None:
    """Read one file."""
    _take_limits()
    data = sys.stdin.buffer.read(found.BYTES_MOST + 1)
    answer = _read(data, sys.argv[1] if len(sys.argv) > 1 else "")
    said = answer.text[: found.TEXT_MOST].encode("utf-8", "replace")
    sys.stdout.buffer.write(answer.verdict.encode() + b"\n" + said)
    sys.stdout.buffer.flush()


def _read(data: bytes, lang: str) -> found.Found:
    if len(data) > found.BYTES_MOST:
        return found.Found(found.HEAVY)
    try:
        decode = _decoder(sniff.kind(data), lang)
        _open_nothing_more()
        said = decode(data)
    except found.UnreadableError as error:
        return found.Found(error.verdict)
    except OSError:  # it wanted something from the disk
        return found.Found(found.BROKEN)
    return found.Found(found.TEXT if said.strip() else found.EMPTY, said.strip())


def _decoder(kind: str, lang: str) -> Callable[[bytes], str]:
    if kind == sniff.PLAIN:
        return lambda data: plain.text(data, lang)
    reader = import_module(f"bot.files.{kind}")
    if kind == sniff.PDF:
        reader.ready()
    decode: Callable[[bytes], str] = reader.text
    return decode


def _take_limits() -> None:
    for what, most in (
        (resource.RLIMIT_AS, MEMORY),
        (resource.RLIMIT_FSIZE, 0),
        (resource.RLIMIT_CORE, 0),
        (resource.RLIMIT_NPROC, 0),
        (resource.RLIMIT_CPU, CPU),
    ):
        resource.setrlimit(what, (most, most))
    signal.alarm(WALL)
    os.nice(POLITE)


def _open_nothing_more() -> None:
    for code in pkgutil.iter_modules(encodings.__path__):
        with suppress(LookupError, ImportError):  # some are of another system
            codecs.lookup(code.name)  # its table is a file
    resource.setrlimit(resource.RLIMIT_NOFILE, (OPEN, OPEN))


if __name__ == "__main__":
    main()
