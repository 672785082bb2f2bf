"""How a word sounds, roughly: for people who write as they hear ("telefone", "couizine", "косыв", "шыла").

Two spellings of one sound get one key. The key is for comparing only: it is nobody's spelling and is never shown.
Only the confusions that people who write by ear make all the time are here; it is no phonetics.
"""

from __future__ import annotations

import re
from typing import Final

# In this order: longer writings of a sound first. The words come folded (lower case, no accents).
FRENCH: Final = (
    (r"ph", "f"),
    (r"e?au|ô", "o"),
    (r"qu?|ck|cc(?![eiy])|c(?![eiyh])", "k"),
    (r"c(?=[eiy])|ss|sc(?=[ei])|z", "s"),
    (r"ge(?=[aou])|g(?=[eiy])", "j"),
    (r"h(?<!ch)", ""),
    (r"y", "i"),
    (r"[ae][nm](?![aeiounm])", "an"),
    (r"(?:ai|ei|e)(?:[rszt]|nt)?$|ai|ei", "e"),
    (r"(.)\1+", r"\1"),
    (r"(?<=.{3})[estxd]+$", ""),
)
# Letters of a Russian keyboard, those that are mistaken for one another, and an "o" that is heard as an "a".
UKRAINIAN: Final = (
    (r"[ыіїй]", "и"),
    (r"[эєё]", "е"),
    (r"[ьъ'’]", ""),
    (r"о", "а"),
    (r"(.)\1+", r"\1"),
)
SOUNDS: Final = {
    lang: tuple((re.compile(pattern), sound) for pattern, sound in rules)
    for lang, rules in (("fr", FRENCH), ("uk", UKRAINIAN))
}


def key(word: str, lang: str) -> str:
    """Return how a folded word of a language in `SOUNDS` sounds."""
    for pattern, sound in SOUNDS[lang]:
        word = pattern.sub(sound, word)
    return word
