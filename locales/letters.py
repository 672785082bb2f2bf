"""Loading `letters.toml`: how the letters of a script, and the names and towns written in it, are spelled in French.

A language that is written in Latin letters has no such file. Names and towns are folded here; one that stands for two
spellings, or a section that nobody reads, is refused by name.
"""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from pathlib import Path
from types import MappingProxyType
from typing import Final

from flows.letters import Letters
from flows.words import fold
from locales.catalogs import HERE
from locales.words import BrokenWords

FILE: Final = "letters.toml"
SECTIONS: Final = frozenset({"letters", "first", "vowels", "glides", "names", "towns", "unwritten"})
NONE: Final = ("", "")


def load_letters(lang: str, root: Path = HERE) -> Letters | None:
    """The table of a language's script; None for one written in Latin letters. Raises `BrokenWords`."""
    file = root / lang / FILE
    if not file.exists():
        return None
    try:
        page: Mapping[str, Mapping[str, object]] = tomllib.loads(file.read_text(encoding="utf-8"))
    except tomllib.TOMLDecodeError as error:
        raise BrokenWords(lang, FILE, str(error)) from error
    strange = sorted(page.keys() - SECTIONS)
    if strange or "letters" not in page:
        raise BrokenWords(lang, FILE, f"nobody reads {strange}" if strange else "no letters")
    unwritten = page.get("unwritten", {})
    return Letters(
        letters=_texts(page, "letters"),
        first=_texts(page, "first"),
        vowels=_texts(page, "vowels"),
        glides=MappingProxyType({key: _pair(both) for key, both in page.get("glides", {}).items()}),
        names=_known(lang, page, "names"),
        towns=_known(lang, page, "towns"),
        article=_pair(unwritten.get("article", NONE)),
        short=_pair(unwritten.get("short", NONE)),
        soft=frozenset(map(str, _list(unwritten.get("soft", ())))),
    )


def _texts(page: Mapping[str, Mapping[str, object]], section: str) -> Mapping[str, str]:
    return MappingProxyType({key: str(text) for key, text in page.get(section, {}).items()})


def _list(value: object) -> list[object]:
    return list(value) if isinstance(value, list | tuple) else [value]


def _pair(value: object) -> tuple[str, str]:
    first, second = _list(value)
    return str(first), str(second)


def _known(lang: str, page: Mapping[str, Mapping[str, object]], section: str) -> Mapping[str, str]:
    """The folded ways of a table, each with the one spelling it stands for."""
    found: dict[str, str] = {}
    for spelling, ways in page.get(section, {}).items():
        for way in map(str, _list(ways)):
            if found.setdefault(fold(way), spelling) != spelling:
                raise BrokenWords(lang, FILE, f"{way!r} stands for two spellings")
    return MappingProxyType(found)
