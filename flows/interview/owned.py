"""Whether words of a deed are of the deed itself, and not of whom or what else it names.

"I gave it to the guard" guards nothing, and "I load with a pallet truck" drives none. So an act counts only where one
of the words that tell it stands neither after a preposition nor for the trade of another person.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import Final

from flows import acts as catalog
from flows.content import Content
from flows.interview.shapes import Tongue, tongue
from flows.memory import remembered
from flows.reading import number_at
from flows.words import Words

GLUED: Final = ("لل", "بال", "عال")  # "to the", "with the", "on the", at the front of an Arabic word
CASES: Final = re.compile(r"\w+(?:[еєо]м|[оеє]ві|[оеє]ю|нцю|нику|арю|[аи]ці)")  # with what, to whom, in Ukrainian


@remembered
def owns(text: str, act: str, lang: str, content: Content) -> bool:
    """Whether the words of a clause that tell an act are those of what the person does."""
    return any(
        _are_own(hit.trigger, clause.folded, content.words[lang])
        for clause, hits in catalog.read(text, lang, content)
        for hit in hits
        if hit.act == act and not hit.where
    )


def _are_own(stems: Sequence[str], said: Sequence[str], words: Words) -> bool:
    """Whether one of the words that tell an act is own; the next one goes with it: "to the security guard"."""
    not_own: set[int] = set()
    for n in _places(stems, said):
        if n - 1 not in not_own and _is_own(said, n, words):
            return True
        not_own.add(n)
    return False


def _places(stems: Sequence[str], said: Sequence[str]) -> Iterator[int]:
    """Yield the places of a clause where a word is one that tells the act."""
    parts = [(stem, part) for stem in stems for part in stem.removesuffix(catalog.STEM_END).split(catalog.BESIDE)]
    begins = tuple(part for stem, part in parts if not stem.endswith(catalog.STEM_END))
    whole = {part for _, part in parts}
    for n, token in enumerate(said):
        ways = catalog.variants(token, {})
        if not whole.isdisjoint(ways) or any(way.startswith(begins) for way in ways):
            yield n


def _is_own(said: Sequence[str], n: int, words: Words) -> bool:
    known = tongue(words)
    before = n - 1
    while before >= 0 and _stands_between(said, before, words, known):
        before -= 1
    other = before >= 0 and said[before] in known.before
    glued = said[n].startswith(GLUED) or CASES.fullmatch(said[n]) is not None
    return not (other or glued or _is_somebody(said[n], n - 1 - before, words))


def _stands_between(said: Sequence[str], n: int, words: Words, known: Tongue) -> bool:
    """Whether a word only stands before a thing: "the", "my", a number."""
    small = said[n] in words.articles or said[n] in words.possessives or said[n] == "l"
    return said[n] not in known.before and (small or number_at(said, n, words) is not None)


def _is_somebody(token: str, between: int, words: Words) -> bool:
    """Whether a word with "the" or "my" before it names somebody of a trade: "I called the guard"."""
    return between > 0 and (token in words.persons or token.endswith(words.trade_endings))
