"""Titles as they are published: one way of writing them, and the forms for a man and for a woman they hold.

"Agent commercial / Agente commerciale automobile" says both forms at once: what both share is written once, before or
after. The forms are found by looking which words on both sides are one word in two genders.
"""

from __future__ import annotations

import re
from typing import Final

from bot.door import UNSEEN
from flows.words import fold

BOTH: Final = re.compile(r"\s+/\s+|(?<=\w)/(?=[^\W\d_]{3})")
ALIKE: Final = 3  # first letters that two forms of a word share
SHORT: Final = frozenset({"de", "du", "des", "en", "et", "a", "au", "aux", "la", "le", "les", "d", "l", "ou", "of"})
PAIRS: Final = (
    {"homme", "femme"},
    {"garcon", "serveuse"},
    {"garcon", "fille"},
    {"steward", "hotesse"},
    {"roi", "reine"},
)


def published(text: str) -> str:
    """Return a text in one way of writing: single spaces, one kind of apostrophe, which some tables double.

    What no letter is stays out, as at the door for what people write: it would turn the words beside it round.
    """
    return " ".join(UNSEEN.sub("", text).replace("''", "'").replace("’", "'").replace("ʼ", "'").split())


def genders(title: str) -> tuple[str, str]:
    """Return a title for a man and for a woman; the same twice where it does not tell them apart."""
    left, mark, right = _halves(title)
    if not mark:
        return title, title
    said, other = left.split(), right.split()
    paired = next((n for n in range(min(len(said), len(other)), 0, -1) if _paired(said[-n:], other[:n])), 0)
    if not paired:
        return (left, right) if len(said) == len(other) else (title, title)
    before, after = said[:-paired], other[paired:]
    return " ".join([*said, *after]), " ".join([*before, *other])


def _halves(title: str) -> tuple[str, str, str]:
    found = BOTH.split(title)
    return (found[0], "/", found[1]) if len(found) == 2 else (title, "", "")  # noqa: PLR2004 - a man's and a woman's


def _paired(said: list[str], other: list[str]) -> bool:
    """Whether each word is the same in another gender, and the first one is more than a small word."""
    return fold(said[0]) not in SHORT and all(_alike(fold(a), fold(b)) for a, b in zip(said, other, strict=True))


def _alike(one: str, other: str) -> bool:
    return one == other or (len(one) >= ALIKE and one[:ALIKE] == other[:ALIKE]) or {one, other} in PAIRS
