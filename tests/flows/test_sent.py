"""A file that was sent: its words answer the question that asked for it; else the person says what it is."""

from __future__ import annotations

import pytest

from flows.counsel import Claim, Release
from flows.model import Consult, How, Media, Result, Tap
from tests.flows.chat import EXPRESS, Chat, after
from tests.flows.test_former import PAPER

SENT = Media("file", "cv.pdf", held=True)
OFFER = "menage des bureaux, le matin\nlaver les sols"
BEGUN = ("bonjour", "oui")
AT_CV = (*BEGUN, "mon ancien cv")
WHYS = ("heavy", "locked", "picture", "image", "packed", "old_word", "open_text", "program", "strange", "broken",
        "empty", "stuck", "gone", "away")  # fmt: skip


def sent(chat: Chat) -> Consult:
    """Send a file; what is asked of the outside."""
    return next(effect for effect in chat.event(SENT) if isinstance(effect, Consult))


def read(chat: Chat, asked: Consult, text: str, *, ok: bool = True) -> None:
    """Its words, or the reason why there are none, come back."""
    chat.event(Result("file", asked.key, ok, 0, chat.state.floor.n, asked.qid, text))


def test_a_file_where_one_is_asked_for_is_heard_like_pasted_words() -> None:
    pasted, chat = after(*AT_CV, PAPER), after(*AT_CV)
    asked = sent(chat)
    assert chat.said() == ["file.reading"]
    read(chat, asked, PAPER)
    assert chat.cur == "former/one"
    assert chat.lives() == []
    for one in (pasted, chat):
        one.send("1 et 2")
        one.send("rien")
    assert chat.lives() == pasted.lives() == ["2015 : menage, bureaux", "cuisine, repas"]


def test_a_fact_out_of_a_file_points_to_the_message_it_came_in() -> None:
    chat = after(*AT_CV)
    asked = sent(chat)
    read(chat, asked, PAPER)
    fact = chat.trace.live.fact("former/text")
    assert fact
    assert (fact.source, fact.how) == (asked.key, How.FILE)


def test_why_this_line_names_the_file() -> None:
    chat = after(*AT_CV)
    asked = sent(chat)
    read(chat, asked, PAPER)
    for text in ("1", "rien", "oui", "1 3", "1", "1", "Lina", "06 39 98 10 01", "Rezé", "oui", "pourquoi cette ligne"):
        chat.send(text)
    life = chat.trace.live.fact("exp/e1/what")
    assert life
    assert (life.source, life.how, life.raw) == (asked.key, How.FILE, "2015 : menage, bureaux")
    lines = chat.state.asked
    assert lines
    chat.tap(next(c.id for c in lines.choices if c.id.startswith(("life:", "act:"))))
    assert "line.from.file" in chat.said(2)


def test_a_file_nobody_asked_for_is_no_guess() -> None:
    chat = after(*BEGUN)
    here = chat.cur
    read(chat, sent(chat), PAPER)
    assert chat.said() == ["ask.file"]
    asked = chat.state.asked
    assert asked
    assert [c.id for c in asked.choices] == ["old_cv", "interview", "letter", "other"]
    assert (chat.cur, chat.lives()) == (here, [])
    chat.tap("old_cv")
    assert chat.cur == "former/one"


def test_none_of_these_lets_it_go() -> None:
    chat = after(*BEGUN)
    here = chat.cur
    read(chat, sent(chat), PAPER)
    chat.send("autre")
    assert chat.said()[0] == "file.none"
    assert (chat.cur, chat.state.notes.get("file")) == (here, None)


def test_not_knowing_what_it_is_lets_it_go_too() -> None:
    chat = after(*BEGUN)
    read(chat, sent(chat), PAPER)
    chat.send("je ne sais pas")
    assert chat.said()[0] == "file.none"


def test_an_offer_sent_before_the_cv_waits_for_its_letter() -> None:
    chat = after(*BEGUN)
    read(chat, sent(chat), OFFER)
    chat.tap("letter")
    assert chat.said()[0] == "file.kept"
    for text in (*EXPRESS[2:], "une lettre"):
        chat.send(text)
    assert chat.trace.live.text("letter/offer") == OFFER
    assert chat.cur != "letter/offer"


def test_an_offer_where_one_is_asked_for_is_heard_like_pasted_words() -> None:
    pasted, chat = after(*EXPRESS, "une lettre", OFFER), after(*EXPRESS, "une lettre")
    read(chat, sent(chat), OFFER)
    assert chat.trace.live.value("letter/offer") == pasted.trace.live.value("letter/offer")
    assert chat.cur == pasted.cur


