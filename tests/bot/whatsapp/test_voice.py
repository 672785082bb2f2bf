"""A voice note on WhatsApp: fetched once it is saved, heard by a server, read back whole, and an answer after a yes."""

from __future__ import annotations

from pathlib import Path

from tests.bot.test_private import holds
from tests.bot.voice import sounds
from tests.bot.whatsapp.conftest import Chat, at_home
from tests.doubles.graph import Graph
from tests.doubles.hearing import KEY, hearing

STORY = "Je garde les enfants de ma soeur, je prépare les repas et je fais le ménage. " * 20


async def test_a_note_is_fetched_heard_and_read_back(graph: Graph, tmp_path: Path) -> None:
    (tmp_path / "hearing.key").write_text(KEY, encoding="utf-8")
    (tmp_path / "hearing.key").chmod(0o600)
    async with hearing() as ears:
        told = {"hear": ears.at, "hear_key_file": str(tmp_path / "hearing.key")}
        async with at_home(graph, tmp_path, None, "", **told) as house:
            chat = Chat(graph.person(), house)
            await chat.says("bonjour", "oui")
            ears.says = [STORY, "Oui."]
            said = await chat.after(chat.person.sends_voice(sounds.note(2.0)))
            whole = " ".join(shown.text for shown in said)
            assert " ".join(STORY.split()) in " ".join(whole.split())
            assert said[-1].labels == ["Oui", "Redire", "J'écris"]
            assert holds(tmp_path, "OpusHead") == []
            said = await chat.after(chat.person.sends_voice(sounds.note(1.0)))
            assert "garde" in said[-1].text
        assert ears.wrong == []
