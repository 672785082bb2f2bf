"""The small words that join clauses and say who is in them, as one language has them.

They are listed in `[joints]` of its `words.toml`; a language has only those it needs. Here they are made ready to be
looked up; what they mean for a clause is decided in `clauses` and `acts`.
"""

from __future__ import annotations

from dataclasses import dataclass, fields
from functools import lru_cache
from typing import Final

from flows.reading import LANGUAGES
from flows.words import Words


@dataclass(frozen=True, slots=True)
class Joints:
    """Folded words, by what they do."""

    link: frozenset[str]  # "and", "but", "because": another clause begins
    but: frozenset[str]  # of these, those after which what was wished is over
    keeps: frozenset[str]  # "and", after which a verb alone keeps the subject: "my sister cooked and cleaned"
    otherwise: frozenset[str]  # "or", where a verb alone goes on with what was wished
    when: frozenset[str]  # "when", "that": before a subject
    who: frozenset[str]  # "people that ...": what follows is said of them
    it: frozenset[str]  # what was done to, where one of after_it follows: "sew it and ..."
    after_it: frozenset[str]
    points: frozenset[str]  # "it is my colleague who ...": somebody is pointed at
    me: frozenset[str]  # "not me", "me and"
    by: frozenset[str]  # "minded by my sister"
    of: frozenset[str]  # after kin it makes a trade: "femme de ménage"
    like: frozenset[str]  # "as my mother": she is not the one who does it
    you: frozenset[str]  # who reads it
    doing: frozenset[str]  # after somebody: the deed is theirs
    past: frozenset[str]  # verbs of what was done that their ending does not tell
    purpose: frozenset[str]  # "so they do not break": what is feared is denied, not what was done
    copula: frozenset[str]  # after "my work" it is no one: "my work is ..."
    objects: frozenset[str]  # so do these right after who did it: "je la lavais", not "la salle"
    verbs: frozenset[str]  # kin that is also a verb
    there: tuple[tuple[str, ...], ...]  # "there was": before a subject
    pointing: tuple[str, ...]  # "her", "of her": somebody named before


LONGER: Final = frozenset({"there", "pointing"})  # of several words
NAMED: Final = {"otherwise": "or", "copula": "is"}  # keys that are words of Python


@lru_cache(maxsize=LANGUAGES)
def joints(words: Words) -> Joints:
    """Return the small words of a language."""
    known = words.joints
    single = (f.name for f in fields(Joints) if f.name not in LONGER)
    sets = {name: frozenset(known.get(NAMED.get(name, name), ())) for name in single}
    there = tuple(tuple(way.split()) for way in known.get("there", ()))
    return Joints(**sets, there=there, pointing=known.get("pointing", ()))
