"""The double's mouth: it says of a masked message what its person's file says, and nothing of what it cannot see."""

from __future__ import annotations

import json
from typing import Any

import pytest

from flows.aided import TOLD
from tests.personas.replay import people
from tests.personas.thinking import SPOKEN, Thinker, aligned, honest

SAID = "chez madame dupont jfai les repas depuis 2019, la bouffe quoi"
ROSE = {
    "turns": [{"asks": "tasks", "says": SAID}, {"asks": "when", "says": "depuis 2 ans"}],
    "fallback": ["oui"],
    "thinks": [
        {"quote": "jfai les repas depuis 2019", "field": "what", "text": "faire les repas depuis 2019"},
        {"quote": "la bouffe", "field": "what", "text": "faire à manger"},
    ],
}


def asked(text: str) -> dict[str, Any]:
    data = {"text": text, "language": "fr", "fields": dict(TOLD)}
    return {"messages": [{"role": "system", "content": "x"}, {"role": "user", "content": json.dumps(data)}]}


def found(text: str) -> object:
    return Thinker(ROSE)(asked(text))


def test_what_is_seen_is_said_and_a_mark_is_copied() -> None:
    assert found("chez madame [NOM1] [MOT1:faire] les repas depuis [NUM1], la bouffe quoi") == {"found": [
        {"field": "what", "quote": "[MOT1:faire] les repas depuis [NUM1]", "text": "faire les repas depuis [NUM1]"},
        {"field": "what", "quote": "la bouffe", "text": "faire à manger"},
    ]}  # fmt: skip


def test_of_a_word_that_was_masked_and_says_nothing_it_knows_nothing() -> None:
    assert found("chez madame [NOM1] [MOT1] les repas depuis [NUM1], la bouffe quoi") == {
        "found": [{"field": "what", "quote": "la bouffe", "text": "faire à manger"}]
    }
    assert found("chez madame [NOM1] [MOT1] les repas depuis [NUM1], [MOT2] [MOT3] quoi") == {"found": []}


def test_a_message_of_which_nothing_is_written_is_what_it_was_an_answer_to() -> None:
    said = {"field": "when", "quote": "depuis [NUM1] ans", "text": "depuis [NUM1] ans"}
    assert found("depuis [NUM1] ans") == {"found": [said]}
    assert found("words of nobody") == {"found": []}


def test_letters_of_a_message_are_found_in_what_it_was_masked_to() -> None:
    assert aligned("a [NOM1] b", "a karim b") == ["a", " ", "[NOM1]", "", "", "", "", " ", "b"]
    assert aligned("another", "a karim b") == []


@pytest.mark.parametrize(
    ("quote", "text", "true"),
    [
        ("la bouffe", "faire à manger", True),
        ("la bouffe", "la bouffe", True),
        ("jfai les repas", "repas", True),
        ("la bouffe", "diriger une cuisine", False),
        ("directrice d'un hôpital", "faire à manger", False),
    ],
)
def test_a_person_says_yes_to_what_they_told_alone(quote: str, text: str, true: bool) -> None:  # noqa: FBT001 - a case
    assert honest(ROSE, quote, text) is true


@pytest.mark.parametrize("person", people()[0], ids=lambda person: str(person["id"]))
def test_what_is_written_of_a_person_stands_in_their_words(person: dict[str, Any]) -> None:
    said = [str(turn[name]) for turn in person["turns"] for name in SPOKEN if name in turn]
    for one in person.get("thinks", ()):
        assert set(one) == {"quote", "field", "text"}
        assert one["field"] in TOLD
        assert any(one["quote"] in text for text in said), one
        assert honest(person, one["quote"], one["text"])
