"""The content as the checks see it: entries, words and triggers of each language, and the acts of the domains.

It only reads. What cannot be read at all is a problem like any other, said with the file it is in.
"""

from __future__ import annotations

import tomllib
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final, TypeAlias

from bot.content import NAMED, domains, spelled
from flows.words import Words
from locales import SOURCE, BrokenCatalog, BrokenWords, languages, load_words
from locales.catalogs import HERE, Entry, read_entries

AROUND: Final = (
    "web.",
    "desk.",
    "telegram.",
    "whatsapp.",
)  # the page and the profile: no bubble, and read before a form of address is chosen
STYLE: Final = ("banned", "feedback")  # the lists of a language's style.toml


@dataclass(frozen=True, slots=True, order=True)
class Problem:
    """One thing wrong: the file, the key in it, and the rule it breaks."""

    file: str
    key: str
    rule: str


@dataclass(frozen=True, slots=True)
class Tree:
    """All content of one installation. A language whose files cannot be read has `broken` to say why."""

    root: Path
    entries: Mapping[str, tuple[Entry, ...]]
    words: Mapping[str, Words]
    triggers: Mapping[str, Mapping[str, tuple[str, ...]]]
    style: Mapping[str, Mapping[str, tuple[str, ...]]]
    acts: frozenset[str] = frozenset()
    broken: tuple[Problem, ...] = field(default=())

    @property
    def source(self) -> Mapping[str, tuple[Entry, ...]]:
        """The entries of the source language, by key."""
        return by_key(self.entries.get(SOURCE, ()))

    def texts(self) -> Iterator[tuple[str, Entry, str]]:
        """Every text with its language and entry; a text that counts comes once for each plural."""
        for lang, entries in self.entries.items():
            for entry in entries:
                for text in entry.texts:
                    yield lang, entry, text


Check: TypeAlias = Callable[[Tree], list[Problem]]


def by_key(entries: tuple[Entry, ...]) -> Mapping[str, tuple[Entry, ...]]:
    """The entries of each key."""
    found: dict[str, list[Entry]] = {}
    for entry in entries:
        found.setdefault(entry.key, []).append(entry)
    return {key: tuple(several) for key, several in found.items()}


def at(lang: str, entry: Entry, rule: str) -> Problem:
    """A problem with one entry."""
    return Problem(f"locales/{lang}/{entry.file.name}", f"{entry.key} ({entry.context})", rule)


def read_tree(root: Path = HERE, acts: frozenset[str] | None = None) -> Tree:
    """The content under a folder of languages, with the acts of the domains."""
    langs = languages(root)
    broken: list[Problem] = []
    return Tree(
        root=root,
        entries={lang: _entries(root / lang, broken) for lang in langs},
        words={words.lang: words for lang in langs for words in _words(lang, root, broken)},
        triggers={lang: _triggers(root / lang, broken) for lang in langs},
        style={lang: _style(root / lang, broken) for lang in langs},
        acts=frozenset(act.id for domain in domains().values() for act in domain.acts) if acts is None else acts,
        broken=tuple(broken),
    )


def _entries(folder: Path, broken: list[Problem]) -> tuple[Entry, ...]:
    try:
        return read_entries(folder)
    except BrokenCatalog as error:
        broken.append(Problem(f"locales/{folder.name}", "*.po", str(error)))
        return ()


def _words(lang: str, root: Path, broken: list[Problem]) -> tuple[Words, ...]:
    try:
        return (load_words(lang, root),)
    except BrokenWords as error:
        broken.append(Problem(f"locales/{lang}/words.toml", "", str(error)))
        return ()


def _triggers(folder: Path, broken: list[Problem]) -> Mapping[str, tuple[str, ...]]:
    files = sorted((folder / "triggers").glob("*.toml"))
    if not files:
        broken.append(Problem(f"locales/{folder.name}/triggers", "", "missing"))
    tables = {file.stem: _toml(file, broken) for file in files}
    named = tables.pop(NAMED, {})
    acts = {f"{domain}.{act}": ways for domain, table in tables.items() for act, ways in table.items()}
    return {
        a: tuple(spelled(str(w), named) for w in ways) if isinstance(ways, list) else () for a, ways in acts.items()
    }


def _style(folder: Path, broken: list[Problem]) -> Mapping[str, tuple[str, ...]]:
    page = _toml(folder / "style.toml", broken)
    lists = {name: page.get(name) for name in STYLE}
    return {name: tuple(map(str, ways)) if isinstance(ways, list) else () for name, ways in lists.items()}


def _toml(file: Path, broken: list[Problem]) -> Mapping[str, object]:
    try:
        return tomllib.loads(file.read_text(encoding="utf-8"))
    except FileNotFoundError:
        broken.append(Problem(f"locales/{file.parent.name}/{file.name}", "", "missing"))
    except tomllib.TOMLDecodeError as error:
        broken.append(Problem(f"locales/{file.parent.name}/{file.name}", "", str(error)))
    return {}


def readable(tree: Tree) -> list[Problem]:
    """Every file can be read."""
    return list(tree.broken)


CHECKS: tuple[Check, ...] = (readable,)
