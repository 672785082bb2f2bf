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


LAID_OUT = """Awa Diop
Vente et menage
COMPETENCES
• cuisine
EXPERIENCE
2019 - 2023 : Employee
Carrefour, Lyon
• cuisine, repas
• menage
2015 - 2018
menage, bureaux
menage d'ete
FORMATION
2014 : CAP cuisine
"""


def test_what_is_listed_below_a_job_is_of_it_whoever_is_named_between() -> None:
    chat = after(*OPEN[:3], LAID_OUT)
    found = chat.trace.live.text("former/found").split("\n")
    assert found == [
        "2019 - 2023 : Employee\tcuisine, repas\tmenage", "menage, bureaux, 2015 - 2018\tmenage d'ete"
    ]  # fmt: skip


def test_skills_are_lives_only_where_no_work_is_told() -> None:
    chat = after(*OPEN[:3], "Awa Diop\nCOMPETENCES\ncuisine\nmenage de bureaux")
    assert chat.trace.live.text("former/found") == "cuisine\nmenage de bureaux"


def test_a_diploma_is_no_work_even_without_its_heading() -> None:
    chat = after(*OPEN[:3], "Awa Diop\n2015 menage de bureaux\nCAP cuisine 2014\n2012 : Brevet, cuisine")
    assert chat.trace.live.text("former/found") == "2015 menage de bureaux"


@pytest.mark.parametrize("text", [
    "2015 - 2018\nONET\nmenage de bureaux\n2019\nMairie\ncuisine, repas",
    "menage de bureaux\nONET\n2015 - 2018\ncuisine, repas\nMairie\n2019",
])  # fmt: skip
def test_a_time_that_stands_alone_is_of_one_job_only(text: str) -> None:
    chat = after(*OPEN[:3], text)
    assert chat.trace.live.text("former/found") == "menage de bureaux, 2015 - 2018\ncuisine, repas, 2019"


def test_one_line_is_asked_about_as_one_and_a_yes_keeps_it() -> None:
    chat = after(*OPEN[:3], "Awa Diop\nawa@example.org\n2015 menage de bureaux")
    assert "ask.former.keep.one" in [part.key for part in chat.says[-1].parts]
    chat.send("oui")
    assert chat.lives() == ["2015 menage de bureaux"]
    chat = after(*OPEN[:3], "Awa Diop\nawa@example.org\n2015 menage de bureaux", "non")
    assert chat.lives() == []
