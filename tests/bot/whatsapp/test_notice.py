"""The notice on WhatsApp: named in the first question, which still fits three buttons; whole within its limits."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from tests.bot.whatsapp.conftest import Chat, at_home
from tests.doubles.graph import Graph

BUTTONS = ["J'accepte", "Je refuse", "Moins de 15 ans"]
FULL: dict[str, Any] = {
    "operator": "Maison de l'emploi de la Ville d'Exemple",
    "contact": "Accueil, 4 place Verte, 01 99 00 12 34, du lundi au vendredi de 9 h à 17 h",
    "whatsapp_phone": "1",
    "hear": "https://hearing.example.org",
    "speak": "https://voice.example.org",
    "speak_languages": ("fr",),
    "model": "https://model.example.org",
    "model_name": "one",
    "basis": "mission",
    "public_url": "https://cv.example.org",
}


@pytest.mark.parametrize("told", [{}, FULL], ids=["nothing set", "everything set"])
async def test_it_is_named_first_and_said_whole_before_the_question(
    graph: Graph, tmp_path: Path, told: dict[str, Any]
) -> None:
    async with at_home(graph, tmp_path, **told) as house:
        chat = Chat(graph.person(), house)
        *_, first = await chat.says("bonjour")
        assert "« notice »" in first.text.replace("\u00a0", " ")
        said = await chat.says("notice")
        whole = "\n".join(one.text for one in said)
        order = ["répond de ce programme" if told else "nommé responsable", "mes accords", "Pour une plainte"]
        places = [whole.replace("\u00a0", " ").find(words) for words in (*order, "?")]
        assert -1 not in places
        assert places == sorted(places)
        for name in ("hearing.example.org", "voice.example.org", "model.example.org", "https://cv.example.org/notice"):
            assert (name in whole) is bool(told)
        assert said[-1].labels == first.labels == BUTTONS
