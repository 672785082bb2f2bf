"""A line to a server that can die without a word: nothing is refused, nothing closed, and nothing passed on."""

from __future__ import annotations

import asyncio
import threading
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

SOME = 65_536  # bytes


class Line:
    """A port of this machine that leads to a server's socket."""

    def __init__(self, there: Path) -> None:
        self._there = there
        self.port = 0
        self.made = 0  # connections so far
        self._dead = 0  # the first so many of them swallow what they are given
        self._held: list[asyncio.Task[None] | None] = []  # or what stands still would be tidied away

    def dies(self, first: int | None = None) -> None:
        """Have the connections of this moment, or the first of them, swallow everything; new ones are as ever."""
        self._dead = self.made if first is None else first

    async def serve(self, ready: threading.Event) -> None:
        """Pass on what comes, until the end."""
        self._ends, self._loop = asyncio.Event(), asyncio.get_running_loop()
        async with await asyncio.start_server(self._taken, "127.0.0.1", 0) as server:
            self.port = server.sockets[0].getsockname()[1]
            ready.set()
            await self._ends.wait()

    def ends(self) -> None:
        """Let go of all of it; from any thread."""
        self._loop.call_soon_threadsafe(self._ends.set)

    async def _taken(self, here: asyncio.StreamReader, back: asyncio.StreamWriter) -> None:
        self.made += 1
        number = self.made
        self._held.append(asyncio.current_task())
        with suppress(OSError, asyncio.CancelledError):
            there, on = await asyncio.open_unix_connection(self._there)
            await asyncio.gather(self._passes(number, here, on), self._passes(number, there, back))

    async def _passes(self, number: int, one: asyncio.StreamReader, other: asyncio.StreamWriter) -> None:
        while data := await one.read(SOME):
            if number > self._dead:
                other.write(data)
                await other.drain()
        if number > self._dead:
            other.close()


@contextmanager
def line(there: Path) -> Iterator[Line]:
    """Make one, in a thread of its own, so that who waits for an answer does not keep it from passing."""
    made, ready = Line(there), threading.Event()
    thread = threading.Thread(target=lambda: asyncio.run(made.serve(ready)), daemon=True)
    thread.start()
    ready.wait()
    try:
        yield made
    finally:
        made.ends()
        thread.join()
