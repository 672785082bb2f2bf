"""What was made can be had again, as it was; what is missing is named, and the way goes on."""

from __future__ import annotations

from flows.model import Attach, Tap
from tests.flows.chat import EXPRESS, Chat, after


def _made(chat: Chat) -> list[Attach]:
    return [effect for effect in chat.effects if isinstance(effect, Attach)]


def test_a_paper_that_was_made_comes_again_as_it_was() -> None:
    chat = after(*EXPRESS, "on continue")
    first, here = _made(chat)[-1], chat.cur
    for text in ("non", "changer", "mes papiers"):
        chat.send(text)
    asked = chat.state.asked
    assert asked
    assert asked.choices[0].label.key == "choice.history.cv"
    chat.send(Tap(asked.id, "0"))
    assert _made(chat)[-1] == first
    assert here


def test_a_letter_and_a_cv_stand_side_by_side_newest_first() -> None:
    chat = after(*EXPRESS, "une lettre", "rien", *["passer"] * 5, "mes papiers")
    labels = [c.label.key for c in chat.state.asked.choices] if chat.state.asked else []
    assert labels[:2] == ["choice.history.letter", "choice.history.cv"]
    chat.send("1")
    assert [a.document for a in _made(chat)][-1] == "letter"


def test_before_anything_was_made_it_is_said_so() -> None:
    chat = after(*EXPRESS[:4], "mes papiers")
    assert chat.says[-1].parts[0].key == "history.none"


def test_what_is_missing_is_named_and_changes_nothing() -> None:
    chat = after(*EXPRESS, "on continue")
    here, live = chat.cur, chat.live()
    chat.send("il manque quoi")
    said = chat.says[-1].parts[0]
    assert said.key == "missing.list"
    assert "label.cv.languages" in [p.key for p in said.args["what"]]  # type: ignore[union-attr]
    assert (chat.cur, chat.live()) == (here, live)


def test_one_cv_in_two_formats_of_a_day_stands_under_two_labels() -> None:
    chat = after(*EXPRESS, "autres formats", "word", "mes papiers")
    labels = [c.label.key for c in chat.state.asked.choices] if chat.state.asked else []
    assert labels[:2] == ["choice.history.docx", "choice.history.cv"]


def test_two_letters_of_a_day_are_told_apart_by_their_number() -> None:
    letter = ("une lettre", "rien", *["passer"] * 5)
    chat = after(*EXPRESS, *letter, *letter, "mes papiers")
    offered = chat.state.asked.choices if chat.state.asked else ()
    assert [(c.label.key, c.label.args.get("n")) for c in offered[:2]] == [
        ("choice.paper.letter", 2),
        ("choice.paper.letter", 1),
    ]


def test_the_same_cv_shown_twice_is_one_paper() -> None:
    chat = after(*EXPRESS, "on continue", "voir mon cv", "voir mon cv", "mes papiers")
    labels = [c.label.key for c in chat.state.asked.choices] if chat.state.asked else []
    assert labels.count("choice.history.cv") + labels.count("choice.paper.cv") == 2  # the first, and what it is now


def test_what_was_put_off_is_not_said_to_be_complete() -> None:
    chat = after(*EXPRESS, "je ne sais pas")
    assert chat.cur == ""
    chat.send("il manque quoi")
    assert "missing.list" in [part.key for part in chat.says[-1].parts]
    assert chat.cur == "cv/more"


def test_once_all_was_asked_what_was_passed_can_be_filled_in_by_a_tap() -> None:
    chat = after(*EXPRESS, "on continue", *["passer"] * 20)
    assert chat.cur == ""
    chat.send("il manque quoi")
    asked = chat.state.asked
    assert asked
    assert asked.qid == "menu/missing"
    chat.send(Tap(asked.id, "0"))
    assert chat.cur == asked.choices[0].id.removeprefix("q:")
