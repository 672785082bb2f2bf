"""Never the same message twice in a row, never a dead end: other words, simpler ones, then skip or a person.

That no two bubbles in a row are the same is watched in every conversation of this folder (`Person.send`).
"""

from __future__ import annotations

import pytest

from bot.channels.base import Bubble
from flows.live import known
from locales.catalogs import catalog
from tests.promises.stops import LANGS, Stop, Stops, asked, content, offered, ways

pytestmark = pytest.mark.parametrize("lang", LANGS)
NOISE = ("%%%", "~~ ~~", "@@@@", "#/#/#")  # an answer to nothing
END = "menu/end"


def line(lang: str, key: str) -> set[str]:
    return {text for (name, _), texts in catalog(lang).items() if name == key for text in texts}


def says(bubbles: list[Bubble]) -> str:
    return "\n".join(bubble.text for bubble in bubbles)


async def test_what_is_not_understood_gets_other_words_then_a_way_out(stops: Stops, lang: str) -> None:
    broken = []
    for stop in await stops.of(lang):
        async with stops.again(stop) as person:
            answers = [await person.send({"text": noise}) for noise in NOISE]
            broken += [f"{stop}: {why}" for why in _ladder(stop, answers)]
    assert broken == []


def _ladder(stop: Stop, answers: list[list[Bubble]]) -> list[str]:
    """What is wrong with the answers to one, two, three, four messages nobody could understand."""
    texts = [says(new) for new in answers]
    wrong = [f"message {n} leaves it without a question" for n, new in enumerate(answers, 1) if not asked(new)]
    if stop.question == END:
        return wrong
    wrong += ["the same words again"] * (len(set(texts)) < len(texts))
    *first, third, fourth = answers
    wrong += [f"asks {asked(new)} instead" for new in (*first, third) if asked(new) != stop.asks]
    wrong += ["no simpler words"] * (not any(text in texts[1] for text in line(stop.lang, "miss.2")))
    question = known(content(), stop.asks)
    ways = ("skip", "human") if not question or question.skip else ("human",)  # no button that leads nowhere
    wrong += [f"no {way} after three" for way in ways if way not in offered(third)]
    wrong += ["not left after four"] * (bool(question and question.skip) and asked(fourth) == stop.asks)
    return wrong


@pytest.mark.parametrize("name", ["yes", "no", "hello", "thanks", "help"])
async def test_one_word_said_again_and_again_leads_somewhere(stops: Stops, lang: str, name: str) -> None:
    """A thumb that always types the same: each answer is new, and it never ends without a question."""
    words = content().words[lang]
    said = getattr(words, name)[0] if name in {"hello", "thanks"} else ways(lang, name)[0]
    async with stops.again(await stops.at(lang, "exp/*/what")) as person:
        for _ in range(8):
            assert asked(await person.send({"text": said})), f"{said} leads nowhere at {await person.open()}"
