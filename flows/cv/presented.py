"""Who says a first name in passing: "moi c'est Fatou", "I'm Grace", "أنا خالد".

These small ways stand before much else ("I'm tired", "I'm Syrian"), so a name is heard only where it is safe: at the
front of a message, written with a capital, and no word of ours. A script without capitals has a short list of names
that mean nothing else. What is not sure is asked.
"""

from __future__ import annotations

import re
from functools import lru_cache
from itertools import chain
from typing import Final

from flows import acts
from flows.content import Reading
from flows.reading import LANGUAGES, fold, tokens
from flows.words import Words

FRONT: Final = 6  # words of a message in which somebody presents themselves
WAY: Final = 2  # words of a way to do it
CAPITALS: Final = "\u0530"  # letters before it have capitals: Latin, Greek, Cyrillic
NAME: Final = re.compile(r"([^\W\d_]+(?:['’\-][^\W\d_]+)*)[,.;:!?،]*")


def presented(reading: Reading) -> list[str]:
    """Return the first name a message presents its writer by, and what follows it; nothing where it is not safe."""
    if reading.live.said("cv/name") or reading.qid.startswith("cv/"):
        return []  # "moi c'est Nantes" is a town, and who gave a name corrects it in other words
    said = reading.text.split()
    for at in range(min(FRONT, len(said) - 1)):
        for size in range(WAY, 0, -1):
            if fold(" ".join(said[at : at + size])) in reading.words.cues.get("presents", ()) and at + size < len(said):
                return [found] if (found := _name(said[at + size], reading)) else []
    return []


def _name(word: str, reading: Reading) -> str:
    """Return a word without what follows it when it is a name for sure; "" else."""
    match, plain = NAME.fullmatch(word), fold(word)
    if match is None:
        return ""
    name = match[1]
    if name[0] >= CAPITALS:
        return name if plain in reading.words.cues.get("given", ()) else ""
    proper = name[0].isupper() and not name.isupper() and len(name) > 1
    ours = not _ours(reading.words).isdisjoint(tokens(plain)) or acts.told(name, reading.lang, reading.content)
    return name if proper and not ours else ""


@lru_cache(maxsize=LANGUAGES)
def _ours(words: Words) -> frozenset[str]:
    """Return the words that are no name: trades, tongues, peoples, days, months, kin, and the small ones."""
    named = (words.trades, words.languages, words.rhythms, words.studies, words.answers, words.times, words.hopes)
    ways = chain.from_iterable(way for one in named for way in one.values())
    plain = chain(words.first, words.third, words.kin, words.persons, words.articles, words.possessives, words.months)
    more = chain(words.negations, words.doubts, words.secrets, words.cues.get("demonyms", ()), words.being)
    return frozenset(token for way in chain(ways, plain, more) for token in way.split())
