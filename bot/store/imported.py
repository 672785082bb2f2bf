"""Occupations an operator imported (ROME, ESCO), read from a file of their own; nothing in it is about a person.

The file may be absent, appear or be replaced while the program runs: each question is answered from what is there at
that moment, and with nothing where there is no file. `bot/store/shelf.py` writes it. It must not decide what fits a
person: that is `bot/finding`.
"""

from __future__ import annotations

import json
import sqlite3
import threading
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

from bot.store import queries

ENGINE: Final = f"SQLite {sqlite3.sqlite_version}"
FILE: Final = "occupations.db"
SCHEMA: Final = 4  # the form of the file; another one is as good as none, and is imported again
WHOLE_WORD: Final = 4  # letters: a shorter word is looked for as it is, a longer one by its beginning
SEVERAL: Final = ("s", "x")  # how a word of several ends
LONGEST: Final = 60  # letters of a skill that is offered; longer ones fit no line
QUERIES: Final = queries.load("imported.sql")


@dataclass(frozen=True, slots=True)
class Source:
    """A list that was imported: which, what must be said of it, from which file and when (milliseconds)."""

    name: str
    version: str
    attribution: str
    licence: str
    file: str
    sha256: str
    at: int
    occupations: int = 0
    skills: int = 0


@dataclass(frozen=True, slots=True)
class Found:
    """An occupation some words may mean, in the language they were found in; a higher `score` fits better.

    `name` is the name that was met, as it is published, in one gender; "" where only words were.
    """

    code: str
    source: str
    isco: str
    lang: str
    title: str
    masculine: str
    feminine: str
    name: str
    score: float


@dataclass(frozen=True, slots=True)
class ImportedOccupation:
    """One occupation. `regulated`: 1 where the source says that the law rules who may do it."""

    code: str
    source: str
    lang: str
    title: str
    masculine: str
    feminine: str
    definition: str
    regulated: int
    parent: str
    isco: str
    field: str


@dataclass(frozen=True, slots=True)
class ImportedSkill:
    """A skill an occupation is made of. `ref` is for ever the same.

    `label` is its published French name, `shown` that in the language asked for, or the French one.
    """

    ref: str
    label: str
    shown: str


class Imported:
    """The imported occupations of a folder. May be asked by several threads."""

    def __init__(self, folder: Path) -> None:
        self._path = folder / FILE
        self._mine = threading.local()

    def sources(self) -> tuple[Source, ...]:
        """Return what was imported."""
        return tuple(Source(*row) for row in self._rows("sources", {}))

    def search(self, words: Sequence[str], lang: str = "", limit: int = 20) -> tuple[Found, ...]:
        """Return the occupations whose title, names and core skills hold all of these folded words, best first.

        A word of four letters or more also finds what begins with it. `lang` as in `named`.
        """
        match = " AND ".join(_term(word) for word in dict.fromkeys(words) if word)
        return tuple(Found(*row) for row in self._rows("search", {"match": match, "lang": lang, "limit": limit}))

    def named(self, folded: Sequence[str], lang: str = "") -> tuple[Found, ...]:
        """Return the occupations of which one of these folded texts is a whole name, the surest first.

        Names are looked for in a language and in French; `lang` "": in every language.
        """
        names = json.dumps(list(folded), ensure_ascii=False)
        return tuple(Found(*row) for row in self._rows("named", {"folded": names, "lang": lang}))

    def occupation(self, code: str, lang: str = "fr") -> ImportedOccupation | None:
        """Return one occupation, in this language where there is one."""
        row = next(iter(self._rows("occupation", {"code": code, "lang": lang})), None)
        return ImportedOccupation(*row) if row else None

    def skills(self, code: str, limit: int = 5, lang: str = "fr") -> tuple[ImportedSkill, ...]:
        """Return core skills of an occupation that fit a line, those that say most of it first.

        A skill is at the heart of many occupations or of few: what few share says most.
        """
        args = {"code": code, "lang": lang, "limit": limit, "longest": LONGEST}
        return tuple(ImportedSkill(*row) for row in self._rows("skills", args))

    def close(self) -> None:
        """Let go of the file, as far as this thread holds it."""
        if db := getattr(self._mine, "db", None):
            db.close()
        self._mine.file = self._mine.db = None

    def _rows(self, name: str, args: dict[str, Any]) -> list[Any]:
        db = self._db()
        if db is None or args.get("match") == "":
            return []
        try:
            return db.execute(QUERIES[name], args).fetchall()
        except sqlite3.DatabaseError:  # being made again this moment, or damaged: the conversation goes on without it
            return []

    def _db(self) -> sqlite3.Connection | None:
        """Return this thread's connection to the file that is there now; None where there is none to read."""
        try:
            there = self._path.stat().st_ino
        except OSError:
            return None
        if getattr(self._mine, "file", None) != there:
            self._mine.db = _reader(self._path)
            self._mine.file = there if self._mine.db else None
        db: sqlite3.Connection | None = self._mine.db
        return db


def _reader(path: Path) -> sqlite3.Connection | None:
    try:
        db = sqlite3.connect(f"{path.resolve().as_uri()}?mode=ro", uri=True, isolation_level=None)
        if db.execute("PRAGMA user_version").fetchone()[0] == SCHEMA:
            return db
        db.close()
    except sqlite3.Error:
        return None
    return None


def _term(word: str) -> str:
    """Return a word as it is looked for; an ending of several is left open."""
    begun = len(word) >= WHOLE_WORD
    word = word[:-1] if len(word) > WHOLE_WORD and word.endswith(SEVERAL) else word
    return '"' + word.replace('"', '""') + '"' + "*" * begun
