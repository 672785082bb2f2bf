"""An older folder upgraded with a copy first, and back again; nobody is lost, and nobody erased comes back."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from pathlib import Path

import pytest
from filelock import FileLock

from bot.store import queries
from bot.store.sqlite import LOCK
from bot.store.upgrade import NOTE, CheckError, _check, _counts, noted
from tests.bot.copying import OTHERS, WORDS, Town, erases, known, tell, town
from tests.bot.test_private import holds

__all__ = ["town"]
NEWEST = len(queries.migrations())


def columns(db: sqlite3.Connection, schema: str, table: str) -> list[str]:
    return [row[1] for row in db.execute(f"PRAGMA {schema}.table_info({table})")]


def older(data: Path, schema: int) -> None:
    """Make the folder one of an older program: its migrations, and the rows it would have had."""
    path, new = data / "atout.db", data / "newer.db"
    path.rename(new)
    with closing(sqlite3.connect(path, isolation_level=None)) as db:
        for script in queries.migrations()[:schema]:
            db.executescript(script)
        db.execute(f"PRAGMA user_version = {schema}")
        db.execute("ATTACH ? AS newer", (str(new),))
        for (table,) in db.execute("SELECT name FROM main.sqlite_master WHERE type = 'table'").fetchall():
            both = [name for name in columns(db, "main", table) if name in columns(db, "newer", table)]
            if both and not table.startswith("sqlite_"):
                names = ", ".join(both)
                db.execute(f"INSERT OR REPLACE INTO main.{table} ({names}) SELECT {names} FROM newer.{table}")  # noqa: S608
    for beside in ("", "-wal", "-shm"):
        new.with_name(new.name + beside).unlink(missing_ok=True)


def schema_of(data: Path) -> int:
    with closing(sqlite3.connect(data / "atout.db")) as db:
        return int(db.execute("PRAGMA user_version").fetchone()[0])


@pytest.mark.parametrize("schema", range(1, NEWEST))
def test_there_and_back_from_each_older_schema(town: Town, schema: int) -> None:
    town.lives(tell, "a")
    older(town.data, schema)
    code, said = town.does("upgrade", town.copies)
    assert (code, f"from schema {schema} to {NEWEST}" in said, "--back --key" in said) == (0, True, True), said
    assert schema_of(town.data) == NEWEST
    assert holds(town.copies, WORDS) == []
    assert town.lives(known, "b") == (["yes", WORDS], ["yes", OTHERS])
    code, said = town.does("upgrade", "--back", "--key", town.key)
    assert (code, f"schema {schema}, 2 people" in said) == (0, True), said
    assert schema_of(town.data) == schema
    assert noted(town.data) is None
    assert town.lives(known, "c") == (["yes", WORDS], ["yes", OTHERS])  # a start brings it forward, all the same


def test_who_erased_after_the_upgrade_does_not_come_back(town: Town) -> None:
    town.lives(tell, "a")
    older(town.data, NEWEST - 1)
    assert town.does("upgrade", town.copies)[0] == 0
    town.lives(erases, "b")
    code, said = town.does("upgrade", "--back", "--key", town.key)
    assert (code, schema_of(town.data)) == (0, NEWEST - 1), said
    assert "not brought back: 1" in said
    with closing(sqlite3.connect(town.data / "keys.db")) as db:
        assert db.execute("SELECT count(*) FROM person_key").fetchone()[0] == 1
    assert town.lives(known, "c") == ([], ["yes", OTHERS])


def test_nothing_is_done_where_nothing_is_missing(town: Town) -> None:
    town.lives(tell, "a")
    code, said = town.does("upgrade", town.copies)
    assert (code, "of this version already" in said) == (0, True)
    assert not town.copies.exists()
    code, said = town.does("upgrade", "--back", "--key", town.key)
    assert (code, "no upgrade is noted" in said) == (1, True)


def test_without_a_copy_nothing_is_upgraded(town: Town) -> None:
    town.lives(tell, "a")
    older(town.data, NEWEST - 1)
    (town.data / "recovery.pub").unlink()
    code, said = town.does("upgrade", town.copies)
    assert (code, "atout backup --new-key" in said) == (2, True)
    town.makes_key()
    code, said = town.does("upgrade", town.data / "copies")
    assert (code, "a copy belongs elsewhere" in said) == (1, True)
    assert schema_of(town.data) == NEWEST - 1
    assert not (town.data / NOTE).exists()


def test_it_is_refused_while_the_program_runs_and_for_newer_data(town: Town) -> None:
    town.lives(tell, "a")
    older(town.data, NEWEST - 1)
    with FileLock(town.data / LOCK, timeout=0):
        code, said = town.does("upgrade", town.copies)
        assert (code, "Stop it first" in said) == (1, True)
    with closing(sqlite3.connect(town.data / "atout.db")) as db:
        db.execute("PRAGMA user_version = 999")
    code, said = town.does("upgrade", town.copies)
    assert (code, "newer atout" in said) == (1, True)


@pytest.mark.parametrize("words", [(), ("--back",), ("copies", "--back", "--key", "k"), ("copies", "--key", "k")])
def test_what_is_said_by_halves_is_refused(town: Town, words: tuple[str, ...]) -> None:
    assert town.does("upgrade", *words)[0] == 2


def test_a_wrong_key_and_a_copy_that_is_gone_change_nothing(town: Town) -> None:
    town.lives(tell, "a")
    older(town.data, NEWEST - 1)
    assert town.does("upgrade", town.copies)[0] == 0
    right = town.key.read_text(encoding="ascii")
    town.does("backup", "--new-key", "--replace")
    other = town.home / "other.key"
    other.touch(mode=0o600)
    other.write_text(right[:-10] + "\n", encoding="ascii")
    assert town.does("upgrade", "--back", "--key", other)[0] == 2
    for path in town.copies.glob("words-*"):
        path.unlink()
    code, said = town.does("upgrade", "--back", "--key", town.key)
    assert (code, "No such file" in said) == (1, True)
    assert schema_of(town.data) == NEWEST
    assert noted(town.data) is not None


def test_a_row_that_a_migration_lost_is_found(town: Town) -> None:
    town.lives(tell, "a")
    with closing(sqlite3.connect(town.data / "atout.db", isolation_level=None)) as db:
        before = _counts(db)
        db.execute("DELETE FROM fact WHERE seq = 2")
        with pytest.raises(CheckError, match="fact: 4, now 2"):
            _check(db, before)
