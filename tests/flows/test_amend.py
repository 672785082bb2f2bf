"""What is added by word goes to the life it is near to; what is of another kind begins one of its own."""

from __future__ import annotations

from flows.proofs import sentence
from tests.flows.chat import EXPRESS, Chat, after, content


def _told(chat: Chat, item: str) -> set[str]:
    live = chat.trace.live
    return {act for name in ("told", "added", "acts") for act in live.ids(f"exp/{item}/{name}")}


def test_an_act_of_the_same_field_joins_the_life_told_last() -> None:
    chat = after(*EXPRESS, "ajoute que je lave le sol la-bas aussi")
    assert chat.trace.live.items() == ("e1",)
    assert "cleaning.a0" in _told(chat, "e1")


def test_an_act_of_another_field_begins_a_life() -> None:
    chat = after(*EXPRESS, "ajoute que je prepare des repas pour la fete")
    assert chat.trace.live.items() == ("e1", "e2")
    assert "kitchen.cook" in _told(chat, "e2")
    assert "kitchen.cook" not in _told(chat, "e1")


def test_a_few_words_stay_with_the_life_told_last() -> None:
    chat = after(*EXPRESS, "ajoute la cuisine")
    assert chat.trace.live.items() == ("e1",)


def test_another_life_told_where_for_whom_is_asked_stands_beside_the_first() -> None:
    chat = after("bonjour", "oui", "je fais le menage", "oui", "rien", "3 ans")
    assert chat.cur == "exp/e1/whom"
    chat.send("je prepare des repas depuis 2015")
    assert chat.trace.live.items() == ("e1", "e2")
    assert "kitchen.cook" in _told(chat, "e2")
    assert chat.cur == "exp/e1/whom"


def test_what_was_added_rests_on_its_own_words_without_those_that_ask_for_it() -> None:
    chat = after(*EXPRESS, "ajoute que je lave le sol la-bas aussi", "ajoute la cuisine")
    live = chat.trace.live
    assert sentence(content(), live, "e1", "cleaning.a0") == "je lave le sol la-bas aussi"
    assert sentence(content(), live, "e1", "kitchen.cook") == "la cuisine"
