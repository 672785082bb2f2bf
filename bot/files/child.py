"""One file looked at in a process that can do nothing else: bytes in by stdin, a word and what was found out by stdout.

Started by `bot/files/reader.py` as `python -m bot.files.child text LANGUAGE` for its words, `page NUMBER` for a picture
of a page, or `copy` for a copy without what acts in it. It takes its own limits before it looks at a
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
from types import ModuleType
from typing import Final

from bot.files import found, plain, sniff

MEMORY: Final = 512 * 1024 * 1024  # bytes of addresses
CPU: Final = 5  # seconds
WALL: Final = 10  # seconds; the parent has the same patience, and may be gone
POLITE: Final = 10  # of 19: people who are chatting come first
OPEN: Final = 3  # files: in, out and errors
TEXT, PAGE, COPY = "text", "page", "copy"  # what is asked for


def main() -> None:
    """Look at one file."""
    take_limits(MEMORY, CPU, WALL)
    data = sys.stdin.buffer.read(found.BYTES_MOST + 1)
    task, about = (*sys.argv[1:3], "", "")[:2]
    try:
        head, said = _looked(task, data, about)
    except found.UnreadableError as error:
        head, said = error.verdict, b""
    except OSError:  # it wanted something from the disk
        head, said = found.BROKEN, b""
    sys.stdout.buffer.write(head.encode() + b"\n" + said)
    sys.stdout.buffer.flush()


def _looked(task: str, data: bytes, about: str) -> tuple[str, bytes]:
    """Return a line of what was found, and the bytes of it. Raises `UnreadableError`."""
    if len(data) > found.BYTES_MOST:
        raise found.UnreadableError(found.HEAVY)
    if task == TEXT:
        text = _text(data, about)
        return (found.TEXT if text else found.EMPTY), text[: found.TEXT_MOST].encode("utf-8", "replace")
    form, drawn, pages = _drawn(data, int(about)) if task == PAGE else _copied(data)
    if len(drawn) > found.DRAWN_MOST:
        raise found.UnreadableError(found.HEAVY)
    return f"{found.DRAWN} {form} {pages}", drawn


def _text(data: bytes, lang: str) -> str:
    decode = _decoder(sniff.kind(data), lang)
    open_nothing_more()
    return decode(data).strip()


def _drawn(data: bytes, number: int) -> tuple[str, bytes, int]:
    """Return a page of a file as a picture: its form, the bytes, and how many pages there are."""
    if not sniff.image(data):
        leaves = _leaves(data)
        return ("jpg", *leaves.page(data, number))
    return _picture(data)


def _copied(data: bytes) -> tuple[str, bytes, int]:
    """Return a copy of a file without what acts in it."""
    if not sniff.image(data):
        leaves = _leaves(data)
        return ("pdf", *leaves.clean(data))
    return _picture(data)


def _picture(data: bytes) -> tuple[str, bytes, int]:
    from bot.files import pictures  # noqa: PLC0415 - a library is loaded by the process that uses it

    pictures.ready()
    open_nothing_more()
    return "jpg", pictures.drawn(data), 1


def _leaves(data: bytes) -> ModuleType:
    if sniff.kind(data) != sniff.PDF:
        raise found.UnreadableError(found.STRANGE)
    leaves = import_module("bot.files.leaves")
    leaves.ready()
    open_nothing_more()
    return leaves


def _decoder(kind: str, lang: str) -> Callable[[bytes], str]:
    if kind == sniff.PLAIN:
        return lambda data: plain.text(data, lang)
    reader = import_module(f"bot.files.{kind}")
    if kind == sniff.PDF:
        reader.ready()
    decode: Callable[[bytes], str] = reader.text
    return decode


def take_limits(memory: int, cpu: int, wall: int) -> None:
    """Bind this process to so much memory and time; no file that grows, no other process."""
    for what, most in (
        (resource.RLIMIT_AS, memory),
        (resource.RLIMIT_FSIZE, 0),
        (resource.RLIMIT_CORE, 0),
        (resource.RLIMIT_NPROC, 0),
        (resource.RLIMIT_CPU, cpu),
    ):
        resource.setrlimit(what, (most, most))
    signal.alarm(wall)
    os.nice(POLITE)


def open_nothing_more() -> None:
    """Let nothing more be opened, no file and no connection."""
    for code in pkgutil.iter_modules(encodings.__path__):
        with suppress(LookupError, ImportError):  # some are of another system
            codecs.lookup(code.name)  # its table is a file
    resource.setrlimit(resource.RLIMIT_NOFILE, (OPEN, OPEN))


if __name__ == "__main__":
    main()
