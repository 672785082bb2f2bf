"""The small things a recruiter sees: how a number, a time, a language and a title are written."""

from __future__ import annotations

import pytest

from flows import spans
from flows.contact import phone
from flows.cv.document import build, story
from flows.model import Moment, Phrase, Span
from tests.flows.chat import after

PHONES = {
    "06.39.98.10.01": "06 39 98 10 01",
    "+33639981001": "+33 6 39 98 10 01",
    "0033 6 39 98 10 01": "+33 6 39 98 10 01",
    "+44 7700 900123": "+44 7700 900123",
    "00380 67-123-45-67": "+380 67 123 45 67",
    "+380671234567": "+380671234567",
}


@pytest.mark.parametrize(("dialled", "printed"), PHONES.items())
def test_a_number_is_spaced_for_reading(dialled: str, printed: str) -> None:
    assert phone(f"mon numéro {dialled} merci") == printed


def test_a_year_is_not_said_twice() -> None:
    said = spans.phrase(Span("", Moment(2021, 1), Moment(2021, 3)))
    assert said is not None
    assert said.args["start"] == Phrase("month.1")
    other = spans.phrase(Span("", Moment(2020, 12), Moment(2021, 3)))
    assert other is not None
    assert other.args["start"] != Phrase("month.12")


@pytest.mark.parametrize("word", ["c est tout", "rien"])
def test_a_life_of_which_nothing_could_be_printed_is_asked_about_once_more(word: str) -> None:
    chat = after("bonjour", "oui", "j'accordais 40 pianos", word)
    assert chat.cur == "exp/e1/last"
    chat.send("je fais le menage chez une dame")
    assert chat.cur != "exp/e1/last"
    assert chat.live()["exp/e1/last"].ids


def test_what_will_not_be_printed_is_not_shown_to_be_confirmed() -> None:
    chat = after("bonjour", "oui", "j'accordais 40 pianos", "c est tout", "jsp", "3 ans")
    assert build(chat.content, tuple(chat.facts)).experiences == ()
    assert story(chat.content, chat.trace.live) == Phrase("fact.none")


@pytest.mark.parametrize(
    ("said", "kept"),
    [
        ("067 765 43 21", "067 765 43 21"),  # Kyiv, and not 06 77 65 43 21 in France
        ("086 123 4567", "086 123 4567"),  # Dublin
        ("0677654321", "06 77 65 43 21"),
        ("06.77.65.43.21", "06 77 65 43 21"),
    ],
)
def test_a_number_that_is_not_grouped_as_in_france_stays_as_it_was_written(said: str, kept: str) -> None:
    assert phone(said) == kept
