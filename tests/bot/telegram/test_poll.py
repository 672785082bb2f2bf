"""What people write arrives once, whatever happens to the line, to Telegram or to us."""

from __future__ import annotations

import asyncio
import logging

import pytest

from bot.channels.telegram.client import TelegramChannel
from bot.channels.telegram.errors import PolledTwiceError
from flows.model import Open, Tap, Text, Unsupported
from tests.bot.telegram.conftest import HastyClock, Polling
from tests.bot.telegram.doors import Killed, SmallDoor
from tests.doubles.telegram import Telegram


def ours(caplog: pytest.LogCaptureFixture) -> list[str]:
    return [record.getMessage() for record in caplog.records if record.name == "bot.channels.telegram.troubles"]


async def test_what_is_written_arrives_and_is_confirmed(tg: Telegram, polling: Polling) -> None:
    door, awa = SmallDoor(), tg.person(7)
    async with polling(door):
        await awa.starts()
        await awa.says("bonjour")
        await door.until(2)
        await tg.until(lambda: not tg.queue)
    assert door.bodies == [Open("fr"), Text("bonjour")]


async def test_a_tap_stops_spinning_and_arrives(tg: Telegram, polling: Polling) -> None:
    door, awa = SmallDoor(), tg.person(7)
    async with polling(door):
        await awa.sends_payload("1.a.2")
        await door.until(1)
        await tg.until(lambda: 1 in tg.answered.values())
    assert door.bodies == [Tap("a", "2")]


async def test_a_tap_answered_too_late_is_no_trouble(
    tg: Telegram, polling: Polling, caplog: pytest.LogCaptureFixture
) -> None:
    door, awa = SmallDoor(), tg.person(7)
    await awa.sends_payload("1.a.2", old=True)
    tg.answered.clear()  # the query is too old for Telegram
    with caplog.at_level(logging.DEBUG, "bot"):
        async with polling(door):
            await door.until(1)
            await tg.until(lambda: len(tg.called("answerCallbackQuery")) > 0)
            await asyncio.sleep(0.05)
    assert door.bodies == [Tap("a", "2")]
    assert ours(caplog) == []


DOCUMENT = {"file_id": "f", "file_unique_id": "f", "file_name": "cv.pdf", "file_size": 9}
VOICE = {"file_id": "v", "file_unique_id": "v", "duration": 3}


async def test_a_file_that_takes_long_is_marked_as_looked_at(tg: Telegram, polling: Polling) -> None:
    door, awa = SmallDoor(), tg.person(7)
    async with polling(door):
        await awa.sends(voice=VOICE)  # answered at once
        await awa.sends(document=DOCUMENT, caption="mon CV")
        await tg.until(lambda: bool(awa.chat.reactions))
    assert awa.chat.reactions == {2: ["👀"]}


async def test_a_mark_that_fails_is_no_trouble(
    tg: Telegram, polling: Polling, caplog: pytest.LogCaptureFixture
) -> None:
    door, awa = SmallDoor(), tg.person(7)
    for code in (400, 429, 0):
        tg.fail("setMessageReaction", code, description="Bad Request: REACTION_INVALID", retry_after=code and 9)
    with caplog.at_level(logging.DEBUG, "bot"):
        async with polling(door):
            for _ in range(3):
                await awa.sends(document=DOCUMENT)
            await tg.until(lambda: len(tg.called("setMessageReaction")) == 3 and not tg.queue)
            await asyncio.sleep(0.05)
    assert len(door.bodies) == 3
    assert ours(caplog) == []


async def test_nothing_is_marked_before_the_house_has_it(tg: Telegram, bot: TelegramChannel) -> None:
    door, awa = SmallDoor(), tg.person(7)
    await awa.sends(document=DOCUMENT)
    door.die_after_commit = True
    with pytest.raises(Killed):
        await bot.run(door)
    assert tg.called("setMessageReaction") == []


async def test_nothing_is_confirmed_before_the_house_has_it(tg: Telegram, bot: TelegramChannel) -> None:
    door, awa = SmallDoor(), tg.person(7)
    await awa.says("bonjour")
    door.die_after_commit = True
    with pytest.raises(Killed):
        await bot.run(door)
    assert tg.confirmed == []
    door.die_after_commit = False
    again = asyncio.create_task(bot.run(door))
    await tg.until(lambda: not tg.queue)
    again.cancel()
    assert len(door.delivered) == 2
    assert door.bodies == [Text("bonjour")]


