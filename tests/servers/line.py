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

    def dies(self) -> None:
        """Have the connections of this moment swallow everything; new ones are as ever."""
        self._dead = self.made

    async def serve(self, ready: threading.Event, ends: asyncio.Event) -> None:
        """Pass on what comes, until the end."""
        server = await asyncio.start_server(self._taken, "127.0.0.1", 0)
        self.port = server.sockets[0].getsockname()[1]
        ready.set()
        await ends.wait()
        server.close()

    async def _taken(self, here: asyncio.StreamReader, back: asyncio.StreamWriter) -> None:
        self.made += 1
        number = self.made
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
    made, ready, ends = Line(there), threading.Event(), asyncio.Event()
    loop = asyncio.new_event_loop()
    thread = threading.Thread(target=lambda: loop.run_until_complete(made.serve(ready, ends)), daemon=True)
    thread.start()
    ready.wait()
    try:
        yield made
    finally:
        loop.call_soon_threadsafe(ends.set)
        thread.join()
        for task in asyncio.all_tasks(loop):
            task.cancel()
        loop.run_until_complete(asyncio.sleep(0))
        loop.close()
