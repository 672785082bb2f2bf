"""What the disk does not take of the keys at once: it is asked again, and nobody is mute for it."""

from __future__ import annotations

import asyncio
import io
import resource
import sqlite3
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

from bot.house import House
from bot.jobs import AGAIN
from bot.store.base import Who
from bot.store.keys import KeyRing
from tests.bot.little import HOUR, Clock, Outside, Person

BOTH_STORES = True
SOON = 30.0  # seconds
UNTIDY = "not tidied up yet"


async def until(true: Callable[[], object]) -> None:
    async with asyncio.timeout(SOON):
        while not true():  # noqa: ASYNC110 - it is a thread that changes it
            await asyncio.sleep(0.05)


def keys_of(house: House) -> KeyRing:
    found: KeyRing = house._store._keys  # type: ignore[attr-defined]
    return found


def owed(house: House) -> bool:
    return keys_of(house).owes


async def whose(person: Person) -> Who:
    found = await person.house.run(lambda tx: tx.whose(person.channel, person.address))
    assert found is not None
    return found


@contextmanager
def reading(path: Path) -> Iterator[None]:
    """Somebody who copies a file: its log cannot be emptied meanwhile."""
    db = sqlite3.connect(path, isolation_level=None)
    db.execute("BEGIN")
    db.execute("SELECT count(*) FROM person_key").fetchall()
    try:
        yield
    finally:
        db.close()


def filed(path: Path) -> set[str]:
    db = sqlite3.connect(path)
    try:
        return {str(row[0]) for row in db.execute("SELECT person FROM person_key")}
    finally:
        db.close()


async def erased(ana: Person, clock: Clock) -> None:
    await ana.says("!erase")
    clock.move(HOUR)
    await ana.house.settle()


async def test_a_key_that_the_disk_does_not_let_go_of_is_destroyed_once_it_does(
    house: House, ana: Person, clock: Clock, tmp_path: Path, written: io.StringIO
) -> None:
    ben, keys, file = Person(house, address="ben"), keys_of(house), tmp_path / "data" / "keys.db"
    await ana.agrees()
    await ben.agrees()
    who = await whose(ana)
    keys._db.execute("PRAGMA query_only = ON")  # no write is taken, as on a disk that is full to the last byte
    await erased(ana, clock)
    assert who.person in filed(file)
    assert not keys.readable(who)
    await ben.says("I cook")
    assert await ben.raws() == ["yes", "I cook"]
    await until(lambda: UNTIDY in written.getvalue())
    keys._db.execute("PRAGMA query_only = OFF")
    await until(lambda: not owed(house))
    assert who.person not in filed(file)
    assert written.getvalue().count(UNTIDY) == 1
    assert who.person[:6] not in written.getvalue()


async def test_who_cannot_be_forgotten_yet_keeps_nobody_from_what_is_due(
    house: House, ana: Person, clock: Clock, outside: Outside, tmp_path: Path
) -> None:
    ben, ledger = Person(house, address="ben"), tmp_path / "data" / "erased.log"
    await ana.agrees()
    await ben.agrees()
    await ben.says("!later")
    ledger.mkdir()  # where a line is to be written first
    await erased(ana, clock)
    assert any("tick" in text for text in outside.texts("ben"))
    assert await house.peek("push", "ana") is not None
    ledger.rmdir()
    clock.move(AGAIN)
    await house.settle()
    assert await house.peek("push", "ana") is None


async def test_it_is_asked_again_though_there_is_always_work(
    house: House, ana: Person, clock: Clock, tmp_path: Path
) -> None:
    ben, log = Person(house, address="ben"), tmp_path / "data" / "keys.db-wal"
    await ana.agrees()
    await ben.agrees()
    with reading(tmp_path / "data" / "keys.db"):
        await erased(ana, clock)
        assert owed(house)
    async with asyncio.timeout(SOON):
        while owed(house):
            clock.move(100)
            await house.run(lambda tx: tx.next_due(("push",)))
    assert log.stat().st_size == 0
    await house.stop()


async def test_a_disk_that_fails_as_it_is_tidied_up_mutes_nobody_who_has_rows_elsewhere(
    house: House, ana: Person, clock: Clock, kept_by: str, tmp_path: Path, written: io.StringIO
) -> None:
    ben = Person(house, address="ben")
    await ana.agrees()
    await ben.agrees()
    await house.start()
    before = resource.getrlimit(resource.RLIMIT_FSIZE)
    with reading(tmp_path / "data" / "keys.db"):
        await erased(ana, clock)
        assert owed(house)
        resource.setrlimit(resource.RLIMIT_FSIZE, (4096, before[1]))
    try:
        if kept_by == "sqlite":  # the file beside it is on that disk
            assert (await asyncio.wait_for(house.ended(), SOON)).startswith("SQLITE_IOERR")
            await asyncio.wait_for(house.stop(), SOON)
            return
        await until(lambda: UNTIDY in written.getvalue())
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, before)
    await ben.says("I cook")
    assert await ben.raws() == ["yes", "I cook"]
    await until(lambda: not owed(house))
    assert "Traceback" not in written.getvalue()
