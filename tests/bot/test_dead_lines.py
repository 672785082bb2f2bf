"""A line to a server that is dead without a word: it is made again, and nobody waits for longer than ten seconds.

Real servers, behind a line that swallows what its old connections say: the kernel sees nothing wrong with it.
"""

from __future__ import annotations

import asyncio
import os
import socket
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path

import psycopg
import pytest

from bot.app import now
from bot.bus import carrying
from bot.bus.base import Bus, Kind, Word
from bot.bus.postgres import PostgresBus
from bot.bus.redis import RedisBus
from bot.store import line as way
from bot.store.base import StoppedError, StoreError
from bot.store.postgres import PostgresStore
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
    monkeypatch.setattr(carrying, "SILENT", 2.5)  # a busy machine may keep a pulse for a while


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
    await asyncio.sleep(4)
    assert heard == said == [Word(Kind.ANY)]  # a line on which nothing is said stands
    one.dies()
    speaks.tell(Word(Kind.RING, "missed"))
    async with asyncio.timeout(NOBODY_WAITS):
        while heard.count(Word(Kind.ANY)) < 2:  # noqa: ASYNC110 - the same
            await asyncio.sleep(0.02)
    async with asyncio.timeout(NOBODY_WAITS):
        while Word(Kind.RING, "heard") not in heard or Word(Kind.RING, "said") not in said:
            speaks.tell(Word(Kind.RING, "heard"))  # again: a line that is found dead takes one with it
            listens.tell(Word(Kind.RING, "said"))
            await asyncio.sleep(0.1)
    await listens.close()
    await speaks.close()


# ---------------------------------------------------------------- rows


@contextmanager
def behind(town: postgres.Server, folder: Path) -> Iterator[tuple[Line, PostgresStore]]:
    """A line, and a store behind it: its batches are on the first connection, its signs of life on the second."""
    database = town.database(folder).partition("///")[2].partition("?")[0]
    with line(socket_of(town)) as one:
        yield one, PostgresStore(through(one, database), folder / "data", bytes(32), now, memory=folder / "memory")


async def asked(store: PostgresStore) -> bool:
    """Whether something asked of a store is answered, and is still its own to say; or it is refused."""
    try:
        await store.put(lambda tx: tx.handed(1))
    except StoppedError:
        raise
    except StoreError:
        return False
    return store.speaks


async def goes_on(store: PostgresStore) -> None:
    """Ask until it is answered."""
    async with asyncio.timeout(NOBODY_WAITS):
        while not await asked(store):  # noqa: ASYNC110 - the same
            await asyncio.sleep(0.1)


async def test_a_store_goes_on_on_new_lines_when_both_are_dead(town: postgres.Server, tmp_path: Path) -> None:
    with behind(town, tmp_path) as (one, store):
        assert await asked(store)
        one.dies()
        await goes_on(store)
        assert one.made == 4
        await store.close()


async def test_a_server_that_takes_no_rows_any_more_is_left_for_the_one_that_does(
    town: postgres.Server, tmp_path: Path
) -> None:
    url = town.database(tmp_path)
    name = url.partition("///")[2].partition("?")[0]

    def on_the_server(*statements: str) -> None:
        with psycopg.connect(town.url("postgres"), autocommit=True) as db:
            for one in statements:
                db.execute(one.format(name))

    store = PostgresStore(url, tmp_path / "data", bytes(32), now, memory=tmp_path / "memory")
    assert await asked(store)
    on_the_server(  # as one that became the copy of another: who comes to it now may only read
        "ALTER DATABASE {} SET default_transaction_read_only = on",
        "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = '{}'",
    )
    async with asyncio.timeout(NOBODY_WAITS):
        while "it can only be read" not in await refused(store):  # noqa: ASYNC110 - the same
            await asyncio.sleep(0.1)
    on_the_server("ALTER DATABASE {} RESET default_transaction_read_only")
    await goes_on(store)
    await store.close()


async def refused(store: PostgresStore) -> str:
    """Why nothing can be kept, "" where it can."""
    try:
        await store.put(lambda tx: tx.probe(now()))
    except StoreError as error:
        return str(error)
    return ""


async def test_a_batch_is_not_waited_for_for_ever_when_its_line_alone_is_dead(
    town: postgres.Server, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(way, "LONG", 2.0)
    with behind(town, tmp_path) as (one, store):
        assert await asked(store)
        one.dies(first=1)
        await goes_on(store)
        assert one.made == 3  # nothing else was made again
        await store.close()


async def test_what_takes_long_is_waited_for_while_signs_of_life_are_answered(
    town: postgres.Server, tmp_path: Path
) -> None:
    with behind(town, tmp_path) as (one, store):
        long = way.SILENT + 2 * way.LOOK + way.WAITS
        assert await store.put(lambda _: store._pg.run("SELECT pg_sleep(%(s)s)", {"s": long}).fetchall()) == [("",)]
        assert one.made == 2
        await store.close()


def test_the_kernel_is_told_how_soon_a_line_is_dead_unless_the_address_says_so_itself(town: postgres.Server) -> None:
    with line(socket_of(town)) as one:
        for more, idle in (("", 4), ("?keepalives_idle=60", 60)):
            url = way.told(through(one, "postgres") + more, "atout")
            with psycopg.connect(url) as db, socket.socket(fileno=os.dup(db.fileno())) as end:
                assert end.getsockopt(socket.SOL_SOCKET, socket.SO_KEEPALIVE)
                assert end.getsockopt(socket.IPPROTO_TCP, socket.TCP_KEEPIDLE) == idle
                assert end.getsockopt(socket.IPPROTO_TCP, socket.TCP_USER_TIMEOUT) < NOBODY_WAITS * 1000
