"""Documents drawn when they are needed, two at a time, in threads: never on the writer and never kept on a disk.

The last few are held in memory, because the picture, the file and the test that both can be drawn come together. A
picture is made of the PDF, which is drawn once for both.
"""

from __future__ import annotations

import asyncio
import threading
from collections import OrderedDict, deque
from collections.abc import Callable
from dataclasses import replace
from functools import partial
from typing import Protocol

from bot import say
from bot.channels.base import Attachment
from bot.loop import run
from bot.parts import Draw, DrawError, Picture, Speak
from bot.store.base import Job, Session, Store, Who
from flows.aloud import SPEECH
from flows.mine import DOCUMENT as MINE
from flows.model import Facts

AT_ONCE = 2  # notes/storage.md 9: drawing holds the interpreter, more would only slow the chats
HELD = 16
FORGOTTEN = 256  # persons: what was begun for one of them ends long before so many others are forgotten
FORMATS = ("pdf", "png")

Key = tuple[Who, str, str, str, int]


async def shown(
    store: Store, documents: Documents, who: Who, file: Attachment, lang: str, *, first: bool = False
) -> bytes:
    """Return the bytes of what a bubble shows: drawn from the facts, or the file that was handed over.

    Raises `DrawError`.
    """
    if file.document == SPEECH:
        return await _spoken(store, documents, who, file, lang)
    if file.document == MINE:
        if documents.own is None:
            raise DrawError
        return (await documents.own.taken(store, documents, who, file, lang))[0]
    if file.held:
        given = await run(store, lambda tx: tx.cases.paper(who, file.held), first=first)
        if given is None:
            raise DrawError
        return given
    facts = await run(store, lambda tx: tx.facts(who), first=first)
    return await documents.draw(who, file, facts, lang)


async def _spoken(store: Store, documents: Documents, who: Who, file: Attachment, lang: str) -> bytes:
    """Return the voice of the bubbles that are meant; of nobody who did not agree to it. Raises `DrawError`."""

    def work(tx: Session) -> list[str]:
        if not documents.may_speak(tx.facts(who)):
            return []
        lines = [tx.line(who, ident) for ident in file.held.split()]
        return [say.spoken(line.bubble) for line in lines if line is not None and line.bubble is not None]

    text = "\n".join(await run(store, work, first=True))
    if not text or documents.speak is None:
        raise DrawError
    return await documents.speak(text, lang)


class Own(Protocol):
    """Counts what is kept of a person, and makes what they take along."""

    async def counted(self, store: Store, job: Job) -> str:
        """Return what no fact tells of what is kept."""
        ...

    async def made(self, store: Store, documents: Documents, job: Job) -> str:
        """Try it; return what flows/mine.py reads of it. Raises `DrawError`."""
        ...

    async def taken(
        self, store: Store, documents: Documents, who: Who, file: Attachment, lang: str
    ) -> tuple[bytes, int]:
        """Return it in this format, and how many documents are missing in it. Raises `DrawError`."""
        ...


class Documents:
    """Draws, and remembers the last few. `speak` reads aloud, None where nothing can; so with what is taken along."""

    def __init__(
        self, draw: Draw, speak: Speak | None = None, own: Own | None = None, picture: Picture | None = None
    ) -> None:
        """Hold what draws. Without a `picture` of a PDF, what draws draws that too."""
        self._draw = draw
        self._picture = picture
        self.speak = speak
        self.own = own
        self._turn = asyncio.Semaphore(AT_ONCE)
        self._held: OrderedDict[Key, bytes] = OrderedDict()
        self._forgotten: deque[Who] = deque(maxlen=FORGOTTEN)
        self.beyond: Callable[[Who], None] = lambda _: None  # tells other programs, from any thread
        self.may_speak: Callable[[Facts], bool] = lambda _: True  # whether what is said may go to who reads aloud
        self._lock = threading.Lock()  # forgetting happens on the writer, too

    async def draw(self, who: Who, file: Attachment, facts: Facts, lang: str) -> bytes:
        """Return the bytes of a document, from the facts it was made of. Raises `DrawError`."""
        key = (who, file.document, file.format, lang, file.upto)
        with self._lock:
            held = self._held.get(key)
        if held is not None:
            return held
        if file.format == "png" and self._picture is not None:
            pdf = await self.draw(who, replace(file, format="pdf"), facts, lang)
            work = partial(self._picture, pdf)
        else:
            known = tuple(fact for fact in facts if fact.seq <= file.upto)
            work = partial(self._draw, file.document, file.format, known, lang)
        async with self._turn:
            data = await asyncio.to_thread(work)
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
        """Let go of a person's documents, those that are being drawn among them, wherever. Called from any thread."""
        self.forget_here(who)
        self.beyond(who)

    def forget_here(self, who: Who) -> None:
        """Do so in this program."""
        with self._lock:
            self._forgotten.append(who)
            for key in [key for key in self._held if key[0] == who]:
                del self._held[key]
