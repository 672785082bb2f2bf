"""Whoever holds the phone next: the screen hidden by a word, and a code asked for before the talk goes on."""

from __future__ import annotations

from dataclasses import replace

import pytest

from flows.discreet import CODE, SILENCE, code, due, shown_from
from flows.engine import step
from flows.model import (
    Attach,
    Body,
    Clear,
    Conceal,
    Desk,
    Effect,
    Erase,
    Event,
    Open,
    Result,
    Say,
    Schedule,
    Summon,
    Tap,
    Text,
    Tick,
)
from flows.visible import visible
from tests.flows.chat import MINUTE, Chat
from tests.flows.test_danger import ALARM, CONTENT, LANGS, begun, keys

HIDE = {"fr": "efface l'écran", "en": "hide the screen", "ar": "امسح الشاشة", "uk": "сховай екран"}
SET = {"fr": "mettre un code", "en": "set a code", "ar": "وضع رمز سري", "uk": "поставити код"}
OFF = {"fr": "enlever le code", "en": "remove the code", "ar": "إزالة الرمز", "uk": "прибрати код"}
PAUSE = {"fr": "pause", "en": "pause", "ar": "توقف", "uk": "пауза"}
HUMAN = {"fr": "une personne", "en": "a person", "ar": "شخص", "uk": "людина"}
DESK = Desk(there=True, minutes=5)
LATE = SILENCE + MINUTE


def hidden(effects: tuple[Effect, ...]) -> bool:
    return Clear() in effects


def secret(effects: tuple[Effect, ...]) -> bool:
    return Conceal() in effects


def with_code(lang: str = "fr", desk: Desk | None = None) -> Chat:
    """A conversation in which a code was set: 4827."""
    talk = begun(lang, desk=desk)
    talk.send(SET[lang])
    assert secret(talk.send("4827"))
    assert secret(talk.send("٤٨٢٧"))  # any digits
    assert code(talk.facts)
    return talk


def tapped(talk: Chat, name: str) -> tuple[Effect, ...]:
    """Tap a choice of what is on screen; what follows."""
    asked = talk.state.asked
    assert asked
    return talk.send(Tap(asked.id, str([one.id for one in asked.choices].index(name))))


def world(talk: Chat, body: Body) -> tuple[Effect, ...]:
    """Something that nobody said."""
    talk.n += 1
    done = step(CONTENT, talk.state, tuple(talk.facts), Event(f"w{talk.n}", talk.at, body))
    talk.state = done.state
    talk.facts += done.facts
    return done.effects


# ---------------------------------------------------------------- the screen


@pytest.mark.parametrize("lang", LANGS)
@pytest.mark.parametrize("spoken", LANGS)
def test_the_screen_is_hidden_in_whichever_language_and_the_place_is_kept(lang: str, spoken: str) -> None:
    talk = begun(lang)
    here, facts = talk.cur, list(talk.facts)
    effects = talk.send(HIDE[spoken])
    assert hidden(effects)
    assert keys(effects) == [["hidden"]]  # names no subject
    assert (talk.cur, talk.facts) == (here, facts)
    assert shown_from(talk.state, talk.facts, talk.at)
    talk.tap("continue")
    assert talk.state.asked
    assert talk.state.asked.qid == here
    assert shown_from(talk.state, talk.facts, talk.at)  # what was hidden stays so until it is asked for
    talk.send({"fr": "tout revoir", "en": "show again", "ar": "أظهر كل شيء", "uk": "показати все"}[lang])
    assert shown_from(talk.state, talk.facts, talk.at) == ""


def test_nothing_goes_on_by_itself_on_a_hidden_screen_and_a_paper_comes_when_somebody_is_there() -> None:
    talk = begun("fr")
    talk.send(HIDE["fr"])
    assert world(talk, Tick("remind", "remind:x", talk.state.version)) == ()
    done = Result("cv:png+pdf", "show:1:x", ok=True, version=talk.state.version, floor=0, text="1")
    assert world(talk, done) == ()
    assert not any(isinstance(one, Attach) for one in talk.effects)


