"""Which occupations a phrase finds, and when it finds none."""

from __future__ import annotations

import json

import pytest

from bot import content
from bot.app import finder, hinter
from bot.cli import main
from flows.model import Ask, State, Text

CONTENT = content.load()
FIND = finder(CONTENT)


def test_the_command_prints_ranked_candidates(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["find", "--lang", "fr", "--json", "je gardais des enfants"]) == 0
    found = json.loads(capsys.readouterr().out)
    assert found[0]["code"] == "K1303"
    assert {"code", "title", "score", "why"} == set(found[0])
    assert [one["score"] for one in found] == sorted((one["score"] for one in found), reverse=True)


def test_the_command_prints_an_empty_list_when_nothing_is_sure(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["find", "--lang", "fr", "--json", "ma sœur gardait des enfants"]) == 0
    assert json.loads(capsys.readouterr().out) == []


def test_a_language_without_words_is_refused_by_name(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["find", "--lang", "xx", "bonjour"]) != 0
    assert "xx" in capsys.readouterr().err


def test_a_wish_carries_the_occupations_it_is_near_to_and_what_was_done_none() -> None:
    wished = "j'ai fait du ménage, je voudrais travailler avec les enfants"
    hints = hinter(CONTENT)(Text(wished), State(lang="fr"))
    assert hints.occupations[0] == "K1303"
    assert "K2205" not in hints.occupations
    assert len(hints.occupations) <= 4
    assert hinter(CONTENT)(Text("je gardais des enfants"), State(lang="fr")).occupations == ()


@pytest.mark.parametrize(
    ("lang", "word", "code"),
    [
        ("fr", "les animaux", "A1403"),
        ("fr", "dehors", "A1203"),
        ("fr", "santé", "K1302"),
        ("en", "something with bikes", "I1607"),
        ("en", "metal", "H2913"),
        ("ar", "مع المرضى", "K1302"),
        ("ar", "شاحنة", "N4105"),
        ("uk", "з тваринами", "A1403"),
        ("uk", "щось на природі", "A1203"),
    ],
)
def test_a_bare_word_says_which_work_is_looked_for(lang: str, word: str, code: str) -> None:
    asked = State(lang=lang, asked=Ask("a", "project/job", 1, 1, (), 0, 0))
    assert code in hinter(CONTENT)(Text(word), asked).occupations


def test_an_everyday_name_is_found_whatever_its_ending() -> None:
    first = FIND("baker", "en")[0]
    assert (first.code, "title" in first.why) == ("D1102", True)
    assert FIND("soudeuses", "fr")[0].code == "H2913"


def test_a_part_of_a_title_alone_is_not_sure() -> None:
    assert FIND("je suis bien assistée", "fr") == ()


def test_each_field_that_is_named_has_its_place_among_four() -> None:
    hint = hinter(CONTENT)
    asked = State(lang="fr", asked=Ask("a", "project/job", 1, 1, (), 0, 0))
    both = hint(Text("un truc avec les petits ou la cantine"), asked).occupations
    assert {*both[:2]} == {"K1303", "G1607"}
    assert "G1501" in hint(Text("non, plutôt dans un hôtel"), asked).occupations


def test_a_field_alone_counts_only_where_it_answers() -> None:
    hint = hinter(CONTENT)
    asked = State(lang="fr", asked=Ask("a", "project/job", 1, 1, (), 0, 0))
    assert hint(Text("les enfants vont bien"), State(lang="fr")).occupations == ()
    assert hint(Text("pas les enfants"), asked).occupations == ()
