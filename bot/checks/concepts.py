"""The lexicon: each concept leads to occupations that have a title, and is heard in every language of its folder.

It checks what can be counted; whether a word leads to the right work is for the phrases of tests/finding to say.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator, Mapping
from typing import Any, Final

from bot.checks.tree import Check, Problem, Tree
from bot.finding.lexicon import CODES, FOLDER, GENERAL, SERVED, TITLES, WORDS

SHORTEST: Final = 2  # signs of a stem: one letter begins everything, unless "$" says that it is the word
CODE: Final = re.compile(r"[A-N][0-9]{4}")  # ROME 4.0
PLACE: Final = re.compile(r"~|[^\s|$~]+\$?(\|[^\s|$~]+\$?)*")  # stems, of which one is enough
WHOLE: Final = re.compile(r"[^_]+|[^_]+_[^_]+\$")  # two words stand beside each other, both whole


def whole(tree: Tree) -> list[Problem]:
    """Each file of the lexicon says what the others need of it."""
    pages = {path.stem: tomllib.loads(path.read_text(encoding="utf-8")) for path in sorted(FOLDER.glob("*.toml"))}
    codes, titles = pages.pop(CODES), pages.pop(TITLES)
    general = codes.pop(GENERAL)
    rules = [(CODES, name, f"in {GENERAL}, but no concept") for name in general if name not in codes]
    rules += [
        (CODES, name, f"no ROME code: {c}") for name, all_ in codes.items() for c in all_ if not CODE.fullmatch(c)
    ]
    rules += [(TITLES, c, "missing") for c in sorted({c for all_ in codes.values() for c in all_} - titles.keys())]
    rules += [(TITLES, c, "no concept leads to it") for c in titles.keys() - {c for a in codes.values() for c in a}]
    for lang, page in pages.items():
        rules += [(lang, name, rule) for name, rule in _heard(page, set(codes))]
    return [Problem(f"locales/concepts/{name}.toml", key, rule) for name, key, rule in rules]


def _heard(page: Mapping[str, Any], concepts: set[str]) -> Iterator[tuple[str, str]]:
    said = {name: ways for name, ways in page.items() if name not in {WORDS, SERVED}}
    yield from ((name, "missing") for name in sorted(concepts - said.keys()))
    for name, ways in said.items():
        if name not in concepts:
            yield name, "leads nowhere"
        yield from ((name, f"twice: {way}") for way in ways if ways.count(way) > 1)
        yield from ((name, f"no trigger: {way}") for way in ways if not _is_trigger(way))


def _is_trigger(way: str) -> bool:
    places = way.split()
    stems = [stem for place in places for stem in place.split("|")]
    formed = all(map(PLACE.fullmatch, places)) and all(map(WHOLE.fullmatch, stems))
    return bool(places) and formed and all(len(stem) >= SHORTEST for stem in stems if stem != "~")


CHECKS: tuple[Check, ...] = (whole,)
