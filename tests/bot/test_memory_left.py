"""What programs leave in the memory of the machine: nothing after the last one, and of those that were killed not long.

The folder is the one that every installation of this user has, beside those of others.
"""

from __future__ import annotations

import os
import shutil
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from bot.app import now
from bot.store.fleeting import LEFT, place
from bot.store.postgres import PostgresStore
from tests.servers import postgres


@pytest.fixture
def memory(tmp_path: Path) -> Iterator[Path]:
    folder = place(tmp_path / "data")
    if folder is None:
        pytest.skip("this machine has no memory that can be shared")
    yield folder
    shutil.rmtree(folder, ignore_errors=True)


@pytest.fixture
def left(tmp_path: Path) -> Iterator[Callable[[str, int], Path]]:
    """Makes what a program that was killed has left, so many ms ago."""
    made: list[Path] = []

    def leaves(name: str, ago: int) -> Path:
        found = place(tmp_path / name)
        assert found is not None
        made.append(found)
        found.mkdir(mode=0o700)
        (found / "keys.db").write_bytes(b"keys")
        (found / "worker-1.lives").touch()
        for one in (*found.iterdir(), found):
            os.utime(one, (time.time() - ago / 1000,) * 2)
        return found

    yield leaves
    for one in made:
        shutil.rmtree(one, ignore_errors=True)


def there(folder: Path) -> bool:
    return folder.is_dir()


async def test_the_last_of_them_takes_it_away(server: postgres.Server, tmp_path: Path, memory: Path) -> None:
    url = server.database(tmp_path)
    two = [PostgresStore(url, tmp_path / "data", bytes(32), now, memory=memory) for _ in range(2)]
    await two[0].close()
    assert there(memory)
    (memory / "worker-1.sock").touch()  # of one that was killed
    await two[1].close()
    assert not there(memory)
    await PostgresStore(url, tmp_path / "data", bytes(32), now, memory=memory).close()


async def test_a_start_takes_away_what_was_left_long_ago_and_by_nobody_who_lives(
    server: postgres.Server, tmp_path: Path, memory: Path, left: Callable[[str, int], Path]
) -> None:
    other = place(tmp_path / "other")
    assert other is not None
    lives = PostgresStore(server.database(tmp_path / "other"), tmp_path / "other", bytes(32), now, memory=other)
    for one in (*other.iterdir(), other):
        os.utime(one, (time.time() - 2 * LEFT / 1000,) * 2)
    old, fresh = left("old", LEFT + 60_000), left("fresh", LEFT - 60_000)
    await PostgresStore(server.database(tmp_path), tmp_path / "data", bytes(32), now, memory=memory).close()
    assert [one.exists() for one in (old, fresh, other)] == [False, True, True]
    await lives.close()
    assert not other.exists()


async def test_a_folder_that_an_operator_named_stays(server: postgres.Server, tmp_path: Path) -> None:
    memory = tmp_path / "memory"
    await PostgresStore(server.database(tmp_path), tmp_path / "data", bytes(32), now, memory=memory).close()
    assert list(memory.iterdir()) == []
