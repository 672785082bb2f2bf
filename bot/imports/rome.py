"""ROME 4.0 as France Travail publishes it (a zip of CSV tables): occupations, titles, and the skills at their heart.

Column names are read as they are written there. What the tables say is put on a shelf; nothing is judged or reworded.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator, Mapping
from typing import Final

from bot.imports.errors import ImportFileError
from bot.imports.package import Package
from bot.imports.tables import Progress, Table, Tables
from bot.imports.titles import genders, published
from bot.store.imported import Source
from bot.store.shelf import NameRow, NeedRow, OccupationRow, Shelf, SkillRow

NAME: Final = "rome"
LANG: Final = "fr"
LICENCE: Final = "Licence Ouverte / Open Licence 2.0 (Etalab)"
FILES: Final = re.compile(r"(?:^|/)unix_(?P<table>\w+?)_v(?P<version>\d+)(?:_utf8)?\.csv$", re.IGNORECASE)
CODE: Final = re.compile(r"[A-N]\d{4}")
KNOWN: Final = "4"  # the first digit of the versions whose tables have these columns
MUST: Final = ("referentiel_code_rome", "referentiel_appellation", "referentiel_competence", "coherence_item")
CORE: Final = "principale"
ATTITUDE: Final = "savoir-être"
YES: Final = "O"


class Rome(Tables):
    """The tables of one version."""

    def __init__(self, package: Package, progress: Progress) -> None:
        """Find the tables. Raises `ImportFileError` when one is missing or the version is another."""
        super().__init__(package, progress)
        found = [(match["table"].lower(), match["version"], name) for name, match in _matches(package)]
        self._tables = {table: name for table, _, name in found}
        version = one_version({version for _, version, _ in found}, package)
        if missing := [table for table in MUST if table not in self._tables]:
            raise ImportFileError("this table is missing", f"{package.name}: unix_{missing[0]}_v{version}_utf8.csv")
        self.version = version
        self._fields: dict[str, str] = {}  # of each occupation
        self._titles: dict[str, str] = {}

    def source(self, at: int) -> Source:
        """Return what must be said of it; `at` is now, in milliseconds."""
        return source(self._package, self.version, at)

    def put(self, shelf: Shelf) -> None:
        """Put all of it on the shelf. Raises `ImportFileError`."""
        self._find_fields()
        shelf.occupations(self._occupations())
        shelf.names(name_row(code, "title", title) for code, title in self._titles.items())
        shelf.names(self._other_names())
        shelf.definitions((code, LANG, text) for code, text in self._definitions().items())
        refs = set[str]()
        shelf.skills(self._skills(refs))
        shelf.needs(self._needs(refs))
        shelf.near(self._near())

    # ------------------------------------------------------------ each table

    def _find_fields(self) -> None:
        for code, field in self._rows("cr_gd_dp", "code_rome", "libelle_domaine_professionel"):
            self._fields[code] = published(field)

    def _occupations(self) -> Iterator[OccupationRow]:
        table = self._table("referentiel_code_rome")
        columns = ("code_rome_parent", "emploi_reglemente")
        for code, title, parent, regulated in table.rows("code_rome", "libelle_rome", may=columns):
            if not CODE.fullmatch(code):
                raise table.bad(f"{code!r} is no ROME code", "code_rome")
            if code in self._titles:
                raise table.bad(f"{code} is there twice", "code_rome")
            self._titles[code] = title
            yield OccupationRow(code, NAME, "", parent, "", self._fields.get(code, ""), int(regulated == YES))
        if not self._titles:
            raise table.bad("there is no occupation in it")

    def _other_names(self) -> Iterator[NameRow]:
        table = self._table("referentiel_appellation")
        columns = ("libelle_appellation_court", "peu_usite")
        for code, long, short, rare in table.rows("code_rome", "libelle_appellation_long", may=columns):
            if code not in self._titles:
                table.stray()
                continue
            for text in dict.fromkeys(filter(None, (long, short))):
                yield name_row(code, "rare" if rare == YES else "other", text)
        table.judge_strays("code_rome")

    def _definitions(self) -> Mapping[str, str]:
        found = defaultdict[str, list[str]](list)
        for code, kind, text in self._rows("texte", "code_rome", "libelle_type_texte", "libelle_texte"):
            if kind == "definition":
                found[code].append(published(text))
        return {code: " ".join(texts) for code, texts in found.items()}

    def _skills(self, refs: set[str]) -> Iterator[SkillRow]:
        table = self._table("referentiel_competence")
        for ref, label, kind in table.rows("code_ogr", "libelle_competence", may=("cat_comp",)):
            if ref in refs:
                raise table.bad(f"{ref} is there twice", "code_ogr")
            refs.add(ref)
            yield SkillRow(
                ref, NAME, "attitude" if kind.lower().startswith(ATTITUDE) else "skill", LANG, published(label)
            )

    def _needs(self, refs: set[str]) -> Iterator[NeedRow]:
        """Yield the skills of each occupation; what is knowledge or a condition of work is in other tables."""
        table = self._table("coherence_item")
        for rank, (code, ref, heart) in enumerate(table.rows("code_rome", "code_ogr", "coeur_metier")):
            if code not in self._titles:
                table.stray()
            elif ref in refs:
                yield NeedRow(code, rank, ref, int(heart.lower() == CORE))
        table.judge_strays("code_rome")

    def _near(self) -> Iterator[tuple[str, int, str]]:
        for code, other, rank in self._rows("rubrique_mobilite", "code_rome", "code_rome_cible", "numero_ordre"):
            yield code, int(rank) if rank.isdecimal() else 0, other

    # ------------------------------------------------------------ finding them

    def _rows(self, name: str, *columns: str) -> Iterator[tuple[str, ...]]:
        """Yield the rows of a table that may be absent."""
        return self._table(name).rows(*columns) if name in self._tables else iter(())

    def _table(self, name: str) -> Table:
        return self._opened(self._tables[name])


def _matches(package: Package) -> Iterator[tuple[str, re.Match[str]]]:
    return ((name, match) for name in package.names() if (match := FILES.search(name)))


def one_version(found: set[str], package: Package) -> str:
    """Return the version of all files, as their names say it ("460"). Raises `ImportFileError`."""
    versions = sorted(found)
    if not versions:
        reason = "it holds no table of ROME (unix_referentiel_code_rome_v460_utf8.csv ...)"
    elif len(versions) > 1:
        reason = f"it mixes tables of several versions: {', '.join(versions)}"
    elif versions[0][:1] != KNOWN:
        reason = f"it is version {versions[0][:1]}.{versions[0][1:]}; only ROME 4 can be read"
    else:
        return versions[0]
    raise ImportFileError(reason, package.name)


def source(package: Package, version: str, at: int) -> Source:
    """Return what must be said of a version of ROME: "460" is "4.0 version 60"."""
    spoken = f"{version[:1]}.0 version {version[1:]}"
    return Source(NAME, spoken, f"France Travail, ROME {spoken}", LICENCE, package.name, package.digest(), at)


def name_row(code: str, kind: str, text: str) -> NameRow:
    """Return a name of an occupation as it is put down, in both genders."""
    said = published(text)
    return NameRow(code, LANG, kind, said, *genders(said))
