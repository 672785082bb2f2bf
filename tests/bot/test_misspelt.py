"""Sentences full of mistakes: how many are understood, and which words are not to be mended into others of ours."""

from __future__ import annotations

import tomllib
from collections.abc import AsyncIterator, Iterator
from pathlib import Path

import pytest

from bot.app import hinter
from bot.spelling.worker import Mender, dictionaries
from flows import acts
from flows.model import State, Text
from flows.reading import fold
from tests.bot.dictionaries import TELLS, small
from tests.bot.test_ear import CONTENT, HINTER, told

FOLDER = Path(__file__).parents[1] / "locales" / "misspelt"
LEAST = {"fr": 15, "en": 12, "uk": 17}  # of twenty; docs/decisions/spelling.md says what a dictionary adds


def sentences(lang: str) -> Iterator[tuple[str, str]]:
    table = tomllib.loads((FOLDER / f"{lang}.toml").read_text(encoding="utf-8"))
    return ((wanted, text) for wanted, texts in table.items() for text in texts)


@pytest.mark.parametrize("lang", LEAST)
def test_misspelt_sentences_are_understood_no_less_than_published(lang: str) -> None:
    missed = [text for wanted, text in sentences(lang) if not any(_is(act, wanted) for act in told(text, lang))]
    assert 20 - len(missed) >= LEAST[lang], missed


def _is(act: str, wanted: str) -> bool:
    return act == wanted or act.startswith(f"{wanted}.")


@pytest.fixture
async def mender(tmp_path: Path) -> AsyncIterator[Mender]:
    places = dictionaries(small(tmp_path / "small"), tuple(TELLS))
    yield (made := Mender(places, hinter(CONTENT, None, places).mended))
    await made.stop()


@pytest.mark.parametrize("lang", TELLS)
async def test_what_tells_nothing_is_understood_with_a_dictionary(lang: str, mender: Mender) -> None:
    text, wanted = TELLS[lang]
    hints = hinter(CONTENT, None, TELLS)(Text(text), State(lang=lang))
    assert [one.act for one in acts.told(text, lang, CONTENT, hints.spelling)] == []
    mended = {fold(word): near for word, near in (await mender.mend(hints.strange, lang)).items()}
    assert [one.act for one in acts.told(text, lang, CONTENT, {**hints.spelling, **mended})] == [wanted]


@pytest.mark.parametrize(
    ("lang", "word", "suggested", "meant"),
    [
        ("fr", "zenfan", ("zen fan", "zen-fan", "enfant"), "enfant"),  # cut in two is no suggestion
        ("fr", "jassuré", ("assuré", "rassuré"), ""),  # the nearest is none of ours: what is farther is no better
        ("en", "repared", ("reared", "repaired", "prepared"), "repaired"),  # its consonants are the same
        ("uk", "дитей", ("нитей", "дітей", "митей"), "дітей"),
        ("uk", "касырком", ("каркасом",), ""),  # too far
    ],
)
def test_the_suggestion_that_is_most_alike_is_meant_and_counts_when_it_is_ours(
    lang: str, word: str, suggested: tuple[str, ...], meant: str
) -> None:
    assert HINTER.mended(lang, word, suggested) == meant


def test_without_a_dictionary_no_word_is_strange() -> None:
    assert {HINTER(Text(text), State(lang=lang)).strange for lang, (text, _) in TELLS.items()} == {()}


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
