"""The two platforms, once for all the conversations of a file."""

from __future__ import annotations

from collections.abc import AsyncIterator

import pytest_asyncio

from bot.app import load_content, settle
from bot.settings import read
from tests.alike.phones import Phones, phones


@pytest_asyncio.fixture(scope="module", loop_scope="module", name="phones")
async def both() -> AsyncIterator[Phones]:
    settle(load_content(read({})))
    async with phones() as running:
        yield running
