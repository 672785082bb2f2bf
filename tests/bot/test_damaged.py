"""A file that cannot be read back: it is said for what it is, and no message is taken for its cause.

The files are real. What a disk does to one is done to it while nobody has it open: a page of it is something else.
"""

from __future__ import annotations

import asyncio
import shutil
import sqlite3
from contextlib import closing
from pathlib import Path

import pytest

from bot.channels.base import BusyError
from bot.loop import REFUSED_MAX
from bot.ready import DISK
from bot.store.base import StoreError
from flows.model import Text
from tests.bot.little import Clock, Person, open_house, open_store
from tests.bot.test_doctor import ran
from tests.bot.test_serve import FROM_PAGE, PATIENCE, browser, command, press, say, serving, stopped
from tests.servers import postgres

MANY = 60  # facts: more than a page of the file holds
SOON = 30.0  # seconds


def damage(path: Path, table: str, *, last: bool = False) -> None:
    """Have the first page of a table be no page of a database, or the last one it leads to."""
    with closing(sqlite3.connect(path)) as db:
        (number,) = db.execute("SELECT rootpage FROM sqlite_schema WHERE name = ?", (table,)).fetchone()
        (size,) = db.execute("PRAGMA page_size").fetchone()
    pages = bytearray(path.read_bytes())
    while last and pages[(number - 1) * size] in {2, 5}:  # inner pages (sqlite.org/fileformat2.html, 1.6)
        at = (number - 1) * size + 8
        number = int.from_bytes(pages[at : at + 4], "big")
    pages[(number - 1) * size : number * size] = b"\xff" * size
    path.write_bytes(pages)


def rows(folder: Path, table: str) -> int:
    with closing(sqlite3.connect(folder / "data" / "atout.db")) as db:
        return int(db.execute(f"SELECT count(*) FROM {table}").fetchone()[0])  # noqa: S608 - ours


@pytest.mark.parametrize("last", [False, True], ids=["as it is looked for", "as it is read"])
async def test_what_is_said_to_a_damaged_file_comes_again_and_the_house_ends(
    tmp_path: Path, clock: Clock, *, last: bool
) -> None:
    house = open_house(tmp_path, clock)
    ana = Person(house, "web")
    await ana.agrees()
    for number in range(MANY if last else 1):
        await ana.says(f"{number} " + "I clean offices " * 10)
    before = await ana.raws()
    await house.stop()
    shutil.copytree(tmp_path / "data", tmp_path / "copy")
    damage(tmp_path / "data" / "atout.db", "fact", last=last)
    told, came = rows(tmp_path, "message"), rows(tmp_path, "inbox")

    house = open_house(tmp_path, clock, prefix="j")
    await house.start()
    said = ana.arrival(Text("I cook"))
    for _ in range(REFUSED_MAX + 1):
        with pytest.raises(BusyError):
            await house.receive([said])
    assert await house.ready.reason() == DISK
    assert (await asyncio.wait_for(house.ended(), SOON)).startswith("SQLITE_CORRUPT")
    await asyncio.wait_for(house.stop(), SOON)
    assert (rows(tmp_path, "message"), rows(tmp_path, "inbox")) == (told, came)  # nothing was put aside

    shutil.rmtree(tmp_path / "data")
    shutil.move(tmp_path / "copy", tmp_path / "data")
    ana.house = open_house(tmp_path, clock, prefix="k")
    await ana.house.receive([said])
    assert await ana.raws() == [*before, "I cook"]
    await ana.house.stop()


def test_the_operator_is_told_that_it_is_damaged_and_what_to_do(tmp_path: Path) -> None:
    file = tmp_path / "data" / "atout.db"
    with serving(tmp_path) as (process, at), browser(at) as http:
        cookies = http.cookies
        say(http, 2, press=press(say(http, 1, open="fr"), "agree"))
        say(http, 3, text="je fais le ménage chez une dame")
        stopped(process)
    damage(file, "fact")
    with serving(tmp_path) as (process, at), browser(at) as http:
        http.cookies = cookies
        answer = http.post("/say", json={"id": "message-4", "text": "oui"}, headers=FROM_PAGE)
        assert answer.status_code >= 500
        out, err = process.communicate(timeout=PATIENCE)
    assert process.returncode == 1
    assert f"DamagedError: {tmp_path / 'data'} is damaged (SQLITE_CORRUPT" in err
    assert "put a copy in its place" in err
    assert "Traceback" not in out + err
    assert "ménage" not in out + err


async def test_doctor_says_whether_what_is_kept_can_be_read_back(tmp_path: Path, clock: Clock) -> None:
    await open_store(tmp_path, clock).close()
    assert "What is kept can be read back: atout.db and keys.db." in (await ran(tmp_path))[1]
    damage(tmp_path / "data" / "atout.db", "fact")
    code, said = await ran(tmp_path)
    assert code == 1
    assert f"{tmp_path / 'data' / 'atout.db'} is damaged" in said
    assert "can be read back" not in said


@pytest.mark.parametrize("name", ["atout.db", "keys.db"])
def test_at_the_start_it_is_told_as_well(tmp_path: Path, name: str) -> None:
    with serving(tmp_path) as (process, at), browser(at) as http:
        say(http, 2, press=press(say(http, 1, open="fr"), "agree"))
        stopped(process)
    file = tmp_path / "data" / name
    file.write_bytes(b"no database " * 1000)
    process = command(tmp_path)
    out, err = process.communicate(timeout=PATIENCE)
    assert process.returncode == 1
    assert "StoreError" in err
    assert "is damaged (SQLITE_NOTADB)" in err
    assert "put a copy in its place" in err
    assert "Traceback" not in out + err


async def test_keys_that_are_damaged_are_told_beside_a_database_too(
    server: postgres.Server, tmp_path: Path, clock: Clock
) -> None:
    from bot.store.postgres import PostgresStore  # noqa: PLC0415 - an extra

    url = server.database(tmp_path)
    await PostgresStore(url, tmp_path / "data", bytes(32), clock).close()
    (tmp_path / "data" / "keys.db").write_bytes(b"no database " * 1000)
    for _ in range(2):  # and what was taken is let go of
        with pytest.raises(StoreError, match=r"keys\.db is damaged \(SQLITE_NOTADB\)"):
            PostgresStore(url, tmp_path / "data", bytes(32), clock)


def test_a_file_that_was_damaged_as_it_was_closed_is_refused(tmp_path: Path, clock: Clock) -> None:
    asyncio.run(open_store(tmp_path, clock).close())
    damage(tmp_path / "data" / "atout.db", "person")
    with pytest.raises(StoreError, match=r"data is damaged \(SQLITE_CORRUPT"):
        open_store(tmp_path, clock)
