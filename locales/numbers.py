"""Loading `numbers.toml`: whom to call in the country of the operator, and who checked it when.

A number without a day on which it was checked is kept for who will check it, and is given to nobody.
"""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from functools import cache
from pathlib import Path
from typing import Final

from flows.content import Number
from locales.catalogs import HERE

FILE: Final = "numbers.toml"


@dataclass(frozen=True, slots=True)
class Line:
    """A number of the file: what it is, in words for the operator; `checked` is None where nobody looked."""

    number: Number
    what: str
    source: str
    checked: date | None = None


@dataclass(frozen=True, slots=True)
class Country:
    """What a country has: a number for all that is urgent, and those for one thing."""

    emergency: str
    lines: tuple[Line, ...] = ()

    @property
    def known(self) -> tuple[Line, ...]:
        """The lines that were checked."""
        return tuple(line for line in self.lines if line.checked)


@cache
def countries(path: Path = HERE / FILE) -> Mapping[str, Country]:
    """Return each country by its two letters."""
    raw = tomllib.loads(path.read_text(encoding="utf-8"))
    return {code: Country(one["emergency"], tuple(map(_line, one.get("line", ())))) for code, one in raw.items()}


def _line(raw: Mapping[str, object]) -> Line:
    checked = raw.get("checked")
    number = Number(str(raw["kind"]), str(raw["number"]), always=bool(raw.get("always")))
    return Line(number, str(raw["what"]), str(raw["source"]), checked if isinstance(checked, date) else None)
