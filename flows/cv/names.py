"""How a name of a person or a town is printed: as it was written, or with its capitals when it was typed without any.

A name typed all in small letters, or all in capitals, says nothing of how it is written, nor does one whose very first
letter alone is a capital, as telephones make it. So it gets the capitals names have in French: each part of it, also
after a hyphen or an apostrophe, but not the particles inside it ("Jeanne d'Arc", "Maria da Silva", "Karim al-Amrani",
"Saint-Germain-en-Laye"). Any other spelling is the person's own and stays. A script without capitals is never touched.
"""

from __future__ import annotations

import re
import unicodedata
from typing import Final

APOSTROPHES: Final = "'’"
PARTICLES: Final = frozenset(
    {"d", "de", "du", "des", "da", "do", "dos", "das", "di", "von", "zu", "van", "der", "den", "y", "e", "et"}
)
AFTER_DE: Final = frozenset({"la", "las", "los", "l"})  # "de la Tour", but "La Rochelle" and "Le Goff"
JOINED: Final = frozenset({"al", "el", "ul", "ud", "as"})  # small only before a hyphen: "al-Amrani", but "El Amrani"
BETWEEN: Final = frozenset({"les", "la", "le"})  # small between two hyphens
NEAR: Final = frozenset({"sur", "sous", "en", "aux", "lès", "lez", "à"})  # small inside any name: "Bourg en Bresse"
COURTESY: Final = frozenset({"ابو", "ام"})  # "father of", "mother of", folded: how Arabic speaks to a parent
_PARTS: Final = re.compile(rf"([^\s{APOSTROPHES}-]+)([\s{APOSTROPHES}-]*)")


def is_word(word: str) -> bool:
    """Whether a word can be a part of a name: letters and their marks, joined by hyphens or apostrophes."""
    joined = word.removesuffix(".").replace("-", "'").replace("’", "'")
    return all(part and part[0].isalpha() and all(_letter(c) for c in part) for part in joined.split("'")) or (
        joined.endswith("'") and is_word(joined[:-1])
    )


def _letter(char: str) -> bool:
    """A letter, or a sign that belongs to one: a vowel of Bengali, a mark of Arabic, a joiner of Persian."""
    return char.isalpha() or unicodedata.category(char) in {"Mn", "Mc"} or char in "\u200c\u200d"


def written(name: str) -> str:
    """Return a name as it is printed."""
    if not (name.islower() or name.isupper() or name[1:].islower()):
        return name
    parts = _PARTS.findall(name.lower())
    return "".join(_part(parts, at) + joint for at, (_, joint) in enumerate(parts))


def _part(parts: list[tuple[str, str]], at: int) -> str:
    """Return a part with its capital, unless it is a particle; the first and the last part never are."""
    word, joint = parts[at]
    before, hinge = parts[at - 1] if at else ("", "")
    last = at == len(parts) - 1
    inside = at > 0 and not last
    small = (
        (inside and (word in PARTICLES or word in NEAR))
        or (inside and word in AFTER_DE and before in {"de", "à"})
        or (inside and word in BETWEEN and hinge == joint == "-")
        or (not last and word in JOINED and joint == "-")
    )
    return word if small else word[:1].title() + word[1:]
