"""Keeps a process with a dictionary for each language that was asked about, and ends one that hangs.

A language is loaded when somebody first needs it; who waits for that longer than for a message is answered without it,
and the next one finds it ready. A process is given nothing of ours: no setting, no key. See `bot/spelling/child.py` for
what it may not do. Nothing here raises: without an answer the words are read as they are.
"""

from __future__ import annotations

import asyncio
import logging
import sys
from asyncio.subprocess import DEVNULL, PIPE, Process
from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress
from pathlib import Path
from typing import Final

import bot
from bot.logs import note

ROOT: Final = Path(bot.__file__).parent.parent
PATIENCE: Final = 3.0  # seconds a message, all its words and whoever was first included
WORDS: Final = 5  # of a message, at most

Nearest = Callable[[str, str, Sequence[str]], str]  # language, word, suggestions: the one that is ours, "" for none

log = logging.getLogger(__name__)


def dictionaries(folder: Path, languages: Sequence[str]) -> Mapping[str, Path]:
    """Return the dictionary of each language that has one in a folder: its path without the ending."""
    found = {}
    for lang in languages:
        names = [*folder.glob(f"{lang}.dic"), *sorted(folder.glob(f"{lang}_*.dic"))]
        there = [name.with_suffix("") for name in names if name.with_suffix(".aff").is_file()]
        if there:
            found[lang] = there[0]
    return found


class Mender:
    """Finds words of ours behind words that nobody knows, through dictionaries."""

    def __init__(self, places: Mapping[str, Path], nearest: Nearest) -> None:
        self._workers = {lang: Worker(place) for lang, place in places.items()}
        self._nearest = nearest

    async def mend(self, words: Sequence[str], lang: str) -> Mapping[str, str]:
        """Return the word of ours for each of these that is mended, within `PATIENCE` seconds."""
        found: dict[str, str] = {}
        worker = self._workers.get(lang)
        if worker is None:
            return found
        with suppress(TimeoutError):
            async with asyncio.timeout(PATIENCE), worker.turn:
                for word in words[:WORDS]:
                    found[word] = self._nearest(lang, word, await worker.ask(word))
        return {word: near for word, near in found.items() if near}

    async def stop(self) -> None:
        """End the processes. They are begun again when they are needed."""
        for worker in self._workers.values():
            await worker.stop()


class Worker:
    """One dictionary and its process."""

    def __init__(self, place: Path) -> None:
        self._place = place
        self._loading: asyncio.Task[Process | None] | None = None
        self.turn = asyncio.Lock()

    async def ask(self, word: str) -> Sequence[str]:
        """Return what the dictionary suggests, nothing without one. One that is left waiting is ended."""
        if self._loading is None:
            self._loading = asyncio.create_task(self._load())
        process = await asyncio.shield(self._loading)
        if process is None:
            return ()
        answer = b""
        try:
            answer = await _asked(process, word)
        finally:
            if not answer:  # it fell, or nobody waits for it any more
                self._loading = None
                await _ended(process)
        return answer.decode("utf-8", "replace").strip("\n").split("\t")

    async def stop(self) -> None:
        """End the process."""
        loading, self._loading, self.turn = self._loading, None, asyncio.Lock()
        if loading is None:
            return
        if not loading.done():
            loading.cancel()
        done = (await asyncio.gather(loading, return_exceptions=True))[0]
        if isinstance(done, Process):
            await _ended(done)

    async def _load(self) -> Process | None:
        """Return the process with its dictionary loaded; None when that cannot be, and it is not tried again."""
        process = await asyncio.create_subprocess_exec(
            sys.executable, "-B", "-m", "bot.spelling.child", str(self._place),
            stdin=PIPE, stdout=PIPE, stderr=DEVNULL, cwd="/", env={"PYTHONPATH": str(ROOT)},
        )  # fmt: skip
        ready = b""
        try:
            ready = await _line(process)
        finally:
            if not ready:
                await _ended(process)
        if not ready:
            note(log, logging.WARNING, "dictionary not loaded", dictionary=self._place.name)
        return process if ready else None


async def _asked(process: Process, word: str) -> bytes:
    if process.stdin is None:
        return b""
    with suppress(BrokenPipeError, ConnectionResetError):
        process.stdin.write(word.encode() + b"\n")
        await process.stdin.drain()
    return await _line(process)


async def _line(process: Process) -> bytes:
    return await process.stdout.readline() if process.stdout is not None else b""


async def _ended(process: Process) -> None:
    """End it, and take what is left in its pipe, so that nothing of it stays open."""
    with suppress(ProcessLookupError):
        process.kill()
    if process.stdout is not None:
        await process.stdout.read()
    await process.wait()
