"""Every column of every table of a full desk: nothing in clear, all sealed opened, and in the desk's only its own."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator, Mapping
from contextlib import closing
from dataclasses import dataclass

import pytest

from bot.store.base import LostKeyError, Who
from bot.store.keys import Cipher, KeyRing, SealError
from tests.bot.desk.full import HELD, NEVER, TEAM, Full

SEALED = "_enc"
OF_PEOPLE = {"conversation", "message", "fact", "ask", "outbox", "job", "floor_log", "orphan", "upload", "posted"}


@dataclass(frozen=True)
class Cell:
    """A column of a row, opened if it was sealed."""

    table: str
    column: str
    org: int
    said: str
    sealed: bool


@pytest.fixture(scope="module")
def cells(full: Full) -> list[Cell]:
    with closing(sqlite3.connect(full.office.folder / "atout.db")) as db:
        db.row_factory = sqlite3.Row
        with closing(KeyRing(full.office.folder / "keys.db", full.office.key)) as keys:
            tables = [row[0] for row in db.execute("SELECT name FROM sqlite_master WHERE type = 'table'")]
            rows = ((table, dict(row)) for table in tables for row in db.execute(f"SELECT * FROM {table}"))  # noqa: S608
            return [cell for table, row in rows for cell in opened(keys, table, row)]


def opened(keys: KeyRing, table: str, row: Mapping[str, object]) -> Iterator[Cell]:
    """Every column of a row; what nobody can open is told by a word of its own."""
    org = int(str(row.get("org") or 1))
    for column, value in row.items():
        if not column.endswith(SEALED) or not isinstance(value, bytes):
            said = value.decode("latin-1") if isinstance(value, bytes) else str(value)
            yield Cell(table, column, org, said, sealed=False)
            continue
        yield Cell(table, column, org, unsealed(keys, table, column.removesuffix(SEALED), row, value), sealed=True)


def unsealed(keys: KeyRing, table: str, column: str, row: Mapping[str, object], value: bytes) -> str:
    org = int(str(row.get("org") or 1))
    person = row.get("person")
    for cipher in ciphers(keys, org, str(person or "")):
        for place in places(row):
            try:
                return cipher.open(value, table, column, place).decode("utf-8", "replace")
            except SealError:
                continue
    return f"UNOPENED {table}.{column}"


def ciphers(keys: KeyRing, org: int, person: str) -> Iterator[Cipher]:
    if person:
        try:
            yield keys.cipher(Who(org, person))
        except LostKeyError:
            return
    yield keys.house(org)


def places(row: Mapping[str, object]) -> Iterator[str]:
    """What a seal may call its row: one value of it, or two with a stroke between."""
    values = [
        value.hex() if isinstance(value, bytes) else str(value) for key, value in row.items() if SEALED not in key
    ]
    yield from values
    yield from (f"{one}/{two}" for one in values for two in values)


def test_every_seal_is_opened_with_the_keys(cells: list[Cell]) -> None:
    assert {cell.said for cell in cells if cell.said.startswith("UNOPENED")} == set()
    assert {cell.table for cell in cells if cell.sealed} >= {"desk_case", "desk_note", "desk_draft", "account", "fact"}


def test_nothing_anybody_said_is_in_clear(full: Full, cells: list[Cell]) -> None:
    words = ("Zzq", "Anna", "Bilal", "ménage")
    clear = [cell for cell in cells if not cell.sealed and any(word in cell.said for word in words)]
    assert clear == []
    for file in full.office.folder.iterdir():
        data = file.read_bytes() if file.is_file() else b""
        assert [word for word in words if word.encode() in data] == [], file.name


def test_the_tables_of_the_desk_hold_what_the_team_wrote_and_no_more(cells: list[Cell]) -> None:
    desk = [cell for cell in cells if cell.table not in OF_PEOPLE and "Zzq" in cell.said and cell.org == 1]
    assert {cell.table for cell in desk} == {"desk_note", "desk_draft", "desk_reply"}
    assert [cell for cell in desk if NEVER in cell.said] == []
    assert [cell for cell in desk if HELD not in cell.said and TEAM not in cell.said] == []


def test_what_was_planted_is_there_to_be_found(cells: list[Cell]) -> None:
    there = " ".join(cell.said for cell in cells if cell.sealed)
    names = ("cvtown", "cvname", "former", "none", "denied", "said", "before", "name", "file", "closed2", "abroad")
    assert [name for name in names if f"{NEVER}{name}" not in there] == []
