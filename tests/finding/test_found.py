"""What is promised of finding: on phrases nothing was tuned on, with what every installation has, and fast."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache

import pytest

from bot import content
from bot.app import finder, hinter
from bot.finding.finder import Finder, Found
from bot.hints import Hinter
from flows.model import State, Text
from tests.finding.phrases import NOTHING, PHRASES, SPANISH, Phrase

LANGUAGES = ("fr", "en", "ar", "uk", "es")
FIRST, FIVE = 0.60, 0.85  # of the phrases of each language
HEARD_FIRST, HEARD_FIVE = 0.90, 0.95  # of those the words were tuned on
HELD_OUT = tuple(p for p in PHRASES if p.held_out)


@cache
def house() -> tuple[Finder, Hinter]:
    known = content.load()
    return finder(known), hinter(known)


def found(phrase: Phrase) -> tuple[Found, ...]:
    find, hint = house()
    hints = hint(Text(phrase.text), State(lang=phrase.lang))
    return find(hints.written or phrase.text, phrase.lang, hints.spelling)


def share(phrases: Sequence[Phrase], first: int) -> float:
    """Return how many of these phrases have a good answer among the first so many."""
    return sum(any(one.code in p.accept for one in found(p)[:first]) for p in phrases) / len(phrases)


def test_the_halves_are_large_enough_to_say_something() -> None:
    for lang in LANGUAGES:
        assert sum(p.lang == lang for p in PHRASES) >= 30
        assert sum(p.lang == lang for p in HELD_OUT) >= 15
    assert len(NOTHING) >= 40


@pytest.mark.parametrize("lang", LANGUAGES)
def test_a_phrase_finds_its_occupation(lang: str) -> None:
    phrases = [p for p in HELD_OUT if p.lang == lang]
    assert share(phrases, 1) >= FIRST
    assert share(phrases, 5) >= FIVE


def test_spanish_of_six_countries_is_heard() -> None:
    """Words of Asturias, Puebla, Cali, Caracas, Guayaquil and Buenos Aires, in capitals, in two words, in a story."""
    assert share(SPANISH, 1) >= HEARD_FIRST
    assert share(SPANISH, 5) >= HEARD_FIVE


@pytest.mark.parametrize("phrase", NOTHING, ids=lambda p: p.text)
def test_small_talk_a_negation_and_somebody_elses_work_find_nothing(phrase: Phrase) -> None:
    assert found(phrase) == ()
