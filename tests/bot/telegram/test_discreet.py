"""The screen hidden by a word, and a code, on Telegram: what can be deleted there is, the digits at once."""

from __future__ import annotations

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from bot.app import House
from bot.store.base import Session
from tests.bot.telegram.conftest import HastyClock
from tests.bot.telegram.test_conversation import at_home, meet
from tests.doubles.telegram import Telegram


@pytest.fixture
async def house(tg: Telegram, tmp_path: Path) -> AsyncIterator[House]:
    async with at_home(tg, tmp_path, HastyClock()) as house:
        yield house


async def test_the_chat_is_empty_but_for_one_line_and_goes_on(tg: Telegram, house: House) -> None:
    chat = meet(tg, house)
    await chat.agrees()
    await chat.after(chat.person.says("je fais le ménage chez une dame"))
    *_, last = await chat.after(chat.person.says("cache ça"))
    assert list(chat.person.chat.dates) == [last.id]
    assert "deux derniers jours" in last.text
    known = await house.peek("telegram", str(chat.person.chat.id))
    assert known is not None
    assert known[1]  # nothing that is kept is lost
    *_, asked = await chat.after(chat.person.taps("Continuer", last))
    assert asked.id > last.id
    *_, again = await chat.after(chat.person.says("cache ça"))
    assert list(chat.person.chat.dates) == [again.id]


async def test_the_digits_are_deleted_from_the_chat_and_kept_nowhere(tg: Telegram, house: House) -> None:
    chat = meet(tg, house)
    await chat.agrees()
    await chat.after(chat.person.says("mettre un code"))
    for _ in range(2):
        before = set(chat.person.chat.dates)
        said = await chat.after(chat.person.says("4827"))
        assert set(chat.person.chat.dates) - before == {one.id for one in said}  # and not the digits

    def work(tx: Session) -> str:
        found = tx.find("telegram", str(chat.person.chat.id))
        assert found is not None
        return repr((tx.lines(found.who, found.id, ""), tx.facts(found.who), found.state))

    assert "4827" not in await house.run(work)
    await chat.after(chat.person.says("pause"))
    *_, locked = await chat.after(chat.person.says("bonjour"))
    assert "code" in locked.text.lower()
