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
from bot.files import found

ROOT: Final = Path(bot.__file__).parent.parent
PATIENCE: Final = 12.0  # seconds: a little more than the process gives itself
BYTES: Final = 4 * found.TEXT_MOST + 64  # of an answer, at most


async def read(data: bytes, lang: str) -> found.Found | None:
    """Return what a file says, or why nothing; None when it ended its reader."""
    process = await asyncio.create_subprocess_exec(
        sys.executable, "-B", "-m", "bot.files.child", lang,
        stdin=PIPE, stdout=PIPE, stderr=DEVNULL, cwd="/", env={"PYTHONPATH": str(ROOT)},
    )  # fmt: skip
    try:
        async with asyncio.timeout(PATIENCE):
            answer = await _answer(process, data)
            await process.wait()
    except TimeoutError:
        return None
    finally:
        await _ended(process)
    verdict, _, said = answer.partition(b"\n")
    if process.returncode or len(answer) > BYTES or not verdict:
        return None
    return found.Found(verdict.decode("ascii", "replace"), said.decode("utf-8", "replace")[: found.TEXT_MOST])


async def _ended(process: Process) -> None:
    """End it, and take what is left in its pipe, so that nothing of it stays open."""
    with suppress(ProcessLookupError):
        process.kill()
    if process.stdout is not None:
        await process.stdout.read()
    await process.wait()


async def _answer(process: Process, data: bytes) -> bytes:
    into, out = process.stdin, process.stdout
    if into is None or out is None:
        return b""
    with suppress(BrokenPipeError, ConnectionResetError):
        into.write(data)
        await into.drain()
    into.close()
    try:
        return await out.readexactly(BYTES + 1)
    except asyncio.IncompleteReadError as whole:
        return whole.partial
