"""Loading `words.toml`: the everyday ways people write commands, answers, numbers and times, folded for the core.

The file lists them as people write them. Here they are folded, made unique and sorted longest first; a section that
is missing, or that nobody reads, is refused by name. What the words mean is decided in `flows`.
"""

from __future__ import annotations

import tomllib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, fields, replace
from functools import partial
from pathlib import Path
from types import MappingProxyType
from typing import Any, Final

from flows.words import Sizes, Ways, Words, fold
from locales.catalogs import HERE
from locales.compiled import compiled

FILE: Final = "words.toml"
LISTS: Final = "lists"  # the table that holds the plain lists; every other table maps an id to its ways


class BrokenWords(ValueError):  # noqa: N818 - named for what happened
    """A `words.toml` that is not as it should be: which language, which section, and why."""

    def __init__(self, lang: str, section: str, why: str) -> None:
        super().__init__(f"{lang}/words.toml, {section}: {why}")


def load_words(lang: str, root: Path = HERE) -> Words:
    """The words understood in `lang`, folded."""
    if root != HERE:
        return read_words(lang, root)
    words = compiled(root / lang / "words", [root / lang / FILE], Words, partial(read_words, lang))
    told = {field.name: getattr(words, field.name) for field in fields(Words)}
    fixed: dict[str, Any] = {name: MappingProxyType(one) for name, one in told.items() if isinstance(one, dict)}
    return replace(words, **fixed)


def read_words(lang: str, root: Path = HERE) -> Words:
    """The same, read from the file."""
    page = _Page(lang, _sections(lang, root))
    words = _filled(page)
    page.refuse_strangers()
    return words


def _with_every_erasing(commands: Ways, small: Ways) -> Ways:
    """Return the commands with each verb of erasing before each name of all that was told: it is a right."""
    named = (f"{verb} {what}" for verb in small.get("erases", ()) for what in small.get("all_told", ()))
    return MappingProxyType({**commands, "erase": tuple(dict.fromkeys((*commands.get("erase", ()), *named)))})


def _filled(page: _Page) -> Words:
    return Words(
        lang=page.lang,
        commands=_with_every_erasing(page.ways("commands"), page.ways("small")),
        answers=page.ways("answers"),
        corrections=page.list("corrections"),
        edits=page.ways("edits"),
        numbers=page.sizes("numbers"),
        dozens=page.sizes("dozens"),
        fractions=page.ways("fractions"),
        months=page.sizes("months"),
        seasons=page.sizes("seasons"),
        units=page.ways("units"),
        duals=page.ways("duals"),
        ones=page.ways("ones"),
        times=page.ways("times"),
        rhythms=page.ways("rhythms"),
        negations=page.list("negations"),
        affirming=page.list("affirming"),
        exceptions=page.list("exceptions"),
        hopes=page.ways("hopes"),
        joints=page.ways("joints"),
        small=page.ways("small"),
        interview=page.ways("interview"), telling=page.ways("telling"),
        tidy=page.ways("tidy"), shares=page.ways("shares"), degrees=page.ways("degrees"),
        first=page.list("first"),
        third=page.list("third"),
        possessives=page.list("possessives"),
        articles=page.list("articles"),
        kin=page.list("kin"),
        persons=page.list("persons"),
        people=page.ways("people"),
        doubts=page.list("doubts"),
        languages=page.ways("languages"),
        levels=page.ways("levels"),
        licences=page.ways("licences"),
        hello=page.list("hello"),
        thanks=page.list("thanks"),
        for_whom=page.ways("for_whom"),
        workplaces=page.ways("workplaces"),
        sectors=page.ways("sectors"),
        questions=page.ways("questions"),
        sides=page.ways("sides"),
        cues=page.ways("cues"),
        doors=page.ways("doors"),
        trade_endings=page.list("trade_endings"),
        being=page.list("being"),
        staying=page.list("staying"),
        trades=page.ways("trades"),
        studies=page.ways("studies"),
        subjects=page.ways("subjects"),
        verbs=page.ways("verbs"),
        latin=page.ways("latin"),
        spellings=page.ways("spellings"),
        letter=page.ways("letter"),
        courtesies=page.list("courtesies"),
        secrets=page.list("secrets"),
        danger=page.ways("danger"),
    )  # fmt: skip


def _sections(lang: str, root: Path) -> Mapping[str, object]:
    """The tables of the file, the plain lists beside them."""
    try:
        raw: dict[str, object] = tomllib.loads((root / lang / FILE).read_text(encoding="utf-8"))
    except tomllib.TOMLDecodeError as error:
        raise BrokenWords(lang, "the whole file", str(error)) from error
    lists = raw.pop(LISTS, {})
    return {**raw, **lists} if isinstance(lists, dict) else raw


@dataclass(frozen=True, slots=True)
class _Page:
    """One file, section by section."""

    lang: str
    sections: Mapping[str, object]

    def list(self, name: str) -> tuple[str, ...]:
        """A plain list."""
        return self._folded(name, self._section(name))

    def ways(self, name: str) -> Ways:
        """A table from an id to the ways of writing it."""
        return MappingProxyType({key: self._folded(name, ways) for key, ways in self._table(name).items()})

    def sizes(self, name: str) -> Sizes:
        """A table from a number to the ways of writing it, turned round: from the way to the number."""
        found: dict[str, int] = {}
        for key, ways in self._table(name).items():
            for way in self._folded(name, ways):
                if not key.isdecimal() or found.setdefault(way, int(key)) != int(key):
                    raise BrokenWords(self.lang, name, f"{way!r} stands for two numbers, or for none")
        return MappingProxyType(dict(sorted(found.items(), key=lambda pair: -len(pair[0]))))

    def refuse_strangers(self) -> None:
        """A section nobody reads is a spelling mistake."""
        for name in self.sections.keys() - {field.name for field in fields(Words)}:
            raise BrokenWords(self.lang, name, "nobody reads this section")

    def _section(self, name: str) -> object:
        if name not in self.sections:
            raise BrokenWords(self.lang, name, "missing")
        return self.sections[name]

    def _table(self, name: str) -> Mapping[str, object]:
        table = self._section(name)
        if not isinstance(table, dict):
            raise BrokenWords(self.lang, name, "must be a table")
        return table

    def _folded(self, name: str, ways: object) -> tuple[str, ...]:
        if not isinstance(ways, Iterable) or isinstance(ways, str) or not all(isinstance(way, str) for way in ways):
            raise BrokenWords(self.lang, name, "must be lists of texts")
        folded = {fold(way) for way in ways}
        if "" in folded:
            raise BrokenWords(self.lang, name, "holds an empty text")
        return tuple(sorted(folded, key=lambda way: (-len(way), way)))
