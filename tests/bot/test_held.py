"""What a worker believes to hold is what the database says it holds, however many changes come at once."""

from __future__ import annotations

import asyncio
import time
from pathlib import Path

import psycopg

from bot.app import now
from bot.store.base import Session
from bot.store.lease import BEAT
from bot.store.postgres import PostgresStore
from bot.store.slots import SLOTS
from tests.servers import postgres

PATIENCE = 60.0  # seconds


def listed(url: str, worker: int) -> frozenset[int]:
    """The slots that are a worker's, by the database."""
    with psycopg.connect(url) as db:
        rows = db.execute("SELECT slot FROM lease WHERE worker = %s", (worker,))
        return frozenset(int(row[0]) for row in rows)


async def test_slots_that_are_taken_by_two_signs_of_life_in_one_commit_are_held(
    server: postgres.Server, tmp_path: Path
) -> None:
    url = server.database(tmp_path)
    one, two = (PostgresStore(url, tmp_path / "data", bytes(32), now, memory=tmp_path / "memory") for _ in range(2))
    async with asyncio.timeout(PATIENCE):
        while len(listed(url, two.held.worker)) < SLOTS // 2:  # noqa: ASYNC110 - a thread changes it
            await asyncio.sleep(0.05)

    def slow(_: Session) -> None:
        time.sleep(3 * BEAT)  # a disk that is slow: what is to be taken meanwhile waits, and is taken together

    busy = one.put(slow)
    await two.close()
    await busy
    async with asyncio.timeout(PATIENCE):
        while len(listed(url, one.held.worker)) < SLOTS:  # noqa: ASYNC110 - the same
            await asyncio.sleep(0.05)
    await one.put(lambda tx: tx.alone())  # and what was behind it is done
    assert one.held.slots == listed(url, one.held.worker)
    await one.close()
