"""Copies of a house: taken while it runs, put back elsewhere, refused with what is wrong."""

from __future__ import annotations

import asyncio
import os
import shutil
import sqlite3
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pyrage  # type: ignore[import-untyped] # it ships no types
import pytest

from bot.commands._keeping import DAY, copies, half_turned
from bot.store import backup, ledger
from bot.store.sqlite import RESTORING
from bot.store.turning import beside
from tests.bot.copying import OTHERS, WORDS, Town, known, tell, town
from tests.bot.little import Clock, Outside, Person, open_house, open_store
from tests.bot.test_private import holds

__all__ = ["town"]

# ---------------------------------------------------------------- there and back


def test_what_was_said_comes_back_on_another_machine(town: Town) -> None:
    town.lives(tell, "a")
    copies = town.backs_up()
    assert holds(town.copies, WORDS) == []
    town.elsewhere()
    code, said = town.restores(*copies)
    assert (code, "of 2 people" in said) == (0, True), said
    assert town.lives(known, "b") == (["yes", WORDS], ["yes", OTHERS])
    assert {path.stat().st_mode & 0o077 for path in town.data.iterdir()} == {0}
    assert backup.public_key(town.data) in town.key.read_text(encoding="ascii")
    town.backs_up()  # as before, for the same recovery key


