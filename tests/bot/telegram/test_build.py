"""Whatever the house wants to say, Telegram takes it, and nothing said is lost on the way."""

from __future__ import annotations

from typing import Any

import pytest
from aiogram.methods import SendDocument, SendMessage, SendPhoto, SendVoice
from aiogram.types import BufferedInputFile, InlineKeyboardMarkup, ReplyKeyboardMarkup, ReplyKeyboardRemove
from hypothesis import given
from hypothesis import strategies as st

from bot.channels.base import Attachment, Bubble, Button, payload, tapped
from bot.channels.telegram.build import Call, build, rows
from bot.channels.texts import HEAR, filename, pieces, units
from bot.say import MIMES
from flows.model import Tap
from locales import translator
from tests.bot.telegram.conftest import words
from tests.doubles.telegram_schema import schemas

PDF = Attachment("cv", "pdf", "CV Awa.pdf", "application/pdf", 9)
PNG = Attachment("cv", "png", "CV Awa.png", "image/png", 9)


def said(text: str = "Oui ?", **more: object) -> Bubble:
    return Bubble("b", text, **({"lang": "fr", "dir": "ltr"} | more))  # type: ignore[arg-type]


def buttons(*labels: str) -> tuple[Button, ...]:
    return tuple(Button(payload("abcdefghij", place), label.lower(), label) for place, label in enumerate(labels))


def built(bubble: Bubble, data: bytes | None = None) -> tuple[Any, ...]:
    return build("7", bubble, data, words)


def one(bubble: Bubble, data: bytes | None = None) -> Any:  # noqa: ANN401  a test says which call it is
    (call,) = built(bubble, data)
    return call


@pytest.mark.parametrize(("size", "kind"), [(1_000_000, SendVoice), (1_000_001, SendDocument)])
def test_speech_too_long_for_a_voice_note_is_a_file(size: int, kind: type[SendVoice | SendDocument]) -> None:
    file = Attachment("read", "ogg", "message.ogg", "audio/ogg", 9)
    call = one(said("Voici", file=file, buttons=buttons("Oui")), b"0" * size)
    assert isinstance(call, kind)
    assert (call.caption, isinstance(call.reply_markup, InlineKeyboardMarkup)) == ("Voici", True)


def test_buttons_stand_alone_or_two_short_ones_together() -> None:
    call = one(said(buttons=buttons("Oui", "Non", "Je ne sais pas", "Passer", "Retour", "Menu")))
    assert isinstance(call.reply_markup, InlineKeyboardMarkup)
    rows = [[key.text for key in row] for row in call.reply_markup.inline_keyboard]
    assert rows == [["Oui", "Non"], ["Je ne sais pas"], ["Passer", "Retour"], ["Menu"]]
    assert call.reply_markup.inline_keyboard[0][1].callback_data == "1.abcdefghij.1"


def test_what_has_it_read_aloud_is_the_last_button_and_names_the_bubble() -> None:
    for more in ((), buttons("Oui", "Non")):
        markup = one(said(hear=True, buttons=more)).reply_markup
        assert isinstance(markup, InlineKeyboardMarkup)
        last = markup.inline_keyboard[-1][-1]
        assert last.text.startswith(HEAR)
        assert tapped(last.callback_data or "") == Tap("b", "listen")
    shared = one(said(hear=True, want="contact")).reply_markup
    assert isinstance(shared, ReplyKeyboardMarkup)
    assert len(shared.keyboard) == 1, "there it would be a word that is sent"


def test_words_are_never_mark_up() -> None:
    call = one(said("<b>2 * 3_4</b> [a](b)"))
    assert call.text == "<b>2 * 3_4</b> [a](b)"
    assert call.model_dump(exclude_unset=True).get("parse_mode") is None


def test_a_long_text_is_cut_between_paragraphs_and_asks_last() -> None:
    first, second = "a " * 1500, "b " * 1500
    calls = built(said(f"{first.strip()}\n\n{second.strip()}", buttons=buttons("Oui")))
    assert [call.text for call in calls if isinstance(call, SendMessage)] == [first.strip(), second.strip()]
    assert [isinstance(call.reply_markup, InlineKeyboardMarkup) for call in calls] == [False, True]


def test_the_number_can_be_shared_or_not() -> None:
    call = one(said("Quel numéro ?", want="contact", buttons=buttons("Passer", "Sans")))
    assert isinstance(call.reply_markup, ReplyKeyboardMarkup)
    share, rest = call.reply_markup.keyboard
    assert [(key.text, key.request_contact) for key in share] == [("share fr", True)]
    assert [(key.text, key.request_contact) for key in rest] == [("Passer", None), ("Sans", None)]


def test_the_keyboard_of_an_earlier_question_goes_away() -> None:
    assert isinstance(one(said()).reply_markup, ReplyKeyboardRemove)


def test_a_cv_is_a_document_with_its_name_its_words_and_its_buttons() -> None:
    call = one(said("Voici", file=PDF, buttons=buttons("Oui")), b"%PDF")
    assert isinstance(call, SendDocument)
    assert isinstance(call.document, BufferedInputFile)
    assert (call.document.filename, call.document.data, call.caption) == ("CV Awa.pdf", b"%PDF", "Voici")
    assert isinstance(call.reply_markup, InlineKeyboardMarkup)


def test_a_picture_is_a_photo_and_needs_no_words() -> None:
    call = one(said("", file=PNG), b"png")
    assert isinstance(call, SendPhoto)
    assert call.caption is None


