"""A counsellor on Telegram: whose words these are, that they were taken, and that she writes."""

from __future__ import annotations

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from bot.app import House, now
from bot.channels.base import Reached
from bot.sim import desk
from tests.bot.desk.listening import opened_by
from tests.bot.telegram.conftest import HastyClock
from tests.bot.telegram.test_conversation import Chat, at_home
from tests.doubles.telegram import Telegram


@pytest.fixture
async def house(tg: Telegram, tmp_path: Path) -> AsyncIterator[House]:
    async with at_home(tg, tmp_path, HastyClock()) as home:
        yield home


async def test_her_words_stand_under_her_name_are_taken_and_no_more_is_pretended(tg: Telegram, house: House) -> None:
    chat = Chat(tg.person(7), house, tg)
    await desk.act(house, "Amina comes", now())
    await chat.agrees()
    for text in ("je fais le ménage chez une dame", "je veux parler à quelqu'un", "oui"):
        await chat.after(chat.person.says(text))
    await desk.act(house, "Amina claims", now())
    await house.settle()
    page, before = await opened_by(house, "Amina", "telegram", "7"), len(chat.person.shown)
    seen = len(chat.person.chat.actions)
    await page.types()
    await tg.until(lambda: chat.person.chat.actions[seen:] == ["typing"])
    page.rang()
    await desk.act(house, "Amina says Bonjour <b>Awa</b>", now())
    assert page.rang()
    assert (await page.lines())[-1].waiting
    assert await page.last() == ("Amina", "Bonjour <b>Awa</b>", Reached.UNKNOWN)
    await house.settle()
    assert [shown.text for shown in chat.person.shown[before:]] == ["Amina\u00a0:\nBonjour <b>Awa</b>"]
    assert page.rang()
    assert await page.last() == ("Amina", "Bonjour <b>Awa</b>", Reached.TAKEN)
    await chat.after(chat.person.says("merci"))
    assert page.rang()
    assert (await page.last())[:2] == ("person", "merci")
