"""A house with a small core of its own, on real files."""

from __future__ import annotations

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from bot.house import House
from tests.bot.little import Clock, Outside, Person, open_house


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
