"""The two platforms, for as long as several people need them: their doubles, and the addresses of ours they call."""

from __future__ import annotations

from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass, field

import httpx2
from starlette.applications import Starlette
from starlette.routing import Mount
from starlette.types import ASGIApp

from bot.channels.hooks import hooked
from tests.doubles.graph import Graph, graph
from tests.doubles.telegram import Telegram, telegram
from tests.doubles.wire import served


@dataclass(frozen=True, slots=True)
class Phones:
    """Both platforms. `hooks`: what is behind each path of our address, which is at `url`."""

    telegram: Telegram
    graph: Graph
    hooks: dict[str, ASGIApp]
    url: str
    _client: httpx2.AsyncClient = field(repr=False)

    async def post(self, path: str, raw: bytes, headers: Mapping[str, str]) -> int:
        """Call us; return how that was answered."""
        return (await self._client.post(self.url + path, content=raw, headers=headers)).status_code

    def judged(self) -> list[str]:
        """Return what was wrong with what we sent since the last time."""
        wrong = [*self.telegram.wrong, *self.graph.wrong]
        self.telegram.wrong.clear()
        self.graph.wrong.clear()
        return wrong


@asynccontextmanager
async def phones() -> AsyncIterator[Phones]:
    """Run both for the length of a block."""
    hooks: dict[str, ASGIApp] = {}
    ours = served([Mount("/", hooked(Starlette(), hooks))])
    async with telegram() as api, graph() as meta, httpx2.AsyncClient() as client, ours as url:
        yield Phones(api, meta, hooks, url, client)
