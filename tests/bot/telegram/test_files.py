"""A document sent on Telegram: fetched after it is saved, not at all when it is too large, never past the limit."""

from __future__ import annotations

import logging
from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from bot.app import House
from bot.channels.base import FetchError
from bot.channels.telegram.client import TelegramChannel
from bot.files.found import BYTES_MOST
from tests.bot import papers
from tests.bot.telegram.conftest import HastyClock
from tests.bot.telegram.test_conversation import Chat, at_home, meet
from tests.doubles.telegram import TOKEN, Shown, Telegram

PAPER = papers.pdf(("Awa Diop", "2015", "Ménage au château", "Cuisine dans une cantine"))
NAME = "Canarinette.pdf"


@pytest.fixture
async def house(tg: Telegram, tmp_path: Path) -> AsyncIterator[House]:
    async with at_home(tg, tmp_path, HastyClock()) as house:
        yield house


async def sends(chat: Chat, data: bytes, size: int | None = None) -> list[Shown]:
    """Send a document of that size, its own if it is said; what the bot answers once it has read it."""
    number = f"D{len(chat.telegram.files)}"
    chat.telegram.files[f"documents/{number}"] = data
    about = {"file_id": number, "file_unique_id": number, "file_name": NAME}
    if size != 0:
        about |= {"file_size": size or len(data)}  # type: ignore[dict-item]
    return await chat.after(chat.person.sends(document=about))


async def asked(tg: Telegram, house: House) -> Chat:
    chat = meet(tg, house)
    await chat.agrees()
    await chat.after(chat.person.says("mon ancien CV"))
    return chat


async def test_an_old_cv_gives_its_lines_and_is_fetched_once(
    tg: Telegram, house: House, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)
    chat = await asked(tg, house)
    reading, found = await sends(chat, PAPER)
    assert "Je lis" in reading.text
    assert "Ménage au château" in found.text
    assert len(tg.called("getFile")) == 1
    for word in ("Canarinette", "château", TOKEN, "documents/"):
        assert word not in caplog.text


async def test_a_large_one_is_never_fetched(tg: Telegram, house: House) -> None:
    chat = await asked(tg, house)
    said = await sends(chat, PAPER, 30_000_000)
    assert "10 Mo" in said[-1].text
    assert tg.called("getFile") == []


async def test_a_large_one_that_does_not_say_so_is_left_half_way(tg: Telegram, house: House) -> None:
    chat = await asked(tg, house)
    said = await sends(chat, b"%PDF-" + b"0" * (BYTES_MOST + 1), 0)
    assert "10 Mo" in said[-1].text


async def test_one_of_more_than_telegram_gives_is_said_like_any_large_one(tg: Telegram, house: House) -> None:
    chat = await asked(tg, house)
    tg.fail("getFile", 400, description="Bad Request: file is too big")
    assert "10 Mo" in (await sends(chat, PAPER, 0))[-1].text


async def test_a_line_that_breaks_is_tried_again(tg: Telegram, house: House, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("bot.files.job.WAIT", 0.01)
    chat = await asked(tg, house)
    tg.fail("getFile", 0)
    tg.fail("getFile", 502)
    assert "Ménage au château" in (await sends(chat, PAPER))[-1].text
    assert len(tg.called("getFile")) == 3


async def test_a_file_that_is_gone_is_asked_for_again(tg: Telegram, house: House) -> None:
    chat = await asked(tg, house)
    tg.fail("getFile", 400, description="Bad Request: wrong file_id or the file is temporarily unavailable")
    assert "renvoyé" in (await sends(chat, PAPER))[-1].text


async def test_one_nobody_asked_for_is_offered_what_it_can_be(tg: Telegram, house: House) -> None:
    chat = meet(tg, house)
    await chat.agrees()
    *_, offered = await sends(chat, PAPER)
    assert offered.labels == ["Mon ancien CV", "Pour un entretien", "Une offre d'emploi", "Autre chose"]
    *_, found = await chat.after(chat.person.taps("Mon ancien CV"))
    assert "Ménage au château" in found.text


async def test_what_goes_wrong_with_a_file_does_not_tell_where_it_is(tg: Telegram, bot: TelegramChannel) -> None:
    with pytest.raises(FetchError) as failed:
        await bot.fetch("none", 10)
    seen = [failed.value, failed.value.__cause__, failed.value.__context__]
    assert failed.value.reason == "gone"
    assert [error for error in seen if TOKEN in f"{error!r} {error}"] == []
    assert seen[1:] == [None, None]
