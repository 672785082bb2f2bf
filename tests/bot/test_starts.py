"""What a start puts right, and what it leaves alone: the rows it finds may be a copy, or not the ones of these keys."""

from __future__ import annotations

import asyncio
import os
import shutil
import signal
import sqlite3
import subprocess
import sys
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

import pytest

from bot.store.base import Consented, InUseError
from bot.store.keys import master_key
from bot.store.postgres import PostgresStore
from bot.store.writer import Writer
from flows.model import Open
from tests.bot import little
from tests.bot.little import Clock, Person, kept_in_a_file, open_house
from tests.bot.test_erased import answers
from tests.bot.test_serve import ROOT
from tests.servers import postgres

Opening = Callable[[Path, bytes, Clock], Writer]

DIES = """
import asyncio, os, signal, sys
from pathlib import Path
from flows.model import Open
from tests.bot import little
from tests.bot.test_starts import shared

async def run():
    home = Path(sys.argv[1])
    little.OPENS.append(shared(sys.argv[2], home / "memory"))
    house = little.open_house(home, little.Clock())
    await house.receive([little.Person(house, "web").arrival(Open("fr"))])
    os.kill(os.getpid(), signal.SIGKILL)
asyncio.run(run())
"""


def shared(url: str, memory: Path | None) -> Opening:
    """Open a database as one of several programs, or as the only one."""
    return lambda folder, key, clock: PostgresStore(url, folder, key, clock, memory=memory)


@pytest.fixture
def opens(monkeypatch: pytest.MonkeyPatch) -> Callable[[Opening], None]:
    """Have every store be opened so from now on."""
    return lambda how: monkeypatch.setattr(little, "OPENS", [how])


def filed(home: Path) -> int:
    """How many people have a key in the file."""
    with closing(sqlite3.connect(home / "data" / "keys.db")) as db:
        return int(db.execute("SELECT count(*) FROM person_key").fetchone()[0])


def copied(url: str, copy: bytes | None = None) -> bytes:
    """Take a copy of a database, or put one into it."""
    programs = postgres.programs()
    assert programs is not None
    words = ["pg_dump", "-Fc", url] if copy is None else ["pg_restore", "-d", url]
    return subprocess.run([programs / words[0], *words[1:]], check=True, input=copy, stdout=subprocess.PIPE).stdout


@pytest.mark.parametrize("alone", [True, False])
async def test_who_was_erased_does_not_come_back_with_a_copy_taken_while_programs_ran(
    server: postgres.Server, tmp_path: Path, clock: Clock, opens: Callable[[Opening], None], *, alone: bool
) -> None:
    url = server.database(tmp_path)
    opens(shared(url, tmp_path / "memory"))
    house = open_house(tmp_path, clock)
    await Person(house).agrees()
    await Person(house, address="bo").agrees()
    copy = await asyncio.to_thread(copied, url)
    with closing(sqlite3.connect(tmp_path / "data" / "keys.db")) as db:
        db.execute("VACUUM INTO ?", (str(tmp_path / "keys.copy"),))
    assert await house.forget("push", "ana")
    await house.stop()
    back = server.database(tmp_path / "back")
    await asyncio.to_thread(copied, back, copy)
    shutil.copy(tmp_path / "keys.copy", tmp_path / "data" / "keys.db")
    opens(shared(back, None if alone else tmp_path / "memory"))
    house = open_house(tmp_path, clock, prefix="j")
    assert [await house.peek("push", name) is not None for name in ("ana", "bo")] == [False, True]
    await house.stop()
    assert filed(tmp_path) == 1


