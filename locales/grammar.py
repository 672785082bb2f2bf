"""What CLDR says of a language: which way it is written, which plural a number takes, how a list is told.

Babel reads all there is of a language to tell it, and keeps that, a megabyte each: so these few lines are kept as
`locales/compiled.py` says. The rest is read for who is told a date.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache, partial
from pathlib import Path
from typing import Final

from babel import Locale
from babel.plural import PluralRule

from locales.compiled import compiled

HERE: Final = Path(__file__).parent
CLDR_ORDER: Final = ("zero", "one", "two", "few", "many", "other")


@dataclass(frozen=True, slots=True)
class _Told:
    direction: str
    plurals: dict[str, str]  # each category but "other", and the numbers it is for
    lists: dict[str, str]  # how two are joined ("2"), and of more the first, the next ones and the last


@cache
def _told(lang: str) -> _Told:
    return compiled(HERE / f"grammar-{lang}", (), _Told, partial(_read, lang))


def _read(lang: str) -> _Told:
    locale = Locale.parse(lang)
    return _Told(str(locale.text_direction), dict(locale.plural_form.rules), dict(locale.list_patterns["standard"]))


def direction(lang: str) -> str:
    """`"rtl"` or `"ltr"`: the way the language is written. Raises `babel.UnknownLocaleError`."""
    return _told(lang).direction


@cache
def categories(lang: str) -> tuple[str, ...]:
    """The plural categories of a language in CLDR's order: what the msgstr[i] of its files stand for."""
    used = {*_told(lang).plurals, "other"}
    return tuple(category for category in CLDR_ORDER if category in used)


@cache
def _rule(lang: str) -> PluralRule:
    return PluralRule(_told(lang).plurals)


def plural(lang: str, count: int) -> int:
    """The place of the category that a number takes."""
    return categories(lang).index(_rule(lang)(count))


def listed(items: Sequence[str], lang: str) -> str:
    """Return some things as a list of the language (UTS 35, part 2, "List Patterns"): "a, b et c"."""
    patterns = _told(lang).lists
    if len(items) < 2:  # noqa: PLR2004 - nothing is joined
        return "".join(items)
    if len(items) == 2:  # noqa: PLR2004 - two are joined in a way of their own
        return patterns["2"].format(*items)
    told = patterns["start"].format(*items[:2])
    for one in items[2:-1]:
        told = patterns["middle"].format(told, one)
    return patterns["end"].format(told, items[-1])
