"""Nouns alone where acts are asked for ("the garden, firewood, hens"): what they may mean is shown for a yes."""

from __future__ import annotations

import pytest

from bot import content
from flows.content import Parsed, Reading
from flows.discovery.form import AFTER_WHAT
from flows.discovery.rules import read_what
from flows.discovery.tasks import read_acts
from flows.live import Live
from flows.model import Fact, How, Kind, Value
from flows.reading import fold

CONTENT = content.load()
GUESS = "exp/e1/guess"
SURE = next(one for one in AFTER_WHAT if one.id == "exp/*/sure")


def read(text: str, live: Live | None = None, lang: str = "uk") -> Reading:
    return Reading(text, fold(text), 0, CONTENT.words[lang], live or Live(), CONTENT, lang, "e1")


def asked(text: str, lang: str = "uk") -> tuple[str, ...]:
    parsed = read_acts(read(text, lang=lang))
    return dict(parsed.also)[GUESS].ids if parsed and GUESS in dict(parsed.also) else ()


@pytest.mark.parametrize(
    ("text", "acts"),
    [
        ("город, дрова, кури", ("green.veg", "green.wood", "farm.birds")),
        ("кури", ("farm.birds",)), ("корови і город", ("farm.animals", "green.veg")),
        ("дрова рубав, кури", ("farm.birds",)),
    ],
)  # fmt: skip
def test_what_nouns_may_mean_is_asked(text: str, acts: tuple[str, ...]) -> None:
    assert asked(text) == acts


@pytest.mark.parametrize(
    ("lang", "text", "acts"),
    [
        ("fr", "peinture, carrelage", ("building.paint", "building.tiles")),
        ("fr", "les poules et le jardin", ("farm.birds", "green.garden")),
        ("fr", "mécanique", ("workshop.mechanics",)),
        ("en", "garden, hens", ("green.garden", "farm.birds")),
        ("en", "the beds and the windows", ("cleaning.beds", "cleaning.windows")),
        ("ar", "بلاط، كهرباء", ("building.tiles", "building.wiring")), ("ar", "الدجاج", ("farm.birds",)),
        ("fr", "vends poules", ()), ("en", "sold hens", ()), ("en", "no garden", ()), ("ar", "بعت دجاج", ()),
        ("fr", "acheté peinture", ()),
    ],
)  # fmt: skip
def test_other_languages_ask_what_nouns_mean_too(lang: str, text: str, acts: tuple[str, ...]) -> None:
    assert asked(text, lang)[: len(acts) or None] == acts


@pytest.mark.parametrize(
    ("lang", "text", "told", "named"),
    [
        ("fr", "ménage, peinture, jardin", "cleaning.clean", ("building.paint", "green.garden")),
        ("en", "cleaning, garden, hens", "cleaning.clean", ("green.garden", "farm.birds")),
        ("ar", "تنظيف، طبخ، دجاج", "cleaning.clean", ("farm.birds",)),
        ("uk", "прибирання, город, кури", "cleaning.clean", ("green.veg", "farm.birds")),
    ],
)
def test_nouns_beside_an_act_that_opens_a_life_are_asked_about(
    lang: str, text: str, told: str, named: tuple[str, ...]
) -> None:
    parsed = read_what(read(text, lang=lang))
    assert parsed is not None
    also = dict(parsed.also)
    assert told in also["exp/e1/told"].ids
    assert also[GUESS].ids == named


@pytest.mark.parametrize(("lang", "text"), [("fr", "peinture, carrelage"), ("en", "garden"), ("ar", "دجاج")])
def test_nouns_alone_open_a_life(lang: str, text: str) -> None:
    parsed = read_what(read(text, lang=lang))
    assert parsed is not None
    assert parsed.value is not None
    assert parsed.value.text == text


@pytest.mark.parametrize("text", ["купував дрова", "продавав кури", "не кури", "дрова рубав", "діти"])
def test_what_was_done_to_a_thing_is_no_other_act(text: str) -> None:
    assert asked(text) == ()


def test_a_noun_takes_the_verb_before_it() -> None:
    parsed = read_acts(read("годував корів, кури"))
    assert parsed is not None
    assert parsed.value is not None
    assert {"farm.animals", "farm.birds"} <= {*parsed.value.ids}


@pytest.mark.parametrize(
    ("words", "said", "answer"),
    [
        ("город, дрова", "так", "yes"), ("город, дрова", "ні", "no"), ("город, дрова", "а ще траву косив", "yes"),
        ("пливе човен", "а ще траву косив", None),  # the act was a dictionary's guess: it is asked again
    ],
)  # fmt: skip
def test_who_goes_on_telling_agrees_to_their_own_nouns(words: str, said: str, answer: str | None) -> None:
    kept = Value(Kind.CHOICE, ids=asked(words) or ("green.wood",))
    fact = Fact(1, GUESS, kept, words, "m1", How.TEXT, 0, 1, "uk", 1)
    assert SURE.parse is not None
    parsed = SURE.parse(read(said, Live({GUESS: fact})))
    assert isinstance(parsed, Parsed)
    assert (parsed.value.ids[0] if parsed.value else None) == answer
    assert dict(parsed.also).keys() >= ({"exp/e1/told"} if "косив" in said else set())