async def test_what_was_answered_in_one_program_after_another_counts_at_the_next_start(
    server: postgres.Server, tmp_path: Path, clock: Clock, opens: Callable[[Opening], None]
) -> None:
    url = server.database(tmp_path)
    opens(shared(url, tmp_path / "memory"))
    house = open_house(tmp_path, clock)
    await Person(house).agrees()
    beside = open_house(tmp_path, clock, prefix="j")
    await answers(house, Consented.REFUSED)
    clock.move(1)
    await house.stop()
    await answers(beside, Consented.GIVEN)
    await beside.stop()
    house = open_house(tmp_path, clock, prefix="k")
    assert await house.peek("push", "ana") is not None  # who agreed anew is kept
    beside = open_house(tmp_path, clock, prefix="l")
    clock.move(1)
    await answers(house, Consented.REFUSED)
    await answers(beside, Consented.GIVEN)
    copy = await asyncio.to_thread(copied, url)
    with closing(sqlite3.connect(tmp_path / "data" / "keys.db")) as db:
        db.execute("VACUUM INTO ?", (str(tmp_path / "keys.copy"),))
    clock.move(1)
    assert await house.forget("push", "ana")
    await house.stop()
    await beside.stop()
    back = server.database(tmp_path / "back")
    await asyncio.to_thread(copied, back, copy)
    shutil.copy(tmp_path / "keys.copy", tmp_path / "data" / "keys.db")
    opens(shared(back, tmp_path / "memory"))
    house = open_house(tmp_path, clock, prefix="m")
    assert await house.peek("push", "ana") is None  # who was erased does not come back
    await house.stop()


def test_what_comes_again_after_a_power_cut_is_heard_though_a_worker_stands_in_the_database(
    server: postgres.Server, tmp_path: Path, clock: Clock, opens: Callable[[Opening], None]
) -> None:
    url = server.database(tmp_path)
    died = subprocess.run([sys.executable, "-c", DIES, str(tmp_path), url], cwd=ROOT, env={**os.environ}, check=False)
    assert died.returncode == -signal.SIGKILL
    shutil.rmtree(tmp_path / "memory")
    opens(shared(url, tmp_path / "memory"))

    async def comes_again() -> list[str]:
        house = open_house(tmp_path, clock, prefix="j")
        ana = Person(house, "web")
        await ana.does(Open("fr"))
        lines = await ana.lines()
        await house.stop()
        return lines

    assert asyncio.run(comes_again()) == ["fr ask.1 0"]


async def test_who_is_not_in_an_older_copy_keeps_their_key(tmp_path: Path, clock: Clock) -> None:
    rows, older, newer = (tmp_path / "data" / "atout.db", tmp_path / "older", tmp_path / "newer")
    house = open_house(tmp_path, clock)
    await Person(house).agrees()
    await house.stop()
    shutil.copy(rows, older)
    house = open_house(tmp_path, clock, prefix="j")
    await Person(house, address="bo").agrees()
    await house.stop()
    shutil.copy(rows, newer)
    for copy, known in ((older, [True, False]), (newer, [True, True])):
        shutil.copy(copy, rows)
        house = open_house(tmp_path, clock, prefix="k")
        assert [await house.peek("push", name) is not None for name in ("ana", "bo")] == known
        await house.stop()


@pytest.mark.parametrize("other", ["file", "database"])
async def test_where_nobody_is_yet_the_keys_of_people_elsewhere_are_left_alone(
    server: postgres.Server, tmp_path: Path, clock: Clock, opens: Callable[[Opening], None], other: str
) -> None:
    there = shared(server.database(tmp_path), tmp_path / "memory")
    here: Opening = kept_in_a_file
    if other == "file":
        here, there = there, here
    opens(here)
    house = open_house(tmp_path, clock)
    await Person(house).agrees()
    await house.stop()
    key, _ = master_key(tmp_path / "master.key")
    for _ in range(2):
        with pytest.raises(InUseError, match=r"rows of this folder are in a database|none of them is here"):
            there(tmp_path / "data", key, clock)
    house = open_house(tmp_path, clock, prefix="j")
    assert await house.peek("push", "ana") is not None
    await house.stop()
    assert filed(tmp_path) == 1
