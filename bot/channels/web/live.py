"""New lines as they come, over Server-Sent Events; resumed by the browser after a break.

A stream ends when the browser leaves or the server stops; it holds nothing but its place.
"""

from __future__ import annotations

import asyncio
from collections.abc import AsyncGenerator, AsyncIterator, Callable, Iterable

from bot.channels.base import Again, BusyError, Door, Shown, Writing

BEAT = 20.0  # seconds of silence before a comment is sent, so that proxies keep the line open
RETRY = 2000  # milliseconds before the browser comes again
WRITING = "writing"  # the event that says that somebody writes; it has no id, for nothing is resumed there
STREAMS_MAX = 4  # a person's open tabs; more are told to ask now and then instead


class Streams:
    """The open streams of everybody; `close` ends them all, for a quick stop of the server."""

    def __init__(self) -> None:
        self._closing = asyncio.Event()
        self._open: dict[str, int] = {}

    def close(self) -> None:
        """End every stream."""
        self._closing.set()

    def full(self, address: str) -> bool:
        """Whether this person holds enough streams, or the server is stopping."""
        return self._closing.is_set() or self._open.get(address, 0) >= STREAMS_MAX

    async def follow(
        self, door: Door, channel: str, address: str, after: str, draw: Callable[[Shown | Writing], str]
    ) -> AsyncIterator[str]:
        """The lines after `after`, then each new one, as events; a comment now and then."""
        self._open[address] = self._open.get(address, 0) + 1
        try:
            yield f"retry: {RETRY}\n\n"
            async for shown in self._lines(door, channel, address, after):
                match shown:
                    case None:
                        yield ": still here\n\n"
                    case Writing():
                        yield f"event: {WRITING}\n{data(draw(shown))}\n"
                    case Shown():
                        yield event(shown.id, draw(shown))
        finally:
            self._open[address] -= 1
            if not self._open[address]:
                del self._open[address]

    async def _lines(self, door: Door, channel: str, address: str, after: str) -> AsyncIterator[Shown | Writing | None]:
        """Listens before it reads what is there, so that nothing falls between; a line comes once."""
        news = door.listen(channel, address)
        coming = asyncio.ensure_future(anext(news, None))
        closing = asyncio.ensure_future(self._closing.wait())
        await asyncio.sleep(0)
        come = _Come(after)
        try:
            for shown in come.new(await door.transcript(channel, address, after)):
                yield shown
            while True:
                await asyncio.wait({coming, closing}, timeout=BEAT, return_when=asyncio.FIRST_COMPLETED)
                if closing.done():
                    return
                if not coming.done():
                    yield None
                    continue
                told = coming.result()
                if told is None:
                    return
                coming = asyncio.ensure_future(anext(news, None))
                if isinstance(told, Writing):
                    yield told
                    continue
                lines = await door.transcript(channel, address, come.last) if isinstance(told, Again) else (told,)
                for shown in come.new(lines):
                    yield shown
        except BusyError:
            return  # the browser comes again, and asks for what is after its last line
        finally:
            closing.cancel()
            coming.cancel()
            await asyncio.gather(closing, coming, return_exceptions=True)
            if isinstance(news, AsyncGenerator):
                await news.aclose()


class _Come:
    """The lines that came already."""

    def __init__(self, after: str) -> None:
        self.last = after
        self._seen: set[str] = set()

    def new(self, lines: Iterable[Shown]) -> list[Shown]:
        """Return those that did not, which have come by this."""
        fresh = [line for line in lines if line.id not in self._seen]
        self._seen.update(line.id for line in fresh)
        self.last = fresh[-1].id if fresh else self.last
        return fresh


def event(key: str, html: str) -> str:
    """One event of the stream; its id is where the browser resumes."""
    return f"id: {key}\n{data(html)}\n"


def data(text: str) -> str:
    """What an event carries."""
    return "".join(f"data: {part}\n" for part in text.rstrip("\n").split("\n"))
