"""A voice note: heard once it may be, read back, an answer after a yes; what it answers is what was on screen."""

from __future__ import annotations

import pytest

from flows.counsel import Claim
from flows.model import Consult, How, Result, Voice
from tests.flows.chat import EXPRESS, Chat, after

NOTE = Voice(seconds=3, held=True)
BEGUN = ("bonjour", "oui")
WHYS = ("empty", "long", "heavy", "broken", "strange", "video", "stuck", "gone", "away")


def noted(chat: Chat, wait: int = 1000) -> str:
    """Send a note; what its words will be of."""
    asked = [effect for effect in chat.event(NOTE, wait=wait) if isinstance(effect, Consult)]
    assert [effect.job for effect in asked] == ["voice"]
    return asked[0].key


def heard(chat: Chat, note: str, text: str) -> None:
    chat.event(Voice(text, 3, of=note), wait=1000)


def fails(chat: Chat, note: str, why: str) -> None:
    chat.event(Result("voice", note, ok=False, version=0, floor=chat.state.floor.n, text=why))


def test_it_is_read_back_and_counts_after_a_yes() -> None:
    chat = after(*BEGUN)
    note, before = noted(chat), len(chat.facts)
    assert chat.said() == ["voice.listens"]
    heard(chat, note, "je fais le menage chez une dame.")
    assert chat.said() == ["ask.heard"]
    assert len(chat.facts) == before
    chat.tap("yes")
    fact = chat.trace.live.fact("exp/e1/what")
    assert fact
    assert (fact.how, fact.raw) == (How.VOICE, "je fais le menage chez une dame")


@pytest.mark.parametrize("choice", ["again", "type"])
def test_again_and_typing_keep_nothing(choice: str) -> None:
    chat = after(*BEGUN)
    heard(chat, noted(chat), "je fais le menage")
    before = list(chat.facts)
    chat.tap(choice)
    assert chat.facts == before
    assert chat.said()[0] == "heard.again"


def test_nothing_is_heard_before_the_keeping_is_answered() -> None:
    chat = after("bonjour")
    assert not [effect for effect in chat.event(NOTE) if isinstance(effect, Consult)]
    assert "voice.waits" in chat.said()
    assert [effect.job for effect in chat.event(NOTE) if isinstance(effect, Consult)] == []
    effects = chat.send("oui")
    assert [effect.key for effect in effects if isinstance(effect, Consult)] == ["v2", "v3"]


def test_under_age_nothing_is_heard_at_all() -> None:
    chat = after("bonjour")
    chat.event(NOTE)
    chat.tap("minor")
    assert not [effect for effect in chat.effects if isinstance(effect, Consult)]
    assert chat.state.notes.get("voice.waits") is None


@pytest.mark.parametrize("why", WHYS)
def test_why_nobody_heard_is_said_and_a_person_is_offered(why: str) -> None:
    chat = after(*BEGUN)
    fails(chat, noted(chat), why)
    assert chat.said()[0] == f"voice.{why}"
    assert "human" in [one.id for one in chat.says[-1].ask.choices] if chat.says[-1].ask else False
    assert chat.cur == "exp/e1/what"


def test_notes_in_a_row_are_one_and_a_lost_one_loses_no_other() -> None:
    chat = after(*BEGUN)
    notes = [noted(chat) for _ in range(3)]
    heard(chat, notes[0], "je fais le menage")
    assert chat.said() == ["voice.listens"]
    fails(chat, notes[1], "away")
    heard(chat, notes[2], "chez une dame")
    assert chat.state.notes["heard"] == "je fais le menage chez une dame"
    assert chat.said() == ["ask.heard"]


def test_a_note_that_comes_while_words_are_read_back_takes_their_place() -> None:
    chat = after(*BEGUN)
    heard(chat, noted(chat), "je fais le menage")
    heard(chat, noted(chat), "je garde des enfants")
    assert chat.state.notes["heard"] == "je garde des enfants"


@pytest.mark.parametrize("said", ["Oui.", "oui", "1", "Un.", "OK"])
def test_what_was_read_back_is_answered_by_voice_too(said: str) -> None:
    chat = after(*BEGUN)
    heard(chat, noted(chat), "je fais le menage chez une dame")
    heard(chat, noted(chat), said)
    assert chat.live()["exp/e1/what"].said


@pytest.mark.parametrize("said", ["Deux.", "2", "non"])
def test_a_no_by_voice_keeps_nothing(said: str) -> None:
    chat = after(*BEGUN)
    heard(chat, noted(chat), "je fais le menage chez une dame")
    heard(chat, noted(chat), said)
    assert "heard" not in chat.state.notes
    assert "exp/e1/what" not in chat.live()


def test_a_number_said_to_a_menu_is_of_that_menu() -> None:
    chat = after(*EXPRESS)
    chat.send("changer")
    assert chat.state.asked
    wanted = chat.state.asked.choices[1].id.removeprefix("q:")
    heard(chat, noted(chat), "Deux.")
    chat.tap("yes")
    assert chat.cur == wanted


def test_each_numbered_choice_can_be_said() -> None:
    chat = after(*BEGUN, "je fais le menage", "oui")
    assert chat.cur == "exp/e1/acts"
    heard(chat, noted(chat), "Un et deux.")
    chat.tap("yes")
    assert len(chat.live()["exp/e1/acts"].ids) == 2


def test_while_a_counsellor_speaks_it_is_heard_for_them_and_nothing_is_said() -> None:
    chat = after(*BEGUN, "une personne")
    chat.event(Claim("c1", "Lina"))
    before = len(chat.says)
    note = noted(chat)
    heard(chat, note, "je suis en retard")
    fails(chat, noted(chat), "away")
    assert len(chat.says) == before
    assert "heard" not in chat.state.notes


def test_while_a_counsellor_speaks_one_that_nobody_hears_is_said_to_be_unheard() -> None:
    chat = after(*BEGUN, "une personne")
    chat.event(Claim("c1", "Lina"))
    chat.event(Voice(seconds=3))
    assert chat.said() == ["floor.unheard"]
