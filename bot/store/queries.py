"""Reads the named queries of a .sql file. A query starts with a line `-- name: <name>`; nothing is put together."""

from __future__ import annotations

from collections.abc import Mapping
from importlib.resources import files

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
