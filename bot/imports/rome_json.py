"""ROME 4.0 in its other form: one JSON file that holds a sheet an occupation, in encodings that its letters mix.

The sheets are read one after the other, never all at once. They say less than the tables: no field, no law.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping
from typing import Any, BinaryIO, Final

from bot.imports.errors import ImportFileError
from bot.imports.letters import NoTextError, decoded
from bot.imports.package import Package
from bot.imports.rome import CODE, CORE, LANG, NAME, Rome, name_row, one_version, source
from bot.imports.tables import Progress
from bot.imports.titles import published
from bot.store.imported import Source
from bot.store.shelf import NeedRow, OccupationRow, Shelf, SkillRow

FILE: Final = re.compile(r"(?:^|/)unix_fiche_emploi_metier_v(?P<version>\d+)\.json$", re.IGNORECASE)
CHUNK: Final = 1 << 17  # bytes read at a time
SHEET_MAX: Final = 1 << 22  # letters of one sheet; the longest published one has 60 000
ASCII: Final = 0x80
KINDS: Final[Mapping[str, str]] = {"savoir_faire": "skill", "savoir_etre_professionnel": "attitude"}
Sheet = Mapping[str, Any]


def sheets_or_tables(package: Package, progress: Progress) -> Sheets | Rome:
    """Return what reads this package. Raises `ImportFileError`."""
    csv = any(name.lower().endswith(".csv") for name in package.names())
    found = {match["version"]: name for name in package.names() if (match := FILE.search(name))}
    return Rome(package, progress) if csv or not found else Sheets(package, found, progress)


class Sheets:
    """The sheets of one version."""

    def __init__(self, package: Package, files: Mapping[str, str], progress: Progress) -> None:
        self._version = one_version({*files}, package)
        self._package, self._name, self._progress = package, files[self._version], progress
        self._file = self._name.rpartition("/")[2]
        self._line, self._count, self._mended = 1, 0, 0
        self._codes, self._refs = set[str](), set[str]()

    @property
    def remarks(self) -> tuple[str, ...]:
        """What the operator should know of what was read."""
        said = f"{self._file}: letters in {self._mended} places were not in UTF-8 and were read as Windows-1252."
        return (said,) if self._mended else ()

    def source(self, at: int) -> Source:
        """Return what must be said of it; `at` is now, in milliseconds."""
        return source(self._package, self._version, at)

    def put(self, shelf: Shelf) -> None:
        """Put all of it on the shelf. Raises `ImportFileError`."""
        with self._package.open(self._name) as stream:
            for sheet in self._sheets(self._texts(stream)):
                self._count += 1
                self._put(sheet, shelf)
        if not self._count:
            raise self._bad("there is no occupation in it")
        self._progress(self._file, self._count, True)  # noqa: FBT003 - the three words of a progress

    def _put(self, sheet: Sheet, shelf: Shelf) -> None:
        code, title = (self._told(sheet, "rome", key) for key in ("code_rome", "intitule"))
        if not CODE.fullmatch(code):
            raise self._bad(f"{code!r} is no ROME code", "rome.code_rome")
        if code in self._codes:
            raise self._bad(f"{code} is there twice", "rome.code_rome")
        self._codes.add(code)
        shelf.occupations([OccupationRow(code, NAME, "", "", "", "", 0)])
        others = (one.get(key) for one in _dicts(sheet.get("appellations")) for key in ("libelle", "libelle_court"))
        names = (name_row(code, "other", text) for text in dict.fromkeys(filter(None, others)))
        shelf.names([name_row(code, "title", title), *names])
        shelf.definitions([(code, LANG, published(str(sheet.get("definition") or "")))])
        self._put_skills(code, sheet, shelf)

    def _put_skills(self, code: str, sheet: Sheet, shelf: Shelf) -> None:
        needs, fresh = list[NeedRow](), list[SkillRow]()
        for kind, item in _items(sheet.get("competences")):
            ref, label, heart = str(item.get("code_ogr", "")), item.get("libelle"), item.get("coeur_metier")
            if not ref or not isinstance(label, str):
                raise self._bad(f"a skill of {code} has no code or no name", "competences.items")
            if ref not in self._refs:
                self._refs.add(ref)
                fresh.append(SkillRow(ref, NAME, kind, LANG, published(label)))
            needs.append(NeedRow(code, len(needs), ref, int(heart is True or str(heart).lower() == CORE)))
        shelf.skills(fresh)
        shelf.needs(needs)

    # ------------------------------------------------------------ reading

    def _sheets(self, texts: Iterator[str]) -> Iterator[Sheet]:
        """Yield each sheet of the list."""
        decoder, left, begun = json.JSONDecoder(), "", False
        while True:
            left = left.lstrip(" \t\r\n,\ufeff") if begun else left.lstrip(" \t\r\n\ufeff")
            if not begun and left:
                begun, left = self._opened(left), left[1:]
                continue
            if left.startswith("]"):
                return
            try:
                sheet, end = decoder.raw_decode(left)
            except json.JSONDecodeError as error:
                more = next(texts, "") if len(left) < SHEET_MAX else ""
                if not more:
                    raise self._bad(f"sheet {self._count + 1} is malformed or cut short ({error.msg})") from None
                left += more
                continue
            if not isinstance(sheet, dict):
                raise self._bad(f"sheet {self._count + 1} is none")
            yield sheet
            self._line += left.count("\n", 0, end)
            left = left[end:]

    def _opened(self, left: str) -> bool:
        if not left.startswith("["):
            raise self._bad("it is no list of sheets")
        return True

    def _texts(self, stream: BinaryIO) -> Iterator[str]:
        """Yield the text a part at a time, cut where no letter is in two halves."""
        carried = b""
        while data := stream.read(CHUNK):
            data = carried + data
            cut = next((i + 1 for i in range(len(data) - 1, -1, -1) if data[i] < ASCII), 0)
            carried = data[cut:]
            if len(carried) > SHEET_MAX:
                raise self._bad("it holds bytes that are no text")
            if cut:
                yield self._text(data[:cut])
        if carried:
            yield self._text(carried)

    def _text(self, data: bytes) -> str:
        if b"\0" in data:
            raise self._bad("it holds bytes that are no text; is it in UTF-16?")
        try:
            text, mended = decoded(data)
        except NoTextError as error:
            raise self._bad(f"it is {error}") from None
        self._mended += mended
        return text

    def _told(self, sheet: Sheet, part: str, key: str) -> str:
        found = sheet.get(part)
        value = found.get(key) if isinstance(found, dict) else None
        if not isinstance(value, str) or not value.strip():
            raise self._bad(f"sheet {self._count} does not tell it", f"{part}.{key}")
        return value

    def _bad(self, reason: str, column: str = "") -> ImportFileError:
        return ImportFileError(reason, self._file, self._line, column)


def _items(told: object) -> Iterator[tuple[str, Sheet]]:
    """Yield the skills of a sheet with what kind each is; knowledge is another thing."""
    for name, kind in KINDS.items():
        part = told.get(name) if isinstance(told, dict) else None
        for group in _dicts(part.get("enjeux") if isinstance(part, dict) else part):
            yield from ((kind, item) for item in _dicts(group.get("items")))


def _dicts(value: object) -> list[Sheet]:
    return [one for one in value if isinstance(one, dict)] if isinstance(value, list) else []
