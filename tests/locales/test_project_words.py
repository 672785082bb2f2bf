"""What is said of an occupation fits a bubble, in every language: its reasons, what blocks, and the receipt."""

from __future__ import annotations

import pytest

from bot.checks.writing import BUBBLE_LETTERS, BUBBLE_SENTENCES, sentences
from bot.content import load
from flows.live import Live
from flows.model import Fact, How, Kind, Phrase, Translate, Value
from flows.project.ideas import card, unsaid
from flows.project.law import GRAVEST, law
from flows.project.ranking import TOLD, Match, Own
from locales.translate import translator

CONTENT = load()
CODES = sorted(CONTENT.occupations)
LANGS = ("fr", "en", "ar", "uk")


def longest(code: str, say: Translate) -> Match:
    """The occupation with the acts that take most room."""
    acts = sorted(CONTENT.occupations[code].acts, key=lambda act: -len(say(Phrase(f"act.{act}"))))
    return Match(code, tuple(Own(act, "e1", TOLD) for act in acts), 1)


@pytest.mark.parametrize("lang", LANGS)
def test_a_proposal_fits_a_bubble(lang: str) -> None:
    say = translator(lang)
    for code in CODES:
        text = "\n".join(map(say, card(CONTENT, Live(), longest(code, say))))
        assert len(text) <= BUBBLE_LETTERS, f"{code}: {len(text)} {text}"
        assert len(sentences(text)) <= BUBBLE_SENTENCES, f"{code}: {text}"


@pytest.mark.parametrize("lang", LANGS)
def test_what_the_law_asks_fits_the_bubble_of_the_next_question(lang: str) -> None:
    say = translator(lang)
    for code in CODES:
        asked = law(CONTENT, Live(), code)
        for wording in (1, 2, 3):
            parts = [Phrase("noted.job", {"job": Phrase(f"job.{code}")}), asked, Phrase("ask.cv.name", {}, wording)]
            text = "\n".join(say(part) for part in parts if part)
            assert len(text) <= BUBBLE_LETTERS, f"{code}: {len(text)} {text}"


@pytest.mark.parametrize("lang", LANGS)
def test_the_project_fits_a_bubble(lang: str) -> None:
    say = translator(lang)
    date = Phrase("date.day", {"day": "28", "month": Phrase("month.of.9")})
    for code in CODES:
        step = Phrase("step.send", {"date": date, "place": Phrase(f"place.{code}"), "town": "Fontenay-sous-Bois"})
        for wording in (1, 2, 3):
            args = {"job": Phrase(f"job.{code}.n"), "step": step}
            text = "\n".join(map(say, (Phrase("noted", {}, wording), Phrase("ask.project.now", args, wording))))
            assert len(text) <= BUBBLE_LETTERS, f"{code}: {len(text)} {text}"


@pytest.mark.parametrize("lang", LANGS)
def test_what_is_said_with_a_choice_fits_its_bubbles(lang: str) -> None:
    say = translator(lang)
    for code in CODES:
        live = Live()
        live.facts["project/chosen"] = Fact(
            1, "project/chosen", Value(Kind.CHOICE, ids=(code,)), "", "v", How.BUTTON, 0, 1, lang
        )
        for bubble in unsaid(CONTENT, live, ""):
            text = "\n".join(map(say, bubble))
            assert len(text) <= BUBBLE_LETTERS, f"{code}: {len(text)} {text}"


def test_every_thing_the_law_asks_has_its_weight() -> None:
    asked = {name for one in CONTENT.occupations.values() for name in one.requires}
    assert asked <= {*GRAVEST}