async def test_a_copy_taken_while_people_write_is_whole(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    town = Town(tmp_path, monkeypatch, capsys)
    town.makes_key()
    house = open_house(tmp_path, Clock(), Outside())
    people = [Person(house, address=f"p{n}") for n in range(12)]
    await people[0].agrees()

    async def lives(person: Person) -> None:
        await person.agrees()
        for n in range(8):
            await person.says(f"{person.address} said {n}")

    living = asyncio.gather(*map(lives, people[1:]))
    taken = [await asyncio.to_thread(town.backs_up) for _ in range(3)]
    await living
    await house.stop()
    identity = pyrage.x25519.Identity.from_str(town.key.read_text(encoding="ascii").splitlines()[1])
    for words, keys in taken:
        for copy, name in ((words, "atout.db"), (keys, "keys.db")):
            (tmp_path / name).write_bytes(pyrage.decrypt(copy.read_bytes(), [identity]))
        with sqlite3.connect(tmp_path / "atout.db") as db:
            agreed = {row[0] for row in db.execute("SELECT id FROM person WHERE consent = 'given'")}
        with sqlite3.connect(tmp_path / "keys.db") as db:
            keyed = {row[0] for row in db.execute("SELECT person FROM person_key")}
        assert agreed
        assert agreed <= keyed


def test_the_recovery_key_is_shown_once_and_is_nowhere(town: Town) -> None:
    secret = town.key.read_text(encoding="ascii").splitlines()[1]
    assert secret.startswith("AGE-SECRET-KEY-1")
    assert [path for path in town.data.rglob("*") if secret.encode() in path.read_bytes()] == []
    code, said = town.does("backup", "--new-key")
    assert (code, "Another one: --replace" in said, secret in said) == (2, True, False)
    assert town.does("backup", "--new-key", "--replace")[0] == 0
    assert backup.public_key(town.data) not in town.key.read_text(encoding="ascii")


def test_without_a_recovery_key_or_a_place_nothing_is_copied(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    town = Town(tmp_path, monkeypatch, capsys)
    assert "atout backup --new-key" in town.does("backup", town.copies)[1]
    assert not town.copies.exists()
    town.makes_key()
    assert town.does("backup")[0] == 2
    assert "nothing to copy" in town.does("backup", town.copies)[1]
    town.lives(tell, "a")
    assert "a copy belongs elsewhere" in town.does("backup", town.data / "copies")[1]


def test_copies_are_kept_as_long_as_their_kind_and_the_newest_always(town: Town) -> None:
    town.lives(tell, "a")
    today = datetime.now(UTC)

    def named(kind: str, days: int) -> str:
        return f"{kind}-{(today - timedelta(days=days)).strftime(backup.STAMP)}.db.age"

    town.copies.mkdir()
    for kind, days in (("words", 31), ("words", 29), ("keys", 8), ("keys", 6)):
        (town.copies / named(kind, days)).write_bytes(b"old")
    (town.copies / "letters.txt").write_bytes(b"not ours")
    town.backs_up()
    kept = {path.name for path in town.copies.iterdir()}
    assert {named("words", 29), named("keys", 6), "letters.txt", ledger.NAME} <= kept
    assert kept & {named("words", 31), named("keys", 8)} == set()
    assert len(kept) == 6


def test_what_a_copy_that_was_killed_left_goes_with_a_later_one(town: Town) -> None:
    town.lives(tell, "a")
    town.backs_up()
    now = datetime.now(UTC)
    left = [town.copies / f"keys-{now - timedelta(hours=hours):%Y%m%dT%H%M%SZ}.db.age.part" for hours in (2, 48)]
    for path in left:
        path.write_bytes(b"begun")
    town.backs_up()
    assert [path.exists() for path in left] == [True, False]  # the first may be one that is being written


def test_the_doctor_says_when_there_is_no_copy_or_an_old_one(town: Town) -> None:
    def said(now: int = 0) -> list[tuple[str, str]]:
        return list(copies(town.data, now))

    assert said() == []  # there is nothing to copy
    town.lives(tell, "a")
    (how, why) = said()[0]
    assert (how, "no copy" in why) == ("wrong", True)
    town.backs_up()
    last = backup.last(town.data)
    assert last is not None
    for days, wanted in ((1, "ok"), (3, "advice"), (8, "wrong")):
        assert [how for how, _ in said(last + days * DAY)] == [wanted]
    (town.data / backup.PUBLIC).unlink()
    assert [how for how, _ in said(last)] == ["advice"]
    assert not list(half_turned(town.home / "master.key"))
    beside(town.home / "master.key").touch()
    assert "cut off" in next(half_turned(town.home / "master.key"))[1]


# ---------------------------------------------------------------- what cannot be restored


def _altered(path: Path, at: int) -> None:
    data = bytearray(path.read_bytes())
    data[at] ^= 1
    path.write_bytes(bytes(data))


WRONGS: dict[str, tuple[Callable[[Path], object], str]] = {
    "cut off": (lambda path: os.truncate(path, path.stat().st_size - 30), "not whole"),
    "half": (lambda path: os.truncate(path, path.stat().st_size // 2), "not whole"),
    "a beginning": (lambda path: os.truncate(path, 60), "not whole"),
    "empty": (lambda path: os.truncate(path, 0), "not whole"),
    "altered": (lambda path: _altered(path, path.stat().st_size - 500), "altered"),
    "its beginning altered": (lambda path: _altered(path, 60), "altered"),
    "something else": (lambda path: path.write_bytes(b"PK" * 4000), "not a copy"),
}


@pytest.mark.parametrize("wrong", WRONGS)
@pytest.mark.parametrize("which", [0, 1])
def test_a_copy_that_is_not_whole_is_refused_with_its_name_and_nothing_is_replaced(
    town: Town, wrong: str, which: int
) -> None:
    town.lives(tell, "a")
    copies = town.backs_up()
    before = {path.name: path.read_bytes() for path in town.data.iterdir()}
    spoil, why = WRONGS[wrong]
    spoil(copies[which])
    code, said = town.restores("--replace", *copies)
    assert (code, copies[which].name in said, why in said) == (1, True, True), said
    assert {path.name: path.read_bytes() for path in town.data.iterdir() if path.name in before} == before
    assert not list(town.data.glob("*.part"))
    assert town.lives(known, "b") == (["yes", WORDS], ["yes", OTHERS])


def _sealed(town: Town, path: Path, data: bytes) -> None:
    recipient = pyrage.x25519.Recipient.from_str(backup.public_key(town.data))
    path.write_bytes(pyrage.encrypt(data, [recipient]))


def test_a_newer_file_another_database_and_half_a_set_are_refused(town: Town, tmp_path: Path) -> None:
    town.lives(tell, "a")
    words, keys = town.backs_up()
    newer, strange = tmp_path / "newer.db", tmp_path / "strange.db"
    shutil.copy(town.data / "atout.db", newer)
    with sqlite3.connect(newer) as db:
        db.execute("PRAGMA user_version = 999")
        db.execute("PRAGMA journal_mode = DELETE")
    with sqlite3.connect(strange) as db:
        db.execute("CREATE TABLE recipes (name TEXT)")
    for path in (newer, strange):
        _sealed(town, path.with_suffix(".age"), path.read_bytes())
    _sealed(town, tmp_path / "noise.age", os.urandom(9000))
    town.elsewhere()
    for files, why in (
        ((newer.with_suffix(".age"), keys), "a newer Atout wrote it"),
        ((strange.with_suffix(".age"), keys), "no data of Atout"),
        ((tmp_path / "noise.age", keys), "no data of Atout"),
        ((words,), "copy of the keys is missing"),
        ((keys,), "copy of the words is missing"),
        ((words, words), "one copy is enough"),
    ):
        code, said = town.restores(*files)
        assert (code, why in said) == (1, True), said
        assert not (town.data / "atout.db").exists()
    assert town.restores(words, keys)[0] == 0


def test_it_refuses_while_the_program_runs_and_over_what_is_there(town: Town) -> None:
    town.lives(tell, "a")
    copies = town.backs_up()
    code, said = town.restores(*copies)
    assert (code, "--replace" in said) == (1, True)
    store = open_store(town.home, Clock())
    code, said = town.restores("--replace", *copies)
    assert (code, "Stop it first" in said) == (1, True)
    asyncio.run(store.close())
    assert town.restores("--replace", *copies)[0] == 0


def test_another_recovery_key_and_another_master_key_are_told(town: Town) -> None:
    town.lives(tell, "a")
    copies = town.backs_up()
    mine = town.key.read_text(encoding="ascii")
    other = pyrage.x25519.Identity.generate()
    town.key.write_text(str(other), encoding="ascii")
    assert "not made for this recovery key" in town.restores("--replace", *copies)[1]
    town.key.write_text("nothing", encoding="ascii")
    assert "This is not a recovery key" in town.restores("--replace", *copies)[1]
    town.key.write_text(mine, encoding="ascii")
    town.key.chmod(0o644)
    assert "chmod 600" in town.restores("--replace", *copies)[1]
    town.key.chmod(0o600)
    (town.home / "master.key").unlink()
    assert "bring your copy of the master key back" in town.restores("--replace", *copies)[1]
    open_store(town.home / "another", Clock())
    shutil.copy(town.home / "another" / "master.key", town.home / "master.key")
    code, said = town.restores("--replace", *copies)
    assert (code, "another master key" in said) == (2, True)


def test_a_restore_that_was_cut_off_is_seen_at_the_start_and_done_again(town: Town) -> None:
    town.lives(tell, "a")
    copies = town.backs_up()
    (town.data / RESTORING).touch()
    with pytest.raises(Exception, match="a restore was cut off"):
        open_store(town.home, Clock())
    assert town.restores(*copies)[0] == 0
    assert town.lives(known, "b") == (["yes", WORDS], ["yes", OTHERS])
