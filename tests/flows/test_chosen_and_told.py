"""Numbers with words behind them, and all of a list but some of it."""

from __future__ import annotations

import pytest

from bot import content
from flows.content import Reading
from flows.cv.extras import EXTRAS, read_extras
from flows.discovery.tasks import read_acts
from flows.live import Live
from flows.model import Choice, Phrase
from flows.reading import fold

CONTENT = content.load()
ACTS = ("cleaning.floors", "cleaning.sanitary", "cleaning.beds", "laundry.linen", "cleaning.windows")


def read(lang: str, text: str, shown: tuple[str, ...]) -> Reading:
    choices = tuple(Choice(one, Phrase("button.yes")) for one in (*shown, "menu"))
    return Reading(text, fold(text), 0, CONTENT.words[lang], Live(), CONTENT, lang, "e1", "", choices)


def acts(lang: str, text: str) -> tuple[str, ...]:
    parsed = read_acts(read(lang, text, ACTS))
    return parsed.value.ids if parsed and parsed.value else ()


@pytest.mark.parametrize(
    ("lang", "text", "told"),
    [
        ("fr", "1 et 3, et je trie les vêtements", "shop.sorting"),
        ("fr", "1 3 je décharge le camion", "logistics.load"),
        ("fr", "1 et 3, mais pas le reste", ""), ("fr", "1 3, voilà", ""),
        ("en", "1 and 3, and I iron clothes", "textile.iron"),
        ("ar", "1 و 3 وأكوي الملابس", "textile.iron"), ("uk", "1 і 3, і ще прасую сорочки", "textile.iron"),
    ],
)  # fmt: skip
def test_what_is_chosen_and_what_is_told_behind_it_both_count(lang: str, text: str, told: str) -> None:
    assert acts(lang, text) == (ACTS[0], ACTS[2], *([told] if told else []))


@pytest.mark.parametrize(
    ("lang", "text"),
    [
        ("fr", "je fais 2 chambres"), ("fr", "2 chambres et 3 salons"),
        ("fr", "3 fois par semaine je repasse le linge"),
        ("fr", "4 enfants, et je repasse le linge"), ("en", "2 rooms, and I iron clothes"), ("uk", "2 рази на тиждень"),
    ],
)  # fmt: skip
def test_a_number_of_something_chooses_nothing(lang: str, text: str) -> None:
    assert not {*acts(lang, text)} & {*ACTS}


@pytest.mark.parametrize(
    ("lang", "text"),
    [
        ("fr", "tout sauf 2"), ("fr", "tout, sauf le 2"), ("en", "all except 2"), ("en", "everything but 2"),
        ("ar", "كلها ما عدا 2"), ("uk", "все, крім 2"),
    ],
)  # fmt: skip
def test_all_but_a_number_leaves_it_out(lang: str, text: str) -> None:
    assert acts(lang, text) == (ACTS[0], *ACTS[2:])


def test_all_but_an_act_leaves_it_out() -> None:
    assert acts("fr", "tout sauf les vitres") == ACTS[:4]


@pytest.mark.parametrize(
    ("lang", "text"),
    [
        ("fr", "tout sauf la voiture"), ("en", "all except the car"), ("ar", "كلها ما عدا السيارة"),
        ("uk", "все, крім машини"),
    ],
)  # fmt: skip
def test_all_that_helps_but_the_car(lang: str, text: str) -> None:
    parsed = read_extras(read(lang, text, EXTRAS))
    assert parsed
    assert parsed.value
    assert parsed.value.ids == ("B", "full", "early", "weekend")
