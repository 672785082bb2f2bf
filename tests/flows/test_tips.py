"""A tip a day: after a yes, one at a time, none twice, never while somebody else is waited for, ended by one word."""

from __future__ import annotations

from dataclasses import replace

import pytest

from flows import tips
from flows.counsel import Claim, Release
from flows.model import Cancel, Effect, Floor, Holder, Phrase, Reach, Say, Schedule, Tick
from flows.turn import DANGER
from tests.flows.chat import Chat, after

DAY = 24 * 60 * 60 * 1000
ON = ("bonjour", "oui", "conseils", "oui")


def _waiting(chat: Chat) -> Schedule | None:
    """The tip that waits: the newest one, unless all that waited was dropped after it."""
    last: Schedule | None = None
    for effect in chat.effects:
        if isinstance(effect, Cancel):
            last = None
        elif isinstance(effect, Schedule) and effect.job == tips.JOB:
            last = effect
    return last


def _next(chat: Chat) -> tuple[Effect, ...]:
    """Let the tip that waits come."""
    due = _waiting(chat)
    assert due
    return chat.event(Tick(due.job, due.key, 0), wait=due.after)


def _shown(chat: Chat) -> list[str]:
    return [fact.value.ids[0] for fact in chat.facts if fact.qid == tips.SHOWN]


def _keys(effects: tuple[Effect, ...]) -> list[str]:
    return [part.key for effect in effects if isinstance(effect, Say) for part in effect.parts]


def test_nothing_comes_without_a_yes() -> None:
    for chat in (after("bonjour", "oui", "conseils"), after("bonjour", "oui", "conseils", "non")):
        assert _waiting(chat) is None
        assert _shown(chat) == []
    for said in ("je ne sais pas", "passer"):
        assert _waiting(after("bonjour", "oui", "conseils", said)) is None


def test_a_yes_brings_the_first_at_once_and_the_next_in_the_daytime_of_the_day_after() -> None:
    chat = after(*ON)
    assert _shown(chat) == [tips.TIPS[0]]
    due = _waiting(chat)
    assert due
    assert (due.decent, due.after) == (True, tips.AFTER)
    assert _keys(_next(chat)) == ["ask.tip"]
    assert _shown(chat) == [*tips.TIPS[:2]]


def test_it_is_offered_once_after_a_game_and_never_again() -> None:
    chat = after("bonjour", "oui", "vrai ou faux", "1", "1", "1", "1", "1")
    assert chat.cur == "tip/offer"
    chat.send("non")
    for _ in range(2):
        for said in ("vrai ou faux", "1", "1", "1", "1", "1"):
            chat.send(said)
        assert chat.cur == "exp/e1/what"
    assert not tips.on(chat.facts)


def test_a_yes_to_the_offer_is_the_same_yes() -> None:
    chat = after("bonjour", "oui", "vrai ou faux", "1", "1", "1", "1", "1", "oui")
    assert tips.on(chat.facts)
    assert _waiting(chat)
    chat.send("vrai ou faux")
    assert chat.cur == "game/ai/1"


def test_all_thirty_are_shown_before_one_comes_twice() -> None:
    assert len(tips.TIPS) == len(set(tips.TIPS)) == 30
    chat = after(*ON)
    while len(_shown(chat)) < 2 * len(tips.TIPS):
        _next(chat)
        chat.tap("tips_next")
    assert _shown(chat) == [*tips.TIPS, *tips.TIPS]


def test_who_gives_no_sign_is_told_that_it_ends_and_gets_no_more() -> None:
    chat = after(*ON)
    said = [_keys(_next(chat)) for _ in range(tips.SILENT)]
    assert said == [["ask.tip"], ["ask.tip"], ["ask.tip.last"]]
    assert not tips.on(chat.facts)
    before = len(chat.effects)
    due = _waiting(chat)
    assert due
    assert chat.event(Tick(due.job, due.key, 0), wait=DAY) == ()
    assert len(chat.effects) == before
    chat.tap("tips_next")
    assert tips.on(chat.facts)
    assert _keys(_next(chat)) == ["ask.tip"]


