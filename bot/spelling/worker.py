"""Keeps a process with a dictionary for each language that was asked about, and ends one that hangs.

A language is loaded when somebody first needs it; who waits for that longer than for a message is answered without it,
and the next one finds it ready. A process is given nothing of ours: no setting, no key. See `bot/spelling/child.py` for
what it may not do. Nothing here raises: without an answer the words are read as they are.
"""

from __future__ import annotations

import asyncio
import logging
import re
import sys
from asyncio.subprocess import DEVNULL, PIPE, Process
from collections.abc import Callable, Collection, Mapping, Sequence
from contextlib import suppress
from pathlib import Path
from typing import Final

import bot
from bot.logs import note
from bot.spelling.child import ASKS

ROOT: Final = Path(bot.__file__).parent.parent
PATIENCE: Final = 3.0  # seconds a message, all its words and whoever was first included
WORDS: Final = 5  # of a message, at most

LOOKING: Final = 8.0  # seconds all words of a text may take to be looked up, a dictionary that is loaded first included
LOOKED_UP: Final = 200  # words at once
# The letters of a language that has a dictionary. Asked about others, some of them call every word right: that of
# Ukrainian takes each Latin one.
LETTERS: Final = {
    "fr": re.compile(r"[a-zà-öø-ÿœ'’-]+"),
    "en": re.compile(r"[a-zà-öø-ÿ'’-]+"),
    "uk": re.compile(r"[а-щьюяєіїґ'’ʼ-]+"),
    "ar": re.compile(r"[\u0621-\u064a]+"),
}
NONSENSE: Final = {"fr": "zqxwvk", "en": "zqxwvk", "uk": "щзхгцк", "ar": "ظظثضغ"}  # who calls this right knows nothing

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
        # Their own processes: who looks words up does not wait for who is looking for suggestions.
        self._readers = {lang: Worker(place) for lang, place in places.items() if lang in LETTERS}

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

    async def known(self, words: Collection[str], lang: str) -> frozenset[str] | None:
        """Return which of these are words of a language, as they are written; None when nobody can say."""
        reader = self._readers.get(lang)
        if reader is None:
            return None
        asked = sorted({NONSENSE[lang], *(word for word in words if LETTERS[lang].fullmatch(word))})
        found = set[str]()
        try:
            async with asyncio.timeout(LOOKING), reader.turn:
                for at in range(0, len(asked), LOOKED_UP):
                    right = await reader.right(asked[at : at + LOOKED_UP])
                    if right is None:
                        return None
                    found |= right
        except TimeoutError:
            return None
        return None if NONSENSE[lang] in found else frozenset(found)

    async def stop(self) -> None:
        """End the processes. They are begun again when they are needed."""
        for worker in (*self._workers.values(), *self._readers.values()):
            await worker.stop()


class Worker:
    """One dictionary and its process."""

    def __init__(self, place: Path) -> None:
        self._place = place
        self._loading: asyncio.Task[Process | None] | None = None
        self.turn = asyncio.Lock()

    async def ask(self, word: str) -> Sequence[str]:
        """Return what the dictionary suggests, nothing without one. One that is left waiting is ended."""
        answer = await self._answer(word)
        return () if answer is None else answer.split("\t")

    async def right(self, words: Sequence[str]) -> frozenset[str] | None:
        """Return which of these are words; None without a dictionary, and when it did not answer about each."""
        answer = await self._answer(ASKS + "\t".join(words))
        marks = [] if answer is None else answer.split("\t")
        if len(marks) != len(words) or not set(marks) <= {"0", "1"}:
            return None
        return frozenset(word for word, mark in zip(words, marks, strict=True) if mark == "1")

    async def _answer(self, line: str) -> str | None:
        """Return the answer to a line, None without one."""
        if self._loading is None:
            self._loading = asyncio.create_task(self._load())
        process = await asyncio.shield(self._loading)
        if process is None:
            return None
        answer = b""
        try:
            answer = await _asked(process, line)
        finally:
            if not answer:  # it fell, or nobody waits for it any more
                self._loading = None
                await _ended(process)
        return answer.decode("utf-8", "replace").strip("\n") if answer else None

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


async def _asked(process: Process, line: str) -> bytes:
    if process.stdin is None:
        return b""
    with suppress(BrokenPipeError, ConnectionResetError):
        process.stdin.write(line.encode() + b"\n")
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
