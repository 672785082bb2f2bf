"""Anything may arrive: a number, a thumb or a choice by its name, written or spoken, is the choice on screen."""

from __future__ import annotations

import pytest

from tests.promises.choosing import asked, choices, numbers, spoken, tapped, written
from tests.promises.stops import FIRST, LANGS, Stops, content

pytestmark = pytest.mark.parametrize("lang", LANGS)
MOST = 5
THUMBS = ("👍", "👍🏽", "✅", "ok")


async def test_a_number_that_is_written_or_spoken_is_the_choice_beside_it(stops: Stops, lang: str) -> None:
    broken, say = [], numbers(lang)
    for stop in await stops.of(lang):
        chat = await asked(stops, stop)
        for number, choice in enumerate(choices(chat.state)[:MOST], 1):
            wanted, said = tapped(chat, choice), say(number)
            told = {"written": [str(number), said], "spoken": [said] * (stop.question != FIRST)}
            for how, lines in told.items():
                tried = written if how == "written" else spoken
                broken += [f"{stop}: {line}, {how}, is not {choice}" for line in lines if tried(chat, line) != wanted]
    assert broken == []


async def test_a_choice_is_named_by_its_words_or_with_a_thumb(stops: Stops, lang: str) -> None:
    broken = []
    for stop in await stops.of(lang):
        chat = await asked(stops, stop)
        ask, counts = chat.state.asked, choices(chat.state)
        assert ask is not None
        labels = [label for one, label in zip(ask.choices, ask.labels, strict=True) if one.id in counts[:2]]
        if stop.question != FIRST:
            pairs = zip(counts, labels, strict=False)
            broken += [
                f"{stop}: {label} is not {one}" for one, label in pairs if spoken(chat, label) != tapped(chat, one)
            ]
        if "yes" in counts:
            wanted = tapped(chat, "yes")
            broken += [f"{stop}: {thumb} is no yes" for thumb in THUMBS if written(chat, thumb) != wanted]
            broken += [f"{stop}: a yes in one word is none"] * (
                spoken(chat, content().words[lang].answers["yes"][0]) != wanted
            )
    assert broken == []
