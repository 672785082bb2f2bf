"""While it is closed: said once, all of it kept, and what must always work works, in each language."""

from __future__ import annotations

from dataclasses import replace

import pytest

from flows import closed
from flows.discreet import SILENCE
from flows.model import Clear, Erase, Open, Schedule, Text, Tick
from tests.flows.chat import MINUTE, Chat
from tests.flows.test_danger import ALARM, LANGS, begun, keys

REASON = "en congé jusqu'au 1er septembre"
ERASE = {"fr": "efface tout", "en": "erase everything", "ar": "امسح كل شيء", "uk": "стерти все"}
HIDE = {"fr": "efface l'écran", "en": "hide the screen", "ar": "امسح الشاشة", "uk": "сховай екран"}
HUMAN = {"fr": "une personne", "en": "a person", "ar": "شخص", "uk": "людина"}
TOLD = [["closed.said", "closed.kept"]]


def shut(talk: Chat, reason: str = REASON) -> Chat:
    """Close it for this conversation, or open it again."""
    hint = talk.hint
    talk.hint = lambda body, state: replace(hint(body, state), closed=reason)
    return talk


@pytest.mark.parametrize("lang", LANGS)
def test_it_is_said_once_and_what_comes_is_kept(lang: str) -> None:
    talk = shut(begun(lang))
    asked = talk.state.asked
    assert keys(talk.send("je fais le ménage")) == TOLD
    assert talk.says[-1].parts[0].args == {"reason": REASON}
    again = talk.send("3 ans")
    assert keys(again) == []
    assert Schedule(closed.JOB, closed.JOB, closed.LOOK) in again
    assert closed.waiting(talk.state) == [f"v{talk.n - 1}", f"v{talk.n}"]
    assert talk.state.asked == asked
    assert keys(shut(talk, "panne").send("bonjour")) == TOLD
    assert keys(talk.event(Text("bonjour"), wait=closed.AGAIN)) == TOLD


@pytest.mark.parametrize("lang", LANGS)
def test_what_must_always_work_works(lang: str) -> None:
    talk = shut(begun(lang))
    said = keys(talk.copy().send(ALARM[lang]))
    assert said[0] == ["danger.a.care"]
    assert "closed.said" not in str(said)
    erasing = talk.copy()
    erasing.send(ERASE[lang])
    assert erasing.on_screen.qid == "menu/erase"
    assert Erase() in erasing.tap("yes")
    assert Clear() in talk.copy().send(HIDE[lang])
    assert "closed.said" not in str(keys(talk.copy().send(HUMAN[lang])))


def test_who_has_not_agreed_is_told_to_write_again_and_is_not_greeted() -> None:
    talk = shut(Chat())
    assert keys(talk.send("bonjour")) == [["closed.said", "closed.unkept"]]
    assert not talk.state.notes.get("greeted")
    assert closed.waiting(talk.state)


def test_an_opened_page_is_no_message() -> None:
    talk = shut(begun("fr"))
    assert keys(talk.event(Open("fr"))) == TOLD
    assert closed.waiting(talk.state) == []


def test_once_it_is_open_that_is_said_to_who_waited_and_the_list_is_empty() -> None:
    talk = shut(begun("fr"))
    talk.send("je fais le ménage")
    shut(talk, "")
    assert keys(talk.event(Tick(closed.JOB, closed.JOB, 0))) == [["closed.open"]]
    assert closed.waiting(talk.state) == []
    assert closed.SAID not in talk.state.notes
    assert keys(talk.event(Tick(closed.JOB, closed.JOB, 0))) == []


def test_who_writes_before_the_look_is_answered_and_the_look_comes_at_once() -> None:
    talk = shut(begun("fr"))
    talk.send("je fais le ménage")
    effects = shut(talk, "").send("menu")
    assert Schedule(closed.JOB, closed.JOB, 0) in effects
    assert keys(effects)


def test_words_before_a_code_are_kept_and_its_digits_never() -> None:
    talk = begun("fr")
    for words in ("mettre un code", "4827", "4827"):
        talk.send(words)
    shut(talk)
    talk.event(Text("je fais le ménage"), wait=SILENCE + MINUTE)
    assert closed.waiting(talk.state) == []
    assert closed.holds(talk.state, talk.facts, talk.at)
    words = f"v{talk.n}"
    assert "closed.said" in str(keys(talk.send("4827")))
    assert closed.waiting(talk.state) == [words]
    assert not closed.holds(talk.state, talk.facts, talk.at)
    assert closed.holds(talk.state, talk.facts, talk.at + SILENCE + MINUTE)  # whoever holds the phone then
