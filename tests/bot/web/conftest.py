"""One Chromium for the tests of a file: each test opens its own contexts in it."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser

from tests.bot.web.chromium import launched


@pytest.fixture(scope="module")  # its loop must be gone before the tests that wait bring theirs
def chromium() -> Iterator[Browser]:
    with launched() as browser:
        yield browser
