"""A voice note on Telegram: fetched once it is saved, heard by a server, read back, and an answer after a yes."""

from __future__ import annotations

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from bot.app import House
from tests.bot.telegram.conftest import HastyClock
from tests.bot.telegram.test_conversation import Chat, at_home, meet
from tests.bot.test_private import holds
from tests.bot.voice import sounds
from tests.doubles.hearing import KEY, Hearing, hearing
from tests.doubles.telegram import Shown, Telegram

STORY = "Je garde les enfants de ma soeur, je prépare les repas et je fais le ménage. " * 12


@pytest.fixture
async def ears() -> AsyncIterator[Hearing]:
    async with hearing() as server:
        yield server
        assert server.wrong == []


@pytest.fixture
async def house(tg: Telegram, ears: Hearing, tmp_path: Path) -> AsyncIterator[House]:
    (tmp_path / "hearing.key").write_text(KEY, encoding="utf-8")
    (tmp_path / "hearing.key").chmod(0o600)
    told = {"hear": ears.at, "hear_key_file": str(tmp_path / "hearing.key")}
    async with at_home(tg, tmp_path, HastyClock(), **told) as house:
        yield house


async def speaks(chat: Chat, data: bytes, size: int | None = None) -> list[Shown]:
    """Send a voice note; what the bot answers once it was heard."""
    number = f"V{len(chat.telegram.files)}"
    chat.telegram.files[f"voice/{number}"] = data
    about = {"file_id": number, "file_unique_id": number, "duration": 2, "mime_type": "audio/ogg"}
    return await chat.after(chat.person.sends(voice={**about, "file_size": size or len(data)}))


async def test_a_note_is_fetched_heard_and_read_back(tg: Telegram, house: House, ears: Hearing, tmp_path: Path) -> None:
    chat = meet(tg, house)
    await chat.agrees()
    ears.says = [STORY, "Oui."]
    listening, read = await speaks(chat, sounds.note(2.0))
    assert "écoute" in listening.text
    assert STORY.strip() in read.text
    assert read.labels == ["Oui", "Redire", "J'écris"]
    assert holds(tmp_path, "OpusHead") == []
    *_, asked = await speaks(chat, sounds.note(1.0))
    assert "garde" in asked.text
    assert len(tg.called("getFile")) == 2


async def test_a_heavy_one_is_never_fetched(tg: Telegram, house: House, ears: Hearing) -> None:
    chat = meet(tg, house)
    await chat.agrees()
    (said,) = await speaks(chat, sounds.note(1.0), 20_000_000)
    assert "trop lourd" in said.text
    assert (tg.called("getFile"), ears.asked) == ([], 0)
