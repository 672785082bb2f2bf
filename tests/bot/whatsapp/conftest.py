"""A Graph for each test."""

from __future__ import annotations

from collections.abc import AsyncIterator

import pytest

from tests.doubles.graph import Graph
from tests.doubles.graph import graph as running


@pytest.fixture
async def graph() -> AsyncIterator[Graph]:
    async with running() as double:
        yield double
        assert double.wrong == []
