"""What one can touch, count or go to: the things people name at work, as a language writes them."""

from __future__ import annotations

from functools import lru_cache
from typing import Final

from flows.interview.shapes import LATIN, script_of
from flows.reading import LANGUAGES, bare
from flows.words import Words

STEM: Final = 3  # letters a word and a thing share, at least
ENDING: Final = 3  # letters a word may have after them, where words are inflected
PLURAL: Final = "sx"  # and where they are hardly so
FALLING: Final = "аяоеєиіїйьه"  # endings that give way to others


def is_thing(token: str, words: Words) -> bool:
    """Whether a word is a thing, with the endings its language gives it."""
    known = _things(words)
    if script_of(token) == LATIN:
        return token in known or (token[-1] in PLURAL and token[:-1] in known)
    ways = {token, bare(token)}
    return any(way[:size] in known for way in ways for size in range(max(STEM, len(way) - ENDING), len(way) + 1))


@lru_cache(maxsize=LANGUAGES)
def _things(words: Words) -> frozenset[str]:
    """Return the beginnings of the things people name at work."""
    listed = words.telling.get("things", ())
    return frozenset(thing.rstrip(FALLING) if len(thing) > STEM else thing for thing in listed)
