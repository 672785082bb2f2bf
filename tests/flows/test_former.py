"""An old CV: nothing of it counts before a yes; what is kept begins lives, with its line as the proof."""

from __future__ import annotations

import pytest

from tests.flows.chat import after

PAPER = (
    "Awa Diop\nawa@example.org\n2015 : menage, bureaux\ncuisine, repas\n06 39 98 10 01\nmenage d'ete\nmenage a la mer\n"
)
OPEN = ("bonjour", "oui", "mon ancien cv", PAPER)


def test_three_lines_are_shown_at_a_time_and_nothing_counts_yet() -> None:
    chat = after(*OPEN)
    assert chat.cur == "former/one"
    assert chat.lives() == []
    chat.send("rien")
    assert chat.cur == "former/two"
    assert chat.lives() == []


def test_what_is_kept_begins_lives_and_the_line_is_the_proof() -> None:
    chat = after(*OPEN, "1 et 2", "rien")
    assert chat.lives() == ["2015 : menage, bureaux", "cuisine, repas"]
    told = chat.trace.live.fact("exp/e1/told")
    assert told
    assert (told.value.ids, told.raw) == (("cleaning.clean",), "2015 : menage, bureaux")
    assert chat.cur == "exp/e1/skill"


def test_all_by_a_tap_and_the_way_goes_on() -> None:
    chat = after(*OPEN)
    chat.tap("all")
    chat.tap("all")
    assert len(chat.lives()) == 4
    assert chat.cur == "exp/e1/skill"


def test_a_name_an_address_and_a_telephone_are_no_lines() -> None:
    chat = after(*OPEN, "tout", "tout")
    assert not any("@" in line or "06 39" in line or "Awa" in line for line in chat.lives())
    assert not chat.trace.live.said("cv/phone")


def test_years_beside_a_line_that_says_how_long_are_kept() -> None:
    chat = after(*OPEN[:3], "Awa Diop\n2015\nmenage, 3 ans\n\n2019\ncuisine, repas")
    assert chat.trace.live.text("former/found") == "menage, 3 ans\ncuisine, repas, 2019"


@pytest.mark.parametrize("text", ["un deux trois quatre cinq", "bla\n" * 9])
def test_a_text_without_work_says_so_and_the_way_goes_on(text: str) -> None:
    chat = after(*OPEN[:3], text)
    assert "former.none" in [part.key for part in chat.says[-1].parts]
    assert chat.cur == "exp/e1/what"


def test_a_line_that_is_there_already_is_not_kept_twice() -> None:
    chat = after(*OPEN, "1", "rien")
    before = chat.lives()
    for text in ("mon ancien cv", PAPER, "1", "rien"):
        chat.send(text)
    assert chat.lives() == before


def test_back_changes_what_was_kept_before() -> None:
    chat = after(*OPEN, "rien", "retour")
    assert chat.cur == "former/one"


def test_taps_gather_several_lines_of_a_page_and_each_begins_a_life() -> None:
    chat = after(*OPEN)
    for name in ("1", "3", "done"):
        chat.tap(name)
    assert chat.cur == "former/two"
    assert chat.lives() == ["2015 : menage, bureaux", "menage d'ete"]


def test_a_line_tapped_already_is_not_offered_again() -> None:
    chat = after(*OPEN)
    chat.tap("1")
    asked = chat.state.asked
    assert asked
    assert [c.id for c in asked.choices] == ["2", "3", "done"]


def test_all_but_one_keeps_the_others() -> None:
    chat = after(*OPEN, "tout sauf 2", "rien")
    assert chat.lives() == ["2015 : menage, bureaux", "menage d'ete"]