def test_danger_is_heard_before_the_screen_is_hidden_and_a_counsellor_gets_no_order_to_hide() -> None:
    talk = begun("fr", ALARM["fr"])
    assert hidden(talk.send(HIDE["fr"]))
    assert keys(talk.send(ALARM["fr"]))[0] == ["danger.a.care"]


# ---------------------------------------------------------------- the code


@pytest.mark.parametrize("lang", LANGS)
def test_after_half_an_hour_the_code_alone_is_asked_for_and_then_what_was_written_is_read(lang: str) -> None:
    talk = with_code(lang)
    here = talk.cur
    assert due(talk.state, talk.facts, talk.at + LATE)
    assert shown_from(talk.state, talk.facts, talk.at + LATE) is None
    assert keys(talk.send("Awa", wait=LATE)) == [["ask.locked"]]
    assert talk.state.asked
    assert [one.id for one in talk.state.asked.choices] == ["forgot", "human"]
    assert keys(talk.send(Open(lang))) == [["ask.locked"]]
    effects = talk.send("4827")
    assert secret(effects)
    assert keys(effects)[0] == ["pin.right"]
    assert talk.cur == here or talk.facts[-1].raw == "Awa"
    assert shown_from(talk.state, talk.facts, talk.at) == ""


@pytest.mark.parametrize("lang", LANGS)
def test_after_a_pause_at_once_and_a_person_can_be_asked_for_all_the_same(lang: str) -> None:
    talk = with_code(lang, desk=DESK)
    talk.send(PAUSE[lang])
    assert keys(talk.send("x")) == [["ask.locked"]]
    talk.send(HUMAN[lang])
    assert talk.state.asked
    assert talk.state.asked.qid == "menu/reads"
    effects = tapped(talk, "agree")
    assert any(isinstance(one, Summon) for one in effects)
    assert "ask.waits" in talk.said(1)
    assert keys(tapped(talk, "continue")) == [["ask.locked"]]


def test_words_of_danger_are_answered_first_and_what_follows_still_wants_the_code() -> None:
    talk = with_code()
    assert keys(talk.send(ALARM["fr"], wait=LATE))[0] == ["danger.a.care"]
    assert keys(tapped(talk, "continue")) == [["ask.locked"]]
    talk.send("4827")
    assert talk.state.asked
    assert talk.state.asked.qid == talk.cur


