"""Closed and opened again by commands, while people write on Telegram: nothing is lost, all of it is answered."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from dataclasses import dataclass
from pathlib import Path

import pytest

from bot.app import House, now, open_house
from bot.channels.telegram import channel
from bot.cli import main
from bot.jobs import LOOK_AGAIN
from bot.settings import Settings
from locales import translator
from tests.bot.telegram.conftest import HastyClock
from tests.bot.telegram.test_conversation import Chat, meet
from tests.bot.telegram.test_files import PAPER, sends
from tests.bot.telegram.test_voice import STORY, speaks
from tests.bot.voice import sounds
from tests.doubles.hearing import KEY, Hearing, hearing
from tests.doubles.telegram import TOKEN, Shown, Telegram

REASON = "en congé jusqu'à lundi"
WHOM = "Nadia, 01 00 00 00 00"


@dataclass
class Ahead:
    """The time it is, and as much as a test is ahead of it."""

    ms: int = 0

    def __call__(self) -> int:
        return now() + self.ms


@pytest.fixture
def ahead() -> Ahead:
    return Ahead()


@pytest.fixture
async def ears() -> AsyncIterator[Hearing]:
    async with hearing() as server:
        yield server
        assert server.wrong == []


@pytest.fixture
async def house(
    tg: Telegram, ears: Hearing, tmp_path: Path, ahead: Ahead, monkeypatch: pytest.MonkeyPatch
) -> AsyncIterator[House]:
    (tmp_path / "hearing.key").write_text(KEY, encoding="utf-8")
    (tmp_path / "hearing.key").chmod(0o600)
    monkeypatch.setenv("ATOUT_DATA", str(tmp_path / "data"))
    bot = channel(TOKEN, translator, tg.url)
    bot._clock = HastyClock()
    settings = Settings(
        data=tmp_path / "data", key_file=tmp_path / "key", dictionaries=tmp_path / "nowhere", contact=WHOM,
        hear=ears.at, hear_key_file=str(tmp_path / "hearing.key"),
    )  # fmt: skip
    house = open_house(settings, channels={bot.name: bot}, clock=ahead).house
    polling = asyncio.create_task(bot.run(house))
    yield house
    polling.cancel()
    await asyncio.gather(polling, return_exceptions=True)
    await house.stop()
    await bot.close()


async def does(*words: str) -> None:
    """Run a command as an operator does, beside the program that runs."""
    assert await asyncio.to_thread(main, list(words)) == 0


async def looked(chat: Chat, ahead: Ahead) -> list[Shown]:
    """Let the time pass until it is looked at again; return what is said."""
    before = len(chat.person.shown)
    ahead.ms += LOOK_AGAIN
    await chat.house.settle()
    return chat.person.shown[before:]


async def test_it_is_said_once_and_all_of_it_is_answered_once_it_is_open(
    tg: Telegram, house: House, ahead: Ahead
) -> None:
    chat = meet(tg, house)
    await chat.agrees()
    await does("close", REASON)
    (said,) = await chat.after(chat.person.says("je fais le ménage chez une dame"))
    assert REASON in said.text
    assert WHOM in said.text
    assert "gardé" in said.text
    assert await chat.after(chat.person.says("et je garde des enfants")) == []
    assert await looked(chat, ahead) == []
    await does("open")
    first, *rest = await looked(chat, ahead)
    assert first.text.startswith("C'est rouvert.")
    assert rest
    known = await house.peek("telegram", str(chat.person.chat.id))
    assert known is not None
    told = " ".join(fact.raw for fact in known[1])
    assert "ménage" in told
    assert "enfants" in told
    assert await looked(chat, ahead) == []  # answered once


async def test_a_file_and_a_voice_note_wait_too(tg: Telegram, house: House, ears: Hearing, ahead: Ahead) -> None:
    chat = meet(tg, house)
    await chat.agrees()
    await chat.after(chat.person.says("mon ancien CV"))
    await does("close", REASON)
    assert [REASON in one.text for one in await sends(chat, PAPER)] == [True]
    ears.says = [STORY]
    assert await speaks(chat, sounds.note(2.0)) == []
    assert tg.called("getFile") == []
    await does("open")
    assert STORY.strip() in " ".join(one.text for one in await looked(chat, ahead))
    assert "Ménage au château" in " ".join(one.text for one in await chat.after(chat.person.taps("Oui")))


async def test_a_button_is_answered_too(tg: Telegram, house: House, ahead: Ahead) -> None:
    chat = meet(tg, house)
    greeting = await chat.after(chat.person.starts())
    await does("close", REASON)
    (said,) = await chat.after(chat.person.taps(greeting[-1].labels[0]))
    assert "réécrivez" in said.text  # who has not agreed is promised nothing
    await does("open")
    await looked(chat, ahead)
    known = await house.peek("telegram", str(chat.person.chat.id))
    assert known is not None
    assert [fact.value.ids for fact in known[1] if fact.qid == "charter/consent"] == [("agree",)]


async def test_danger_is_answered_while_it_is_closed(tg: Telegram, house: House) -> None:
    chat = meet(tg, house)
    await chat.agrees()
    await does("close", REASON)
    said = await chat.after(chat.person.says("je veux mourir"))
    assert any("112" in one.text for one in said)
    assert not any(REASON in one.text for one in said)


async def test_who_comes_first_while_it_is_closed_is_greeted_after(tg: Telegram, house: House, ahead: Ahead) -> None:
    chat = meet(tg, house)
    await does("close", REASON)
    (said,) = await chat.after(chat.person.says("bonjour"))
    assert REASON in said.text
    await does("open")
    opened, *greeting = await looked(chat, ahead)
    assert "rouvert" in opened.text
    assert greeting[-1].labels  # the agreement is asked


async def test_who_writes_right_after_it_was_opened_has_all_answered(tg: Telegram, house: House) -> None:
    chat = meet(tg, house)
    await chat.agrees()
    await does("close", REASON)
    await chat.after(chat.person.says("je fais le ménage chez une dame"))
    await does("open")
    said = await chat.after(chat.person.says("menu"))
    assert any("rouvert" in one.text for one in said)
    known = await house.peek("telegram", str(chat.person.chat.id))
    assert known is not None
    assert any("ménage" in fact.raw for fact in known[1])


async def test_erasing_works_while_it_is_closed(tg: Telegram, house: House) -> None:
    chat = meet(tg, house)
    await chat.agrees()
    await does("close", REASON)
    await chat.after(chat.person.says("je fais le ménage chez une dame"))
    await chat.after(chat.person.says("efface tout"))
    last = await chat.after(chat.person.taps("Oui"))
    assert "deux derniers jours" in last[-1].text
