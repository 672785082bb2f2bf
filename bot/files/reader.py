"""Starts a process for a file, and says what it found; one that hangs, falls or talks too much is ended.

The process is given nothing of ours: no setting, no key, no folder. See `bot/files/child.py` for what it may not do.
"""

from __future__ import annotations

import asyncio
import sys
from asyncio.subprocess import DEVNULL, PIPE, Process
from contextlib import suppress
from pathlib import Path
from typing import Final

import bot
from bot.files import child, found

ROOT: Final = Path(bot.__file__).parent.parent
PATIENCE: Final = 12.0  # seconds: a little more than the process gives itself
HEAD: Final = 64  # bytes of the line that says what was found


async def read(data: bytes, lang: str) -> found.Found | None:
    """Return what a file says, or why nothing; None when it ended its reader."""
    answer = await asked(child.__name__, data, 4 * found.TEXT_MOST, child.TEXT, lang)
    if answer is None:
        return None
    verdict, said = answer
    return found.Found(verdict, said.decode("utf-8", "replace")[: found.TEXT_MOST])


async def page(data: bytes, number: int) -> found.Drawn | None:
    """Return a page of a file as a picture, or why nothing; None when it ended its reader."""
    return drawn(await asked(child.__name__, data, found.DRAWN_MOST, child.PAGE, str(number)))


async def copy(data: bytes) -> found.Drawn | None:
    """Return a copy of a file without what acts in it, or why nothing; None when it ended its reader."""
    return drawn(await asked(child.__name__, data, found.DRAWN_MOST, child.COPY))


def drawn(answer: tuple[str, bytes] | None) -> found.Drawn | None:
    """Return what a line says was drawn, and the bytes of it; None when the process was ended."""
    if answer is None:
        return None
    verdict, _, about = answer[0].partition(" ")
    form, _, pages = about.partition(" ")
    return found.Drawn(verdict, answer[1], form, int(pages) if pages.isdecimal() else 0)


async def asked(
    module: str, data: bytes, most: int, *task: str, patience: float = PATIENCE
) -> tuple[str, bytes] | None:
    """Return the line that says what was found and what follows it, at most so many bytes; None when it ended it.

    `module` is what the process runs.
    """
    process = await asyncio.create_subprocess_exec(
        sys.executable, "-B", "-m", module, *task,
        stdin=PIPE, stdout=PIPE, stderr=DEVNULL, cwd="/", env={"PYTHONPATH": str(ROOT)},
    )  # fmt: skip
    try:
        async with asyncio.timeout(patience):
            answer = await _answer(process, data, most + HEAD)
            if len(answer) > most + HEAD:  # it would wait for ever to say the rest
                return None
            await process.wait()
    except TimeoutError:
        return None
    finally:
        await _ended(process)
    head, _, said = answer.partition(b"\n")
    if process.returncode or not head:
        return None
    return head.decode("ascii", "replace"), said


async def _ended(process: Process) -> None:
    """End it, and take what is left in its pipe, so that nothing of it stays open."""
    with suppress(ProcessLookupError):
        process.kill()
    if process.stdout is not None:
        await process.stdout.read()
    await process.wait()


async def _answer(process: Process, data: bytes, most: int) -> bytes:
    into, out = process.stdin, process.stdout
    if into is None or out is None:
        return b""
    with suppress(BrokenPipeError, ConnectionResetError):
        into.write(data)
        await into.drain()
    into.close()
    try:
        return await out.readexactly(most + 1)
    except asyncio.IncompleteReadError as whole:
        return whole.partial