def test_words_too_long_for_a_caption_follow_the_document() -> None:
    document, text = built(said("a" * 1025, file=PDF, buttons=buttons("Oui")), b"%PDF")
    assert isinstance(document, SendDocument)
    assert (document.caption, document.reply_markup) == (None, None)
    assert isinstance(text.reply_markup, InlineKeyboardMarkup)


def test_without_its_bytes_a_document_is_at_least_announced() -> None:
    assert one(said("Voici", file=PDF)).text == "Voici"


@pytest.mark.parametrize(
    ("name", "shown"),
    [
        ("CV Олена.pdf", "CV Олена.pdf"),
        ('a"b\r\nX: y.pdf', "a b X y.pdf"),
        ("../../etc/passwd", "etc passwd"),
        ("\u202efdp.exe", "fdp.exe"),
        ("", "cv.pdf"),
    ],
)
def test_a_file_name_stays_a_file_name(name: str, shown: str) -> None:
    assert filename(Attachment("cv", "pdf", name, "application/pdf", 1)) == shown


@pytest.mark.parametrize(
    ("text", "direction", "shown"),
    [
        ("Bonjour", "ltr", "Bonjour"),
        ("مرحبا", "rtl", "مرحبا"),
        ("CV جاهز", "rtl", "\u200fCV جاهز"),
        ("\u2068Jean\u2069، مرحبا", "rtl", "\u2068Jean\u2069، مرحبا"),
        ("1 2 3", "rtl", "1 2 3"),
        ("سلام : bonjour", "ltr", "\u200eسلام : bonjour"),
    ],
)
def test_a_message_starts_on_its_own_side(text: str, direction: str, shown: str) -> None:
    assert one(said(text, dir=direction)).text == shown


WORDS = st.text(st.sampled_from("ab é😀ا\u0301\n .") | st.characters(exclude_categories=["Cs"]), max_size=40)
LONG = st.builds(lambda part, times: part * times, WORDS, st.integers(1, 400))
BUTTONS = st.lists(st.builds(Button, st.text(max_size=70), st.just("x"), st.text(max_size=25)), max_size=12)
FILES = st.none() | st.sampled_from([PDF, PNG])


@given(LONG)
def test_cutting_loses_no_word(text: str) -> None:
    parts = pieces(text, 4096)
    assert all(1 <= units(part) <= 4096 for part in parts)
    assert "".join("".join(parts).split()) == "".join(text.split())


@given(BUTTONS)
def test_rows_keep_every_button_in_order(found: list[Button]) -> None:
    assert [button for row in rows(found) for button in row] == found
    assert all(1 <= len(row) <= 2 for row in rows(found))


@given(LONG, BUTTONS, FILES, st.sampled_from(["", "contact"]), st.sampled_from(["ltr", "rtl"]))
def test_telegram_takes_whatever_is_built(
    text: str, keys: list[Button], file: Attachment | None, want: str, direction: str
) -> None:
    bubble = said(text, buttons=tuple(keys), file=file, want=want, dir=direction)
    calls = built(bubble, b"%PDF" if file else None)
    assert calls or not text.strip()
    for call in calls:
        for schema in schemas():
            assert list(schema.request(type(call).__api_method__, sent(call))) == []
    if calls and keys:
        assert all(call.reply_markup is None for call in calls[:-1])
        assert calls[-1].reply_markup is not None


def sent(call: Call) -> dict[str, Any]:
    """Return the fields of a call as they go out."""
    values = call.model_dump(exclude_none=True, exclude_unset=True, warnings=False)
    return {name: value.data if isinstance(value, BufferedInputFile) else value for name, value in values.items()}


@pytest.mark.parametrize("form", ["docx", "txt", "json"])
def test_each_form_of_the_cv_is_a_document_with_its_name(form: str) -> None:
    call = one(said("Voici", file=Attachment("cv", form, f"CV-Amina.{form}", MIMES[form], 3)), b"...")
    assert isinstance(call, SendDocument)
    assert isinstance(call.document, BufferedInputFile)
    assert call.document.filename == f"CV-Amina.{form}"


def named(text: str, by: str, lang: str = "fr", way: str = "ltr") -> str:
    (call,) = build("7", said(text, by=by, lang=lang, dir=way), None, translator)
    assert isinstance(call, SendMessage)
    return call.text


def test_a_counsellors_words_stand_under_their_name() -> None:
    assert named("Bonjour", "Amina") == "Amina\u00a0:\nBonjour"
    assert named("Hello", "Amina", "en") == "Amina:\nHello"
    assert named("Привіт", "Аміна", "uk") == "Аміна:\nПривіт"


def test_a_name_and_the_words_each_run_their_own_way() -> None:
    assert named("مرحبا", "Amina", "ar", "rtl") == "\u200f\u2068Amina\u2069:\nمرحبا"
    assert named("Bonjour", "أمينة") == "\u2068أمينة\u2069\u00a0:\nBonjour"
    assert named("Bonjour", "أمينة", "ar", "rtl") == "\u200f\u2068أمينة\u2069:\n\u200fBonjour"


def test_a_name_is_a_name_whatever_stands_in_it() -> None:
    assert named("Bonjour", "*Ami_na*\n\u202eEve`") == "Ami na Eve\u00a0:\nBonjour"


@given(LONG.filter(str.strip), st.text(st.characters(exclude_categories=["Cs"]), max_size=80))
def test_however_much_a_counsellor_says_it_fits_and_begins_with_the_name(text: str, name: str) -> None:
    calls = build("7", said(text, by=f"Amina {name}"), None, translator)
    assert all(isinstance(call, SendMessage) and 0 < units(call.text) <= 4096 for call in calls)
    assert isinstance(calls[0], SendMessage)
    assert calls[0].text.lstrip("\u200e\u2068").startswith("Amina")
