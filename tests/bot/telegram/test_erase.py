"""Who erases everything finds an empty chat too, as far as Telegram lets go of it; whatever happens in between."""

from __future__ import annotations

import re
from collections.abc import AsyncIterator, Awaitable, Callable
from functools import partial
from pathlib import Path

import pytest

from bot.app import House
from bot.channels.base import Arrival
from flows.model import Text
from tests.bot.telegram.conftest import HastyClock
from tests.bot.telegram.test_conversation import Chat, at_home, meet
from tests.bot.telegram.test_kill import process
from tests.doubles.telegram import Person, Shown, Telegram


@pytest.fixture
async def house(tg: Telegram, tmp_path: Path) -> AsyncIterator[House]:
    async with at_home(tg, tmp_path, HastyClock()) as house:
        yield house


async def erases(chat: Chat) -> Shown:
    """Erase everything; return the last words."""
    *_, asked = await chat.after(chat.person.says("efface tout"))
    assert "deux derniers jours" in asked.text
    *_, last = await chat.after(chat.person.taps("Oui"))
    return last


async def test_the_chat_is_empty_but_for_the_last_words(tg: Telegram, house: House) -> None:
    chat = meet(tg, house)
    await chat.agrees()
    await chat.after(chat.person.says("je fais le ménage chez une dame"))
    await chat.after(chat.person.sends(document={"file_id": "f", "file_unique_id": "f"}, caption="mon CV"))
    last = await erases(chat)
    assert "deux derniers jours" in last.text
    assert list(chat.person.chat.dates) == [last.id]
    assert len(tg.called("deleteMessages")) == 1


async def test_more_than_a_hundred_are_deleted_in_several_calls(tg: Telegram, house: House) -> None:
    chat = meet(tg, house)
    await chat.agrees()
    for _ in range(51):
        await chat.after(chat.person.says("menu"))
    last = await erases(chat)
    assert list(chat.person.chat.dates) == [last.id]
    first, rest = (call.values["message_ids"] for call in tg.called("deleteMessages"))
    assert (len(first), 1 <= len(rest) <= 100) == (100, True)


async def test_what_telegram_keeps_changes_nothing_else(
    tg: Telegram, house: House, caplog: pytest.LogCaptureFixture
) -> None:
    chat = meet(tg, house)
    await chat.agrees()
    tg.fail("deleteMessages", 400, description="Bad Request: message can't be deleted for everyone")
    last = await erases(chat)
    assert "effacé" in last.text
    assert caplog.text.count("messages not deleted") == 1
    (first, *_) = await chat.after(chat.person.starts())  # somebody new, with an agreement to give
    assert first.id > last.id


async def test_a_server_that_is_not_well_only_delays(tg: Telegram, house: House) -> None:
    chat = meet(tg, house)
    await chat.agrees()
    tg.fail("deleteMessages", 502)
    last = await erases(chat)
    assert len(chat.person.chat.dates) > 1
    await house.start()  # looks for what is due by itself
    await tg.until(lambda: list(chat.person.chat.dates) == [last.id])


async def test_who_came_by_a_link_and_erases_on_the_page_finds_the_chat_empty(tg: Telegram, house: House) -> None:
    page: Callable[[str], Awaitable[str]] = partial(says_on_the_page, house)
    await page("bonjour")
    await page("oui")
    await page("je fais le ménage chez une dame")
    found = re.search(r"start=(\S+)", await page("mon code"))
    assert found is not None
    chat = meet(tg, house)
    await chat.after(chat.person.starts(found[1]))
    await chat.after(chat.person.says("menu"))
    assert len(chat.person.chat.dates) > 3
    await page("efface tout")
    assert "effacé" in await page("oui")
    assert list(chat.person.chat.dates) == []


async def says_on_the_page(house: House, text: str) -> str:
    """Write on the page; return all that is said there after it."""
    lines = await house.transcript("web", "awa")
    number = f"p{len(lines)}"
    await house.receive([Arrival("web", "awa", number, Text(text), lang="fr")])
    await house.settle()
    after = await house.transcript("web", "awa", lines[-1].id if lines else "")
    return "\n".join(line.bubble.text for line in after if line.bubble)


async def asked(person: Person, *labels: str) -> Shown:
    """Wait until the bot asks something with these buttons."""
    await person.telegram.until(lambda: set(labels) <= set(person.shown[-1].labels) if person.shown else False)
    return person.shown[-1]


async def test_a_process_killed_in_between_deletes_at_its_next_start(tg: Telegram, tmp_path: Path) -> None:
    awa = tg.person(7)
    async with process(tg, tmp_path):
        await awa.starts()
        await awa.sees(3)
        await awa.taps(awa.shown[-1].labels[0])
        await awa.sees(4)
        await awa.says("efface tout")
        await asked(awa, "Oui", "Non")
        tg.fail("deleteMessages", 502, times=1000)
        await awa.taps("Oui")
        await tg.until(lambda: bool(tg.called("deleteMessages")) and not tg.queue)
        last = awa.shown[-1]
    tg.faults.clear()
    assert len(awa.chat.dates) > 4
    async with process(tg, tmp_path):
        await tg.until(lambda: list(awa.chat.dates) == [last.id])
