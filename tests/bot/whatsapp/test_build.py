"""A bubble fits what WhatsApp takes, in every language and whatever is in it; nothing is cut."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot import content
from bot.channels.base import Attachment, Bubble, Button
from bot.channels.whatsapp.build import Call, build
from flows.model import FIXED, Phrase
from flows.reading import command, fold
from locales import languages, translator
from tests.doubles import graph_schema

PDF = Attachment("cv", "pdf", "CV.pdf", "application/pdf", 9)
LABELS = st.text(st.characters(blacklist_categories=("Cs", "Cc")), min_size=1, max_size=30).filter(str.strip)


def bubble(text: str, labels: tuple[str, ...] = (), *, file: Attachment | None = None, several: bool = False) -> Bubble:
    ids = (*(f"x{n}" for n in range(len(labels))),)
    buttons = tuple(Button(f"1.abcdefghij.{n}", ids[n], label) for n, label in enumerate(labels))
    return Bubble("b", text, "fr", "ltr", buttons, several, file=file)


def calls(one: Bubble, data: bytes | None = None) -> tuple[Call, ...]:
    return build("FR.1", one, data, translator)


def told(found: tuple[Call, ...]) -> list[dict[str, Any]]:
    return [dict(call.shown("123") if call.file else call.message) for call in found]


@given(
    st.text(min_size=1, max_size=6_000).filter(str.strip),
    st.lists(LABELS, max_size=14).map(tuple),
    st.booleans(),
    st.booleans(),
)
def test_whatever_is_said_fits(text: str, labels: tuple[str, ...], held: bool, hear: bool) -> None:  # noqa: FBT001 - drawn
    one = replace(bubble(text, labels, file=PDF if held else None), hear=hear)
    for message in told(calls(one, b"%PDF-" if held else None)):
        assert list(graph_schema.message(message)) == []


def test_three_are_buttons_and_more_are_a_list() -> None:
    (three,) = told(calls(bubble("Oui ?", ("Oui", "Non", "Plus tard"))))
    assert three["interactive"]["type"] == "button"
    (four,) = told(calls(bubble("Oui ?", ("Oui", "Non", "Plus tard", "Menu"))))
    assert four["interactive"]["type"] == "list"


def test_what_cannot_be_a_row_is_numbered_and_nothing_is_cut() -> None:
    long = "réparer des machines à coudre industrielles"
    (text,) = told(calls(bubble("Quoi ?", (long, "Non"))))
    assert text["text"]["body"] == f"Quoi ?\n1 {long}\n2 Non"
    (many,) = told(calls(bubble("Quoi ?", tuple(f"choix {n}" for n in range(11)))))
    assert many["text"]["body"].endswith("11 choix 10")


@pytest.mark.parametrize(("size", "note"), [(512_000, {"voice": True}), (512_001, {})])
def test_speech_is_a_voice_note_up_to_what_the_app_plays_and_its_choices_follow(
    size: int, note: dict[str, bool]
) -> None:
    ogg = Attachment("read", "ogg", "message.ogg", "audio/ogg; codecs=opus", 9)
    found = told(calls(bubble("Voici.", ("Oui", "Non"), file=ogg), b"0" * size))
    assert [list(graph_schema.message(message)) for message in found] == [[], []]
    speech, choices = found
    assert speech["audio"] == {"id": "123", **note}
    assert choices["interactive"]["body"] == {"text": "Voici."}
    (alone,) = told(calls(bubble("", file=ogg), b"0"))
    assert alone["type"] == "audio"


def test_a_document_and_its_three_choices_are_one_message() -> None:
    (one,) = told(calls(bubble("Voici.", ("Oui", "Non", "Aide"), file=PDF), b"%PDF-"))
    header = one["interactive"]["header"]
    assert header == {"type": "document", "document": {"filename": "CV.pdf", "id": "123"}}


def test_with_more_choices_the_document_comes_first() -> None:
    first, second = told(calls(bubble("Voici.", ("Oui", "Non", "Aide", "Menu"), file=PDF), b"%PDF-"))
    assert (first["type"], second["interactive"]["type"]) == ("document", "list")


@pytest.mark.parametrize("lang", languages())
def test_every_label_of_every_language_fits_a_row(lang: str) -> None:
    say = translator(lang)
    labels = {f"act.{act.id}": say(Phrase(f"act.{act.id}")) for d in content.domains().values() for act in d.acts}
    labels |= {f"job.{code}": say(Phrase(f"job.{code}")) for code in content.occupations()}
    labels |= {f"button.{one}": say(Phrase(f"button.{one}")) for one in FIXED - {"remove", "keep"}}
    assert {key: text for key, text in labels.items() if len(text) > 24} == {}


@pytest.mark.parametrize("lang", languages())
def test_the_menu_it_adds_says_a_word_that_works_everywhere(lang: str) -> None:
    label = translator(lang)(Phrase("button.menu"))
    assert command(fold(label), content.load().words[lang]) == "menu"


def test_a_counsellors_words_stand_under_their_name() -> None:
    (message,) = told(calls(replace(bubble("Bonjour *vous*"), by="Ami*na* _B_")))
    assert message["text"]["body"] == "Ami na B\u00a0:\nBonjour *vous*"


@given(
    st.text(min_size=1, max_size=40).filter(str.strip), st.integers(1, 200), st.lists(LABELS, max_size=14).map(tuple)
)
def test_however_much_a_counsellor_says_it_fits(part: str, times: int, labels: tuple[str, ...]) -> None:
    for message in told(calls(replace(bubble(part * times, labels), by="Amina " * 13))):
        assert list(graph_schema.message(message)) == []
