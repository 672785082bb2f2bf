"""One person who talks to a house, line by line, with a clock that goes on as fast as people read and type.

A line is a line of `talk --jsonl` (docs/talk.md): what a journey or a persona does passes the same door as a machine.
"""

from __future__ import annotations

import itertools
import json
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Final

import pypdfium2  # type: ignore[import-untyped]

from bot.channels.base import Bubble, Shown, Upload
from bot.channels.terminal import NAME
from bot.channels.terminal.brought import brought
from bot.channels.terminal.parse import Line, LineError, arrival, parse
from bot.sim.life import Life
from flows.model import Contact, Edit, Text

CHANNEL: Final = NAME
START: Final = 1_795_000_000_000  # a day in November 2026: a journey says the same whenever it is played
READ: Final = 100  # words a minute, a slow reader (the people PRODUCT.md is for)
TYPED: Final = 8  # words a minute, on a cheap phone
MINUTE: Final = 60_000
THINGS: Final = 3_000  # ms to tap a button, or to send what is no text


@dataclass(slots=True)
class Clock:
    """A time that is moved."""

    at: int = START

    def __call__(self) -> int:
        """Return the time in milliseconds."""
        return self.at


class Ids:
    """Ids that are the same at each run: ten letters and digits."""

    def __init__(self) -> None:
        self._count = itertools.count(1)

    def __call__(self) -> str:
        """Return the next one."""
        return f"s{next(self._count):09d}"


@dataclass(frozen=True, slots=True)
class Paper:
    """A PDF that was put in the chat, after how many messages and minutes, and the text that is read from it."""

    messages: int
    minutes: float
    name: str
    text: str


@dataclass(slots=True)
class Chat:
    """What one person sees and does. `new` is what came since the last line."""

    life: Life
    clock: Clock
    lang: str = "fr"
    address: str = "me"
    channel: str = CHANNEL
    phone: str = ""  # their own number, where the channel tells it
    messages: int = 0
    topic: str = "start"
    shown: list[Bubble] = field(default_factory=list)
    new: list[Bubble] = field(default_factory=list)
    papers: list[Paper] = field(default_factory=list)
    said: dict[str, str] = field(default_factory=dict)  # the id of each message, by its words
    last: tuple[Line, str, bool, Upload | None] | None = None  # and whether it came at once after another
    _line: str = ""
    _began: int = 0
    _waited: int = 0

    @property
    def minutes(self) -> float:
        """How long the person has read, typed and tapped; silences are not counted."""
        return (self.clock.at - self._began - self._waited) / MINUTE if self._began else 0.0

    async def send(self, said: Mapping[str, object], kill: str = "") -> list[Bubble]:
        """Do one thing and return the bubbles that follow. `kill`: the house dies "before" or "after" the commit.

        Raises `LineError` when the line cannot be used; then nothing happened.
        """
        line, upload = brought(parse(json.dumps(said), self.shown))
        return await self.do(line, upload, kill)

    async def do(self, line: Line, upload: Upload | None = None, kill: str = "") -> list[Bubble]:
        """Do what a line says."""
        if line.body is None:
            self.clock.at += line.wait
            self._waited += line.wait
            return await self._look()
        self._takes_time(line)
        self.messages += 1
        number = line.id or f"m{self.messages}"
        if isinstance(line.body, Text | Edit):  # an edited message is the one it was
            self.said[line.body.text] = line.body.of if isinstance(line.body, Edit) else number
        self.last = (line, number, self.last is not None and self.last[0].next, upload)
        image = self.life.image() if kill == "before" else None
        await self._deliver()
        if kill:
            await self.life.wake(image or self.life.image())
            await self._deliver()  # nobody told the platform that it was received
        return [] if line.next else await self._look()

    async def looks(self) -> list[Bubble]:
        """Read what came while nothing was done."""
        return await self._look()

    async def again(self) -> list[Bubble]:
        """Deliver the last message a second time, as platforms do."""
        await self._deliver()
        return await self._look()

    async def _deliver(self) -> None:
        if self.last is not None:
            line, number, follows, upload = self.last
            came = arrival(line, self.address, number, self.lang, follows=follows, upload=upload)
            await self.life.house.receive([replace(came, channel=self.channel, phone=self.phone)])

    def _takes_time(self, line: Line) -> None:
        self._began = self._began or self.clock.at
        words = len(line.body.text.split()) if isinstance(line.body, Text | Edit) else 0
        words = 1 if isinstance(line.body, Contact) else words
        self.clock.at += words * MINUTE // TYPED if words else THINGS

    async def _look(self) -> list[Bubble]:
        """Let what is due be done, and read what is new."""
        await self.life.house.settle()
        self.new = []
        for shown in await self.life.house.transcript(self.channel, self.address, self._line):
            self._line = shown.id
            if shown.bubble is not None:
                await self._read(shown, shown.bubble)
        return self.new

    async def _read(self, shown: Shown, bubble: Bubble) -> None:
        self.shown.append(bubble)
        self.new.append(bubble)
        words = sum(len(text.split()) for text in (bubble.text, *(button.label for button in bubble.buttons)))
        self.clock.at += words * MINUTE // READ
        if bubble.question:
            self.topic = bubble.topic
        if bubble.file is not None and bubble.file.format == "pdf":
            found = await self.life.house.document(self.channel, self.address, shown.id)
            text = paper_text(found[1]) if found else ""
            self.papers.append(Paper(self.messages, self.minutes, bubble.file.name, text))


def paper_text(data: bytes) -> str:
    """Return the text of a PDF, page after page, as a reader of it finds it."""
    document = pypdfium2.PdfDocument(data)
    try:
        return "\n".join(page.get_textpage().get_text_range().replace("\r", "") for page in document)
    finally:
        document.close()


__all__ = ["Chat", "Clock", "Ids", "LineError", "Paper", "paper_text"]