async def test_a_full_house_lets_telegram_keep_the_messages(
    tg: Telegram, polling: Polling, clock: HastyClock, caplog: pytest.LogCaptureFixture
) -> None:
    door = SmallDoor()
    door.busy = 3
    await tg.person(7).says("bonjour")
    async with polling(door):
        await door.until(1)
        await tg.until(lambda: not tg.queue)
    assert door.delivered == ["4242424242.1001"]
    assert clock.waits == [1, 2, 4]
    assert len(ours(caplog)) == 1


async def test_a_delivery_that_comes_twice_has_the_same_name(tg: Telegram, polling: Polling) -> None:
    door = SmallDoor()
    first = await tg.person(7).says("bonjour")
    await tg.again(first)
    async with polling(door):
        await tg.until(lambda: not tg.queue)
    assert len(door.delivered) == 2
    assert len(door.kept) == 1


async def test_one_bad_update_takes_no_other_with_it(tg: Telegram, polling: Polling) -> None:
    door, awa = SmallDoor(), tg.person(7)
    await awa.says("un")
    await awa.sends_payload("1.a.0")
    del tg.queue[-1]["callback_query"]["chat_instance"]
    await tg.push(message="not a message")
    await tg.push(message={"text": ["no", {"sense": None}]})
    await awa.says("deux")
    async with polling(door):
        await tg.until(lambda: not tg.queue)
    assert door.bodies == [Text("un"), Unsupported("unreadable"), Text("deux")]


@pytest.mark.parametrize("code", [0, 429, 500, 502, 409, 401])
async def test_a_fault_of_the_line_only_delays(
    tg: Telegram, polling: Polling, clock: HastyClock, code: int, caplog: pytest.LogCaptureFixture
) -> None:
    door = SmallDoor()
    await tg.person(7).says("bonjour")
    tg.fail("getUpdates", code, times=3, retry_after=7 if code == 429 else 0)
    with caplog.at_level(logging.INFO, "bot"):
        async with polling(door):
            await door.until(1)
    assert clock.waits == ([7, 7, 7] if code == 429 else [1, 2, 4])
    assert len(ours(caplog)) == 2  # said once, and once that it is over
    if code == 409:
        assert "another program" in caplog.text
    if code == 401:
        assert "ATOUT_TELEGRAM_TOKEN" in caplog.text


@pytest.mark.parametrize("html", [True, False])
async def test_an_answer_that_is_no_answer_only_delays(tg: Telegram, polling: Polling, html: bool) -> None:  # noqa: FBT001
    door = SmallDoor()
    await tg.person(7).says("bonjour")
    tg.fail("getUpdates", 502, html=html, times=2)
    async with polling(door):
        await door.until(1)
    assert door.bodies == [Text("bonjour")]


async def test_numbers_that_start_again_lose_nothing(
    tg: Telegram, polling: Polling, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("bot.channels.telegram.poll.LONG_POLL", 0)
    door, awa = SmallDoor(), tg.person(7)
    async with polling(door):
        await awa.says("avant")
        await door.until(1)
        await tg.until(lambda: not tg.queue and "offset" not in tg.called("getUpdates")[-1].values)
        tg.next_update = 3  # a week later
        await awa.says("après")
        await door.until(2)
    assert door.bodies == [Text("avant"), Text("après")]


async def test_one_token_is_polled_once(tg: Telegram, bot: TelegramChannel, polling: Polling) -> None:
    async with polling(SmallDoor()):
        await tg.until(lambda: len(tg.called("getUpdates")) > 0)
        with pytest.raises(PolledTwiceError):
            await bot.run(SmallDoor())


async def test_telegram_is_asked_for_what_is_read_and_nothing_else(tg: Telegram, polling: Polling) -> None:
    async with polling(SmallDoor()):
        await tg.until(lambda: len(tg.called("getUpdates")) > 0)
    asked = tg.called("getUpdates")[0].values
    assert asked["allowed_updates"] == ["message", "edited_message", "callback_query", "my_chat_member"]
    assert asked["timeout"] > 10
