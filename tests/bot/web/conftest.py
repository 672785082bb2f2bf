"""One Chromium for the tests of a file, in which each opens its own contexts, and a page that is served to it."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser

from tests.bot.web.chromium import launched
from tests.bot.web.house import House
from tests.bot.web.serving import Served, served


@pytest.fixture
def house() -> House:
    return House()


@pytest.fixture
def server(house: House) -> Iterator[Served]:
    with served(house) as running:
        yield running


@pytest.fixture(scope="module")  # its loop must be gone before the tests that wait bring theirs
def chromium() -> Iterator[Browser]:
    with launched() as browser:
        yield browser
