"""Serves the web chat for a test: the real application on a real port, with the house of the test behind it."""

from __future__ import annotations

import asyncio
import secrets
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass

import uvicorn

from bot.channels.base import Counter
from bot.channels.web import Site, app
from locales.grammar import direction
from locales.translate import translator

PATIENCE = 60.0  # seconds to end
LANGUAGES = ("fr", "en", "ar", "uk")


def site(**changes: object) -> Site:
    """The settings of a test; rates so high that only the test of rates meets them."""
    found: dict[str, object] = {
        "translator": translator,
        "direction": direction,
        "languages": LANGUAGES,
        "fresh": lambda: secrets.token_urlsafe(32),
        "clock": time.monotonic,
        "messages_a_minute": 10_000,
        "chats_a_minute": 10_000,
    }
    return Site(**{**found, **changes})  # type: ignore[arg-type]


@dataclass
class Served:
    """A running server: its address, and the loop its house lives in."""

    at: str
    loop: asyncio.AbstractEventLoop
    port: int
    ended: bool = False  # within the time a test has


@contextmanager
def served(door: Counter, settings: Site | None = None, port: int = 0, grace: int = 2) -> Iterator[Served]:
    """The chat at an address of this machine, until the block ends; what is asked then has so many seconds."""
    chat = app(door, settings or site())
    config = uvicorn.Config(
        chat, "127.0.0.1", port, log_level="warning", timeout_graceful_shutdown=grace, lifespan="off"
    )
    server = uvicorn.Server(config)
    thread = threading.Thread(target=server.run, daemon=True)
    thread.start()
    while not server.started:
        time.sleep(0.01)
    taken = server.servers[0].sockets[0].getsockname()[1]
    loop = server.servers[0].get_loop()
    running = Served(f"http://127.0.0.1:{taken}", loop, taken)
    try:
        yield running
    finally:
        loop.call_soon_threadsafe(chat.close)
        server.should_exit = True
        thread.join(PATIENCE)
        running.ended = not thread.is_alive()
