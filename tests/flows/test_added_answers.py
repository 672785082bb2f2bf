"""An answer that says "also" adds to the list that was told; any other takes its place."""

from __future__ import annotations

import pytest

from bot import content
from flows.accept import adds, joined_ids
from flows.model import Kind, Value

WORDS = content.load().words


@pytest.mark.parametrize(
    ("lang", "text"),
    [
        ("fr", "espagnol aussi"), ("fr", "et l'espagnol"), ("fr", "aussi un peu d'espagnol"), ("fr", "ajoute espagnol"),
        ("en", "Spanish too"), ("en", "and Spanish"), ("en", "also Spanish"),
        ("ar", "وأيضا إسباني"), ("ar", "والإسبانية"), ("ar", "إسباني كمان"),
        ("uk", "іспанська теж"), ("uk", "і іспанська"), ("uk", "ще іспанська"),
    ],
)  # fmt: skip
def test_also_adds(lang: str, text: str) -> None:
    assert adds(text, WORDS[lang])


@pytest.mark.parametrize(
    ("lang", "text"),
    [
        ("fr", "espagnol"), ("fr", "français et espagnol"), ("fr", "le français"),
        ("fr", "pas anglais, espagnol aussi"),
        ("en", "French and Spanish"), ("ar", "إسباني"), ("ar", "ولوف"), ("uk", "іспанська і польська"), ("fr", "?"),
    ],
)  # fmt: skip
def test_an_answer_that_only_holds_an_and_adds_nothing(lang: str, text: str) -> None:
    assert not adds(text, WORDS[lang])


def test_a_level_said_anew_takes_the_place_of_the_former() -> None:
    had, more = Value(Kind.CHOICE, ids=("fr", "en:little", "done")), Value(Kind.CHOICE, ids=("es", "en:well"))
    assert joined_ids(had, more).ids == ("fr", "es", "en:well")