def test_five_wrong_codes_make_a_wait_that_grows_and_lets_nobody_in_meanwhile() -> None:
    talk = with_code()
    for n in range(4):
        assert keys(talk.send(f"000{n}", wait=LATE if not n else MINUTE // 60)) == [["pin.wrong", "ask.locked"]]
    assert keys(talk.send("0009", wait=1000)) == [["pin.wait", "ask.locked"]]
    assert keys(talk.send("4827", wait=1000)) == [["pin.wait", "ask.locked"]]  # not even the right one
    assert keys(talk.send("0008", wait=MINUTE)) == [["pin.wait", "ask.locked"]]
    assert keys(talk.send("4827", wait=MINUTE)) == [["pin.wait", "ask.locked"]]  # two minutes now
    assert keys(talk.send("4827", wait=MINUTE))[0] == ["pin.right"]


def test_nothing_of_the_talk_is_said_meanwhile_whatever_comes() -> None:
    talk = with_code()
    asked = talk.state.asked
    assert asked
    talk.send("pause")
    for body in ("menu", "mes données", "montre mon cv", "mes papiers", "english", "revenir", "je fais le ménage"):
        assert keys(talk.send(body)) == [["ask.locked"]], body
    assert keys(talk.send(Tap(asked.id, "0"))) == [["ask.locked"]]  # an old button
    here = talk.state.asked
    assert here
    assert keys(talk.send(Tap(here.id, "change"))) == [["ask.locked"]]  # a choice that is on no button
    assert world(talk, Tick("remind", "remind:x", talk.state.version)) == ()
    assert world(talk, Tick("tip", "tip:x", talk.state.version)) == ()
    done = Result("cv:png+pdf", "show:1:x", ok=True, version=talk.state.version, floor=0, text="1")
    assert world(talk, done) == ()
    papers = [one.format for one in talk.send("4827") if isinstance(one, Attach)]
    assert papers == ["png", "pdf"]


def test_who_forgot_it_is_told_what_is_left_and_may_erase_everything() -> None:
    talk = with_code()
    talk.send("pause")
    talk.send("x")
    assert keys(tapped(talk, "forgot")) == [["pin.forgot", "ask.locked"]]
    talk.send("tout effacer")
    assert talk.state.asked
    assert talk.state.asked.qid == "menu/erase"
    assert keys(tapped(talk, "no")) == [["kept", "ask.locked"]]
    talk.send("tout effacer")
    assert Erase() in tapped(talk, "yes")


def test_the_four_words_of_the_dossier_take_a_forgotten_code_off() -> None:
    talk = with_code()
    talk.send("pause")
    talk.state = replace(talk.state, notes={**talk.state.notes, "unlocked": "1"})  # bot/returning.py
    assert keys(talk.send(Open("fr")))[0] == ["pin.right"]
    assert not code(talk.facts)


@pytest.mark.parametrize("lang", LANGS)
def test_it_is_taken_off_by_its_words_and_asked_for_no_more(lang: str) -> None:
    talk = with_code(lang)
    talk.send(OFF[lang])
    assert not code(talk.facts)
    assert not due(talk.state, talk.facts, talk.at + LATE)


def test_the_digits_are_nowhere_and_the_desk_never_sees_that_there_is_a_code() -> None:
    talk = with_code()
    assert "4827" not in repr(talk.facts)
    assert "4827" not in repr(talk.state)
    assert not [fact for fact in visible(CONTENT, tuple(talk.facts)) if fact.qid == CODE]


def test_digits_that_differ_or_are_too_many_set_nothing_and_other_words_leave_it() -> None:
    talk = begun("fr", SET["fr"])
    assert secret(talk.send("48275"))
    talk.send("4827")
    assert keys(talk.send("4828"))[0] == ["pin.differs", "ask.pin"]
    talk.send("je fais le ménage chez une dame")
    assert not code(talk.facts)
    assert not secret(talk.send("2019"))


def test_it_is_offered_in_my_data_after_a_first_paper_and_never_before() -> None:
    talk = begun("fr")
    talk.send("mes données")
    assert talk.state.asked
    assert "set_code" not in [one.id for one in talk.state.asked.choices]
    assert ["pin.offer", "danger.misread", "ask.danger"] not in keys(talk.send("mon mari me frappe"))
    talk.tap("continue")
    world(talk, Result("cv:png+pdf", "show:1:x", ok=True, version=talk.state.version, floor=0, text="1"))
    talk.send("mes données")
    assert "set_code" in [one.id for one in talk.state.asked.choices]
    assert ["pin.offer", "danger.misread", "ask.danger"] in keys(talk.send("mon mari me frappe"))
    assert ["danger.misread", "ask.danger"] in keys(talk.send("je dors dehors"))


def test_without_a_code_nothing_changes() -> None:
    talk = begun("fr")
    assert not due(talk.state, talk.facts, talk.at + LATE)
    effects = talk.send("pause")
    assert [one.topic for one in effects if isinstance(one, Say)] == [""]
    assert "ask.locked" not in repr(talk.send("je fais le ménage", wait=LATE))
    assert not any(isinstance(one, Schedule) and one.job == "remind" for one in effects)


def test_words_of_danger_schedule_no_reminder_and_no_tip() -> None:
    talk = begun("fr", ALARM["fr"])
    effects = talk.send(Text("plus tard"))
    assert not any(isinstance(one, Schedule) for one in effects)
