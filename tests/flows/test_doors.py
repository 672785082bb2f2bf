"""Side trips: a door is opened by its word or its button, its questions come, and the way goes on where it was."""

from __future__ import annotations

from flows.model import Attach, Consult, Tap
from tests.flows.chat import EXPRESS, Chat, after

OPEN = "une course"


def _at_the_end() -> Chat:
    chat = after(*EXPRESS)
    for _ in range(60):
        if not chat.cur:
            return chat
        chat.send("passer")
    raise AssertionError(chat.cur)


def _labels(chat: Chat) -> list[str]:
    return [c.label.key for c in chat.state.asked.choices] if chat.state.asked else []


def test_a_door_is_not_on_the_way() -> None:
    chat = _at_the_end()
    assert not any(say.ask and say.ask.qid.startswith("errand") for say in chat.says)


def test_the_end_offers_it_and_its_button_opens_it() -> None:
    chat = _at_the_end()
    if "button.errand" not in _labels(chat):  # there are several doors
        chat.send("plus")
    asked = chat.state.asked
    assert asked
    assert "button.errand" in _labels(chat)
    chat.send(Tap(asked.id, str(_labels(chat).index("button.errand"))))
    assert chat.cur == "errand/what"


def test_it_is_asked_at_any_moment_and_the_way_goes_on_where_it_was() -> None:
    chat = after(*EXPRESS, "continuer")
    here = chat.cur
    chat.send(OPEN)
    assert chat.cur == "errand/what"
    chat.send("du pain")
    assert chat.cur == "errand/when"
    chat.send("demain")
    assert [e.format for e in chat.effects if isinstance(e, Attach)][-1] == "txt"
    assert chat.cur == here


def test_before_the_first_cv_it_is_said_that_it_comes_later() -> None:
    chat = after(*EXPRESS[:4])
    here = chat.cur
    chat.send(OPEN)
    assert chat.says[-1].parts[0].key == "aside.closed"
    assert chat.cur == here


def test_opened_again_it_asks_anew() -> None:
    chat = _at_the_end()
    for text in (OPEN, "du pain", "demain", OPEN):
        chat.send(text)
    assert chat.cur == "errand/what"


def test_back_walks_inside_and_then_out_through_the_door() -> None:
    chat = after(*EXPRESS, "continuer")
    here = chat.cur
    for text in (OPEN, "du pain", "retour"):
        chat.send(text)
    assert chat.cur == "errand/what"
    chat.send("garder")
    assert chat.cur == "errand/when"
    chat.send("retour")
    chat.send("retour")
    assert chat.cur == here


def test_what_is_asked_behind_a_door_is_never_counted_as_left() -> None:
    chat = after(*EXPRESS, "continuer")
    left = chat.coming
    chat.send(OPEN)
    assert chat.coming == left


def test_who_does_not_know_and_who_pauses_there_find_their_way() -> None:
    chat = after(*EXPRESS, "continuer")
    here = chat.cur
    for text in (OPEN, "jsp", "pause", "continuer"):
        chat.send(text)
    assert chat.cur == "errand/when"
    chat.send("passer")
    assert chat.cur == here


def test_another_layout_comes_once_and_nothing_is_drawn_again_after_it() -> None:
    chat = after(*EXPRESS, "on continue", *["passer"] * 20)
    assert chat.cur == ""
    before = len(chat.effects)
    for text in ("autres formats", "competences", "autres formats", "word"):
        chat.send(text)
    drawn = [effect.job for effect in chat.effects[before:] if isinstance(effect, Consult)]
    assert drawn == ["cv:png+pdf", "cv:docx"]
    assert chat.cur == ""
