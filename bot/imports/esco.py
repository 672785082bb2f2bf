"""ESCO as the European Commission publishes it (CSV tables, one of each a language): occupations, names, core skills.

A zip or a folder, of one language or several. Older files lack columns: what is absent is read as nothing said.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Final

from bot.imports.errors import ImportFileError
from bot.imports.package import Package
from bot.imports.tables import Progress, Table, Tables
from bot.imports.titles import genders, published
from bot.store.imported import Source
from bot.store.shelf import NameRow, NeedRow, OccupationRow, Shelf, SkillRow

NAME: Final = "esco"
ASKED: Final = "This service uses the ESCO classification of the European Commission."
LICENCE: Final = "reuse with attribution, Commission Decision 2011/833/EU"
FILES: Final = re.compile(r"(?:^|/)(?P<table>[a-z]+)(?:_(?P<lang>[a-z]{2}))?\.csv$", re.IGNORECASE)
MUST: Final = ("occupations", "skills", "occupationskillrelations")
SPELT: Final = {"occupationskillrelations": "occupationSkillRelations.csv"}
VERSION: Final = re.compile(r"v(\d)\.?(\d)(?:\.?(\d+))?(?!\d)", re.IGNORECASE)
OTHERS: Final = re.compile(r"\n| \| ")  # between other labels, as two of the tables write it
FREE: Final = "unregulated"
ENGLISH: Final = "en"
CORE: Final = "essential"
SKILL: Final = "skill"


class Esco(Tables):
    """The tables of one version, in the languages that are there."""

    def __init__(self, package: Package, progress: Progress) -> None:
        """Find the tables. Raises `ImportFileError` when one is missing."""
        super().__init__(package, progress)
        self._files: dict[str, dict[str, str]] = {}  # by table, by language
        for name in package.names():
            if match := FILES.search(name):
                self._found(match["table"].lower(), (match["lang"] or "").lower(), name)
        for table in MUST:
            if table not in self._files:
                raise ImportFileError("this table is missing", f"{package.name}: {SPELT.get(table, f'{table}_en.csv')}")
        self._codes: dict[str, str] = {}  # of each occupation's address
        self._refs = set[str]()

    def source(self, at: int) -> Source:
        """Return what must be said of it; `at` is now, in milliseconds."""
        found = VERSION.search(self._package.name)
        version = ".".join(filter(None, found.groups())) if found else "not named in the file"
        said = f"{version} ({', '.join(sorted(self._files['occupations']))})"
        return Source(NAME, said, ASKED, LICENCE, self._package.name, self._package.digest(), at)

    def put(self, shelf: Shelf) -> None:
        """Put all of it on the shelf. Raises `ImportFileError`."""
        fields = dict(self._groups())
        for table, lang in self._tables("occupations"):
            told: list[tuple[str, str, str]] = []
            shelf.names(self._occupations(table, lang, fields, (shelf, told)))
            shelf.definitions(told)
        for table, lang in self._tables("skills"):
            shelf.skills(self._skills(table, lang))
        shelf.needs(self._needs())

    # ------------------------------------------------------------ each table

    def _groups(self) -> Iterator[tuple[str, str]]:
        """Yield what each group of occupations is called, in the first language there is."""
        for table, _ in list(self._tables("iscogroups"))[:1]:
            for code, label in table.rows("code", "preferredLabel"):
                yield code, published(label)

    def _occupations(
        self, table: Table, lang: str, fields: Mapping[str, str], put: tuple[Shelf, list[tuple[str, str, str]]]
    ) -> Iterator[NameRow]:
        """Yield the names of all occupations; put down those no other language told before, and what each is."""
        here, may = (
            set[str](),
            ("altLabels", "description", "definition", "iscoGroup", "regulatedProfessionNote", "code"),
        )
        for uri, title, others, told, defined, group, note, code in table.rows("conceptUri", "preferredLabel", may=may):
            if not uri.startswith("http"):
                raise table.bad(f"{uri!r} is no address of a concept", "conceptUri")
            if uri in here:
                raise table.bad(f"{uri} is there twice", "conceptUri")
            here.add(uri)
            if uri not in self._codes:
                self._codes[uri] = code or _last(uri)
                regulated = int(bool(note) and not note.endswith(FREE))
                put[0].occupations(
                    (OccupationRow(self._codes[uri], NAME, uri, "", group, fields.get(group, ""), regulated),)
                )
            put[1].append((self._codes[uri], lang, published(told or defined)))
            yield from _names(self._codes[uri], lang, title, others)
        if not here:
            raise table.bad("there is no occupation in it")

    def _skills(self, table: Table, lang: str) -> Iterator[SkillRow]:
        here = set[str]()
        for uri, label, kind in table.rows("conceptUri", "preferredLabel", may=("skillType",)):
            if uri in here:
                raise table.bad(f"{uri} is there twice", "conceptUri")
            here.add(uri)
            self._refs.add(uri)
            yield SkillRow(
                _last(uri), NAME, SKILL if kind.startswith(SKILL) or not kind else kind, lang, _capital(label)
            )

    def _needs(self) -> Iterator[NeedRow]:
        for table, _ in self._tables("occupationskillrelations"):
            rows = table.rows("occupationUri", "relationType", "skillUri")
            for rank, (uri, kind, skill) in enumerate(rows):
                if uri not in self._codes or skill not in self._refs:
                    table.stray()
                else:
                    yield NeedRow(self._codes[uri], rank, _last(skill), int(kind == CORE))
            table.judge_strays("occupationUri")

    # ------------------------------------------------------------ finding them

    def _found(self, table: str, lang: str, name: str) -> None:
        langs = self._files.setdefault(table, {})
        if lang in langs and table in MUST:
            raise ImportFileError(f"it is there twice, also as {langs[lang]}", f"{self._package.name}: {name}")
        langs[lang] = name

    def _tables(self, name: str) -> Iterator[tuple[Table, str]]:
        files = self._files.get(name, {})
        return ((self._opened(files[lang]), lang) for lang in sorted(files))


def _last(uri: str) -> str:
    return uri.rstrip("/").rpartition("/")[2]


def _capital(text: str) -> str:
    said = published(text)
    return said[:1].upper() + said[1:]


def _names(code: str, lang: str, title: str, others: str) -> Iterator[NameRow]:
    yield _name(code, lang, "title", title)
    for other in filter(str.strip, OTHERS.split(others)):
        yield _name(code, lang, "other", other)


def _name(code: str, lang: str, kind: str, text: str) -> NameRow:
    """Return a name; in English a stroke stands between two trades, elsewhere between two genders."""
    said = _capital(text)
    both = (said, said) if lang == ENGLISH else genders(said)
    return NameRow(code, lang, kind, said, *map(_capital, both))
