"""A whole conversation in the real house, with a model behind real sockets, or with none: what was said and is kept."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import pairwise
from pathlib import Path

from bot.app import Asked
from bot.commands.sim import begin
from bot.model.base import Model
from bot.parts import Looked
from bot.settings import read
from flows.model import Fact, How

NOWHERE = "http://127.0.0.1:9"  # the model of the settings: another one is asked in its place
AGREES = {"fr": ("bonjour", "oui"), "en": ("hello", "yes"), "uk": ("добрий день", "так"), "ar": ("مرحبا", "نعم")}
# A story that our own words do not know, what comes after it, and a no for what a model may have found in it.
SAID = {
    "fr": (
        "je tenais le vestiaire du stade et je rangeais les maillots",
        "non",
        "passer",
        "3 ans",
        "passer",
        "améliore",
    ),
    "en": ("i kept the cloakroom of the stadium and folded the shirts", "no", "skip", "3 years", "skip", "improve it"),
    "uk": ("я тримала гардероб стадіону і складала футболки", "ні", "пропустити", "3 роки", "пропустити", "покращ"),
    "ar": ("كنت أجمع الطوابع القديمة وألصقها في دفاتر كبيرة", "لا", "تخطي", "3 سنوات", "تخطي", "حسن جملتي"),
}


@dataclass
class Talked:
    """What was said, bubble by bubble after each message, and what is kept of it."""

    bubbles: list[list[str]]
    facts: tuple[tuple[str, object, str, How], ...]
    live: tuple[Fact, ...]
    papers: list[str]

    @property
    def stalled(self) -> bool:
        """Whether something was answered by nothing."""
        return not all(self.bubbles)

    @property
    def repeats(self) -> bool:
        """Whether the same bubble was said twice in a row."""
        every = [bubble for said in self.bubbles for bubble in said]
        return any(one == then for one, then in pairwise(every))

    @property
    def well(self) -> bool:
        """Whether all was answered, and nothing came twice."""
        return not (self.stalled or self.repeats)

    @property
    def of_a_model(self) -> list[Fact]:
        return [fact for fact in self.live if fact.how is How.MODEL]


async def talk(
    home: Path, lang: str, said: Sequence[dict[str, object] | str], model: Model | None, words: Looked | None
) -> Talked:
    """Hold it, in a house of its own."""
    settings = replace(read({}), dictionaries=home / "none", model=NOWHERE if model else "none")
    chat = begin(home, lang, settings, Asked(model, words))
    bubbles = []
    try:
        for one in (*AGREES[lang], *said):
            shown = await chat.send({"text": one} if isinstance(one, str) else one)
            bubbles.append([bubble.text for bubble in shown])
        await chat.send({"text": chat.life.content.words[lang].commands["show_cv"][0]})
        known = await chat.life.house.peek(chat.channel, chat.address)
    finally:
        await chat.life.end()
    facts = tuple(known[1]) if known else ()
    return Talked(
        bubbles, tuple((f.qid, f.value, f.raw, f.how) for f in facts), facts, [paper.text for paper in chat.papers]
    )
