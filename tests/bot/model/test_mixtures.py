"""Two thousand messages into which names, numbers, addresses and ids are mixed at random; in no request is one of them.

The messages are those of the invented people and the phrases by which finding is judged; what is mixed into them is of
nobody, and stands where a word could. A seed draws it, so that it is the same each time. Each goes through the job, for
one of the four things a model is asked, to a model that keeps whatever it is asked, word for word. What left is read
by the rule alone: each word is in a dictionary, one of ours, or a mark.
"""

from __future__ import annotations

import json
import random
import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from functools import cache
from pathlib import Path

from bot.loop import run
from bot.model.base import FACTS, FEEDBACK, TRANSLATION, WORDING, Reply, Request
from bot.model.filter import Filter
from bot.model.job import FIELDS, LONGEST, SHORTEST, Helper
from bot.model.prompts import data
from bot.store.base import Who
from flows.words import fold
from tests.bot.model.people import LANGUAGES, Asking, asking, content
from tests.bot.model.test_captured import FRAMES, MADE_UP, NUMBERS, TOWNS
from tests.bot.model.test_requests import MARK, bare, in_a_dictionary, strange
from tests.finding.phrases import PHRASES
from tests.personas.replay import people
from tests.personas.thinking import SPOKEN

LEAST = 2_000  # messages
EACH = 510  # of a language
LONGER = 200  # letters, at most, by what is mixed into one
MOST = 3  # things mixed into one
FEW = 40  # messages of one person, whose facts are looked at each time
SENT = 0.7  # of them are asked about; the others are held back, more than half of their words being marks
OWN = ("Zita Quorum", "Vlaxopol", "07 99 88 77 66")
PIECE = re.compile(r"[^\W_]+")
ENDS = frozenset({"com", "org", "fr", "www", "mail", "example", "x", "c", "k"})  # what is in every address
LINE = "letter/own"
LINKS = ("fatou.k@gmail.com", "@fatou_zorv", "https://fatou.example.org/x", "www.zorva.fr", "zovaq@mail.example.org")
IDS = ("4811672093", "tg:99120457", "e7b2c1d0-55aa-4f0e-9d11-ab12cd34ef56", "7751234K", "QQ 12 34 56 C", "ZX81KLM99")
PEOPLE = ("Aïssatou Ndiaye", "Karim Benali", "karim benali", "Oumou Traoré", "Тарас Коваль", "оксана", "Grace Okafor",
          "fatoumata", "Mamadou", "ibrahim", "فاطمة الأحمد", "Zita Quorum", "Svitlana", "мамаду")  # fmt: skip
SAID_BY = {"fr": "chez madame {}", "en": "for mrs {}", "uk": "у пані {}", "ar": "عند السيدة {}"}
LIVES = {"fr": "j'habite à {}", "en": "i live in {}", "uk": "живу в {}", "ar": "أسكن في {}"}
# What is asked, and how a job names it; a translation is wanted in another language.
ASKED = (FACTS, f"{WORDING}:{LINE}", f"{FEEDBACK}:interview/1/answer", f"{TRANSLATION}:{{}}")
OTHER = {"fr": "uk", "en": "fr", "uk": "fr", "ar": "fr"}


@dataclass
class Keeping:
    """A model that says nothing, and keeps what it is asked: the fixed text, and the message as it would leave."""

    own: bool = True  # it stands on the operator's machine
    asked: list[Request] = field(default_factory=list)
    bodies: list[str] = field(default_factory=list)

    async def propose(self, asked: Request) -> Reply:
        """Keep it."""
        self.asked.append(asked)
        self.bodies.append(data(asked))
        return Reply()

    async def close(self) -> None:
        """There is nothing to close."""


@dataclass(frozen=True)
class Mixed:
    """A message, what a model is asked about it, and what must not leave."""

    text: str
    about: str
    never: Sequence[str]


@cache
def said() -> Sequence[tuple[str, str]]:
    """What the invented people and the phrases say, each with its language."""
    turns = [(person["lang"], turn) for person in people()[0] for turn in person["turns"]]
    told_here = [(lang, turn[name]) for lang, turn in turns for name in SPOKEN if name in turn]
    texts = [(lang, str(one["says"] if isinstance(one, dict) else one).strip()) for lang, one in told_here]
    return (*texts, *((phrase.lang, phrase.text) for phrase in PHRASES))


