"""What is in the way is said to the operator in one sentence, loses nothing, and is over once its cause is gone."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

import pytest
import telegram as ptb
import telegram.error
from starlette.routing import Mount

from bot.app import House, now, open_house
from bot.channels.base import LaterError
from bot.channels.telegram import PATH
from bot.channels.telegram.client import TelegramChannel
from bot.channels.telegram.webhook import webhook
from bot.settings import Settings
from flows.model import Text
from tests.bot.telegram.conftest import Polling
from tests.bot.telegram.doors import SmallDoor
from tests.bot.telegram.test_conversation import Chat
from tests.bot.telegram.test_send import say
from tests.bot.telegram.test_webhook import PUBLIC, calls
from tests.doubles.telegram import TOKEN, Telegram
from tests.doubles.wire import served

REVOKED = "4242424242:another-token-that-took-its-place"


@pytest.fixture(autouse=True)
def every(caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.INFO, "bot")


def warned(caplog: pytest.LogCaptureFixture) -> list[str]:
    """Return what the operator was warned of, by the whole program."""
    mine = (record for record in caplog.records if record.name.startswith("bot"))
    return [record.getMessage() for record in mine if record.levelno >= logging.WARNING]


async def often(tg: Telegram, method: str, times: int = 3) -> None:
    """Wait until it was tried several times more."""
    before = len(tg.called(method))
    await tg.until(lambda: len(tg.called(method)) >= before + times)


# ---------------------------------------------------------------- asking for what is new


async def test_a_wrong_token(
    tg: Telegram, bot: TelegramChannel, polling: Polling, caplog: pytest.LogCaptureFixture
) -> None:
    door, tg.token = SmallDoor(), REVOKED
    await tg.person(7).says("bonjour")
    async with polling(door):
        async with asyncio.timeout(60):
            while not warned(caplog):  # noqa: ASYNC110 - each attempt is refused before it is written down
                await asyncio.sleep(0.05)
        await asyncio.sleep(0.3)  # and said once
        (sentence,) = warned(caplog)
        assert "ATOUT_TELEGRAM_TOKEN" in sentence
        tg.token = TOKEN
        await door.until(1)
        async with asyncio.timeout(60):
            while "telegram answers" not in caplog.text:  # noqa: ASYNC110 - the same
                await asyncio.sleep(0.05)
    assert door.bodies == [Text("bonjour")]
    assert len(warned(caplog)) == 1
    assert "answering again" in caplog.text


async def test_another_poller(tg: Telegram, polling: Polling, caplog: pytest.LogCaptureFixture) -> None:
    door = SmallDoor()
    async with polling(door), ptb.Bot(TOKEN, base_url=f"{tg.url}/bot") as other:
        for _ in range(5):
            try:
                await other.get_updates(timeout=1)
            except telegram.error.Conflict:
                await asyncio.sleep(0.05)
        await tg.person(7).says("bonjour")
        await door.until(1)
        await tg.until(lambda: not tg.queue)
    assert door.bodies == [Text("bonjour")]
    assert {sentence for sentence in warned(caplog) if "another program" in sentence and "stop it" in sentence}
    assert len(set(warned(caplog))) == 1


async def test_a_webhook_of_another_server(tg: Telegram, polling: Polling, caplog: pytest.LogCaptureFixture) -> None:
    door, tg.webhook = SmallDoor(), "https://another.example/a-secret"
    await tg.person(7).says("bonjour")
    async with polling(door):
        await often(tg, "getUpdates")
        (sentence,) = warned(caplog)
        assert "to another.example;" in sentence
        assert "--take-webhook-off" in sentence
        tg.webhook = ""
        await door.until(1)
    assert door.bodies == [Text("bonjour")]
    assert "answering again" in caplog.text
    assert "a-secret" not in caplog.text


async def test_a_webhook_whose_host_is_not_told(
    tg: Telegram, polling: Polling, caplog: pytest.LogCaptureFixture
) -> None:
    tg.webhook = "https://another.example/hook"
    tg.fail("getWebhookInfo", 502, times=1000)
    async with polling(SmallDoor()):
        await often(tg, "getUpdates")
    (sentence,) = warned(caplog)
    assert "to another server;" in sentence


async def test_our_own_webhook_of_before_is_taken_back_as_soon_as_telegram_answers(
    tg: Telegram, bot: TelegramChannel, caplog: pytest.LogCaptureFixture
) -> None:
    door, tg.webhook = SmallDoor(), PUBLIC + PATH
    await tg.person(7).says("bonjour")
    tg.fail("getWebhookInfo", 502)
    task = asyncio.create_task(bot.run(door, public=PUBLIC))
    await door.until(1)
    task.cancel()
    await asyncio.gather(task, return_exceptions=True)
    assert door.bodies == [Text("bonjour")]
    assert len(warned(caplog)) == 1


# ---------------------------------------------------------------- being called


@pytest.mark.parametrize(
    ("code", "description", "said"),
    [
        (0, "", "not reached"),
        (401, "Unauthorized", "ATOUT_TELEGRAM_TOKEN"),
        (502, "Bad Gateway", "not well"),
        (400, "Bad Request: bad webhook: Failed to resolve host", "ATOUT_PUBLIC_URL"),
    ],
)
async def test_an_address_that_is_not_set_at_once_is_set_later(
    tg: Telegram, bot: TelegramChannel, code: int, description: str, said: str, caplog: pytest.LogCaptureFixture
) -> None:
    tg.fail("setWebhook", code, description=description, times=3)
    async with calls(bot):
        await tg.until(lambda: tg.webhook == PUBLIC + PATH)
        await often(tg, "getWebhookInfo", 1)
    (sentence,) = warned(caplog)
    assert said in sentence
    assert "answering again" in caplog.text


async def test_a_port_that_telegram_does_not_call(
    tg: Telegram, bot: TelegramChannel, caplog: pytest.LogCaptureFixture
) -> None:
    async with calls(bot, f"{PUBLIC}:9000"):
        await often(tg, "setWebhook")
    (sentence,) = warned(caplog)
    assert "80, 88, 443 and 8443" in sentence


async def test_an_address_another_program_took_off_is_set_again(
    tg: Telegram, bot: TelegramChannel, caplog: pytest.LogCaptureFixture
) -> None:
    async with calls(bot):
        await tg.until(lambda: tg.webhook == PUBLIC + PATH)
        tg.webhook = ""
        await tg.until(lambda: tg.webhook == PUBLIC + PATH)
        assert len(warned(caplog)) == 1
        tg.webhook = "https://another.example/hook"
        await often(tg, "getWebhookInfo")
        assert tg.webhook == "https://another.example/hook"
        assert "to another.example instead" in warned(caplog)[1]
        tg.webhook = ""
        await tg.until(lambda: tg.webhook == PUBLIC + PATH)
    assert len(warned(caplog)) == 3


async def test_why_telegram_cannot_deliver_is_said_once(
    tg: Telegram, bot: TelegramChannel, caplog: pytest.LogCaptureFixture
) -> None:
    await tg.person(7).says("bonjour")
    async with calls(bot):
        await tg.until(lambda: tg.webhook == PUBLIC + PATH)
        tg.hook_error = "Wrong response from the webhook: 502 Bad Gateway"
        await often(tg, "getWebhookInfo")
    (sentence,) = warned(caplog)
    assert "ATOUT_PUBLIC_URL" in sentence


# ---------------------------------------------------------------- sending


async def test_a_token_revoked_while_we_are_called_is_said_by_what_cannot_be_sent(
    tg: Telegram, bot: TelegramChannel, caplog: pytest.LogCaptureFixture
) -> None:
    await tg.person(7).starts()
    tg.token = REVOKED
    for _ in range(3):
        with pytest.raises(LaterError):
            await say(bot, "bonjour")
        bot._pace.until = 0
    (sentence,) = warned(caplog)
    assert "ATOUT_TELEGRAM_TOKEN" in sentence


@pytest.mark.parametrize("called", [False, True])
async def test_a_token_revoked_in_the_middle_loses_nothing(
    tg: Telegram,
    bot: TelegramChannel,
    tmp_path: Path,
    called: bool,  # noqa: FBT001 - a case
    caplog: pytest.LogCaptureFixture,
) -> None:
    async with home(tg, bot, tmp_path, called=called) as (house, ahead):
        chat = Chat(tg.person(7), house, tg)
        await chat.agrees()
        await chat.person.says("je fais le ménage chez une dame")
        await tg.until(lambda: not tg.queue)
        tg.token = REVOKED
        await house.settle()
        seen = len(chat.person.shown)
        await chat.person.says("menu")
        async with asyncio.timeout(60):
            while not warned(caplog):  # noqa: ASYNC110 - the same
                await asyncio.sleep(0.05)
        tg.token = TOKEN
        ahead.append(61_000)
        bot._pace.until = 0  # the channel's own clock has gone on as well
        await tg.until(lambda: not tg.queue)
        await house.settle()
    assert len(chat.person.shown) >= seen + 2
    (sentence,) = set(warned(caplog))  # again, where a poll that began before is answered in between
    assert "ATOUT_TELEGRAM_TOKEN" in sentence


@asynccontextmanager
async def home(
    tg: Telegram, bot: TelegramChannel, folder: Path, *, called: bool
) -> AsyncIterator[tuple[House, list[int]]]:
    """Open the real house on this Telegram, called or polling, with a clock that can be moved."""
    ahead = [0]
    settings = Settings(data=folder / "data", key_file=folder / "key", dictionaries=folder / "nowhere")
    house = open_house(settings, channels={bot.name: bot}, clock=lambda: now() + sum(ahead)).house
    async with served([Mount("/", webhook(bot, house, TOKEN))]) as url:
        tg.hosts[PUBLIC] = url
        task = asyncio.create_task(bot.called(PUBLIC) if called else bot.run(house))
        yield house, ahead
        task.cancel()
        await asyncio.gather(task, return_exceptions=True)
        await house.stop()


# ---------------------------------------------------------------- the clock


async def test_a_clock_an_hour_off_is_said_once_and_once_that_it_is_right(
    tg: Telegram, bot: TelegramChannel, caplog: pytest.LogCaptureFixture
) -> None:
    await tg.person(7).starts()
    await say(bot, "un")
    for hours in (1, 1, 0, -1):
        tg.date += hours * 60 * 60
        await say(bot, "deux")
    (behind,) = warned(caplog)
    assert "60 minutes behind theirs" in behind
    assert caplog.text.count("right again") == 0
    tg.date -= 60 * 60
    await say(bot, "trois")
    assert caplog.text.count("right again") == 1
    tg.date -= 60 * 60
    await say(bot, "quatre")
    assert "60 minutes ahead of theirs" in warned(caplog)[1]
