"""Where Telegram calls us: saved, then answered, and nothing is taken in from anybody else."""

from __future__ import annotations

import asyncio
import json
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass
from pathlib import Path

import httpx2
import pytest
from starlette.routing import Mount

from bot.app import open_house
from bot.channels.telegram import PATH
from bot.channels.telegram.client import TelegramChannel
from bot.channels.telegram.webhook import HEADER, secret, webhook
from bot.settings import Settings
from flows.model import Body, Open, Tap, Text
from tests.bot.telegram.doors import SmallDoor
from tests.bot.telegram.test_conversation import Chat
from tests.doubles.telegram import TOKEN, Person, Telegram
from tests.doubles.wire import served

PUBLIC = "https://cv.example.org"


@dataclass
class Called:
    """The address, and who calls it."""

    url: str
    door: SmallDoor

    async def deliver(self, raw: bytes, word: str = secret(TOKEN)) -> int:
        async with httpx2.AsyncClient() as client:
            return (await client.post(self.url, content=raw, headers={HEADER: word} if word else {})).status_code


@pytest.fixture
async def called(tg: Telegram, bot: TelegramChannel) -> AsyncIterator[Called]:
    door = SmallDoor()
    async with served([Mount("/", webhook(bot, door, TOKEN))]) as url:
        tg.hosts[PUBLIC] = url
        yield Called(url + PATH, door)


@asynccontextmanager
async def calls(bot: TelegramChannel, public: str = PUBLIC) -> AsyncIterator[None]:
    """Be called for the length of a block."""
    task = asyncio.create_task(bot.called(public))
    yield
    task.cancel()
    await asyncio.gather(task, return_exceptions=True)


def update(person: Person, number: int = 1, **message: object) -> bytes:
    return json.dumps({"update_id": number, "message": person.message(**message)}).encode()


async def test_what_is_delivered_arrives_once(tg: Telegram, called: Called) -> None:
    awa = tg.person(7)
    for raw in [update(awa, text="/start"), update(awa, 2, text="é @ / 👋"), update(awa, 2, text="é @ / 👋")]:
        assert await called.deliver(raw) == 200
    assert called.door.bodies == [Open("fr"), Text("é @ / 👋")]


async def test_a_tap_stops_spinning(tg: Telegram, called: Called) -> None:
    tg.answered["q1"] = 0
    awa = tg.person(7)
    await awa.starts()
    tap = {"id": "q1", "from": awa.message(text="x")["from"], "chat_instance": "c", "data": "1.a.2"}
    assert await called.deliver(json.dumps({"update_id": 3, "callback_query": tap}).encode()) == 200
    await tg.until(lambda: tg.answered["q1"] == 1)
    wanted: list[Body] = [Tap("a", "2")]
    assert called.door.bodies == wanted


async def test_a_file_is_marked_as_looked_at(tg: Telegram, called: Called) -> None:
    awa = tg.person(7)
    await awa.starts()
    document = {"file_id": "f", "file_unique_id": "f", "file_name": "cv.pdf", "file_size": 9}
    assert await called.deliver(update(awa, document=document)) == 200
    await tg.until(lambda: list(awa.chat.reactions.values()) == [["👀"]])


@pytest.mark.parametrize("word", ["", "guess", secret("1:another"), "é".encode().decode("latin-1")])
async def test_who_does_not_know_the_word_is_not_heard(tg: Telegram, called: Called, word: str) -> None:
    with suppress(UnicodeEncodeError):  # such a header cannot even be sent
        assert await called.deliver(update(tg.person(7), text="bonjour"), word) == 401
    assert called.door.bodies == []


@pytest.mark.parametrize(
    "raw", [b"", b"{", b"[]", b"3", b"\xff", b"[" * 50_000, b'{"update_id": "x"}', b'{"message": 3}']
)
async def test_what_cannot_be_read_is_set_aside(called: Called, raw: bytes) -> None:
    assert await called.deliver(raw) == 200
    assert called.door.bodies == []


async def test_what_is_too_large_or_not_saved_is_not_received(tg: Telegram, called: Called) -> None:
    assert await called.deliver(b"x" * (1024 * 1024 + 1)) == 413
    called.door.busy = 1
    assert await called.deliver(update(tg.person(7), text="bonjour")) == 503
    assert await called.deliver(update(tg.person(7), text="bonjour")) == 200


async def test_telegram_calls_again_what_was_not_saved_and_keeps_the_order(
    tg: Telegram, bot: TelegramChannel, called: Called
) -> None:
    awa = tg.person(7)
    await awa.says_at_once("un", "deux", "trois")
    called.door.busy = 2
    async with calls(bot):
        await tg.until(lambda: not tg.queue)
    assert called.door.bodies == [Text("un"), Text("deux"), Text("trois")]
    assert "503" in tg.hook_error


async def test_what_we_did_not_ask_for_is_not_delivered(tg: Telegram, bot: TelegramChannel, called: Called) -> None:
    async with calls(bot):
        await tg.until(lambda: bool(tg.webhook))
        await tg.push(poll={"id": "1"})
        await tg.person(7).says("bonjour")
        await tg.until(lambda: not tg.queue)
    assert called.door.bodies == [Text("bonjour")]


async def test_a_conversation_over_the_webhook(tg: Telegram, bot: TelegramChannel, tmp_path: Path) -> None:
    settings = Settings(data=tmp_path / "data", key_file=tmp_path / "key", dictionaries=tmp_path / "nowhere")
    house = open_house(settings, channels={bot.name: bot}).house
    async with served([Mount("/", webhook(bot, house, TOKEN))]) as url, calls(bot):
        tg.hosts[PUBLIC] = url
        await house.start()
        chat = Chat(tg.person(7), house, tg)
        await chat.agrees()
        await chat.after(chat.person.says("je fais le ménage chez une dame"))
        await chat.after(chat.person.taps(chat.last.labels[0]))
        assert len({shown.text for shown in chat.person.shown}) == len(chat.person.shown) >= 5
        assert list(tg.answered.values()) == [1, 1]
        await house.stop()


async def test_telegram_is_told_where_to_call_and_no_more(tg: Telegram, bot: TelegramChannel) -> None:
    async with calls(bot):
        await tg.until(lambda: tg.webhook == PUBLIC + PATH)
    asked = tg.called("setWebhook")[0].values
    assert TOKEN not in asked["secret_token"]
    polling = asyncio.create_task(bot.run(SmallDoor(), public=PUBLIC))
    await tg.until(lambda: not tg.webhook)
    polling.cancel()
    await asyncio.gather(polling, return_exceptions=True)


async def test_the_address_of_another_server_is_left_to_it(tg: Telegram, bot: TelegramChannel) -> None:
    tg.webhook = "https://another.example/hook"
    polling = asyncio.create_task(bot.run(SmallDoor(), public=PUBLIC))
    await tg.until(lambda: bool(tg.called("getUpdates")))
    assert tg.webhook == "https://another.example/hook"
    polling.cancel()
    await asyncio.gather(polling, return_exceptions=True)
