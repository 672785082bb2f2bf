"""What somebody says of how they live, and not of what they did: unemployed, a refugee, retired, a mother of three.

It is heard kindly and tells no work. Who has children at home does what a home asks for, and is asked about that.
"""

from __future__ import annotations

from typing import Final

from flows.reading import beside_bare, has_any, tokens
from flows.words import Words

PRIVATE: Final = ("idle", "standing")  # no employer needs it
LATER: Final = "later"  # nothing to be quiet about: a student, who needs money, who came a year ago
PARENT: Final = "parent"
WHOLE: Final = 9  # words: in more of them something else is told too


def standing(folded: str, words: Words) -> str:
    """Return how somebody says they live, by the name of its cue; "" where a message says more, or nothing of it."""
    said = beside_bare(folded)
    names = (name for name in (*PRIVATE, LATER, PARENT) if has_any(said, words.cues.get(name, ())))
    return next(names, "") if len(tokens(folded)) <= WHOLE else ""