def test_words_instead_of_an_answer_are_heard_and_the_file_waits() -> None:
    chat = after(*BEGUN)
    read(chat, sent(chat), PAPER)
    chat.send("je fais le menage")
    assert chat.lives() == ["je fais le menage"]
    assert "file.rests" in chat.said(2)
    assert "ask.file" not in chat.said()
    chat.send("mon ancien cv")
    assert chat.said() == ["ask.file"]
    chat.tap("old_cv")
    assert chat.cur == "former/one"


@pytest.mark.parametrize("said", ["retour", "passer", "je ne sais pas", "menu", "changer", "une personne", "aide"])
def test_every_word_works_while_it_is_read_and_nothing_is_lost(said: str) -> None:
    chat = after(*AT_CV)
    asked = sent(chat)
    before = len(chat.says)
    chat.send(said)
    assert len(chat.says) > before
    read(chat, asked, PAPER)
    at_once = chat.cur == "former/one"
    assert at_once or chat.said() == ["ask.file"]
    if not at_once:
        chat.tap("old_cv")
    assert chat.cur == "former/one"


def test_a_pause_is_a_pause_and_the_file_is_there_after_it() -> None:
    chat = after(*AT_CV)
    asked = sent(chat)
    chat.send("pause")
    before = len(chat.says)
    read(chat, asked, PAPER)
    assert len(chat.says) == before
    chat.send("bonjour")
    assert chat.cur == "former/one"


def test_it_says_nothing_while_somebody_else_speaks_and_gives_it_then() -> None:
    chat = after(*AT_CV)
    asked = sent(chat)
    chat.event(Claim("anna"))
    before = len(chat.says)
    read(chat, asked, PAPER)
    assert len(chat.says) == before
    chat.event(Release("anna"))
    assert chat.cur == "former/one"


@pytest.mark.parametrize("why", WHYS)
def test_a_file_that_cannot_be_read_says_why_and_asks_again(why: str) -> None:
    chat = after(*AT_CV)
    read(chat, sent(chat), why, ok=False)
    assert chat.said() == [f"file.{why}", "ask.former.text"]
    chat.send("cuisine dans une cantine en 2015")
    assert chat.cur == "former/one"


def test_too_large_a_file_is_never_asked_for() -> None:
    chat = after(*AT_CV)
    assert not any(isinstance(effect, Consult) for effect in chat.event(Media("file", heavy=True)))
    assert chat.said()[0] == "file.heavy"


def test_a_photo_of_a_cv_is_answered_with_a_way_out() -> None:
    chat = after(*AT_CV)
    chat.event(Media("photo"))
    assert chat.said()[0] == "file.image"


def test_a_file_before_the_agreement_is_read_after_it() -> None:
    chat = after("bonjour")
    assert not any(isinstance(effect, Consult) for effect in chat.event(SENT))
    assert chat.said()[0] == "file.waits"
    asked = [effect for effect in chat.event(_agree(chat)) if isinstance(effect, Consult)]
    assert [effect.job for effect in asked] == ["file"]
    read(chat, asked[0], PAPER)
    assert chat.said() == ["ask.file"]


def test_a_file_that_is_the_first_word_is_read_too() -> None:
    chat = Chat()
    chat.event(SENT)
    assert "file.waits" in chat.said()
    assert [effect.job for effect in chat.event(_agree(chat)) if isinstance(effect, Consult)] == ["file"]


def _agree(chat: Chat) -> Tap:
    assert chat.state.asked
    return Tap(chat.state.asked.id, "0")


def test_a_file_of_a_child_is_not_read() -> None:
    chat = after("bonjour")
    asked = chat.state.asked
    assert asked
    chat.event(SENT)
    minor = str([c.id for c in asked.choices].index("minor"))
    assert not any(isinstance(effect, Consult) for effect in chat.event(Tap(asked.id, minor)))
    assert not any(isinstance(effect, Consult) for effect in chat.event(SENT))


def test_two_files_at_once_are_one_and_it_is_said() -> None:
    chat = after(*BEGUN)
    first, second = sent(chat), sent(chat)
    read(chat, first, PAPER)
    read(chat, second, OFFER)
    assert chat.said()[0] == "file.last"
    chat.tap("old_cv")
    assert chat.trace.live.text("former/text") == OFFER


def test_an_old_button_of_a_file_that_is_gone_says_so() -> None:
    chat = after(*BEGUN)
    read(chat, sent(chat), PAPER)
    old = chat.state.asked
    assert old
    chat.tap("other")
    chat.send(Tap(old.id, "1"))
    assert chat.said()[0] == "gone"
