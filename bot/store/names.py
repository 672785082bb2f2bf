"""Everyday names and titles of occupations, in memory, found by their words with SQLite's FTS5.

Nothing here is about a person and nothing is written to a disk. It says which names hold some words, best first; how
sure that is, `bot/finding` decides.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import Final

from bot.store import queries

QUERIES: Final = queries.load("names.sql")


@dataclass(frozen=True, slots=True)
class Name:
    """A name of an occupation in a language, folded as texts are compared."""

    code: str
    lang: str
    folded: str


class Names:
    """The names; made ready when the first of them is looked for, so that a start waits for none."""

    def __init__(self, names: Callable[[], Iterable[Name]]) -> None:
        self._names = names
        self._made: sqlite3.Connection | None = None

    def search(self, begins: Sequence[str], lang: str, limit: int) -> tuple[Name, ...]:
        """Return names in this language with a word that begins with one of these, best first."""
        match = " OR ".join('"' + word.replace('"', '""') + '"*' for word in dict.fromkeys(begins) if word)
        if not match:
            return ()
        rows = self._db().execute(QUERIES["search"], {"match": match, "lang": lang, "limit": limit})
        return tuple(Name(*row) for row in rows)

    def _db(self) -> sqlite3.Connection:
        if self._made is None:
            made = sqlite3.connect(":memory:", isolation_level=None, check_same_thread=False)  # read only once made
            made.execute(QUERIES["schema"])
            made.executemany(QUERIES["put"], [(name.code, name.lang, name.folded) for name in self._names()])
            self._made = made
        return self._made
