"""The small words of talk that a line of a CV does without, as one language has them.

They are listed in `[tidy]` of its `words.toml`. Here they are made ready to be looked up; what is taken away for them
is decided in `tidy`.
"""

from __future__ import annotations

from dataclasses import dataclass, fields
from functools import lru_cache

from flows.reading import LANGUAGES
from flows.words import Words


@dataclass(frozen=True, slots=True)
class Talk:
    """Folded words, by what they do. Each is empty where a language has no such word."""

    talk: frozenset[str]  # what begins with one tells nothing: "like", "bref"
    objects: frozenset[str]  # around who speaks, before the verb: "me", "also", "still"
    auxiliary: frozenset[str]  # before the verb: "I have cleaned"; after a word: "washing was done by ..."
    doing: frozenset[str]  # how the verb ends where a deed is told by a verb that comes first
    empty: frozenset[str]  # if nothing else follows the verb, nothing is told: "do things"
    somebody: frozenset[str]  # "give them tablets": the line would not say to whom
    towards: frozenset[str]  # before for whom, with whom or how long
    fillers: frozenset[str]  # before what is told: "well", "so"
    to_me: frozenset[str]  # what was done to the person
    opening: frozenset[str]  # no line begins with one
    cut_at: frozenset[str]  # before a time or a reason
    place: frozenset[str]  # before a name: a place, which a line can do without
    ending: frozenset[str]  # words of talk at the end
    unfinished: frozenset[str]  # what follows is missing: "write that"
    several: frozenset[str]  # before a word of several, whose letter is often left out as it is not heard: "les"
    where: frozenset[str]  # before a place, which alone tells nothing unless a verb stands beside it
    done: frozenset[str]  # how such a verb ends
    nothing: frozenset[str]  # what a line may not be about: "everything"
    left_out: frozenset[str]  # wherever it stands


@lru_cache(maxsize=LANGUAGES)
def talk_of(words: Words) -> Talk:
    """Return the small words of talk of a language."""
    return Talk(**{f.name: frozenset(words.tidy.get(f.name, ())) for f in fields(Talk)})
