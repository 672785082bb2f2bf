"""A line to a server that is dead without a word: it is made again, and nobody waits for longer than ten seconds.

Real servers, behind a line that swallows what its old connections say: the kernel sees nothing wrong with it.
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from pathlib import Path

import pytest

from bot.bus import carrying
from bot.bus.base import Bus, Kind, Word
from bot.bus.postgres import PostgresBus
from bot.bus.redis import RedisBus
from tests.servers import postgres, redis
from tests.servers.line import Line, line

NOBODY_WAITS = 10.0  # seconds


def through(one: Line, name: str) -> str:
    """The address of a database at the end of a line."""
    return f"postgresql://{postgres.USER}@127.0.0.1:{one.port}/{name}"


@pytest.fixture
def town() -> Iterator[postgres.Server]:
    if postgres.programs() is None:
        pytest.skip("PostgreSQL is not installed (as root, tools/system.sh installs it)")
    with postgres.postgres() as running:
        yield running


def socket_of(server: postgres.Server) -> Path:
    return server.folder / ".s.PGSQL.5432"


# ---------------------------------------------------------------- words

Buses = Callable[[], tuple[Line, Bus, Bus]]


@pytest.fixture(params=["postgres", "redis"])
def buses(request: pytest.FixtureRequest) -> Iterator[Buses]:
    """Makes a line, the bus of who is behind it, and that of somebody who is not."""
    with ExitStack() as stack:

        def on_postgres() -> tuple[Line, Bus, Bus]:
            server: postgres.Server = request.getfixturevalue("town")
            one = stack.enter_context(line(socket_of(server)))
            return one, PostgresBus(through(one, "postgres"), "a"), PostgresBus(server.url("postgres"), "b")

        def on_redis() -> tuple[Line, Bus, Bus]:
            if not redis.there():
                pytest.skip("redis-server is not installed (as root, tools/system.sh installs it)")
            server = stack.enter_context(redis.server())
            one = stack.enter_context(line(server.folder / "redis.sock"))
            way = f"redis://{redis.USER}:{redis.PASSWORD}@127.0.0.1:{one.port}"
            return one, RedisBus(way, "a"), RedisBus(server.url, "b")

        yield {"postgres": on_postgres, "redis": on_redis}[request.param]


@pytest.fixture
def quicker(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(carrying, "PULSE", 0.3)
    monkeypatch.setattr(carrying, "SILENT", 1.0)


def test_a_line_without_words_is_dead_before_anybody_waits_for_long() -> None:
    assert 3 * carrying.PULSE <= carrying.SILENT < NOBODY_WAITS - 2 * carrying.AGAIN


@pytest.mark.usefixtures("quicker")
async def test_who_only_listens_hears_again_and_looks_at_what_was_missed(buses: Buses) -> None:
    one, listens, speaks = buses()
    heard: list[Word] = []
    said: list[Word] = []
    listens.start(heard.append)
    speaks.start(said.append)
    async with asyncio.timeout(NOBODY_WAITS):
        while not heard or not said:  # noqa: ASYNC110 - it is the server that changes it
            await asyncio.sleep(0.02)
    await asyncio.sleep(3)
    assert heard == said == [Word(Kind.ANY)]  # a line on which nothing is said stands
    one.dies()
    speaks.tell(Word(Kind.RING, "missed"))
    async with asyncio.timeout(NOBODY_WAITS):
        while heard.count(Word(Kind.ANY)) < 2:  # noqa: ASYNC110 - the same
            await asyncio.sleep(0.02)
    speaks.tell(Word(Kind.RING, "heard"))
    listens.tell(Word(Kind.RING, "said"))
    async with asyncio.timeout(NOBODY_WAITS):
        while Word(Kind.RING, "heard") not in heard or Word(Kind.RING, "said") not in said:  # noqa: ASYNC110
            await asyncio.sleep(0.02)
    await listens.close()
    await speaks.close()
