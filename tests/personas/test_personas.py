"""Invented people hold their whole conversation; what comes out is what each of them was promised.

Ours are in this folder. Ten others are in a folder beside the project, which a fresh copy does not have. Thresholds
only rise.
"""

from __future__ import annotations

import asyncio
import os
import tempfile
from functools import cache
from pathlib import Path

import pytest

from tests.personas.page import published
from tests.personas.replay import OWN, Replayed, facts, ours, people, replay, the_ten

PERSONS, NEVER = people()
NAMES = [person["id"] for person in PERSONS]
OURS = [person["id"] for person in ours()]
TEN = [person["id"] for person in the_ten()[0]]
INTERVIEW = "fr_offres_entretien"
MOST_LETTERS = 90  # of a line of a CV
LEAST_OURS = 28

beside = pytest.mark.skipif(
    not TEN and os.environ.get("CI") != "true", reason="the ten invented people are not beside this copy"
)


@cache
def conversation(name: str) -> Replayed:
    person = next(person for person in PERSONS if person["id"] == name)
    with tempfile.TemporaryDirectory() as home:
        return asyncio.run(replay(person, NEVER, Path(home)))


def test_there_are_people() -> None:
    assert len(OURS) >= LEAST_OURS
    assert [path.stem for path in sorted(OWN.glob("*.yaml"))] == OURS


@beside
def test_there_are_the_ten() -> None:
    assert len(TEN) == 10


@pytest.mark.parametrize("name", NAMES)
def test_the_first_cv_is_there_within_the_limit(name: str) -> None:
    found = conversation(name)
    assert found.within, f"first PDF after {found.first} of {found.person['limit']} messages"


@pytest.mark.parametrize("name", NAMES)
def test_nothing_is_invented_and_nothing_private_is_printed(name: str) -> None:
    found = conversation(name)
    assert (found.never, found.leaked) == ([], [])


@pytest.mark.parametrize("name", NAMES)
def test_no_two_bubbles_in_a_row_are_the_same(name: str) -> None:
    assert conversation(name).repeats == []


@pytest.mark.parametrize("name", NAMES)
def test_the_language_stays_the_one_of_the_person(name: str) -> None:
    found = conversation(name)
    assert found.langs == {found.person["lang"]}


@pytest.mark.parametrize("name", NAMES)
def test_no_line_of_the_cv_is_a_whole_message(name: str) -> None:
    found = conversation(name)
    lines = [line.strip(" •") for line in found.text.splitlines()]
    said = {str(turn.get("says", "")).strip() for turn in found.person["turns"] if len(str(turn.get("says", ""))) > 20}
    assert [line for line in lines if len(line) > MOST_LETTERS or line in said] == []


@beside
@pytest.mark.parametrize(("langs", "least"), [(("fr", "en"), 93), (("ar",), 85), (("uk",), 100)])
def test_what_the_ten_told_is_on_the_cv(langs: tuple[str, ...], least: int) -> None:
    got, must = facts([conversation(name) for name in TEN], langs)
    missing = {name: conversation(name).missing for name in TEN if conversation(name).missing}
    assert 100 * got >= least * must, f"{got} of {must}; missing {missing}"


@pytest.mark.parametrize(("langs", "least"), [(("fr", "en"), 93), (("ar",), 80), (("uk",), 80)])
def test_what_was_told_is_on_the_cv(langs: tuple[str, ...], least: int) -> None:
    got, must = facts([conversation(name) for name in OURS], langs)
    missing = {name: conversation(name).missing for name in OURS if conversation(name).missing}
    assert 100 * got >= least * must, f"{got} of {must}; missing {missing}"


@beside
def test_who_comes_for_an_interview_is_at_its_door_at_once() -> None:
    found = conversation(INTERVIEW)
    assert any("Une offre précise" in bubble for bubble in found.bubbles[:6])
    assert any("5 questions" in bubble and "note" in bubble.lower() for bubble in found.bubbles)


@beside
def test_who_asks_for_a_person_is_answered_at_once() -> None:
    for name in TEN:
        found = conversation(name)
        wanted = found.person["expect"].get("human_within")
        if wanted:
            turn = next(turn for turn in found.person["turns"] if turn.get("id") == wanted["turn"])
            place = next(i for i, line in enumerate(found.log) if str(turn["says"]) in line)
            assert "لا يوجد شخص" in found.log[place + 1]


@pytest.mark.parametrize("name", NAMES)
def test_the_page_says_no_better_than_it_is(name: str) -> None:
    said = published()[name]
    assert said.must == len(conversation(name).person["must"])
    assert said.worse(conversation(name)) == [], "`python -m tests.personas --write` publishes it, if it has to be so"


def test_the_page_speaks_of_these_people_and_of_nobody_else() -> None:
    assert [name for name in published() if TEN or name in OURS] == NAMES
