"""Reads the named queries of a .sql file. A query starts with a line `-- name: <name>`; nothing is put together."""

from __future__ import annotations

import sqlite3
from collections.abc import Mapping
from importlib.resources import files
from typing import Any

from bot.store.base import StoreError

_MARK = "-- name:"


def load(name: str) -> Mapping[str, str]:
    """Return the queries of a file of this folder, by name."""
    found: dict[str, str] = {}
    text = (files("bot.store") / name).read_text(encoding="utf-8")
    for part in text.split(_MARK)[1:]:
        title, _, body = part.partition("\n")
        if title.strip() in found:
            msg = f"{name}: {title.strip()} is there twice"
            raise ValueError(msg)
        found[title.strip()] = body.strip()
    return found


def migrations() -> tuple[str, ...]:
    """Return the migrations in order; the first one is number 1."""
    folder = files("bot.store") / "migrations"
    names = sorted(entry.name for entry in folder.iterdir() if entry.name.endswith(".sql"))
    return tuple((folder / name).read_text(encoding="utf-8") for name in names)


class Statements:
    """The queries of one file, run on an open database."""

    def __init__(self, db: sqlite3.Connection, name: str) -> None:
        self._db = db
        self._sql = load(name)

    def run(self, name: str, args: Mapping[str, Any]) -> sqlite3.Cursor:
        """Run a query by its name."""
        try:
            return self._db.execute(self._sql[name], args)
        except sqlite3.OperationalError as error:
            raise StoreError(error.sqlite_errorname) from None

    def one(self, name: str, args: Mapping[str, Any]) -> tuple[Any, ...] | None:
        """Return the first row of a query."""
        rows = self.run(name, args).fetchall()
        return rows[0] if rows else None
