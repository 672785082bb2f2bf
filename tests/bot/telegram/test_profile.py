"""The bot says what it is before the first word, in each language, and leaves Telegram alone when nothing changed."""

from __future__ import annotations

import asyncio
import logging

import pytest

from bot.channels.telegram.client import TelegramChannel
from flows.model import Text
from tests.bot.telegram.doors import SmallDoor
from tests.doubles.telegram import Telegram

LANGS = ("fr", "en")


def setting(tg: Telegram) -> int:
    return sum(call.method.startswith("setMy") for call in tg.calls)


async def introduced(tg: Telegram, bot: TelegramChannel, calls: int) -> None:
    """Run the bot until it asked Telegram for its profile so many times more."""
    seen = sum("etMy" in call.method for call in tg.calls)
    task = asyncio.create_task(bot.run(SmallDoor(), LANGS))
    await tg.until(lambda: sum("etMy" in call.method for call in tg.calls) >= seen + calls)
    task.cancel()
    await asyncio.gather(task, return_exceptions=True)


async def test_the_bot_introduces_itself_and_only_when_something_changed(tg: Telegram, bot: TelegramChannel) -> None:
    await introduced(tg, bot, 18)
    assert tg.profile["Description", ""] == "about fr"
    assert tg.profile["ShortDescription", "en"] == "about_short en"
    assert {"command": "menu", "description": "command.menu en"} in tg.profile["Commands", "en"]
    assert setting(tg) == 9
    await introduced(tg, bot, 9)
    assert setting(tg) == 9


async def test_the_operator_is_told_where_the_bot_is(
    tg: Telegram, bot: TelegramChannel, caplog: pytest.LogCaptureFixture
) -> None:
    with caplog.at_level(logging.INFO, "bot"):
        await introduced(tg, bot, 1)
    assert [record.found["name"] for record in caplog.records if hasattr(record, "found")] == ["https://t.me/atout_bot"]


async def test_a_profile_that_cannot_be_set_stops_nobody(tg: Telegram, bot: TelegramChannel) -> None:
    tg.fail("getMyCommands", 500)
    door = SmallDoor()
    task = asyncio.create_task(bot.run(door, LANGS))
    await tg.person(7).says("bonjour")
    await door.until(1)
    task.cancel()
    await asyncio.gather(task, return_exceptions=True)
    assert door.bodies == [Text("bonjour")]
