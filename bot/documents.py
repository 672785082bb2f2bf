"""Documents drawn when they are needed, two at a time, in threads: never on the writer and never kept on a disk.

The last few are held in memory, because the picture, the file and the test that both can be drawn come together.
"""

from __future__ import annotations

import asyncio
import threading
from collections import OrderedDict, deque

from bot.channels.base import Attachment
from bot.parts import Draw
from bot.store.base import Who
from flows.model import Facts

AT_ONCE = 2  # notes/storage.md 9: drawing holds the interpreter, more would only slow the chats
HELD = 16
FORGOTTEN = 256  # persons: what was begun for one of them ends long before so many others are forgotten
FORMATS = ("pdf", "png")

Key = tuple[Who, str, str, str, int]


class Documents:
    """Draws, and remembers the last few."""

    def __init__(self, draw: Draw) -> None:
        self._draw = draw
        self._turn = asyncio.Semaphore(AT_ONCE)
        self._held: OrderedDict[Key, bytes] = OrderedDict()
        self._forgotten: deque[Who] = deque(maxlen=FORGOTTEN)
        self._lock = threading.Lock()  # forgetting happens on the writer, too

    async def draw(self, who: Who, file: Attachment, facts: Facts, lang: str) -> bytes:
        """Return the bytes of a document, from the facts it was made of. Raises `DrawError`."""
        key = (who, file.document, file.format, lang, file.upto)
        with self._lock:
            held = self._held.get(key)
        if held is not None:
            return held
        known = tuple(fact for fact in facts if fact.seq <= file.upto)
        async with self._turn:
            data = await asyncio.to_thread(self._draw, file.document, file.format, known, lang)
        self._hold(key, data)
        return data

    def _hold(self, key: Key, data: bytes) -> None:
        """Remember a document, unless its person was forgotten meanwhile."""
        with self._lock:
            if key[0] in self._forgotten:
                return
            self._held[key] = data
            while len(self._held) > HELD:
                self._held.popitem(last=False)

    def forget(self, who: Who) -> None:
        """Let go of a person's documents, those that are being drawn among them. Called from any thread."""
        with self._lock:
            self._forgotten.append(who)
            for key in [key for key in self._held if key[0] == who]:
                del self._held[key]
