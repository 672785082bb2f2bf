"""A life outside the catalog, in the person's words made fit for a CV, to be shown and approved before it is printed.

Nothing is invented: words are taken away (who speaks, small words of talk) and a verb said of oneself becomes its
infinitive. What cannot be made tidy is not shown at all. A clause about somebody else, denied, with a name, a date or
a number to call is left out; so is one that a catalog act already says.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Final

from flows import acts as catalog
from flows.acts import CUT, Clause, clauses
from flows.content import Content
from flows.reading import fold, has_any
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
    for clause in clauses(text, words):
        if clause.mine and not clause.denied and not catalog.told(clause.text, lang, content, spelling):
            line = _line(clause, words)
            if line and line not in found:
                found.append(line)
    return tuple(found[:MOST])


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
    skip = {*words.first, *catalog.LINKS, *words.corrections, *words.edits.get("add", ()), *words.hello, "que", "qu"}
    spoke = False
    while said and (fold(said[0]) in skip or fold(said[0]) in OBJECTS):
        spoke = spoke or fold(said[0]) in words.first
        said = said[1:]
    while spoke and len(said) > 1 and fold(said[0]) in AUXILIARY:
        said = said[1:]
    return said, spoke


def _private(said: list[str], words: Words) -> bool:
    """Whether a line would tell of somebody else, hold a name, a number or a time."""
    somebody = {*words.kin, *words.persons, *words.possessives, *words.third}
    folded = [fold(w) for w in said]
    hours = [*words.times.values(), *words.units.values(), *words.fractions.values(), *words.months]
    if any(has_any(" ".join(folded), (ways,) if isinstance(ways, str) else ways) for ways in hours):
        return True
    named = any(w[:1].isupper() for w in said[1:])
    timed = any(has_any(" ".join(folded), ways) for ways in words.rhythms.values())
    talk = has_any(" ".join(folded), words.doubts) or any(f in words.negations for f in folded)
    return named or timed or talk or any(f in somebody or any(c.isdigit() for c in f) for f in folded)


def infinitive(word: str, words: Words) -> str:
    """Return the infinitive of a verb form, "" when it is none we know."""
    for candidate in (word, word.removeprefix("j")):
        for verb, forms in words.verbs.items():
            if candidate in forms or candidate == fold(verb):
                return verb
    return ""
