"""A Telegram for each test, and a channel that talks to it."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Callable
from contextlib import AbstractAsyncContextManager, asynccontextmanager, suppress
from typing import TypeAlias

import pytest

from bot.channels.base import Door
from bot.channels.telegram import channel
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

    def time(self) -> float:
        return self.now

    async def sleep(self, seconds: float) -> None:
        self.waits.append(seconds)
        self.now += seconds
        await asyncio.sleep(0.01)


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
    made = channel(TOKEN, words, tg.url)
    made._clock = clock
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
