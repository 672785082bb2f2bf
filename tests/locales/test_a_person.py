"""Who asks for a person is heard, however it is said; the same words inside an answer stay the answer."""

from __future__ import annotations

import tomllib
from pathlib import Path

import pytest

from bot import content
from flows.reading import command
from flows.tongue import language_named
from flows.words import fold
from locales.catalogs import catalog

CONTENT = content.load()
SAID = tomllib.loads((Path(__file__).parent / "a_person.toml").read_text(encoding="utf-8"))


ASSOCIATION = {"fr": "association", "en": "association", "ar": "جمعية", "uk": "громадськ"}
ELSEWHERE = ("autre chose", "ce que je cherche", "شيء آخر", "ما أبحث", "інша відповідь", "не те")


def said(kind: str) -> list[tuple[str, str]]:
    return [(lang, text) for lang, several in SAID[kind].items() for text in several]


@pytest.mark.parametrize(("lang", "text"), said("asks") + said("misspelt"))
def test_a_person_is_asked_for(lang: str, text: str) -> None:
    assert command(fold(text), CONTENT.words[lang]) == "human"


@pytest.mark.parametrize(("lang", "text"), said("answers") + said("not_nearly"))
def test_an_answer_asks_for_nobody(lang: str, text: str) -> None:
    assert command(fold(text), CONTENT.words[lang]) is None


@pytest.mark.parametrize(("lang", "text"), said("kindly"))
def test_please_takes_nothing_from_the_name_of_a_language(lang: str, text: str) -> None:
    assert language_named(fold(text), CONTENT) == lang


@pytest.mark.parametrize("lang", ASSOCIATION)
def test_where_nobody_is_behind_it_a_place_where_people_are_is_named(lang: str) -> None:
    texts = [text for (key, _), several in catalog(lang).items() if key == "human.nobody" for text in several]
    assert [text for text in texts if ASSOCIATION[lang] not in text] == []


@pytest.mark.parametrize("lang", CONTENT.languages)
def test_who_is_not_understood_is_not_told_that_something_else_is_wanted(lang: str) -> None:
    texts = [text for (key, _), several in catalog(lang).items() if key == "miss.1" for text in several]
    assert [text for text in texts for cold in ELSEWHERE if cold in text] == []
