"""What a person sees when they look back, and who is told when a line is added.

Pure but for the listeners, which live in memory and are dropped when nobody holds them any more.
"""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from typing import TypeAlias, assert_never
from weakref import WeakSet, finalize

from bot.bus.base import place as placed
from bot.channels.base import Again, Bubble, Shown, Writing
from bot.store.base import Message
from flows.counsel import Claim, Close, Expire, Relay, Release, Suggest, Transfer
from flows.model import (
    Contact,
    Edit,
    Event,
    Media,
    Open,
    Place,
    Reach,
    Result,
    Speak,
    Tap,
    Text,
    Tick,
    Unsupported,
    Voice,
)

News: TypeAlias = Shown | Writing | Again  # a new line, that one is being written, that there may be some

BEHIND = 500  # lines a listener may be behind before it is let go; it comes back and reads the transcript


def shown(message: Message) -> Shown | None:
    """Return a line as it is seen; None for what leaves no trace on the screen."""
    if message.bubble is not None:
        if message.bubble.gone:
            return None
        return Shown(message.id, message.at, message.bubble.by, bubble=message.bubble)
    text = words(message.event) if message.event else ""
    return Shown(message.id, message.at, "person", text=text) if text else None


def words(event: Event) -> str:  # noqa: PLR0911 - one decision over every kind of event
    """Return what the person is seen to have said; "" for what is not seen."""
    body = event.body
    match body:
        case Text() | Edit():
            return body.text
        case Tap():
            return _label(event, body)
        case Voice():
            return body.transcript
        case Media():
            return "\n".join(part for part in (body.emoji or body.name, body.caption) if part)
        case Place():
            return body.label
        case Contact():
            return " ".join(part for part in (body.name, body.phone) if part)
        case Open() | Speak() | Unsupported():
            return ""
        case Reach() | Tick() | Result() | Claim() | Relay() | Release() | Transfer() | Close() | Suggest() | Expire():
            return ""
        case _:
            assert_never(body)


def _label(event: Event, tap: Tap) -> str:
    ask = event.hints.ask
    if ask is None:
        return ""
    ids = [choice.id for choice in ask.choices]
    place = int(tap.choice) if tap.choice.isascii() and tap.choice.isdigit() else -1
    place = ids.index(tap.choice) if place < 0 and tap.choice in ids else place  # a number is always a place
    return ask.labels[place] if 0 <= place < len(ask.labels) else ""


def spoken(bubble: Bubble, at: int) -> Shown:
    """Return a bubble as a line."""
    return Shown(bubble.id, at, bubble.by, bubble=bubble)


class Listener:
    """What is new at one place, as it comes."""

    def __init__(self) -> None:
        self._lines: asyncio.Queue[News | None] = asyncio.Queue()
        self._closed = False

    def tell(self, line: News | None) -> None:
        """Hand over a line; None ends it. One that is too far behind is ended."""
        if self._closed:
            return
        if line is None or self._lines.qsize() >= BEHIND:
            self._closed = True
            line = None
        self._lines.put_nowait(line)

    def __aiter__(self) -> Listener:
        return self

    async def __anext__(self) -> News:
        line = await self._lines.get()
        if line is None:
            self._lines.put_nowait(None)
            raise StopAsyncIteration
        return line


class Listeners:
    """Who listens to which address."""

    def __init__(self) -> None:
        self._all: dict[tuple[str, str], WeakSet[Listener]] = {}
        self._places: dict[str, tuple[str, str]] = {}

    def add(self, place: tuple[str, str]) -> Listener:
        """Return a new listener of a place."""
        listener = Listener()
        self._all.setdefault(place, WeakSet()).add(listener)
        self._places[placed(*place)] = place
        finalize(listener, self._left, place).atexit = False
        return listener

    def place(self, name: str) -> tuple[str, str] | None:
        """Return the place somebody listens to here that another program calls so."""
        return self._places.get(name)

    def look(self) -> None:
        """Have every listener look whether there are lines."""
        for place in tuple(self._all):
            self.tell(place, (Again(),))

    def tell(self, place: tuple[str, str], lines: Sequence[News | None]) -> None:
        """Hand lines to whoever listens to this place."""
        for listener in tuple(self._all.get(place, ())):
            for line in lines:
                listener.tell(line)

    def _left(self, place: tuple[str, str]) -> None:
        """Forget a place once its last listener is gone: who comes to the page and never writes would stay for ever."""
        if not tuple(self._all.get(place, ())):
            self._all.pop(place, None)
            self._places.pop(placed(*place), None)

    def close(self) -> None:
        """End every listener."""
        for place in tuple(self._all):
            self.tell(place, (None,))
