"""Who is in a hurry, or reads no word of it: what they leave out is no town, and not understanding refuses nothing."""

from __future__ import annotations

import pytest

from bot import content
from flows.content import Reading
from flows.cv.reach import read_name, read_phone, read_town
from flows.live import Live
from flows.model import Kind
from flows.reading import answer_word, command, fold

CONTENT = content.load()
LEFT_OUT = [
    ("fr", "sans téléphone"), ("en", "without a phone"), ("ar", "بدون رقم"), ("uk", "без телефона"),
    ("uk", "без номера"), ("uk", "нема телефону"),
]  # fmt: skip


def read(lang: str, text: str) -> Reading:
    return Reading(text, fold(text), 0, CONTENT.words[lang], Live(), CONTENT, lang)


@pytest.mark.parametrize(("lang", "text"), LEFT_OUT)
def test_what_is_left_out_is_no_town_and_no_name(lang: str, text: str) -> None:
    assert read_town(read(lang, text)) is None
    assert read_name(read(lang, text)) is None


@pytest.mark.parametrize(
    ("lang", "text"),
    [
        ("uk", "няня або прибиральниця"),
        ("fr", "nounou ou ménage"),
        ("en", "a nanny or a cleaner"),
        ("uk", "продавець"),
        ("uk", "кухар"),
        ("en", "cleaner"),
    ],
)
def test_work_is_no_name(lang: str, text: str) -> None:
    assert read_name(read(lang, text)) is None


@pytest.mark.parametrize(("lang", "text"), LEFT_OUT)
def test_no_telephone_is_an_answer(lang: str, text: str) -> None:
    parsed = read_phone(read(lang, text))
    assert parsed is not None
    assert parsed.value is not None
    assert parsed.value.ids == ("none",)


@pytest.mark.parametrize(("lang", "text"), [("fr", "sans ville"), ("en", "without town"), ("uk", "без міста")])
def test_who_leaves_the_town_out_passes_it(lang: str, text: str) -> None:
    parsed = read_town(read(lang, text))
    assert parsed is not None
    assert parsed.value is not None
    assert parsed.value.kind is Kind.UNKNOWN


@pytest.mark.parametrize(
    ("lang", "text", "town"),
    [
        ("fr", "Sens", "Sens"), ("uk", "Безансон", "Безансон"), ("uk", "Київ, а зараз Ліон", "Ліон"),
        ("fr", "Kiev, et maintenant Lyon", "Lyon"), ("en", "Lagos before, now Leeds", "Leeds"),
        ("uk", "Ліон, зараз", "Ліон"),
    ],
)  # fmt: skip
def test_the_town_is_where_one_lives_now(lang: str, text: str, town: str) -> None:
    parsed = read_town(read(lang, text))
    assert parsed is not None
    assert parsed.value is not None
    assert parsed.value.text == town


@pytest.mark.parametrize(
    ("lang", "text", "word"),
    [
        ("uk", "та пропусти", "skip"), ("uk", "ну далі", "continue"), ("uk", "ой назад", "back"), ("uk", "та", None),
        ("fr", "bon allez passe", "skip"), ("fr", "alors retour", "back"), ("en", "so skip", "skip"),
        ("uk", "та мила посуд", None),
    ],
)  # fmt: skip
def test_words_of_talk_may_open_a_command(lang: str, text: str, word: str | None) -> None:
    assert command(fold(text), CONTENT.words[lang]) == word


@pytest.mark.parametrize("lang", ["fr", "en", "ar", "uk"])
@pytest.mark.parametrize("text", ["no entiendo", "¡No entiendo!", "não entendo", "non capisco", "nie rozumiem"])
def test_who_does_not_understand_the_language_asks_for_help(lang: str, text: str) -> None:
    assert command(fold(text), CONTENT.words[lang]) == "help"


@pytest.mark.parametrize("lang", ["fr", "en", "ar", "uk"])
def test_who_asks_for_spanish_is_shown_the_languages(lang: str) -> None:
    assert command(fold("¿hablas español?"), CONTENT.words[lang]) == "language"
    assert answer_word(fold("no"), CONTENT.words[lang]) == "no"