@pytest.mark.parametrize("word", ["stop conseils", "stop", "non"])
def test_one_word_after_a_tip_ends_them_and_asks_nothing(word: str) -> None:
    chat = after(*ON)
    due = _waiting(chat)
    assert due
    _next(chat)
    chat.send(word, wait=DAY // 2)
    assert (chat.said(), tips.on(chat.facts), chat.state.paused) == (["tip.off"], False, False)
    late = _waiting(chat)
    assert late
    assert chat.event(Tick(late.job, late.key, 0)) == ()


def test_stop_elsewhere_ends_them_too() -> None:
    chat = after(*ON, "stop")
    assert (chat.state.paused, tips.on(chat.facts)) == (True, False)
    assert chat.said() == ["tip.off", "pause"]


@pytest.mark.parametrize("word", ["merci", "oui", "👍"])
def test_thanks_for_a_tip_is_answered_in_kind_and_asks_nothing(word: str) -> None:
    chat = after(*ON)
    _next(chat)
    chat.send(word, wait=DAY // 2)
    assert (chat.said(), tips.on(chat.facts)) == (["tip.next"], True)
    chat.send("continuer")
    assert chat.state.asked
    assert chat.state.asked.qid == "exp/e1/what"


def test_an_answer_to_the_question_before_the_tip_is_kept() -> None:
    chat = after(*ON)
    _next(chat)
    chat.send("je fais le menage chez une dame", wait=DAY // 2)
    assert chat.lives() == ["je fais le menage chez une dame"]


def test_a_pause_keeps_them_and_a_reminder_is_not_beside_one() -> None:
    chat = after(*ON, "pause")
    due = _waiting(chat)
    assert due
    assert due.after == tips.AFTER
    assert _keys(_next(chat)) == ["ask.tip"]
    later = after(*ON, "plus tard", "oui")
    due = _waiting(later)
    assert due
    assert due.after == tips.BESIDE


def test_none_comes_while_a_counsellor_is_waited_for_or_speaks() -> None:
    chat = after(*ON)
    due = _waiting(chat)
    assert due
    chat.event(Claim("c1", "Rim"))
    assert _keys(chat.event(Tick(due.job, due.key, 0), wait=due.after)) == []
    chat.event(Release("c1"))
    chat.send("je suis la", wait=DAY)
    assert _waiting(chat) != due
    assert _keys(_next(chat)) == ["ask.tip"]


@pytest.mark.parametrize("holder", [Holder.WAITING, Holder.HUMAN, Holder.CLOSED])
def test_none_comes_while_a_case_is_open(holder: Holder) -> None:
    chat = after(*ON)
    chat.state = replace(chat.state, floor=Floor(holder, 1))
    assert _keys(_next(chat)) == []


def test_none_comes_after_words_of_danger() -> None:
    chat = after(*ON)
    chat.state = replace(chat.state, notes={**chat.state.notes, DANGER: "a"})
    assert _keys(_next(chat)) == []


def test_only_the_newest_job_tells() -> None:
    chat = after(*ON)
    due = _waiting(chat)
    assert due
    _next(chat)
    assert chat.event(Tick(due.job, due.key, 0)) == ()
    assert len(_shown(chat)) == 2


def test_what_was_dropped_waits_again_once_the_person_speaks() -> None:
    chat = after(*ON)
    chat.event(Reach(ok=False))
    assert _waiting(chat) is None
    chat.event(Reach(ok=True))
    chat.send("bonjour")
    assert _waiting(chat)


def test_asked_for_one_while_they_come_brings_one_more() -> None:
    chat = after(*ON, "conseils")
    assert chat.said() == ["ask.tip"]
    assert len(_shown(chat)) == 2


@pytest.mark.parametrize("said", ["plus", "autrement", "autre"])
def test_a_word_for_more_after_a_tip_brings_one_more(said: str) -> None:
    chat = after(*ON)
    _next(chat)
    assert _keys(chat.send(said)) == ["ask.tip"]
    assert _shown(chat) == [*tips.TIPS[:3]]
    assert _waiting(chat)


def test_of_two_apps_the_one_that_is_used_brings_them() -> None:
    here = after(*ON)
    there = here.copy()
    there.send("je fais le menage chez une dame", wait=DAY // 8)
    here.facts = list(there.facts)  # one person, one dossier
    assert _keys(_next(here)) == []
    assert _keys(_next(there)) == ["ask.tip"]


def test_a_tip_that_was_asked_for_stands_for_that_of_the_day() -> None:
    chat = after(*ON)
    due = _waiting(chat)
    assert due
    chat.send("conseils", wait=due.after - DAY // 4)
    assert _keys(chat.event(Tick(due.job, due.key, 0), wait=DAY // 4)) == []
    assert _keys(_next(chat)) == ["ask.tip"]


def test_who_wants_nothing_kept_has_no_tips() -> None:
    chat = after("bonjour", "non", "conseils")
    assert "tip.closed" in chat.said()
    assert _waiting(chat) is None


def test_the_menu_offers_to_end_them_while_they_come() -> None:
    chat = after(*ON, "jeux")
    assert chat.state.asked
    assert "stop_tips" in [c.id for c in chat.state.asked.choices]
    chat.tap("stop_tips")
    assert Phrase("tip.off") in chat.says[-1].parts
    assert not tips.on(chat.facts)
