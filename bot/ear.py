"""How a French word sounds, roughly: for people who write as they hear ("telefone", "couizine", "buro").

Two spellings of one sound get one key. The key is for comparing only: it is nobody's spelling and is never shown.
Only the confusions that people who write by ear make all the time are here; it is no phonetics.
"""

from __future__ import annotations

import re
from typing import Final

# In this order: longer writings of a sound first. The words come folded (lower case, no accents).
SOUNDS: Final = tuple(
    (re.compile(pattern), sound)
    for pattern, sound in (
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
)


def key(word: str) -> str:
    """Return how a folded word sounds."""
    for pattern, sound in SOUNDS:
        word = pattern.sub(sound, word)
    return word
