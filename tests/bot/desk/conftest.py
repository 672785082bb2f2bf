"""A desk of its own for each test, served or not."""

from __future__ import annotations

from collections.abc import AsyncIterator, Iterator
from pathlib import Path

import pytest

from tests.bot.desk.full import Full, filled
from tests.bot.desk.office import Office, opened
from tests.bot.desk.town import Town
from tests.bot.web.conftest import chromium

__all__ = ["chromium"]

PUBLIC = "https://cv.example.org"


@pytest.fixture
def office(tmp_path: Path) -> Iterator[Office]:
    with opened(tmp_path) as running:
        yield running


@pytest.fixture
def whole(tmp_path: Path) -> Iterator[Office]:
    """A desk with the web chat beside it, as people outside find them."""
    with opened(tmp_path, public=PUBLIC, whole=True) as running:
        yield running


@pytest.fixture(scope="module")
def full(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Full]:
    """A full desk for all the tests of a file, which leave it as it is."""
    with filled(tmp_path_factory.mktemp("full")) as made:
        yield made


@pytest.fixture
async def town(tmp_path: Path) -> AsyncIterator[Town]:
    """A house with a desk nobody works at yet."""
    made = Town(tmp_path)
    yield made
    await made.house.stop()
