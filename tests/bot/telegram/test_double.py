"""The double is honest: a client this project did not write can work with it, and what it sends has the right form."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Coroutine
from typing import Any

import pytest
import telegram as ptb
import telegram.error

from tests.doubles.telegram import TOKEN, Person, Telegram
from tests.doubles.telegram_schema import schemas


@pytest.fixture
def other(tg: Telegram) -> ptb.Bot:
    return client(tg)


def client(tg: Telegram) -> ptb.Bot:
    """Return a bot of python-telegram-bot."""
    return ptb.Bot(TOKEN, base_url=f"{tg.url}/bot", base_file_url=f"{tg.url}/file/bot")


def need_schemas() -> None:
    if not schemas():
        pytest.skip("the Bot API schemas are not beside this repository (set ATOUT_SHARED)")


async def test_another_client_talks_through_the_double(tg: Telegram, other: ptb.Bot) -> None:
    awa = tg.person(7)
    await awa.says("bonjour")
    async with other:
        assert other.username == "atout_bot"
        (update,) = await other.get_updates(timeout=1)
        assert update.message is not None
        assert update.message.text == "bonjour"
        keys = ptb.InlineKeyboardMarkup([[ptb.InlineKeyboardButton("Oui", callback_data="1.a.0")]])
        sent = await other.send_message(7, "D'accord ?", reply_markup=keys)
        assert sent.message_id == awa.shown[0].id
        await awa.taps("Oui")
        (tap,) = await other.get_updates(offset=update.update_id + 1, timeout=1)
        assert tap.callback_query is not None
        assert tap.callback_query.data == "1.a.0"
        assert await tap.callback_query.answer()
        assert await other.get_updates(offset=tap.update_id + 1) == ()


async def test_another_client_sends_and_fetches_a_file(tg: Telegram, other: ptb.Bot) -> None:
    awa = tg.person(7)
    await awa.starts()
    async with other:
        sent = await other.send_document(7, b"%PDF-1.7", filename="CV.pdf", caption="Voici")
        assert (awa.shown[0].file_name, awa.shown[0].data) == ("CV.pdf", b"%PDF-1.7")
        assert sent.document is not None
        file = await other.get_file(sent.document.file_id)
        assert bytes(await file.download_as_bytearray()) == b"%PDF-1.7"


async def test_another_client_is_told_where_a_group_went(tg: Telegram, other: ptb.Bot) -> None:
    tg.group(-77).moved = -1_002_345_678_901
    tg.group(-1_002_345_678_901)
    async with other:
        with pytest.raises(telegram.error.ChatMigrated) as moved:
            await other.send_message(-77, "Bonjour")
        sent = await other.send_message(moved.value.new_chat_id, "Bonjour")
        assert sent.chat.type == "supergroup"


async def test_another_client_sets_a_reaction(tg: Telegram, other: ptb.Bot) -> None:
    awa = tg.person(7)
    await awa.starts()
    async with other:
        assert await other.set_message_reaction(7, 1, "👀")
        with pytest.raises(telegram.error.BadRequest, match=r"(?i)reaction_invalid"):
            await other.set_message_reaction(7, 1, "✅")
        with pytest.raises(telegram.error.BadRequest, match="not found"):
            await other.set_message_reaction(7, 99, "👀")
    assert awa.chat.reactions == {1: ["👀"]}


async def test_another_client_deletes_messages_of_two_days(tg: Telegram, other: ptb.Bot) -> None:
    awa = tg.person(7)
    await awa.starts()
    async with other:
        await other.send_message(7, "Bonjour")
        assert await other.delete_messages(7, [1, 99])
        assert list(awa.chat.dates) == [2]
        tg.date += 48 * 60 * 60 + 1
        with pytest.raises(telegram.error.BadRequest, match="can't be deleted"):
            await other.delete_messages(7, [2])
        with pytest.raises(telegram.error.BadRequest):
            await other.delete_messages(7, list(range(101)))


@pytest.mark.filterwarnings("ignore:Deprecated since version v22.2")
async def test_the_double_refuses_what_telegram_refuses(tg: Telegram, other: ptb.Bot) -> None:
    await tg.person(7).starts()
    async with other:
        with pytest.raises(telegram.error.BadRequest, match="Chat not found"):
            await other.send_message(8, "Bonjour")
        with pytest.raises(telegram.error.BadRequest, match="empty"):
            await other.send_message(7, " ")
        with pytest.raises(telegram.error.BadRequest, match="too old"):
            await other.answer_callback_query("123")
        await tg.person(7).blocks()
        with pytest.raises(telegram.error.Forbidden):
            await other.send_message(7, "Bonjour")
        tg.fail("sendMessage", 429, retry_after=5)
        with pytest.raises(telegram.error.RetryAfter):
            await other.send_message(7, "Bonjour")


async def test_the_schema_refuses_what_the_documents_forbid(tg: Telegram, other: ptb.Bot) -> None:
    need_schemas()
    await tg.person(7).starts()
    long = ptb.InlineKeyboardMarkup([[ptb.InlineKeyboardButton("Oui", callback_data="é" * 33)]])
    async with other:
        for case in (
            lambda: other.send_message(7, "x" * 4097),
            lambda: other.send_message(7, "😀" * 2049),
            lambda: other.send_message(7, "x", api_kwargs={"wings": 2}),
            lambda: other.send_message(7, "x", reply_markup=long),
            lambda: other.send_document(7, b"x", caption="x" * 1025),
            lambda: other.get_updates(limit=101),
        ):
            await refused(tg, case)
    assert len(tg.wrong) >= 6
    tg.wrong.clear()


async def refused(tg: Telegram, case: Callable[[], Coroutine[Any, Any, object]]) -> None:
    before = len(tg.wrong)
    with pytest.raises(telegram.error.BadRequest):
        await case()
    assert len(tg.wrong) > before


async def test_two_pollers_conflict(tg: Telegram, other: ptb.Bot) -> None:
    await tg.person(7).starts()
    async with other, client(tg) as second:
        offset = (await other.get_updates())[0].update_id + 1
        first = asyncio.create_task(other.get_updates(offset=offset, timeout=5))
        await tg.until(lambda: len(tg.called("getUpdates")) == 2)
        await second.get_updates()
        with pytest.raises(telegram.error.Conflict):
            await first


async def everything(person: Person) -> None:
    """Do each thing a person can do."""
    await person.starts("token")
    await person.says("je fais le ménage")
    await person.sends(voice={"file_id": "v", "file_unique_id": "v", "duration": 3})
    await person.sends(sticker=STICKER)
    await person.sends(location={"latitude": 48.1, "longitude": 2.1})
    await person.shares_number()
    await person.sends_payload("1.a.0")
    await person.sends_payload("1.a.0", old=True)
    await person.edits(1, "autre chose")
    await person.blocks()
    await person.blocks(blocked=False)


STICKER = {
    "file_id": "s",
    "file_unique_id": "s",
    "type": "regular",
    "width": 512,
    "height": 512,
    "is_animated": False,
    "is_video": False,
    "emoji": "👍",
}


async def test_what_the_double_delivers_has_the_documented_form(tg: Telegram) -> None:
    need_schemas()
    await everything(tg.person(7))
    for update in tg.queue:
        for schema in schemas():
            assert list(schema.update(update)) == []
