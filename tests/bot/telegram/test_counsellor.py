"""A counsellor on Telegram: whose words these are, that they were taken, and that she writes."""

from __future__ import annotations

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from bot.app import House, now
from bot.channels.base import Reached
from bot.files.found import DRAWN
from bot.sim import desk
from tests.bot import papers
from tests.bot.desk.listening import opened_by
from tests.bot.telegram.conftest import HastyClock
from tests.bot.telegram.test_conversation import Chat, at_home
from tests.doubles.telegram import Telegram


@pytest.fixture
async def house(tg: Telegram, tmp_path: Path) -> AsyncIterator[House]:
    async with at_home(tg, tmp_path, HastyClock()) as home:
        yield home


async def taken_over(tg: Telegram, house: House) -> Chat:
    """Return the chat of somebody who told a life, asked for a person and has one."""
    chat = Chat(tg.person(7), house, tg)
    await desk.act(house, "Amina comes", now())
    await chat.agrees()
    for text in ("je fais le ménage chez une dame", "je veux parler à quelqu'un", "oui"):
        await chat.after(chat.person.says(text))
    await desk.act(house, "Amina claims", now())
    await house.settle()
    return chat


async def test_her_words_stand_under_her_name_are_taken_and_no_more_is_pretended(tg: Telegram, house: House) -> None:
    chat = await taken_over(tg, house)
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


async def test_a_photo_is_fetched_when_she_looks_and_her_file_comes_as_one(tg: Telegram, house: House) -> None:
    """The largest size of the photo, once however often it is looked at; a paper as a document, a picture as one."""
    chat = await taken_over(tg, house)
    tg.files["photos/large"] = papers.image()
    sizes = [
        {"file_id": name, "file_unique_id": name, "width": n, "height": n}
        for n, name in ((90, "small"), (900, "large"))
    ]
    assert await chat.after(chat.person.sends(photo=sizes)) == [], "she can see it: nothing is said of it"
    page = await opened_by(house, "Amina", "telegram", "7")
    line = (await page.lines())[-1]
    assert (line.by, line.look) == ("person", "photo")
    assert tg.called("getFile") == [], "nobody looked at it yet"
    for _ in range(3):
        seen = await house.office.papers.page(page.account, page.ident, line.id, 1)
        assert (seen.verdict, seen.data[:3]) == (DRAWN, b"\xff\xd8\xff")
    assert len(tg.called("getFile")) == 1
    n, before = (await house.office.peek(page.account, page.ident)).case.n, len(chat.person.shown)
    for name, data in (("Convocation.pdf", papers.pdf()), ("plan.png", papers.image("PNG"))):
        await house.office.papers.give(page.account, page.ident, n, (name, data), ("Pour lundi.", name))
        await house.settle()
    paper, picture = chat.person.shown[before:]
    assert (paper.kind, paper.text, picture.kind) == ("document", "Amina\u00a0:\nPour lundi.", "photo")
    assert (await page.lines())[-1].look == "pages"
