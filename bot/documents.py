"""Documents drawn when they are needed, two at a time, in threads: never on the writer and never kept on a disk.

The last few are held in memory, because the picture, the file and the test that both can be drawn come together.
"""

from __future__ import annotations

import asyncio
from collections import OrderedDict

from bot.channels.base import Attachment
from bot.parts import Draw
from bot.store.base import Who
from flows.model import Facts

AT_ONCE = 2  # notes/storage.md 9: drawing holds the interpreter, more would only slow the chats
HELD = 16
FORMATS = ("pdf", "png")

Key = tuple[Who, str, str, str, int]


class Documents:
    """Draws, and remembers the last few."""

    def __init__(self, draw: Draw) -> None:
        self._draw = draw
        self._turn = asyncio.Semaphore(AT_ONCE)
        self._held: OrderedDict[Key, bytes] = OrderedDict()

    async def draw(self, who: Who, file: Attachment, facts: Facts, lang: str) -> bytes:
        """Return the bytes of a document, from the facts it was made of. Raises `DrawError`."""
        key = (who, file.document, file.format, lang, file.upto)
        if key not in self._held:
            known = tuple(fact for fact in facts if fact.seq <= file.upto)
            async with self._turn:
                data = await asyncio.to_thread(self._draw, file.document, file.format, known, lang)
            self._held[key] = data
            while len(self._held) > HELD:
                self._held.popitem(last=False)
        return self._held[key]

    def forget(self, who: Who) -> None:
        """Let go of a person's documents."""
        for key in [key for key in self._held if key[0] == who]:
            del self._held[key]
