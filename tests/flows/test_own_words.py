"""Words of one's own: on a document of their language only, kept all the same, and said again in the CV's language."""

from __future__ import annotations

from dataclasses import replace

import pytest

from flows.cv.document import build
from flows.letter.document import build as letter
from flows.model import State
from flows.summary import About, summary
from flows.tongue import of_line
from tests.flows.test_cv_document import CONTENT, SAY, Life

SAID = {"ar": "أصلح الكمنجات", "uk": "Настроювала скрипки", "en": "Make coffee", "fr": "Réparer des violons"}


def told(lang: str, text: str) -> Life:
    """One life outside the catalog, told and approved in a conversation of a language."""
    life = Life().keep("exp/e1/what", text="…").keep("exp/e1/tidy", text=text).keep("exp/e1/own", text=text)
    life.facts = [replace(fact, lang=lang) for fact in life.facts]
    return life


def own(life: Life) -> list[str]:
    return [str(line.phrase.args["text"]) for line in life.cv.lines() if line.phrase.key == "line.own"]


@pytest.mark.parametrize("spoken", SAID)
@pytest.mark.parametrize("cv", SAID)
def test_a_line_is_printed_where_its_language_is_the_documents(spoken: str, cv: str) -> None:
    life = told(spoken, SAID[spoken]).keep("cv/lang", cv)
    assert own(life) == ([SAID[spoken]] if spoken == cv else [])
    assert any(fact.value.text == SAID[spoken] for fact in life.facts)


@pytest.mark.parametrize("spoken", SAID)
def test_french_words_are_french_whatever_is_spoken(spoken: str) -> None:
    assert own(told(spoken, SAID["fr"])) == [SAID["fr"]]


def test_of_two_lines_the_one_in_the_language_of_the_cv_stays() -> None:
    assert own(told("ar", f"{SAID['ar']}\n{SAID['fr']}")) == [SAID["fr"]]


def test_a_life_whose_words_stay_off_keeps_its_place_under_a_plain_title() -> None:
    cv = build(CONTENT, tuple(told("en", "School caretaker").facts))
    assert [SAY(entry.title.phrase) for entry in cv.experiences] == ["Expérience"]


@pytest.mark.parametrize(("lang", "text"), [("fr", "Make coffee"), ("ar", "Make coffee"), ("uk", "Zzz zzz")])
def test_latin_letters_alone_make_no_line_french(lang: str, text: str) -> None:
    assert of_line(text, lang, CONTENT) != "fr"


@pytest.mark.parametrize(("lang", "text"), [("fr", "J'aime les lieux propres."), ("en", "I like clean places.")])
def test_a_reason_is_in_a_letter_of_its_language(lang: str, text: str) -> None:
    life = told("fr", SAID["fr"]).keep("letter/why", text=text).keep("letter/own", text=text)
    life.facts = [replace(fact, lang=lang) for fact in life.facts]
    said = [line.phrase.args.get("text") for line in letter(CONTENT, tuple(life.facts)).lines()]
    assert (text in said) == (lang == "fr")


@pytest.mark.parametrize("blank", [" ", "\u2028", "\u00a0", "\t"])
def test_a_line_of_blanks_is_none_and_breaks_nothing(blank: str) -> None:
    life = told("fr", f"{blank}\nRéparer des violons")
    assert own(life) == ["Réparer des violons"]
    assert summary(CONTENT, tuple(told("fr", blank).facts), State(), About("fr")).points
