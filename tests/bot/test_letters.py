"""Ukrainian in Latin letters is read as what it says; what is not Ukrainian stays as it was typed."""

from __future__ import annotations

import pytest

from bot import content
from bot.app import hinter
from flows.model import Ask, State, Text

HINT = hinter(content.load())
UKRAINIAN = State(lang="uk")


@pytest.mark.parametrize(
    ("typed", "read"),
    [
        ("ya dohliadala za mamoiu 6 rokiv", "я доглядала за мамою 6 років"),
        ("ukrainska, rosiiska, trokhy frantsuzka", "українська, російська, трохи французька"),
        ("ne znaiu", "не знаю"),
        ("rozvozyv izhu na velosypedi", "розвозив їжу на велосипеді"),
        ("bilshe nichoho", "більше нічого"),
        ("prybyrala v shkoli", "прибирала в школі"),
        ("pratsiuvav na skladi, sortuvav posylky", "працював на складі, сортував посилки"),
        ("hotuvala yisty, moja poshta o.k@example.org", "готувала їсти, моя пошта o.k@example.org"),
    ],
)
def test_ukrainian_in_latin_letters_is_read(typed: str, read: str) -> None:
    assert HINT(Text(typed), UKRAINIAN).written == read


@pytest.mark.parametrize(
    "typed",
    ["agent de propreté", "Restos du coeur", "I worked in a hotel", "permis B", "Carrefour Nantes", "06 39 98 10 01",
     "olena.k@example.org", "українська", "Marina"],
)  # fmt: skip
def test_what_is_no_ukrainian_stays_as_typed(typed: str) -> None:
    assert HINT(Text(typed), UKRAINIAN).written == ""


@pytest.mark.parametrize("asked", ["cv/name", "cv/town"])
def test_a_name_and_a_town_keep_the_letters_they_came_in(asked: str) -> None:
    state = State(lang="uk", asked=Ask("a", asked, 1, 1, (), 0, 0))
    assert HINT(Text("dobre"), state).written == ""


def test_no_other_language_is_read_so() -> None:
    assert HINT(Text("ne znaiu"), State(lang="fr")).written == ""