def whole(lang: str) -> list[str]:
    """What people write in a language, long enough to be asked about."""
    texts = dict.fromkeys(text for spoken, text in said() if spoken == lang)
    return [text for text in texts if SHORTEST <= len(text) <= LONGEST - LONGER]


def canary(lang: str, dice: random.Random) -> tuple[str, str]:
    """What is put into a message, and what of it must not leave."""
    name, town = dice.choice(PEOPLE), dice.choice(TOWNS[lang])
    other = dice.choice((*NUMBERS, *LINKS, *IDS, *MADE_UP))
    kinds = ((name, name), (SAID_BY[lang].format(name), name), (LIVES[lang].format(town), town), (other, other))
    return dice.choice(kinds)


def mixed(lang: str, seed: int) -> Iterator[Mixed]:
    """Yield messages with such things at random places between their words."""
    dice = random.Random(seed)
    texts = whole(lang)
    for n in range(EACH):
        words = dice.choice(texts).split()
        never = []
        for _ in range(dice.randint(1, MOST)):
            put, hidden = canary(lang, dice)
            words.insert(dice.randint(0, len(words)), put)
            never.append(hidden)
        yield Mixed(" ".join(words), ASKED[n % len(ASKED)].format(OTHER[lang]), never)


async def asks(house: Asking, who: Who, one: Mixed) -> None:
    """Somebody says it, or has it as a line of theirs, and a model is asked."""
    if one.about.startswith(WORDING):
        house.said += 1
        line = house.fact(1_000 + house.said, LINE, one.text)
        await run(house.store, lambda tx: tx.learn(who, [line]))
    await house.asks(who, one.text, one.about)


async def test_of_two_thousand_messages_nothing_of_anybody_leaves(
    tmp_path: Path, record_property: Callable[[str, object], None]
) -> None:
    model, messages = Keeping(), 0
    async with asking(tmp_path, own=True, budget=10_000) as house:
        house.helper = Helper(house.store, replace(house.parts, model=model))
        for seed, lang in enumerate(FRAMES):
            for n, one in enumerate(mixed(lang, seed)):
                if n % FEW == 0:
                    who = await house.meets(f"{lang}{n}", lang, name=OWN[0], town=OWN[1], phone=OWN[2])
                before, messages = len(model.asked), messages + 1
                await asks(house, who, one)
                for asked in model.asked[before:]:
                    left = bare(asked.text)
                    never = {piece for hidden in (*one.never, *OWN) for piece in PIECE.findall(fold(hidden))}
                    assert [piece for piece in never - ENDS if f" {piece} " in left] == [], (one, asked.text)
        held = (await house.spent()).held
    record_property("messages", messages)
    record_property("requests", len(model.asked))
    assert messages >= LEAST
    assert len(model.asked) + held == messages
    assert len(model.asked) >= SENT * messages
    assert {one.purpose for one in model.asked} == {FACTS, WORDING, FEEDBACK, TRANSLATION}
    assert {one.lang for one in model.asked} == set(LANGUAGES)
    await _no_word_may_not_leave(model)


async def _no_word_may_not_leave(model: Keeping) -> None:
    right = await in_a_dictionary([(one.text, one.lang) for one in model.asked])
    sieve = Filter(content(), None, own=True)
    for asked, body in zip(model.asked, model.bodies, strict=True):
        tongue = sieve.tongue(asked.lang)
        assert strange(asked.text, right[asked.lang], {*tongue.own, *tongue.small}, tongue) == [], asked.text
        assert not any(char.isnumeric() for char in MARK.sub("", asked.text)), asked.text
        data_of_it = dict(json.loads(body))
        assert data_of_it.pop("text") == asked.text
        assert data_of_it.pop("language") in LANGUAGES
        assert data_of_it.pop("to", "") in {"", *OTHER.values()}
        assert data_of_it.pop("fields", {}) == FIELDS.get(asked.purpose, {})
        assert data_of_it == {}
    assert [made_up for made_up in MADE_UP if made_up in "\n".join(model.bodies)] == []
