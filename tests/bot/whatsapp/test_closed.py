"""Closed and opened again while people write on WhatsApp: said in one message, answered once it is open."""

from __future__ import annotations

from pathlib import Path

from bot.closing import close, reopen
from bot.jobs import LOOK_AGAIN
from tests.bot.whatsapp.conftest import Ahead, Chat
from tests.bot.whatsapp.test_conversation import TOLD

REASON = "en congé jusqu'à lundi"


async def test_one_message_says_it_and_the_words_are_answered_later(chat: Chat, ahead: Ahead, tmp_path: Path) -> None:
    await chat.says(*TOLD["fr"][:2])
    close(tmp_path / "data", REASON)
    (said,) = await chat.says("je garde aussi des enfants")
    assert REASON in said.text
    assert await chat.says("tous les jours") == []
    before = len(chat.person.shown)
    reopen(tmp_path / "data")
    ahead.ms += LOOK_AGAIN
    await chat.house.settle()
    assert "rouvert" in chat.person.shown[before].text
    known = await chat.house.peek("whatsapp", chat.person.user_id)
    assert known is not None
    assert any("enfants" in fact.raw for fact in known[1])


async def test_danger_is_answered_while_it_is_closed(chat: Chat, tmp_path: Path) -> None:
    await chat.says(*TOLD["fr"][:2])
    close(tmp_path / "data", REASON)
    said = await chat.says("je veux mourir")
    assert any("112" in one.text for one in said)
    assert not any(REASON in one.text for one in said)
