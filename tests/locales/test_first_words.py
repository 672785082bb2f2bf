"""In which language somebody is greeted whose app tells none: by what they wrote first, or in the default."""

from __future__ import annotations

import pytest

from bot import content as contents
from flows.content import Content
from flows.model import Event, Hints, Text
from flows.tongue import language

FIRST = {
    "I need a CV": "en",
    "is this the CV thing?": "en",
    "Howya, the wife says I should give this a go": "en",
    "want to make my CV": "en",
    "je veux un CV": "fr",
    "c pour un sivi": "fr",
    "moi c'est Ali": "fr",
    "bjr c la mission locale": "fr",
    "hello": "en",
    "مرحبا": "ar",
    "привіт": "uk",
    "un CV": None,  # too little to tell
    "ok": None,
    "": None,
    "ich brauche einen Lebenslauf": None,
}


@pytest.fixture(scope="module")
def content() -> Content:
    return contents.load()


@pytest.mark.parametrize("said", FIRST)
def test_first_words_tell_the_language(content: Content, said: str) -> None:
    assert language(said, Event("e1", 0, Text(said)), content) == FIRST[said]


def test_the_language_of_the_app_counts_more_than_small_words(content: Content) -> None:
    event = Event("e1", 0, Text("je veux un CV"), Hints(lang="uk-UA"))
    assert language("je veux un CV", event, content) == "uk"
