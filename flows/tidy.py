"""A life outside the catalog, in the person's words made fit for a CV, to be shown and approved before it is printed.

Nothing is invented: words are taken away (who speaks, small words of talk) and a verb said of oneself becomes its
infinitive. What cannot be made tidy is not shown at all. A clause about somebody else, denied, with a name, a date or
a number to call is left out; so is one that a catalog act already says.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import lru_cache
from typing import Final

from flows import acts as catalog
from flows.clauses import CUT, LINKS, Clause
from flows.content import Content
from flows.reading import LANGUAGES, fold, has_any
from flows.words import Words

MOST: Final = 3  # lines from one message
FEWEST_WORDS, MOST_WORDS = 2, 9
LONGEST: Final = 60  # characters of a line
OBJECTS: Final = {"me", "m", "lui", "leur", "y", "en", "se", "s", "ne", "n", "nous", "aussi", "juste", "surtout"}
AUXILIARY: Final = {"ai", "avais", "a", "avons", "have", "had", "used", "to"}
TALK: Final = {"c", "ca", "sa", "cest", "ce", "it", "that", "this", "there", "si", "if", "quand", "when", "oui", "non",
               "comme", "like", "bref", "voila", "ah", "ben", "bah", "ok", "bon", "alors", "genre", "well", "so",
               "ну"}  # fmt: skip


def lines(text: str, lang: str, content: Content, spelling: Mapping[str, str] | None = None) -> tuple[str, ...]:
    """Return the lines a text could give, beyond the acts of the catalog."""
    words = content.words[lang]
    found: list[str] = []
    for clause in catalog.beyond(text, lang, content, spelling):
        if len(found) == MOST:
            break
        line = _line(clause, words)
        if line and line not in found:
            found.append(line)
    return tuple(found)


def _line(clause: Clause, words: Words) -> str:
    said = [w for w in re.split(r"[\s'’]+", CUT.sub(" ", clause.text)) if fold(w)]
    if said and fold(said[0]) in TALK:
        return ""
    said, spoke = _after_subject(said, words)
    if not FEWEST_WORDS <= len(said) <= MOST_WORDS or _private(said, words):
        return ""
    verb = infinitive(fold(said[0]), words) if words.verbs else ""
    if spoke and words.verbs and not verb:
        return ""
    kept = " ".join([verb or said[0], *said[1:]])
    kept = kept[:1].upper() + kept[1:]
    return kept if len(kept) <= LONGEST else ""


def _after_subject(said: list[str], words: Words) -> tuple[list[str], bool]:
    """Take away who speaks and the small words around it."""
    skip = _skipped(words)
    spoke = False
    while said and fold(said[0]) in skip:
        spoke = spoke or fold(said[0]) in words.first
        said = said[1:]
    while spoke and len(said) > 1 and fold(said[0]) in AUXILIARY:
        said = said[1:]
    return said, spoke


@lru_cache(maxsize=LANGUAGES)
def _skipped(words: Words) -> frozenset[str]:
    opening = {*words.first, *words.corrections, *words.edits.get("add", ()), *words.hello, "que", "qu"}
    return frozenset({*opening, *LINKS, *OBJECTS})


@lru_cache(maxsize=LANGUAGES)
def _others(words: Words) -> frozenset[str]:
    return frozenset({*words.kin, *words.persons, *words.possessives, *words.third})


@lru_cache(maxsize=LANGUAGES)
def _timed(words: Words) -> tuple[str, ...]:
    """Return all that tells a time, or how often."""
    ways = (words.times, words.units, words.fractions, words.rhythms)
    return (*words.months, *(way for of in ways for said in of.values() for way in said))


def _private(said: list[str], words: Words) -> bool:
    """Whether a line would tell of somebody else, hold a name, a number or a time."""
    somebody = _others(words)
    folded = [fold(w) for w in said]
    whole = " ".join(folded)
    named = any(w[:1].isupper() for w in said[1:])
    talk = has_any(whole, words.doubts) or any(f in words.negations for f in folded)
    told = any(f in somebody for f in folded) or any(c.isdigit() for c in whole)
    return named or told or talk or has_any(whole, _timed(words))


def infinitive(word: str, words: Words) -> str:
    """Return the infinitive of a verb form, "" when it is none we know."""
    verbs = _verbs(words)
    return verbs.get(word) or verbs.get(word.removeprefix("j"), "")


@lru_cache(maxsize=LANGUAGES)
def _verbs(words: Words) -> Mapping[str, str]:
    found: dict[str, str] = {}
    for verb, forms in words.verbs.items():
        for form in (*forms, fold(verb)):
            found.setdefault(form, verb)
    return found
