"""A Telegram for each test, and a channel that talks to it."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Callable
from contextlib import AbstractAsyncContextManager, asynccontextmanager, suppress
from typing import TypeAlias

import pytest

from bot.channels.base import Door
from bot.channels.telegram.client import TelegramChannel
from flows.model import Translate
from tests.bot.telegram.doors import Killed
from tests.doubles.telegram import TOKEN, Telegram, telegram

Polling: TypeAlias = Callable[[Door], AbstractAsyncContextManager[None]]


def words(lang: str) -> Translate:
    return lambda phrase: f"{phrase.key.removeprefix('telegram.')} {lang}"


class HastyClock:
    """A clock whose waits take no time and are written down."""

    def __init__(self) -> None:
        self.now = 1000.0
        self.waits: list[float] = []
        self._waited = asyncio.Event()

    def time(self) -> float:
        return self.now

    async def sleep(self, seconds: float) -> None:
        self.waits.append(seconds)
        self._waited.set()
        self.now += seconds
        await asyncio.sleep(0.01)

    async def until(self, *waits: float) -> None:
        """Return once these were waited for, and nothing else."""
        async with asyncio.timeout(60):
            while self.waits != list(waits):
                self._waited.clear()
                await self._waited.wait()


@pytest.fixture
async def tg() -> AsyncIterator[Telegram]:
    async with telegram() as double:
        yield double
        assert double.wrong == []


@pytest.fixture
def clock() -> HastyClock:
    return HastyClock()


@pytest.fixture
async def bot(tg: Telegram, clock: HastyClock) -> AsyncIterator[TelegramChannel]:
    made = TelegramChannel(TOKEN, words, tg.url, clock)
    yield made
    await made.close()


@pytest.fixture
def polling(bot: TelegramChannel) -> Polling:
    """Poll for the length of a block."""

    @asynccontextmanager
    async def run(door: Door) -> AsyncIterator[None]:
        task = asyncio.create_task(bot.run(door))
        try:
            yield
        finally:
            task.cancel()
            with suppress(asyncio.CancelledError, Killed):
                await task

    return run
