"""The screen hidden by a word, on WhatsApp: nothing can be deleted there, and that is said in one neutral line."""

from __future__ import annotations

from tests.bot.whatsapp.conftest import Ahead, Chat
from tests.bot.whatsapp.test_conversation import TOLD


async def test_that_nothing_can_be_deleted_is_said_truly(chat: Chat) -> None:
    await chat.says(*TOLD["fr"][:3])
    (said,) = await chat.says("efface l'écran")
    assert "WhatsApp ne me laisse rien effacer" in said.text
    assert "ménage" not in said.text
    assert said.labels[0] == "Continuer"


async def test_after_half_an_hour_the_code_alone_is_asked_for(chat: Chat, ahead: Ahead) -> None:
    await chat.says(*TOLD["fr"][:3], "mettre un code", "4827", "4827")
    ahead.ms += 31 * 60 * 1000
    (said,) = await chat.says("bonjour")
    assert "code" in said.text.lower()
    assert "ménage" not in said.text
    (right,) = await chat.says("4827")
    assert "C'est le bon code" in right.text
