"""The half of the pseudonymiser that knows things: dictionaries, our own vocabulary, lists of names and towns, cues.

When it cannot run, or is unsure, it says why, and nothing is sent. Nothing else is ever handed to a model.
"""

from __future__ import annotations

import tomllib
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from functools import cache, cached_property
from pathlib import Path
from typing import Any, Final, Protocol

from bot.arabizi import Arabizi
from bot.model import pseudonyms
from bot.model.pseudonyms import Lists, Masked, Rules, Tongue
from flows.content import Content
from flows.reading import by_way
from flows.words import fold
from locales.catalogs import catalog

HERE: Final = Path(__file__).parent
CUES: Final = ("name", "title", "person", "lives", "place")
ROADS: Final = 3  # words for a street, of each language, that are one without a number
# Names that stand in our own texts as words: they are taken for names all the same.
NAMES_FIRST: Final = frozenset(
    {
        "charlotte",
        "comfort",
        "ігор",
        "claire",
        "clark",
        "clair",
        "jack",
        "bill",
        "faith",
        "mark",
        "mason",
        "summer",
        "charity",
        "віра",
        "весна",
        *("جمال", "رمزي", "صلاح", "عادل", "عمار", "لينا", "محفوض", "مختار"),
    }
)
ABBREVIATIONS: Final = ("cv", "cap", "bep", "bts", "bac", "caces", "ssiap", "rsa", "pmr", "haccp", "ehpad", "dela")
ARABIC: Final = frozenset(
    (
        *range(0x0600, 0x0700),
        *range(0x0750, 0x0780),
        *range(0x08A0, 0x0900),
        *range(0xFB50, 0xFE00),
        *range(0xFE70, 0xFF00),
    )
)
PLAIN: Final = {"fr": "enfant", "en": "child", "uk": "дитина", "ar": "بيت"}  # who does not know this knows nothing
TOWN_OF: Final = "مدينه "  # in front of the name of a town, folded
HIDDEN_MOST: Final = 0.6  # of the words: more, and nobody can make sense of the rest, or it is another language
TOO_FEW: Final = 2  # words that are left to be read

NEW: Final = (pseudonyms.NAME, pseudonyms.PLACE, pseudonyms.NUMBER, pseudonyms.MAIL, pseudonyms.WEB, pseudonyms.STREET)

NO_DICTIONARY, OTHER, UNSURE, TRIPPED = "no dictionary", "script", "unsure", "told"


class Words(Protocol):
    """Says which words are in the dictionary of a language."""

    async def known(self, words: Collection[str], lang: str) -> frozenset[str] | None:
        """Return those that are, None when nobody can say."""
        ...


class NothingLeavesError(Exception):
    """The filter could not run, or is unsure. `why` is one of the four words above."""

    def __init__(self, why: str) -> None:
        super().__init__(why)
        self.why = why


