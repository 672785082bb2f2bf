"""A Graph for each test, and the real house behind a webhook that it calls."""

from __future__ import annotations

from collections.abc import AsyncIterator, Awaitable
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path

import pytest
from starlette.routing import Mount

from bot.app import House, now, open_house
from bot.channels.whatsapp.client import Account, WhatsAppChannel
from bot.channels.whatsapp.webhook import PATH, Secrets, webhook
from bot.settings import Settings
from locales import translator
from tests.bot.telegram.conftest import HastyClock
from tests.doubles.graph import PHONE, SECRET, TOKEN, Graph
from tests.doubles.graph import graph as running
from tests.doubles.graph_people import Person, Shown
from tests.doubles.wire import served

VERIFY = "a word agreed upon"


@dataclass
class Chat:
    """Somebody in front of the real house, on WhatsApp."""

    person: Person
    house: House

    async def after(self, act: Awaitable[object]) -> list[Shown]:
        """Let the person act; return what is said to it, once it has finished."""
        before = len(self.person.shown)
        await act
        await self.house.settle()
        return self.person.shown[before:]

    async def says(self, *texts: str) -> list[Shown]:
        """Write one thing after the other; return what answers the last."""
        said: list[Shown] = []
        for text in texts:
            said = await self.after(self.person.says(text))
        return said

    @property
    def last(self) -> Shown:
        return self.person.shown[-1]


def account(graph: Graph, template: str = "") -> Account:
    return Account(PHONE, TOKEN, graph.url, "v25.0", template)


@dataclass
class Ahead:
    """The time it is, and as much as a test is ahead of it."""

    ms: int = 0

    def __call__(self) -> int:
        return now() + self.ms


@asynccontextmanager
async def at_home(
    graph: Graph, folder: Path, clock: Ahead | None = None, template: str = "", **told: object
) -> AsyncIterator[House]:
    """Open the real house, with the webhook where the Graph finds it."""
    channel = WhatsAppChannel(account(graph, template), translator, HastyClock())
    hurry = int(str(told.pop("hurry", 0)))
    places = {"data": folder / "data", "key_file": folder / "key", "dictionaries": folder / "nowhere"}
    settings = Settings(**places, **told)  # type: ignore[arg-type] # as they are named
    served_by = {channel.name: channel}
    house = open_house(settings, channels=served_by, clock=clock or Ahead(), hurry=hurry).house
    async with served([Mount("/", webhook([channel], house, Secrets(SECRET, VERIFY)))]) as url:
        graph.webhook = url + PATH
        yield house
    await house.stop()
    await channel.close()


@pytest.fixture
async def graph() -> AsyncIterator[Graph]:
    async with running() as double:
        yield double
        assert double.wrong == []


@pytest.fixture
def ahead() -> Ahead:
    return Ahead()


@pytest.fixture
async def house(graph: Graph, tmp_path: Path, ahead: Ahead) -> AsyncIterator[House]:
    async with at_home(graph, tmp_path, ahead) as house:
        yield house


@pytest.fixture
def chat(graph: Graph, house: House) -> Chat:
    return Chat(graph.person(), house)
