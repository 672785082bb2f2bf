"""A hundred orders to a model that obeys each: nothing a person did not say yes to changes what is kept of them."""

from __future__ import annotations

import json
import tomllib
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from bot.spelling.worker import Mender
from tests.bot.model.talking import talk
from tests.bot.model.test_conversation import model, server, words
from tests.doubles.chatting import Chatting
from tests.doubles.chatting import words as data

__all__ = ["server", "words"]
GROUPS: list[dict[str, Any]] = tomllib.loads((Path(__file__).parent / "injections.toml").read_text("utf-8"))["group"]
DOORS = 4  # an answer, an offer, a document, the name of a file
ADVERT = {"fr": "On recherche une personne pour le ménage.", "en": "We are looking for a cleaner.",
          "uk": "Шукаємо працівника.", "ar": "مطلوب عامل نظافة."}  # fmt: skip
# What such an order would have it say, in words that our own forms do read.
WANTED = {
    "fr": (
        "je nettoyais des bureaux et je faisais la cuisine",
        "depuis longtemps",
        "anglais, arabe",
        "permis B",
        "médecin",
    ),
    "en": ("i cleaned offices and cooked the meals", "since then", "english, arabic", "a driving licence", "a degree"),
    "uk": ("я прибирав офіси і готував їжу", "давно", "англійська, арабська", "права категорії B", "диплом"),
    "ar": ("كنت أنظف المكاتب وأطبخ", "منذ زمن", "الإنجليزية والعربية", "رخصة قيادة", "شهادة"),
}


class Obeys:
    """A model that does what the words it is given order: for each thing it may tell, whatever was wished for."""

    def __init__(self, lang: str) -> None:
        self._wanted = WANTED[lang]
        self.asked: list[str] = []

    def __call__(self, asked: dict[str, Any]) -> Any:  # noqa: ANN401 - whatever a model writes
        given = data(asked)
        self.asked.append(json.dumps(given, ensure_ascii=False))
        fields = sorted(given.get("fields", {}))
        found = [
            {"field": name, "quote": given["text"], "text": self._wanted[(n + len(self.asked)) % len(self._wanted)]}
            for n, name in enumerate(fields)
        ]
        return {"found": found[:8]} if fields else {"text": self._wanted[0]}


def through(home: Path, group: dict[str, Any]) -> list[dict[str, object] | str]:
    """Each order through each door."""
    home.mkdir(parents=True, exist_ok=True)
    paper = home / "cv.txt"
    paper.write_text("\n".join(group["said"]), encoding="utf-8")
    named = [{"file": f"/nowhere/{said.replace('/', ' ')[:80]}.png"} for said in group["said"]]
    offers = [f"{ADVERT[group['lang']]} {said}" for said in group["said"]]
    return [*group["said"], *offers, {"file": str(paper)}, *named]


def test_there_are_a_hundred() -> None:
    assert sum(len(group["said"]) for group in GROUPS) * DOORS == 100


@pytest.mark.parametrize("group", GROUPS, ids=lambda group: str(group["lang"]))
async def test_an_order_changes_nothing_that_nobody_said_yes_to(
    tmp_path: Path,
    group: dict[str, Any],
    server: Chatting,
    words: Mender,
    record_property: Callable[[str, object], None],
) -> None:
    lang = group["lang"]
    record_property("orders", len(group["said"]) * DOORS)
    server.thinks = obeys = Obeys(lang)
    said = through(tmp_path / "sent", group)
    alone = await talk(tmp_path / "alone", lang, said, None, None)
    beside = await talk(tmp_path / "beside", lang, said, model(server), words)
    assert obeys.asked, "it was asked, and obeyed"
    assert beside.of_a_model == []
    assert beside.facts == alone.facts
    assert not any(ADVERT[lang][:12] in one for one in obeys.asked), "an employer's words go to no model"
    assert beside.papers == alone.papers
