"""What a conversation that sleeps keeps in the memory of the program: nothing, once all that is bounded is full.

usage: python -m tools.bench.idle FOLDER FIRST THEN. In the folder is a store (`silent`) of so many people who came,
agreed and went silent. In one process with the real house and the real web chat each of them opens their page's stream,
says one thing, is answered and leaves. The first ones fill what is bounded (keys, facts, pages of the file, who wrote
lately); what the process grows by while the others do the same, over how many they are, is what a conversation keeps.
As many as a fifth of them come at last who have not agreed: their keys are in memory alone, on purpose, until they
answer or two hours are over. Linux tells it.
"""

from __future__ import annotations

import asyncio
import gc
import json
import os
import sys
from collections.abc import Iterable, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Final

import uvloop
from starlette.types import ASGIApp, Message, Scope

from bot.app import open_house, settle
from bot.channels.web import app
from tests.bot.web.serving import site
from tools.bench.memory import megabytes
from tools.bench.people import LostError, bubbles
from tools.bench.silent import addresses
from tools.bench.town import secret, settings

SAYS: Final = "je fais le ménage chez une dame"
HELLO: Final = "bonjour"
AT_ONCE: Final = 20  # people who are there at the same time
REST: Final = 1.0  # seconds before memory is looked at
MB: Final = 1e6
HOST: Final = (b"host", b"127.0.0.1:8000")


@dataclass(frozen=True, slots=True)
class Kept:
    """Bytes that one person keeps in memory: who agreed and is silent, and who did not agree yet; all of it, in MB."""

    idle: float
    unsure: float
    whole: float


def main() -> None:
    """Measure, and print it."""
    home, first, then = sys.argv[1:4]
    print(json.dumps(asdict(uvloop.run(measured(Path(home), int(first), int(then))))))


async def measured(home: Path, first: int, then: int) -> Kept:
    """Let them all speak once."""
    pages = site()
    made = open_house(settings(home), hurry=pages.messages_a_minute)
    settle(made.content)
    chat = app(made.house, pages)
    await made.house.start()
    there = list(addresses(first + then))
    await come(chat, there[:first], SAYS)
    before = await taken()
    await come(chat, there[first:], SAYS)
    after = await taken()
    new = [secret(number, "new") for number in range(then // 5)]
    await come(chat, new, HELLO)
    last = await taken()
    await made.house.stop()
    return Kept((after - before) / then, (last - after) / len(new), after / MB)


async def taken() -> float:
    """Return the bytes of this process, once it rests."""
    await asyncio.sleep(REST)
    gc.collect()
    return megabytes(os.getpid(), "VmRSS") * MB


async def come(chat: ASGIApp, people: Sequence[str], text: str) -> None:
    """Let people come to the page, a few at a time, say one thing and go."""
    for at in range(0, len(people), AT_ONCE):
        await asyncio.gather(*(visit(chat, address, text) for address in people[at : at + AT_ONCE]))


async def visit(chat: ASGIApp, address: str, text: str) -> None:
    """Let one person come, say something and go. Raises `LostError` when nothing answers."""
    leaves = asyncio.Event()
    stream = asyncio.create_task(asked(chat, "GET", "/events", address, leaves=leaves))
    said = {"id": "said-once", "text": text}
    page = await asked(chat, "POST", "/say", address, json.dumps(said).encode())
    leaves.set()
    await stream
    if not bubbles(page):
        raise LostError("no answer came")


async def asked(
    chat: ASGIApp, method: str, path: str, address: str, body: bytes = b"", leaves: asyncio.Event | None = None
) -> str:
    """Ask for a page and return it; a stream lasts until its reader leaves."""
    parts = [body]
    answer: list[bytes] = []

    async def receive() -> Message:
        if parts:
            return {"type": "http.request", "body": parts.pop(), "more_body": False}
        if leaves is not None:
            await leaves.wait()
        return {"type": "http.disconnect"}

    async def send(message: Message) -> None:
        answer.append(message.get("body", b""))

    await chat(scope(method, path, address), receive, send)
    return b"".join(answer).decode()


def scope(method: str, path: str, address: str) -> Scope:
    """Return a request of this person."""
    ours: Iterable[tuple[bytes, bytes]] = (HOST, (b"sec-fetch-site", b"same-origin"), (b"accept-language", b"fr"))
    headers = [*ours, (b"content-type", b"application/json"), (b"cookie", f"atout={address}".encode())]
    return {
        "type": "http",
        "asgi": {"version": "3.0"},
        "http_version": "1.1",
        "method": method,
        "scheme": "http",
        "path": path,
        "raw_path": path.encode(),
        "query_string": b"",
        "root_path": "",
        "headers": headers,
        "client": ("127.0.0.1", 1),
        "server": ("127.0.0.1", 8000),
    }


if __name__ == "__main__":
    main()
