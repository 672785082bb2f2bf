"""What is never said to somebody about their answer, whoever thought of it: the words `style.toml` forbids there."""

from __future__ import annotations

import re
import tomllib
from functools import cache
from typing import Final

from flows.words import fold
from locales.catalogs import HERE

LISTS: Final = ("banned", "feedback")
ONTO: Final = "[وفبلك]?(?:ال|لل)?"  # Arabic writes "and", "with", "for" and "the" onto a word


def fits(text: str, lang: str) -> bool:
    """Whether a text may be said of an answer in a language: no mark, no praise, nothing of how somebody speaks."""
    folded = fold(text)
    return not any(way.search(folded) for way in _ways(lang))


@cache
def _ways(lang: str) -> tuple[re.Pattern[str], ...]:
    style = tomllib.loads((HERE / lang / "style.toml").read_text("utf-8"))
    return tuple(_way(word) for name in LISTS for word in style.get(name, ()))


def _way(word: str) -> re.Pattern[str]:
    """Return what hears a word of a list; a stem ends with "-"."""
    end = "" if word.endswith("-") else r"(?!\w)"
    return re.compile(rf"(?<!\w)(?:{ONTO})?{re.escape(fold(word.rstrip('-')))}{end}")
