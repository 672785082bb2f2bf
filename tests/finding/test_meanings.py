"""The optional ranker by meaning, where its packages are installed; without them nothing here is run, nor needed."""

from __future__ import annotations

import pytest

from bot import content
from bot.app import finder
from tests.finding.phrases import NOTHING, PHRASES, Phrase

FIVE = 0.92  # of the phrases nothing was tuned on
FIND = finder(content.load())


@pytest.mark.parametrize("lang", ["fr", "en", "ar", "uk", "es"])
def test_a_phrase_finds_its_occupation(lang: str) -> None:
    held = [p for p in PHRASES if p.held_out and p.lang == lang]
    good = sum(any(one.code in p.accept for one in FIND(p.text, p.lang)[:5]) for p in held)
    assert good / len(held) >= FIVE


@pytest.mark.parametrize("phrase", NOTHING, ids=lambda p: p.text)
def test_what_must_find_nothing_still_does(phrase: Phrase) -> None:
    assert FIND(phrase.text, phrase.lang) == ()


def test_work_that_no_word_of_ours_knows_is_found_by_its_meaning() -> None:
    first = FIND("mon travail était de prévoir la météo", "fr")[0]
    assert first.code == "M1891"
    assert first.why == ("meaning",)
    assert "météorologue" in first.title
