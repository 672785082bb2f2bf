"""What every bus has: words that wait are sent together, and a line that breaks is made again.

A line may be dead without a word: a firewall forgot it, or the server is another one now. Who only listens never knows.
So each also hears what it says itself, and says something now and then; who hears nothing at all begins anew.
"""

from __future__ import annotations

import asyncio
import logging
from abc import ABC, abstractmethod
from collections.abc import AsyncIterator, Sequence
from contextlib import suppress
from typing import Final

import msgspec

from bot.bus.base import Heard, Kind, Word
from bot.bus.trouble import Trouble

AGAIN: Final = 0.5  # seconds before a line that broke is made again
PULSE: Final = 2.0  # seconds without words after which something is said
SILENT: Final = 6.0  # seconds without hearing anything before a line is taken for dead: three of ours in a row
WAITING_MAX: Final = 5_000  # words; more than that, and one says: look at everything
TOGETHER: Final = 60  # words in one message: well below the 8 000 bytes that PostgreSQL takes (NOTIFY, "payload")

BROKE: Final = "the line to the other programs broke"
BACK: Final = "the line to the other programs is back"
UNHEARD: Final = "nothing is heard on it, not even what is said here"

log = logging.getLogger(__name__)


class BrokenError(Exception):
    """The line broke; it says why, in words of ours."""


class Carrying(ABC):
    """Sends in one task and listens in another. Who has the line says how."""

    def __init__(self, name: str) -> None:
        """Be known to the others under a name of its own."""
        self._name = name
        self._words: dict[Word, None] = {}
        self._some = asyncio.Event()
        self._trouble = Trouble(log, BROKE, BACK)
        self._tasks: list[asyncio.Task[None]] = []

    @abstractmethod
    async def _send(self, message: str) -> None:
        """Send a message to all. Raises `BrokenError`."""

    @abstractmethod
    def _messages(self) -> AsyncIterator[str]:
        """Yield "" once it listens, and then what all send. Raises `BrokenError`."""

    @abstractmethod
    async def _hang_up(self) -> None:
        """Let go of the lines."""

    def tell(self, word: Word) -> None:
        """Send a word to the others, soon; the same word once."""
        if len(self._words) >= WAITING_MAX:
            self._words = {Word(Kind.ANY): None}
        self._words[word] = None
        self._some.set()

    def start(self, heard: Heard) -> None:
        """Begin to carry."""
        self._tasks = [asyncio.create_task(self._speak()), asyncio.create_task(self._listen(heard))]

    async def close(self) -> None:
        """Carry nothing more."""
        for task in self._tasks:
            task.cancel()
        await asyncio.gather(*self._tasks, return_exceptions=True)
        await self._hang_up()

    async def _speak(self) -> None:
        while True:
            with suppress(TimeoutError):
                async with asyncio.timeout(PULSE):
                    await self._some.wait()
            self._some.clear()
            words, self._words = list(self._words), {}
            try:
                for start in range(0, max(len(words), 1), TOGETHER):
                    await self._send(packed(self._name, words[start : start + TOGETHER]))
            except BrokenError as error:  # what they were about is looked for in any case
                self._trouble.met(str(error))
                self.tell(Word(Kind.ANY))
                await asyncio.sleep(AGAIN)

    async def _listen(self, heard: Heard) -> None:
        while True:
            try:
                async with asyncio.timeout(SILENT) as silence:
                    async for message in self._messages():
                        silence.reschedule(asyncio.get_running_loop().time() + SILENT)
                        if message:
                            self._trouble.over()
                        for word in (Word(Kind.ANY),) if not message else unpacked(self._name, message):
                            heard(word)
            except BrokenError as error:
                self._trouble.met(str(error))
            except TimeoutError:
                self._trouble.met(UNHEARD)
            await asyncio.sleep(AGAIN)


def packed(name: str, words: Sequence[Word]) -> str:
    """Return words as a message of this name."""
    return msgspec.json.encode((name, [(word.kind, word.about) for word in words])).decode()


def unpacked(name: str, message: str) -> Sequence[Word]:
    """Return the words of a message of another name; none of one that a stranger sent, or that is of our own."""
    try:
        sender, words = msgspec.json.decode(message, type=tuple[str, list[tuple[Kind, str]]])
    except msgspec.DecodeError:
        return ()
    return () if sender == name else [Word(kind, about) for kind, about in words]
