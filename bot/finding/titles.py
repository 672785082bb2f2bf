"""The ranker by names: titles and everyday names whose words are said. Ours first, then those an operator imported.

A name that is said as a whole is sure by itself; one of which a part is said only helps what others propose.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from typing import Final, Protocol

from bot.finding.fuse import Ranking
from bot.finding.lexicon import Lexicon
from bot.store.names import Name, Names
from flows import acts
from flows.content import Content
from flows.reading import single
from flows.words import fold
from locales import SOURCE

SMALL: Final = 2  # letters up to which a word of a name says nothing: "de", "of"
ENDING: Final = 2  # letters in which a word may end otherwise: "soudeur", "soudeuse"
BEGUN: Final = 4  # letters two words must share from the beginning
MOST: Final = 12  # names looked at
WHOLE, PART = 1.5, 0.1  # weight of names said as a whole, and in part
BOTH: Final = re.compile(r" / ")


class Imported(Protocol):
    """A name an operator imported, as `bot/store/imported.py` finds it."""

    @property
    def code(self) -> str:
        """Its code."""
        ...

    @property
    def title(self) -> str:
        """Its title, for both genders."""
        ...

    @property
    def masculine(self) -> str:
        """Its title for a man."""
        ...

    @property
    def feminine(self) -> str:
        """Its title for a woman."""
        ...


class Library(Protocol):
    """Where imported occupations are looked for."""

    def search(self, words: Sequence[str], lang: str = "", limit: int = 20) -> Sequence[Imported]:
        """Return those that hold these folded words, best first."""
        ...


class Titles:
    """Finds occupations by their names."""

    def __init__(self, content: Content, lexicon: Lexicon, library: Library | None = None) -> None:
        self._names = Names(lambda: names(content, lexicon))
        self._library = library

    def rankings(self, said: Sequence[str], lang: str) -> tuple[Ranking | None, Ranking | None]:
        """Return what is named as a whole by these folded words, and in part; None for nothing."""
        ways = [way for token in said for way in acts.variants(token, {}) if len(way) > SMALL]
        found = [*self._ours(ways, lang), *self._imported(ways, lang)]
        whole = tuple(dict.fromkeys(code for code, name in found if _is_said(name, said)))
        part = tuple(dict.fromkeys(code for code, _ in found if code not in whole))
        return (
            Ranking(whole, "title", WHOLE) if whole else None,
            Ranking(part, "part of a title", PART) if part else None,
        )

    def _ours(self, ways: Iterable[str], lang: str) -> Iterator[tuple[str, str]]:
        begins = [way[: max(BEGUN, len(way) - ENDING)] for way in ways]
        yield from ((name.code, name.folded) for name in self._names.search(begins, lang, MOST))

    def _imported(self, ways: Sequence[str], lang: str) -> Iterator[tuple[str, str]]:
        if self._library is None:
            return
        for one in self._library.search(ways, lang, MOST):
            yield from ((one.code, fold(text)) for text in dict.fromkeys((one.masculine, one.feminine, one.title)))


def names(content: Content, lexicon: Lexicon) -> Iterator[Name]:
    """Yield the everyday names of our occupations and the titles of all that concepts lead to, folded."""
    for one in content.occupations.values():
        for lang, words in one.words.items():
            yield from (Name(one.code, lang, fold(text)) for text in words.names)
    for code, title in lexicon.titles.items():
        yield from (Name(code, SOURCE, fold(text)) for text in BOTH.split(title))


def _is_said(name: str, said: Sequence[str]) -> bool:
    """Whether each word of a name that says something is said, its ending aside, each by a word of its own."""
    left = [acts.variants(token, {}) for token in said]
    for word in (word for word in name.split() if len(word) > SMALL):
        place = next((i for i, ways in enumerate(left) if any(_same(word, way) for way in ways)), None)
        if place is None:
            return False
        del left[place]
    return len(left) < len(said)


def _same(word: str, said: str) -> bool:
    word = single(word)
    if word == said:
        return True
    shared = max(BEGUN, max(len(word), len(said)) - ENDING)
    return word[:shared] == said[:shared] and len(word) >= shared and len(said) >= shared
