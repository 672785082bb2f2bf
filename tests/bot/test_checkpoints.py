"""The write-ahead log of the file: brought in beside the writer while people talk, and a disk that fails there."""

from __future__ import annotations

import asyncio
import resource
import sqlite3
import threading
import time
from contextlib import closing
from functools import partial
from pathlib import Path

from bot.house import House
from bot.store.checkpoints import Checkpoints
from bot.store.sqlite import LOG_MAX, connect
from flows.model import Text
from tests.bot.little import Person

LETTERS = 8_000  # of a message, so that a log grows
SOON = 120.0  # seconds


async def test_the_log_is_brought_into_the_file_while_people_talk(house: House, tmp_path: Path) -> None:
    file, log = tmp_path / "data" / "atout.db", tmp_path / "data" / "atout.db-wal"
    ana = Person(house, "web")
    await ana.agrees()
    grown, until = 0, time.monotonic() + SOON
    while file.stat().st_size < 6 << 20:  # the writer is never idle, so nobody else can have done it
        await asyncio.gather(*(house.receive([ana.arrival(Text("x" * LETTERS))]) for _ in range(20)))
        grown = max(grown, log.stat().st_size)
        assert time.monotonic() < until, f"{file.stat().st_size} bytes in the file, {grown} in the log"
    assert grown < LOG_MAX


async def test_a_copy_that_is_made_meanwhile_is_whole(house: House, tmp_path: Path) -> None:
    ana = Person(house, "web")
    await ana.agrees()

    def copied() -> list[tuple[str]]:
        source, target = tmp_path / "data" / "atout.db", tmp_path / "copy.db"
        with closing(sqlite3.connect(source)) as db, closing(sqlite3.connect(target)) as copy:
            db.backup(copy, pages=16, sleep=0.01)
            return copy.execute("PRAGMA integrity_check").fetchall()

    copying = asyncio.create_task(asyncio.to_thread(copied))
    for number in range(60):
        await house.receive([ana.arrival(Text(f"{number} " + "x" * LETTERS))])
    assert await copying == [("ok",)]
    assert len(await ana.raws()) == 61


def test_a_disk_that_fails_under_it_is_told(tmp_path: Path) -> None:
    path, told = tmp_path / "atout.db", threading.Event()
    names: list[str] = []

    def failed(name: str) -> None:
        names.append(name)
        told.set()

    db = connect(path)
    checkpoints = Checkpoints(partial(connect, path), failed)
    checkpoints.start()
    db.execute("CREATE TABLE words (word TEXT)")
    db.executemany("INSERT INTO words VALUES (?)", [("x" * 1000,)] * 100)
    before = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (4096, before[1]))
    try:
        checkpoints.wake()
        assert told.wait(SOON)
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, before)
        checkpoints.stop()
    assert names[0].startswith("SQLITE_IOERR")
    assert db.execute("SELECT count(*) FROM words").fetchall() == [(100,)]
    db.close()


async def test_when_it_fails_the_house_ends_and_says_why(house: House) -> None:
    await house.start()
    ana = Person(house, "web")
    await ana.agrees()
    ended = asyncio.create_task(house.ended())
    store = house._store
    before = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (4096, before[1]))
    try:
        store._checkpoints.wake()  # type: ignore[attr-defined] # the store that is a file
        assert (await asyncio.wait_for(ended, SOON)).startswith("SQLITE_IOERR")
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, before)
