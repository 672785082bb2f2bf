"""The letter: only confirmed facts, each sentence with its proof, and an offer that is nobody's answer."""

from __future__ import annotations

import pytest

from flows.letter.document import build
from flows.letter.rules import tidied
from flows.model import Facts, Kind
from tests.flows.chat import EXPRESS, WORDS, Chat, after, content

OFFER = "recrute pour le menage, appelez le 02 40 00 00 00, je suis le patron de Propre Net et je cuisine aussi"


def _open(*said: str) -> Chat:
    return after(*EXPRESS, "une lettre", *said)


def _lines(facts: Facts) -> list[str]:
    return [line.phrase.key for line in build(content(), facts).lines()]


def test_what_an_offer_says_is_told_by_nobody() -> None:
    chat = _open()
    before = chat.live()
    chat.send(OFFER)
    told = {qid: value for qid, value in chat.live().items() if qid != "letter/offer"}
    assert told == {qid: value for qid, value in before.items() if qid != "letter/offer"}


def test_each_sentence_points_to_a_fact_and_goes_with_it() -> None:
    chat = _open(OFFER, "Propre Net", "internet", "tout", "je connais", "demain")
    facts = tuple(chat.facts)
    whole = build(content(), facts)
    assert all(line.proof for line in whole.lines())
    for line in whole.lines():
        without = tuple(fact for fact in facts if fact.seq not in line.proof)
        assert line not in build(content(), without).lines()


def test_what_was_not_said_is_not_written() -> None:
    chat = _open("rien", *["passer"] * 6)
    assert not [
        key for key in _lines(tuple(chat.facts)) if key.startswith(("letter.why", "letter.start", "letter.seen"))
    ]


def test_a_reason_of_ones_own_is_written_only_after_a_yes() -> None:
    chat = _open("rien", "Propre Net", "tout", "j'aime les lieux bien propres")
    assert chat.cur == "letter/own"
    assert "line.own" not in _lines(tuple(chat.facts))
    chat.send("oui")
    assert "line.own" in _lines(tuple(chat.facts))


def test_another_letter_is_asked_anew_and_the_first_stays_in_what_was_told() -> None:
    chat = _open("rien", "Propre Net", "tout", "passer", "demain", "une lettre")
    assert chat.cur == "letter/offer"
    assert any(fact.value.text == "Propre Net" for fact in chat.facts)
    assert "letter/employer" not in {q for q, v in chat.live().items() if v.kind is not Kind.REMOVED}


@pytest.mark.parametrize(
    ("said", "written"),
    [
        ("parce que j'aime les gens", "J'aime les gens."),
        ("c'est calme. Et puis j'ai un chien", "C'est calme."),
        ("appelez le 06 12 34 56 78", ""),
        ("mot " * 40, ""),
    ],
)
def test_a_reason_is_one_short_sentence(said: str, written: str) -> None:
    assert tidied(said, WORDS) == written


def test_what_is_added_where_an_offer_is_pasted_is_told_and_is_no_offer() -> None:
    chat = _open("ajoute que je cuisine")
    assert chat.cur == "letter/offer"
    assert "kitchen.cook" in {act for qid, value in chat.live().items() if qid.startswith("exp/") for act in value.ids}


@pytest.mark.parametrize("said", ["je n'ai pas d'offre", "pas d'offre pour moi"])
def test_who_has_no_offer_goes_on_without_one(said: str) -> None:
    chat = _open(said)
    assert chat.cur in {"letter/employer", "letter/job"}
    assert not chat.trace.live.text("letter/offer")


def test_other_words_for_a_reason_take_the_place_of_those_shown() -> None:
    chat = _open("rien", "Propre Net", "tout", "j'aime les lieux bien propres", "j'aime commencer le matin")
    assert chat.cur == "letter/own"
    chat.send("oui")
    assert chat.trace.live.text("letter/own") == "J'aime commencer le matin."


def test_a_letter_to_somebody_says_what_it_is_for_even_without_a_job() -> None:
    chat = after(*EXPRESS[:6], "je ne sais pas", *EXPRESS[7:], "une lettre", "rien", "rien", "Propre Net")
    assert _lines(tuple(chat.facts))[0] == "letter.offer"


def test_a_reason_typed_without_apostrophes_gets_them() -> None:
    assert tidied("j aime qu on travaille dans l équipe", WORDS) == "J'aime qu'on travaille dans l'équipe."


def test_a_sentence_of_ones_own_is_nobodys_name() -> None:
    chat = _open("rien", "j'aime travailler avec les gens")
    assert chat.cur == "letter/employer"
    assert not chat.trace.live.said("letter/employer")
