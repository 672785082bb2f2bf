"""What somebody says of how they live or are, and not of what they did: unemployed, retired, a hard worker.

It is heard kindly and tells no work. Who has children at home does what a home asks for, and is asked about that.
"""

from __future__ import annotations

from typing import Final

from flows.ages import GROWN, OLD
from flows.reading import beside_bare, has_any, tokens
from flows.words import Words

PRIVATE: Final = ("idle", "standing")  # no employer needs it
LATER: Final = "later"  # nothing to be quiet about: a student, who needs money, who has a licence
TRAIT: Final = "trait"  # how one is: a CV says what was done
POOR: Final = "poor"  # the language is hard for them
PARENT: Final = "parent"
WHOLE: Final = 9  # words: in more of them something else is told too


def standing(folded: str, words: Words) -> str:
    """Return how somebody says they live, by the name of its cue; "" where a message says more, or nothing of it."""
    if _only_old(folded, words):
        return PRIVATE[1]
    said = beside_bare(folded)
    names = (name for name in (*PRIVATE, POOR, LATER, PARENT, TRAIT) if has_any(said, words.cues.get(name, ())))
    return next(names, "") if len(tokens(folded)) <= WHOLE else ""


def _only_old(folded: str, words: Words) -> bool:
    """Whether a message is how old somebody is: "I am 58", "58 years old"."""
    ways = (*words.cues.get("my_age", ()), *words.times.get("age", ()))
    small, years = ({token for way in names for token in tokens(way)} for names in (ways, words.units.get("year", ())))
    said = tokens(folded)
    rest = [token for token in said if token not in small | years]
    old = not years.issuperset(token for token in said if token not in rest)  # "20 years" may be how long
    return old and len(rest) == 1 and rest[0].isdecimal() and GROWN <= int(rest[0]) <= OLD
