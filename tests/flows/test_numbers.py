"""Which numbers are said to who is in danger: those somebody checked, of the country, for what was heard."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from bot import content
from bot.app import load_content
from bot.settings import SettingError, read
from flows.care import words_of
from flows.content import Host
from flows.danger import kinds
from flows.model import Event, Open, Say, State, Text
from locales import translator
from locales.numbers import countries
from tests.flows.chat import Chat
from tests.flows.test_danger import HINTS, SAID

LANGS = ("fr", "en", "ar", "uk")
CHECKED = {"ATOUT_NUMBERS_CHECKED": "2026-11-28"}
HEARD = {
    "suicide": ("je veux mourir", "i want to kill myself", "بدي انتحر", "хочу померти"),
    "violence": ("mon mari me frappe", "my husband hits me", "زوجي يضربني", "чоловік мене б'є"),
    "child": ("il frappe mes enfants", "he hits my kids", "يضرب اولادي", "він б'є мою дитину"),
    "medical": ("elle respire plus", "he is not breathing", "ما يتنفس", "він не дихає"),
}
NONE = (
    "mon patron me frappe", "je dors dehors", "je vais mourir de rire", "my boss took my passport", "im sleeping rough",
    "عم نام بالشارع", "сплю на вулиці",
)  # fmt: skip
WORDS = tuple(content.load().words.values())


def told(settings: dict[str, str], lang: str, text: str) -> str:
    """What is said to this, in one language."""
    talk = Chat(replace(content.load(), host=load_content(read(settings)).host), State(lang=lang), hint=HINTS)
    talk.send(Open(lang))
    talk.tap("agree")
    effects = talk.send(text)
    say = translator(lang, "vous")
    lines = "\n".join(say(part) for one in effects if isinstance(one, Say) for part in one.parts)
    return lines.replace("\u2068", "").replace("\u2069", "").replace("\xa0", " ")


@pytest.mark.parametrize(("kind", "number"), [("suicide", "3114"), ("violence", "3919"), ("child", "119")])
@pytest.mark.parametrize("lang", LANGS)
def test_the_number_for_what_was_heard_is_said_before_112_once_it_was_checked(
    lang: str, kind: str, number: str
) -> None:
    text = HEARD[kind][LANGS.index(lang)]
    said = told(CHECKED, lang, text)
    assert said.index(number) < said.index("112")
    without = told({}, lang, text)
    assert number not in without
    assert "112" in without


def test_who_is_beaten_at_home_may_write_and_an_emergency_has_two_numbers() -> None:
    violence = told(CHECKED, "fr", HEARD["violence"][0])
    assert "Sans parler, par SMS : le 114." in violence
    assert "15 / 18" in told(CHECKED, "fr", HEARD["medical"][0])
    assert "gratuit, jour et nuit" in violence
    assert "3114" not in violence


@pytest.mark.parametrize("text", NONE)
def test_what_is_not_certain_has_the_number_for_all_that_is_urgent_alone(text: str) -> None:
    said = told(CHECKED, "fr", text)
    assert not any(number in said for number in ("3114", "3919", "119", "114"))


@pytest.mark.parametrize("lang", LANGS)
@pytest.mark.parametrize("kind", HEARD)
def test_what_a_danger_is_of_is_heard_in_each_language(lang: str, kind: str) -> None:
    text = HEARD[kind][LANGS.index(lang)]
    assert kinds((words_of(Event("e1", 0, Text(text))),), WORDS) == (kind,)


def test_calm_sentences_are_of_no_danger() -> None:
    wrong = {text: found for lang in LANGS for text in SAID[lang]["calm"] if (found := kinds((text,), WORDS))}
    assert len(wrong) <= sum(len(SAID[lang]["calm"]) for lang in LANGS) // 10, wrong  # read only beside an alarm


def test_the_country_is_the_operators_and_the_language_changes_nothing() -> None:
    british = {"ATOUT_COUNTRY": "gb", **CHECKED}
    for lang in LANGS:
        said = told(british, lang, HEARD["suicide"][LANGS.index(lang)])
        assert "999" in said
        assert "3114" not in said
        assert "116 123" not in said  # nobody checked it
    with pytest.raises(SettingError, match="ATOUT_COUNTRY"):
        read({"ATOUT_COUNTRY": "XX"})
    with pytest.raises(SettingError, match="ATOUT_NUMBERS_CHECKED"):
        read({"ATOUT_NUMBERS_CHECKED": "yesterday"})


def test_the_number_for_rights_is_said_once_somebody_checked_it() -> None:
    for settings in ({}, CHECKED):
        assert "39 28" not in told(settings, "fr", "mes droits")
    line = next(one for one in countries()["FR"].lines if one.number.number == "39 28")
    talk = Chat(replace(content.load(), host=Host(numbers=(line.number,))), State(lang="fr"), hint=HINTS)
    talk.send(Open("fr"))
    talk.tap("agree")
    said = [part.key for one in talk.send("mes droits") if isinstance(one, Say) for part in one.parts]
    assert "number.discrimination" in said


def test_each_number_that_was_checked_names_its_day_and_its_page() -> None:
    for country in countries().values():
        for line in country.known:
            assert isinstance(line.checked, date)
            assert line.source.startswith("https://")


HEAVY = {"fr": "je suis nulle", "en": "i am useless", "ar": "أنا فاشلة", "uk": "я нікчема"}


@pytest.mark.parametrize("lang", LANGS)
def test_heavy_words_have_warmth_and_never_a_number(lang: str) -> None:
    said = told(CHECKED, lang, HEAVY[lang])
    assert not any(number in said for number in ("112", "3114", "3919", "119", "15 / 18"))
    assert said
