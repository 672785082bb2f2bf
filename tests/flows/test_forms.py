"""Other forms of the CV: a file is for once, a language and a layout stay, and nothing of it is an answer."""

from __future__ import annotations

import pytest

from flows.cv.document import build
from flows.documents import Cv
from flows.model import Attach, Consult, Result, Text
from tests.flows.chat import EXPRESS, Chat, after


def _cv(chat: Chat) -> Cv:
    return build(chat.content, tuple(chat.facts))


def _papers(chat: Chat) -> list[str]:
    return [f"{effect.document}.{effect.format}" for effect in chat.effects if isinstance(effect, Attach)]


@pytest.mark.parametrize(
    ("name", "papers"),
    [
        ("word", ["cv.docx"]),
        ("text", ["cv.txt"]),
        ("picture", ["cv.png"]),
        ("nameless", ["anonymous.png", "anonymous.pdf"]),
    ],
)
def test_each_form_comes_at_a_tap_and_the_way_goes_on(name: str, papers: list[str]) -> None:
    chat = after(*EXPRESS, "continuer")
    here, before = chat.cur, len(_papers(chat))
    chat.send("autres formats")
    assert chat.cur == "forms/which"
    chat.tap(name)
    assert _papers(chat)[before:] == papers
    assert chat.cur == here


def test_the_words_that_open_the_door_may_say_which() -> None:
    chat = after(*EXPRESS, "continuer")
    here = chat.cur
    chat.send("cv en word")
    assert _papers(chat)[-1] == "cv.docx"
    chat.send("cv en anglais")
    assert (_cv(chat).lang, chat.cur) == ("en", here)


def test_a_language_and_a_layout_stay_and_a_file_is_for_once() -> None:
    chat = after(*EXPRESS, "cv en anglais", "autres formats", "competences", "cv en word")
    assert (_cv(chat).lang, _cv(chat).template) == ("en", "preuves")
    chat.send("autres formats")
    chat.tap("tongue")
    assert chat.cur == "forms/lang"
    chat.tap("fr")
    assert (_cv(chat).lang, _cv(chat).template) == ("fr", "preuves")


def test_the_same_form_can_be_had_again() -> None:
    chat = after(*EXPRESS, "cv en word", "cv en word")
    assert _papers(chat)[-2:] == ["cv.docx", "cv.docx"]


def test_before_the_first_cv_there_is_no_other_form() -> None:
    chat = after(*EXPRESS[:4])
    here = chat.cur
    chat.send("cv en word")
    assert chat.says[-1].parts[0].key == "aside.closed"
    assert chat.cur == here
    assert chat.live().get("forms/which") is None


def test_no_form_is_an_answer_of_the_person_about_themselves() -> None:
    chat = after(*EXPRESS)
    before = _cv(chat).lines()
    chat.send("cv en word")
    assert _cv(chat).lines() == before


def test_a_page_that_is_too_full_there_is_asked_about_and_never_drawn_in_a_circle() -> None:
    chat = after(*EXPRESS, "continuer")
    drawn = [e for e in chat.event(Text("cv en anglais")) if isinstance(e, Consult)]
    for _ in range(5):  # whoever draws says the same again and again
        if not drawn:
            break
        full = Result(drawn[-1].job, drawn[-1].key, ok=False, version=0, floor=0, qid=drawn[-1].qid, text="long:1")
        drawn = [e for e in chat.event(full) if isinstance(e, Consult)]
    assert drawn == []
    assert chat.says[-1].ask is not None


def test_letters_without_a_font_come_in_a_word_file() -> None:
    chat = after(*EXPRESS)
    show = next(e for e in chat.event(Text("voir mon cv")) if isinstance(e, Consult))
    chat.event(Result(show.job, show.key, ok=False, version=0, floor=0, text="script"))
    assert _papers(chat)[-1] == "cv.docx"
    assert chat.says[-1].parts[0].key == "cv.failed.word"
    assert chat.cur == "cv/name"
