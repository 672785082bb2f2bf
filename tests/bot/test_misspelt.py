"""Sentences full of mistakes: how many are understood, and which words are not to be mended into others of ours."""

from __future__ import annotations

import tomllib
from collections.abc import Iterator
from pathlib import Path

import pytest

from flows.model import State, Text
from flows.reading import fold
from tests.bot.test_ear import HINTER, told

FOLDER = Path(__file__).parents[1] / "locales" / "misspelt"
LEAST = {"fr": 15, "en": 9, "uk": 17}  # of twenty; docs/decisions/spelling.md says what a dictionary would add


def sentences(lang: str) -> Iterator[tuple[str, str]]:
    table = tomllib.loads((FOLDER / f"{lang}.toml").read_text(encoding="utf-8"))
    return ((wanted, text) for wanted, texts in table.items() for text in texts)


@pytest.mark.parametrize("lang", LEAST)
def test_misspelt_sentences_are_understood_no_less_than_published(lang: str) -> None:
    missed = [text for wanted, text in sentences(lang) if not any(_is(act, wanted) for act in told(text, lang))]
    assert 20 - len(missed) >= LEAST[lang], missed


def _is(act: str, wanted: str) -> bool:
    return act == wanted or act.startswith(f"{wanted}.")


@pytest.mark.parametrize(
    ("lang", "text"),
    [
        ("fr", "facteur boucher chevaux ceinture maintenant manager pêcher toucher litres titres coupure leurs"),
        ("en", "chopping beads ground leaking sweets tracks weaving mallet"),
        ("uk", "чоботи скласти плиту"),
    ],
)
def test_a_word_that_is_one_is_not_mended_into_another(lang: str, text: str) -> None:
    spelling = HINTER(Text(text), State(lang=lang)).spelling
    assert {word: near for word, near in spelling.items() if word != fold(near)} == {}


@pytest.mark.parametrize(("lang", "text"), [("fr", "je mets une ceinture aux murs"), ("fr", "je lave les chevaux")])
def test_a_word_that_only_looks_like_another_tells_no_act_of_it(lang: str, text: str) -> None:
    assert not {"building.paint", "beauty.wash"} & set(told(text, lang))
