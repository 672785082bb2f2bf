"""The ranker by names: titles and everyday names whose words are said. Ours first, then those an operator imported.

A name that is said as a whole is sure by itself; one of which a part is said only helps what others propose.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Final, Protocol

from bot.finding.crafts import UNSAID, names_said
from bot.finding.fuse import Ranking
from bot.finding.lexicon import Lexicon
from bot.imports.titles import genders
from bot.store.names import Name, Names
from flows import acts
from flows.content import Content
from flows.reading import single, tokens
from flows.words import fold
from locales import SOURCE

SMALL: Final = 2  # letters up to which a word of a name says nothing: "de", "of"
ENDING: Final = 2  # letters in which a word may end otherwise: "soudeur", "soudeuse"
BEGUN: Final = 5  # letters two words that are not the same must share from the beginning
LONG: Final = 8  # letters from which on an ending may be of two
MOST: Final = 12  # names looked at
TELLING: Final = 5  # letters from which a word tells something: "long", "time" do not
TENSE: Final = 3  # letters in which a verb may end otherwise: "coulais", "couler"
FEWEST: Final = 2  # such words that must all be met
CHOICES: Final = 4  # occupations found so
HEARD: Final = 40  # words of a phrase in which it is looked for
WHOLE, PART = 1.5, 0.1  # weight of names said as a whole, and in part


class Imported(Protocol):
    """An occupation an operator imported, as `bot/store/imported.py` finds it."""

    @property
    def code(self) -> str:
        """Its code."""
        ...

    @property
    def source(self) -> str:
        """Which list it is from."""
        ...

    @property
    def isco(self) -> str:
        """Its group of ISCO-08, "" where the list tells none."""
        ...


class Library(Protocol):
    """Where imported occupations are looked for."""

    def named(self, folded: Sequence[str], lang: str = "") -> Sequence[Imported]:
        """Return those of which one of these folded texts is a whole name."""
        ...

    def search(self, words: Sequence[str], lang: str = "", limit: int = 20) -> Sequence[Imported]:
        """Return those whose title, names and core skills hold all of these beginnings of words, best first."""
        ...


class Titles:
    """Finds occupations by their names."""

    def __init__(self, content: Content, lexicon: Lexicon, library: Library | None = None) -> None:
        self._names = Names(lambda: names(content, lexicon))
        self._library = library
        self._words = lexicon.heard.words

    def rankings(self, said: Sequence[str], lang: str) -> tuple[Ranking | None, Ranking | None]:
        """Return what is named as a whole by these folded words, and in part; None for nothing."""
        ways = [acts.variants(token, {}) for token in said]
        found = self._ours(ways, lang)
        ours = (name.code for name in found if _is_said(name.folded, ways))
        whole = tuple(dict.fromkeys((*ours, *self._imported(said, lang))))
        part = tuple(dict.fromkeys(name.code for name in found if name.code not in whole))
        return (
            Ranking(whole, "title", WHOLE) if whole else None,
            Ranking(part, "part of a title", PART) if part else None,
        )

    def told(self, said: Sequence[str], lang: str) -> Ranking | None:
        """Return imported occupations whose names and skills hold all that is said, the small words aside."""
        if self._library is None:
            return None
        words = self._words[lang]
        small = {*words.first, *words.articles, *words.being, *words.staying, *words.negations}
        telling = dict.fromkeys(word for word in said if len(word) >= TELLING and word not in small)
        if not FEWEST <= len(telling) <= HEARD:
            return None
        begun = [word[: max(TELLING - 1, len(word) - TENSE)] for word in telling]
        codes = _one_list(self._library.search(begun, lang, CHOICES))
        return Ranking(codes, "imported", WHOLE if len(telling) > FEWEST else 1.0) if codes else None

    def _ours(self, said: Sequence[set[str]], lang: str) -> tuple[Name, ...]:
        begins = [way[: max(SMALL + 2, len(way) - ENDING)] for ways in said for way in ways if len(way) > SMALL]
        return self._names.search(begins, lang, MOST)

    def _imported(self, said: Sequence[str], lang: str) -> list[str]:
        """Return the codes of imported names that are said of oneself, word for word."""
        names = list(names_said(said, self._words[lang], alone=True)) if self._library else []
        return _one_list(self._library.named(names, lang)) if self._library and names else []


def _one_list(found: Sequence[Imported]) -> list[str]:
    """Return the codes of the list the first one is from: another list says the same again."""
    return [one.code for one in found if one.source == found[0].source and one.isco not in UNSAID]


def names(content: Content, lexicon: Lexicon) -> Iterator[Name]:
    """Yield the everyday names of our occupations and the titles of all that concepts lead to, folded."""
    for one in content.occupations.values():
        for lang, words in one.words.items():
            yield from (Name(one.code, lang, _compared(text)) for text in words.names)
    for code, title in lexicon.titles.items():
        yield from (Name(code, SOURCE, _compared(text)) for text in genders(title))


def _compared(text: str) -> str:
    """Return a name as words are compared: folded, each letter once."""
    return " ".join(single(token) for token in tokens(fold(text)))


def _is_said(name: str, said: Sequence[set[str]]) -> bool:
    """Whether each word of a name that says something is said, its ending aside, each by a word of its own."""
    left = list(said)
    for word in (word for word in name.split() if len(word) > SMALL):
        place = next((i for i, ways in enumerate(left) if any(_same(word, way) for way in ways)), None)
        if place is None:
            return False
        del left[place]
    return len(left) < len(said)


def _same(word: str, said: str) -> bool:
    """Whether two words are one but for its ending; in a short word, but for its last letter."""
    if word == said:
        return True
    longest = max(len(word), len(said))
    ending = ENDING if longest >= LONG else 1
    shared = longest - ending
    return shared >= BEGUN and min(len(word), len(said)) >= shared and word[:shared] == said[:shared]
