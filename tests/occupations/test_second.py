"""A second CV for another occupation: the same facts, another title, what serves it first; the first one stays."""

from __future__ import annotations

from flows.cv.document import build
from flows.cv.second import build as build_second
from tests.flows.chat import Chat
from tests.occupations.first import content, first_cv

STORY = "je gardais des enfants, je faisais le ménage, je lavais les sols et je livrais des colis"


def _chat() -> Chat:
    answers = {"project/job": "garde d'enfants", "cv/name": "Awa", "cv/town": "Rezé"}
    return first_cv("fr", STORY, answers)


def test_another_title_and_what_serves_it_first_from_the_same_facts() -> None:
    chat = _chat()
    first = build(content(), tuple(chat.facts))
    chat.send("un autre cv")
    chat.send("agent de propreté")
    other = build_second(content(), tuple(chat.facts))
    assert first.title
    assert other.title
    assert first.title.phrase != other.title.phrase
    assert "cleaning" in repr(other.skills[0].phrase)
    assert {repr(line.phrase) for line in first.skills} == {repr(line.phrase) for line in other.skills}
    assert all(line.proof for line in other.lines())


def test_the_first_cv_stays_as_it_was_and_the_way_goes_on() -> None:
    chat = _chat()
    here, first = chat.cur, build(content(), tuple(chat.facts))
    chat.send("un autre cv")
    chat.send("cariste")
    assert build(content(), tuple(chat.facts)) == first
    assert chat.cur == here


def test_none_of_them_makes_no_paper() -> None:
    chat = _chat()
    here = chat.cur
    chat.send("un autre cv")
    chat.tap("none")
    assert chat.cur == here
    assert not any(fact.qid == "document/second" for fact in chat.facts)
