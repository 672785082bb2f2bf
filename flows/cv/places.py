"""Which words of an answer are the town: not the street, not with whom one lives, not "for now"."""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import dropwhile
from typing import Final

from flows.content import Reading
from flows.joints import joints
from flows.reading import fold, has_any
from flows.words import Words

CODED: Final = re.compile(r"(?:^|.*\s)\d{5}\s+(?=[^\W\d])")  # what stands before a town that its postcode opens
WAY: Final = 4  # words of "for now"


def piece(reading: Reading, spoken: str) -> str:
    """Return the piece of an answer that holds the town: it denies nothing, and is no street."""
    words = reading.words
    pieces = [p.strip() for p in re.split(r"[,.;:!?،\n]+", reading.text) if p.strip()]
    streets = [p for p in pieces if _street(p, words)]
    coded = (p for p in pieces if CODED.match(p) and (p in streets or p[:1].isdigit()))
    town = next((CODED.sub("", p) for p in coded), "") or _of_now(pieces, words)
    denied = [p for p in pieces if has_any(fold(p), words.negations)]
    if town or not (streets or denied):
        return town or spoken
    return next((p for p in pieces if p not in streets and p not in denied), "")


def _of_now(pieces: Sequence[str], words: Words) -> str:
    """Return the town of somebody who says where they were before too: "Kyiv, and now Lyon"; "" for no such."""
    small = {*joints(words).link, *joints(words).but}
    now = [p for p in pieces if len(p.split()) > 1 and has_any(fold(p), words.times.get("now", ()))]
    said = now[0].split() if len(now) == 1 and len(pieces) > 1 else []
    return " ".join(dropwhile(lambda word: fold(word) in small, said))


def _street(text: str, words: Words) -> bool:
    """Whether a piece names a street; one word alone may be a town, "Rue"."""
    said = [fold(word) for word in text.split()]
    return len(said) > 1 and not {*said}.isdisjoint(words.cues.get("street", ()))


def settled(said: Sequence[str], words: Words) -> list[str]:
    """Return the words of a town without "for now" around them."""
    kept, ways = list(said), {*words.cues.get("for_now", ()), *words.times.get("now", ())}
    for size in range(WAY, 0, -1):
        while len(kept) > size and fold(" ".join(kept[-size:])) in ways:
            kept = kept[:-size]
        while len(kept) > size and fold(" ".join(kept[:size])) in ways:
            kept = kept[size:]
    return kept


def beside_home(said: Sequence[str], lead: set[str], words: Words) -> list[str]:
    """Return the town of somebody who also says with whom they live: "Nancy, at my daughter's", "at my aunt's in Rezé".

    Where they live with somebody and name no town, there is none.
    """
    told = [(fold(word).split() or [""])[0] for word in said]
    somebody, beside = {*words.kin, *words.persons, *words.possessives}, {*words.small.get("with", ())}
    named = [i for i, word in enumerate(told) if word in somebody]
    houses = told[:1] and told[0] in beside - lead
    if not named and not houses:
        return list(said)
    if told[0] not in {*lead, *beside, *somebody}:
        return list(said[: next(i for i, word in enumerate(told) if i and word in {*lead, *beside, *somebody})])
    last = named[-1] if named else 0
    after = next((i for i, word in enumerate(told) if i > last and word in lead - somebody), len(said))
    return list(said[after + 1 :])