class Filter:
    """Masks words for a model. `own`: it runs on the operator's machine."""

    def __init__(self, content: Content, words: Words | None, *, own: bool) -> None:
        self._content = content
        self._words = words
        self._own = own
        self._tongues: dict[str, Tongue] = {}

    async def masked(
        self, text: str, lang: str, told: Sequence[str] = (), readings: Mapping[str, str] | None = None
    ) -> tuple[Masked, Rules]:
        """Return what may leave, and by which rules. `told`: of the person. Raises `NothingLeavesError`."""
        if self._words is None or lang not in self._content.languages:
            raise NothingLeavesError(NO_DICTIONARY)
        if not self._own and (lang == "ar" or self.arabic(text)):
            raise NothingLeavesError(OTHER)
        right = await self._right(text, lang)
        if right is None:
            raise NothingLeavesError(NO_DICTIONARY)
        rules = Rules(self.tongue(lang), lists(), right, tuple(told), readings or {})
        found = pseudonyms.mask(text, rules)
        self.check(found.text, rules)
        left = found.words - found.hidden
        if found.hidden > HIDDEN_MOST * found.words or left < TOO_FEW:
            raise NothingLeavesError(UNSURE)
        if pseudonyms.back(found.text, found.table) != text:
            raise NothingLeavesError(UNSURE)
        return found, rules

    def check(self, left: str, rules: Rules) -> None:
        """Look at what is about to leave, whoever made it. Raises `NothingLeavesError`."""
        if pseudonyms.told_of(left, rules.told, rules.tongue.small):
            raise NothingLeavesError(TRIPPED)
        if pseudonyms.strays(left, rules):
            raise NothingLeavesError(UNSURE)

    async def names(self, text: str, lang: str) -> bool:
        """Whether a text of the model's own names somebody or some place; where nobody can say, it does."""
        right = await self._right(text, lang)
        if right is None:
            return True
        found = pseudonyms.mask(text, Rules(self.tongue(lang), lists(), right))
        return any(mark[1:].startswith(NEW) or words[:1].isupper() for mark, words in found.table.items())

    async def _right(self, text: str, lang: str) -> frozenset[str] | None:
        """Return the words of a text that a dictionary holds; None where it is gone, or broken, and holds nothing."""
        plain = PLAIN.get(lang)
        if self._words is None or plain is None:
            return None
        right = await self._words.known({*pseudonyms.candidates(text), plain}, lang)
        return right if right is not None and plain in right else None

    def arabic(self, text: str) -> bool:
        """Whether a text is in Arabic script, or Arabic in Latin letters."""
        return any(ord(char) in ARABIC for char in text) or bool(self._arabizi(text))

    @cached_property
    def _arabizi(self) -> Callable[[str], str]:
        if "ar" not in self._content.languages:
            return Arabizi((), {})
        ways = self._content.triggers.get("ar", {}).values()
        stems = {stem.strip("$!~") for way in ways for trigger in way for one in trigger for stem in one.split("|")}
        return Arabizi(stems, by_way(self._content.words["ar"].latin))

    def tongue(self, lang: str) -> Tongue:
        """Return what is known of a language, read when it is first needed."""
        if lang not in self._tongues:
            self._tongues[lang] = _tongue(self._content, lang)
        return self._tongues[lang]


@cache
def lists() -> Lists:
    """Return the names and towns."""
    first, last, towns, bent = (
        frozenset((HERE / "lists" / f"{name}.txt").read_text("utf-8").split("\n")) - {""}
        for name in ("first", "last", "towns", "bent")
    )
    return Lists(first, last, towns | {name.removeprefix(TOWN_OF) for name in towns}, bent)


def told_of(lang: str) -> Mapping[str, Any]:
    """Return the words around names and towns of a language."""
    found: Mapping[str, Any] = tomllib.loads((HERE / "cues.toml").read_text("utf-8")).get(lang, {})
    return found


def _tongue(content: Content, lang: str) -> Tongue:
    told = told_of(lang)
    small, everyday, articles, counts, between = (
        frozenset(word for text in told.get(name, ()) for word in fold(text).split())
        for name in ("small", "everyday", "articles", "counts", "between")
    )
    cues = {name: frozenset(tuple(fold(way).split()) for way in told.get(name, ())) for name in CUES}
    streets = [fold(word) for word in told.get("street", ())]
    ways = [way.split() for way in content.words[lang].numbers]
    numbers = frozenset(word for way in ways for word in way if len(way) == 1 or word not in small)
    months = frozenset(word for way in content.words[lang].months for word in way.split())
    own = frozenset(_ours(content, lang)) - NAMES_FIRST
    roads = frozenset(streets[:ROADS])
    counted = (numbers - between) | counts
    return Tongue(own, small, cues, frozenset(streets), roads, counted, months, between, everyday, articles)


def _ours(content: Content, lang: str) -> Iterator[str]:
    """Yield the words of our own texts that stand there in lower case, folded: catalogs, occupations, what we read."""
    said = [one.words[lang] for one in content.occupations.values() if lang in one.words]
    texts = [text for texts in catalog(lang).values() for text in texts]
    texts += [text for words in said for text in (*words.names, *words.tools)]
    for text in texts:
        for word in pseudonyms.LETTERS.findall(_bare(text)):
            if word == word.lower():
                yield from fold(word).split()
    for ways in content.triggers.get(lang, {}).values():
        for stem in (stem for trigger in ways for place in trigger for stem in place.split("|")):
            if stem.endswith("$") and stem[:-1].isalpha():
                yield fold(stem[:-1])
    yield from ABBREVIATIONS


def _bare(text: str) -> str:
    """Return a text of the catalogs without its slots and what is set in it."""
    out, depth = "", 0
    for char in text:
        depth += (char == "{") - (char == "}")
        out += char if not depth and char != "}" else " "
    return out
