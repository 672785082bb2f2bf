"""The doubles of the platforms, each in a process of its own: it outlives the one that is killed.

What somebody there is shown goes into a file, a line each.
"""

from __future__ import annotations

import asyncio
import json
import os
import signal
import time
from collections.abc import AsyncIterator, Callable, Iterator, Mapping
from contextlib import AbstractAsyncContextManager, asynccontextmanager, contextmanager
from pathlib import Path
from typing import Any, TypeAlias

from tests.doubles import graph, telegram

CHAT = 7
NUMBER = "33600000007"
Double: TypeAlias = Callable[[Path], AbstractAsyncContextManager[str]]


@asynccontextmanager
async def on_telegram(screen: Path) -> AsyncIterator[str]:
    """Run a Telegram with one person; give its address."""
    async with telegram.telegram() as double:
        person = double.person(CHAT)
        person.chat.started = True
        done = double._sent

        def sent(method: str, values: Mapping[str, Any]) -> dict[str, Any]:
            result = done(method, values)
            _line(screen, person.shown[-1].text or person.shown[-1].file_name)
            return result

        double._sent = sent  # type: ignore[method-assign]
        yield double.url


@asynccontextmanager
async def on_whatsapp(screen: Path) -> AsyncIterator[str]:
    """Run a Graph with one person, who has written; give its address."""
    async with graph.graph() as double:
        person = double.person(NUMBER)
        person.last = double.date
        done = double._sent

        def sent(values: Mapping[str, Any], node: str) -> dict[str, Any]:
            result = done(values, node)
            _line(screen, person.shown[-1].text or person.shown[-1].file_name)
            return result

        double._sent = sent  # type: ignore[method-assign]
        yield double.url


@contextmanager
def beside(double: Double, folder: Path) -> Iterator[str]:
    """Run a double in a process of its own for the length of a block; give its address."""
    told = folder / "address"
    told.unlink(missing_ok=True)
    child = os.fork()
    if child == 0:
        try:
            asyncio.run(_serve(double, folder / "screen", told))
        finally:
            os._exit(1)
    try:
        while not told.exists():
            time.sleep(0.01)
        yield told.read_text()
    finally:
        os.kill(child, signal.SIGKILL)
        os.waitpid(child, 0)


async def _serve(double: Double, screen: Path, told: Path) -> None:
    async with double(screen) as address:
        part = told.with_suffix(".part")
        part.write_text(address)
        part.rename(told)
        await asyncio.Event().wait()


def _line(screen: Path, text: str) -> None:
    with screen.open("a", encoding="utf-8") as file:
        file.write(json.dumps(text) + "\n")
