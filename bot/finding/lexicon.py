"""Our own lexicon: everyday words for the whole world of work, concept by concept, each with its ROME codes.

`locales/concepts/codes.toml` says which occupations a concept leads to, best first; a file a language there says by
which words it is heard, in the manner of triggers. Titles are those of the ROME. It reads files and decides nothing.
"""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, fields
from pathlib import Path
from typing import Any, Final

from bot.content import LOCALES, places
from flows.content import Content
from flows.words import Words, fold

FOLDER: Final = LOCALES / "concepts"
CODES, TITLES = "codes", "titles"  # the files that hold no words of a language
GENERAL: Final = "general"  # in `codes`: not a concept, a list of them
WORDS: Final = "words"  # the table of a language that has no folder: what its clauses are told apart by
LINKS: Final = "links"  # what links its clauses
SERVED: Final = "served"  # the table of how somebody speaks of who serves them: `Served`
MARK: Final = "concept."  # before the name of a concept, where acts have their field: concepts are no rivals


@dataclass(frozen=True, slots=True)
class Served:
    """How somebody speaks of a trade that serves them, folded: no work of their own.

    `goes` stands before it ("go to the"), `aside` is only ever said of others ("cheap"), `says` after what begins with
    an article ("the baker is").
    """

    goes: tuple[tuple[str, ...], ...] = ()
    aside: frozenset[str] = frozenset()
    says: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True, eq=False)
class Lexicon:
    """Concepts with their codes, titles by code, and the words of each language, read as triggers are.

    `general` are those that say little beside another. `links` are, by language, words that link clauses or begin those
    about others, and what cuts there in the same way.
    """

    codes: Mapping[str, tuple[str, ...]]
    titles: Mapping[str, str]
    heard: Content
    general: frozenset[str]
    links: Mapping[str, Mapping[str, str]]
    served: Mapping[str, Served]


def load(known: Mapping[str, Words], folder: Path = FOLDER) -> Lexicon:
    """Return the lexicon; `known` are the words of the languages that have a folder of their own."""
    raw = {path.stem: tomllib.loads(path.read_text(encoding="utf-8")) for path in sorted(folder.glob("*.toml"))}
    codes, titles = raw.pop(CODES), raw.pop(TITLES)
    general = frozenset(codes.pop(GENERAL))
    tables = {lang: table.pop(WORDS, {}) for lang, table in raw.items()}
    served = {lang: _served(table.pop(SERVED, {})) for lang, table in raw.items()}
    links = {lang: table.pop(LINKS, {}) for lang, table in tables.items()}
    words = {lang: found for lang, table in tables.items() if (found := _words(lang, table, known))}
    triggers = {lang: {f"{MARK}{name}": tuple(map(places, ways)) for name, ways in raw[lang].items()} for lang in words}
    heard = Content(forms=(), words=words, triggers=triggers, languages=tuple(words))
    return Lexicon({name: tuple(found) for name, found in codes.items()}, titles, heard, general, links, served)


def _served(table: Mapping[str, list[str]]) -> Served:
    said = {name: [fold(way) for way in ways] for name, ways in table.items()}
    goes = tuple(tuple(way.split()) for way in said.get("goes", ()))
    return Served(goes, frozenset(said.get("aside", ())), frozenset(said.get("says", ())))


def _words(lang: str, table: Mapping[str, Any], known: Mapping[str, Words]) -> Words | None:
    """Return the words of a language; those of its table when it has no folder, None when it is not offered."""
    return known.get(lang) or (_of(lang, table) if table else None)


def _of(lang: str, table: Mapping[str, Any]) -> Words:
    """Return words of which only those a table holds are known."""
    filled: dict[str, Any] = {f.name: () if f.type == "tuple[str, ...]" else {} for f in fields(Words)}
    for name, found in table.items():
        filled[name] = (
            _folded(found) if isinstance(found, list) else {key: _folded(ways) for key, ways in found.items()}
        )
    return Words(**filled | {"lang": lang})


def _folded(ways: list[str]) -> tuple[str, ...]:
    return tuple(sorted({fold(way) for way in ways}, key=lambda way: (-len(way), way)))
