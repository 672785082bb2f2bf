"""A house with a small core of its own, on real files, or on a real PostgreSQL server where a test asks for both."""

from __future__ import annotations

from collections.abc import AsyncIterator, Iterator
from pathlib import Path

import pytest

from bot.house import House
from bot.store.writer import Writer
from tests.bot import little
from tests.bot.little import Clock, Outside, Person, open_house
from tests.servers import postgres

STORES = ("sqlite", "postgresql")


def pytest_generate_tests(metafunc: pytest.Metafunc) -> None:
    """A test that opens a store, in a module that says `BOTH_STORES`, is run over both."""
    opens = not {"tmp_path", "house", "ana"}.isdisjoint(metafunc.fixturenames)
    if getattr(metafunc.module, "BOTH_STORES", False) and opens:
        metafunc.parametrize("kept_by", STORES, indirect=True)


@pytest.fixture(scope="session")
def server() -> Iterator[postgres.Server]:
    """A PostgreSQL server, for all tests of this process."""
    if postgres.programs() is None:
        pytest.skip("PostgreSQL is not installed (as root, tools/system.sh installs it)")
    with postgres.postgres() as running:
        yield running


@pytest.fixture(autouse=True)
def kept_by(request: pytest.FixtureRequest) -> Iterator[str]:
    """Which program keeps the rows."""
    name = getattr(request, "param", STORES[0])
    if name == STORES[0]:
        yield name
        return
    from bot.store.postgres import PostgresStore  # noqa: PLC0415 - an extra

    running: postgres.Server = request.getfixturevalue("server")

    def opens(folder: Path, key: bytes, clock: Clock) -> Writer:
        return PostgresStore(running.database(folder), folder, key, clock)

    little.OPENS.append(opens)
    yield name
    little.OPENS.remove(opens)


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def outside() -> Outside:
    return Outside()


@pytest.fixture
async def house(tmp_path: Path, clock: Clock, outside: Outside) -> AsyncIterator[House]:
    opened = open_house(tmp_path, clock, outside)
    yield opened
    await opened.stop()


@pytest.fixture
def ana(house: House) -> Person:
    return Person(house)
