"""Who asks for a person is heard, however it is said; the same words inside an answer stay the answer."""

from __future__ import annotations

import tomllib
from pathlib import Path

import pytest

from bot import content
from flows.reading import command
from flows.tongue import language_named
from flows.words import fold

CONTENT = content.load()
SAID = tomllib.loads((Path(__file__).parent / "a_person.toml").read_text(encoding="utf-8"))


def said(kind: str) -> list[tuple[str, str]]:
    return [(lang, text) for lang, several in SAID[kind].items() for text in several]


@pytest.mark.parametrize(("lang", "text"), said("asks"))
def test_a_person_is_asked_for(lang: str, text: str) -> None:
    assert command(fold(text), CONTENT.words[lang]) == "human"


@pytest.mark.parametrize(("lang", "text"), said("answers"))
def test_an_answer_asks_for_nobody(lang: str, text: str) -> None:
    assert command(fold(text), CONTENT.words[lang]) is None


@pytest.mark.parametrize(("lang", "text"), said("kindly"))
def test_please_takes_nothing_from_the_name_of_a_language(lang: str, text: str) -> None:
    assert language_named(fold(text), CONTENT) == lang
