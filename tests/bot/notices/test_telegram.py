"""Telegram to the staff: what a counsellor's chat shows, and how a chat names itself by a link of one use."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Mapping
from contextlib import suppress
from typing import Any

import pytest

from bot.app import fresh_id
from bot.channels.telegram import channel
from bot.channels.telegram.client import TelegramChannel
from bot.channels.telegram.notices import TelegramNotifier
from bot.loop import run
from bot.notices.base import OPEN, GoneError, Kind, LaterError, Notice, NotOursError, RejectedError
from bot.notices.linking import LINKED, LIVES, UNLINKED, Linking, drawn
from bot.store.staff import Account
from locales.translate import translator
from tests.bot.desk.town import Town
from tests.doubles.telegram import TOKEN, Person, Telegram

NOTICE = Notice(Kind.WAITS, "fr", "https://cv.example.org/desk")


@pytest.fixture
async def bot(tg: Telegram) -> AsyncIterator[TelegramChannel]:
    made = channel(TOKEN, translator, tg.url)
    yield made
    await made.close()


@pytest.fixture
async def amina(tg: Telegram) -> Person:
    person = tg.person(77, "Amina")
    await person.starts()
    return person


@pytest.mark.parametrize("lang", ["fr", "en", "ar", "uk"])
async def test_a_sentence_and_a_button_that_cannot_be_passed_on(
    tg: Telegram, bot: TelegramChannel, amina: Person, lang: str
) -> None:
    await TelegramNotifier(bot, translator).notify("77", Notice(Kind.WAITS, lang, NOTICE.link))
    call = tg.called("sendMessage")[0].values
    assert call["text"] == translator(lang)(NOTICE.says)
    assert call["protect_content"] is True
    assert amina.shown[-1].links == {translator(lang)(OPEN): NOTICE.link}
    assert amina.shown[-1].payloads == {}
    assert amina.shown[-1].text == call["text"]


async def test_without_an_address_outside_there_is_no_button(tg: Telegram, bot: TelegramChannel, amina: Person) -> None:
    await TelegramNotifier(bot, translator).notify("77", Notice(Kind.NOBODY, "fr"))
    assert not tg.called("sendMessage")[0].values.get("reply_markup")
    assert amina.shown


BLOCKED = {"code": 403, "description": "Forbidden: bot was blocked by the user"}
WAIT = {"code": 429, "description": "Too Many Requests: retry after 7", "retry_after": 7}


@pytest.mark.parametrize(
    ("fault", "kind", "seconds"),
    [
        (BLOCKED, GoneError, 0),
        ({"code": 400, "description": "Bad Request: chat not found"}, GoneError, 0),
        (WAIT, LaterError, 7),
        ({"code": 500, "description": "Internal Server Error"}, LaterError, 3),
        ({"code": 400, "description": "Bad Request: BUTTON_URL_INVALID"}, RejectedError, 0),
        ({}, LaterError, 0),
    ],
)
@pytest.mark.usefixtures("amina")
async def test_what_each_answer_means(
    tg: Telegram, bot: TelegramChannel, fault: Mapping[str, Any], kind: type[Exception], seconds: float
) -> None:
    tg.fail("sendMessage", **fault)
    with pytest.raises(kind) as raised:
        await TelegramNotifier(bot, translator).notify("77", NOTICE)
    assert getattr(raised.value, "after", 0) == seconds
    assert raised.value.__context__ is None
    assert "77" not in f"{raised.value!r}"


@pytest.mark.usefixtures("amina")
async def test_what_is_not_ours_to_send_any_more_stays(tg: Telegram, bot: TelegramChannel) -> None:
    def ours() -> None:
        raise NotOursError

    with pytest.raises(NotOursError):
        await TelegramNotifier(bot, translator).notify("77", NOTICE, ours)
    assert tg.called("sendMessage") == []


# ---------------------------------------------------------------- a chat names itself


@pytest.fixture
async def listening(tg: Telegram, bot: TelegramChannel, town: Town) -> AsyncIterator[Linking]:
    """The real house behind the door that keeps the words of the desk, and Telegram before it."""
    say = TelegramNotifier(bot, translator).say
    door = Linking(town.house, town.store, fresh_id, town.clock, translator, say, "fr")
    task = asyncio.create_task(bot.run(door))
    yield door
    task.cancel()
    with suppress(asyncio.CancelledError):
        await task


async def word(town: Town, account: Account) -> str:
    return await run(town.store, lambda tx: drawn(tx, account.id, fresh_id, town.clock()))


async def ways(town: Town, account: Account) -> list[tuple[str, str]]:
    found = await run(town.store, lambda tx: tx.notices.ways(account.id))
    return [(way.kind, way.to) for way in found]


@pytest.mark.usefixtures("listening")
async def test_a_link_names_the_chat_once_and_makes_no_dossier(tg: Telegram, bot: TelegramChannel, town: Town) -> None:
    amina, mallory = tg.person(77, "Amina"), tg.person(66, "Mallory")
    account = await town.hires("Amina")
    link = await bot.invitation(await word(town, account))
    payload = link.partition("?start=")[2]
    assert payload.startswith("desk-")
    await amina.starts(payload)
    await amina.sees()
    assert amina.shown[-1].text == translator("fr")(LINKED)
    assert await ways(town, account) == [("telegram", "77")]
    await mallory.starts(payload)
    await mallory.sees()
    assert mallory.shown[-1].text == translator("fr")(UNLINKED)
    assert await ways(town, account) == [("telegram", "77")]
    assert await town.house.peek("telegram", "77") is None
    assert await town.house.peek("telegram", "66") is None


@pytest.mark.usefixtures("listening")
async def test_telegram_delivers_twice(tg: Telegram, town: Town) -> None:
    amina, account = tg.person(77, "Amina"), await town.hires("Amina")
    payload = await word(town, account)
    for count in (1, 2):
        await amina.starts(payload)
        await amina.sees(count)
    assert {one.text for one in amina.shown} == {translator("fr")(LINKED)}
    assert await ways(town, account) == [("telegram", "77")]


@pytest.mark.usefixtures("listening")
async def test_an_old_link_a_replaced_one_and_an_invented_one_open_nothing(tg: Telegram, town: Town) -> None:
    amina, account = tg.person(77, "Amina", lang="uk"), await town.hires("Amina")
    replaced = await word(town, account)
    old = await word(town, account)
    town.clock.at += LIVES
    for count, payload in enumerate((replaced, old, "desk-" + "a" * 20), start=1):
        await amina.starts(payload)
        await amina.sees(count)
    assert {one.text for one in amina.shown} == {translator("uk")(UNLINKED)}
    assert await ways(town, account) == []
    assert await town.house.peek("telegram", "77") is None


@pytest.mark.usefixtures("listening")
async def test_everybody_else_comes_in_as_before(tg: Telegram, town: Town) -> None:
    awa = tg.person(5, "Awa")
    for update in (await awa.starts(), await awa.says("desk-")):
        await tg.until(lambda update=update: update in tg.confirmed)  # type: ignore[misc] # of this round
    assert await town.house.peek("telegram", "5") is not None
