"""From what the core wants said to the bubble: labels, numbers, buttons, direction, form of address."""

from __future__ import annotations

from dataclasses import replace

import pytest

import locales
from bot import say
from bot.channels.base import tapped
from bot.fold import TROUBLE, WORDINGS
from flows.model import Ask, Attach, Choice, Fact, How, Kind, Phrase, Say, Tap, Value
from tests.bot.little import Clock, parts

CHOICES = tuple(Choice(name, Phrase(f"c.{name}")) for name in ("a", "b", "done", "skip"))
ASK = Ask("abcdefghij", "q/1", 1, 1, CHOICES, 0, 0)


def fact(seq: int, qid: str, *ids: str) -> Fact:
    return Fact(seq, qid, Value(Kind.CHOICE, ids=ids), "", "m", How.BUTTON, 0, 1, "fr")


def test_parts_are_lines_and_buttons_carry_the_ask_and_their_place() -> None:
    bubble, ask = say.say(parts(Clock()), Say((Phrase("x"), Phrase("y")), ASK, topic="tasks", want="contact"), "fr", ())
    assert bubble.text == "fr x.1\nfr y.1"
    assert [(b.id, b.label) for b in bubble.buttons] == [
        ("a", "fr c.a.1"),
        ("b", "fr c.b.1"),
        ("done", "fr c.done.1"),
        ("skip", "fr c.skip.1"),
    ]
    assert [tapped(b.payload) for b in bubble.buttons] == [Tap("abcdefghij", str(n)) for n in range(4)]
    assert all(len(b.payload.encode()) <= 20 for b in bubble.buttons)
    assert (bubble.question, bubble.topic, bubble.want, bubble.by, bubble.dir) == (
        "q/1",
        "tasks",
        "contact",
        "bot",
        "ltr",
    )
    assert ask is not None
    assert ask.labels == ("fr c.a.1", "fr c.b.1", "fr c.done.1", "fr c.skip.1")


def test_when_several_may_be_true_the_choices_are_numbered_in_the_text_but_not_the_fixed_row() -> None:
    bubble, _ = say.say(parts(Clock()), Say((Phrase("x"),), replace(ASK, several=True)), "fr", ())
    assert bubble.text == "fr x.1\n1 fr c.a.1\n2 fr c.b.1"
    assert bubble.several


def test_arabic_runs_from_the_right() -> None:
    assert say.say(parts(Clock()), Say((Phrase("x"),)), "ar", ())[0].dir == "rtl"


def test_the_form_of_address_is_the_last_one_chosen() -> None:
    assert say.address_form(()) == "vous"
    assert say.address_form((fact(1, "cv/address", "tu"),)) == "tu"
    assert say.address_form((fact(1, "cv/address", "tu"), fact(2, "cv/address", "vous"))) == "vous"
    assert say.address_form((fact(1, "cv/address", "tu"), fact(2, "cv/name"))) == "tu"


def test_a_document_is_named_and_typed() -> None:
    file = say.attach(parts(Clock()), Attach("cv", "pdf", 3), "fr", ()).file
    assert file is not None
    assert (file.name, file.mime, file.upto) == ("CV.pdf", "application/pdf", 3)


def test_a_fault_of_ours_is_told_in_every_language_and_never_twice_in_the_same_words() -> None:
    for lang in locales.languages():
        said = {locales.translator(lang)(Phrase(TROUBLE, {}, wording)) for wording in range(1, WORDINGS + 1)}
        assert len(said) == WORDINGS


def test_how_to_send_the_cv_is_said_as_this_channel_does_it() -> None:
    said = {
        channel: say.say(parts(Clock()), Say((Phrase("cv.here"),)), "fr", (), channel)[0].text
        for channel in ("telegram", "web", "terminal")
    }
    assert said == {"telegram": "fr cv.here.1", "web": "fr cv.here.web.1", "terminal": "fr cv.here.1"}


@pytest.mark.parametrize("lang", locales.languages())
def test_the_page_names_the_button_that_is_always_there(lang: str) -> None:
    words = locales.translator(lang)
    said = words(Phrase("cv.here.web"))
    assert words(Phrase("web.save")) in said
    assert words(Phrase("web.share")) not in said  # not every browser has a way to share a file
