"""People who write as they hear are understood, and what is spelled right is not turned into something else."""

from __future__ import annotations

import pytest

from bot import content
from bot.app import hinter
from flows import acts
from flows.model import State, Text
from tests.locales.test_told import Said, sentences

CONTENT = content.load()
HINTER = hinter(CONTENT)


def told(text: str, lang: str = "fr") -> tuple[str, ...]:
    spelling = HINTER(Text(text), State(lang=lang)).spelling
    return tuple(found.act for found in acts.told(text, lang, CONTENT, spelling))


@pytest.mark.parametrize(
    ("text", "act"),
    [
        ("je fé le menaje ché une dame", "cleaning.clean"),
        ("jgarde des anfants", "childcare.mind"),
        ("je repare des telefone", "shop.repair"),
        ("je fé la vaicelle o restoran", "kitchen.dishes"),
        ("je netoi les bureau le soir", "cleaning.offices"),
        ("je ranje les reyons", "shop.shelf"),
        ("je fesai la toilete de ma mere", "care.wash"),
        ("je trie lé vetemen", "shop.sorting"),
        ("je livre dé coli a vélo", "driving.bike"),
    ],
)
def test_who_writes_as_it_sounds_is_understood(text: str, act: str) -> None:
    assert act in told(text)


@pytest.mark.parametrize(("lang", "said"), list(sentences("no")))
def test_mending_a_word_invents_no_act(lang: str, said: Said) -> None:
    assert [(act, text) for act, text in said if act in told(text, lang)] == []
