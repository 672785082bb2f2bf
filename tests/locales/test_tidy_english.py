"""A life outside the catalog, told in English as people tell it: which lines it gives, and what never is one."""

from __future__ import annotations

import pytest

from bot import content
from bot.app import hinter
from flows import tidy
from flows.model import State, Text

CONTENT = content.load()
HINTER = hinter(CONTENT)


def lines(text: str) -> tuple[str, ...]:
    return tidy.lines(text, "en", CONTENT, HINTER(Text(text), State(lang="en")).spelling)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (
            "nights at a radio station reading the news playing the records",
            ("Read the news", "Play the records"),
        ),
        ("I tune pianos for my friends", ("Tune pianos",)),
        ("trained dogs in my uncles yard and walked horses", ("Train dogs", "Walk horses")),
        ("inside i werked in the studyo, mixin the songs", ("Work in the studyo", "Mix the songs")),
        ("carryin poles n boards up", ("Carry poles and boards up",)),
        ("I was the school bell ringer", ("School bell ringer",)),
    ],
)
def test_a_line_begins_with_what_was_done(text: str, expected: tuple[str, ...]) -> None:
    assert lines(text) == expected


@pytest.mark.parametrize(
    "text",
    [
        "I already told you",
        "God bless you",
        "nah dats it",
        "i was in prison working in the wing",
        "my manager gave me the best rooms",
        "the vessels washing was done by somebody",
        "the families bring me chocolate",
        "a big company",
        "guests forgot things",
        "mi nah work",
    ],
)
def test_talk_other_people_and_what_is_private_give_no_line(text: str) -> None:
    assert lines(text) == ()


@pytest.mark.parametrize("text", ["cutting", "scaffolding", "weaving, cutting, taking pictures"])
def test_a_word_alone_is_read_too(text: str) -> None:
    assert all(line[:1].isupper() for line in lines(text))
