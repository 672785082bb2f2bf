"""A program that slept while it was telling: another one tells it then, and who wakes says nothing a second time.

A real PostgreSQL server and two programs on it, the first behind a line that dies without a word: to the others that is
as if it slept.
"""

from __future__ import annotations

import asyncio
import json
import time
from collections.abc import AsyncIterator, Callable
from pathlib import Path

import pytest

from bot.channels.telegram import channel
from bot.channels.telegram.notices import TelegramNotifier
from bot.loop import run
from bot.notices.base import Notice, Notifier, Ours, freely
from bot.notices.mail import Mailer, Server
from bot.notices.rules import Waiting, Way
from bot.notices.sender import Sender, Words
from bot.store.base import Session, Store
from bot.store.postgres import PostgresStore
from bot.store.staff import Account, Password, Role
from locales.translate import translator
from tests.bot.desk.town import START
from tests.bot.notices.test_push import made
from tests.bot.notices.test_sender import ALWAYS, LINK
from tests.bot.test_dead_lines import socket_of, through
from tests.doubles.push import push_service
from tests.doubles.smtp import smtp
from tests.doubles.telegram import TOKEN, Telegram
from tests.servers import postgres
from tests.servers.line import line

BEGAN = time.monotonic()
PATIENCE = 40.0  # seconds
EVERY = 10**9  # connections, those to come too


def clock() -> int:
    """The time of a working day, which goes on."""
    return START + int((time.monotonic() - BEGAN) * 1000)


async def until(true: Callable[[], object]) -> None:
    async with asyncio.timeout(PATIENCE):
        while not true():  # noqa: ASYNC110 - it is another program that changes it
            await asyncio.sleep(0.05)


class Asleep:
    """A way on which a program falls asleep with a notice in its hand."""

    def __init__(self, way: Notifier) -> None:
        self.name, self._way = way.name, way
        self.begins, self.wakes = asyncio.Event(), asyncio.Event()

    async def notify(self, to: str, notice: Notice, ours: Ours = freely) -> None:
        self.begins.set()
        await self.wakes.wait()
        await self._way.notify(to, notice, ours)


@pytest.fixture(params=["telegram", "mail", "push"])
async def way(request: pytest.FixtureRequest, tg: Telegram) -> AsyncIterator[tuple[Notifier, str, Callable[[], int]]]:
    """A way to somebody, their address, and how often they were told."""
    if request.param == "telegram":
        amina, bot = tg.person(77, "Amina"), channel(TOKEN, translator, tg.url)
        await amina.starts()
        before = len(amina.shown)
        yield TelegramNotifier(bot, translator), "77", lambda: len(amina.shown) - before
        await bot.close()
    elif request.param == "mail":
        async with smtp() as post:
            mailer = Mailer(Server("127.0.0.1", post.port, "atout@example.org"), translator)
            yield mailer, "amina@ville.example", lambda: len(post.letters)
    else:
        async with push_service() as service:
            to = json.dumps(service.browser().subscription)
            yield made(service).pusher, to, lambda: len(service.requests)


async def hired(store: Store, kind: str, to: str) -> None:
    account = Account("amina", Role.COUNSELLOR, "Amina", "fr", clock())

    def work(tx: Session) -> None:
        tx.accounts.create(account)
        tx.accounts.set_password(Password(account.id, "Amina", "hash", "totp"))
        assert tx.notices.add(account.id, Way("a way", kind, to), clock())

    await run(store, work)


async def test_who_wakes_with_a_notice_that_another_one_sent_sends_nothing(
    server: postgres.Server, tmp_path: Path, way: tuple[Notifier, str, Callable[[], int]]
) -> None:
    notifier, to, told = way
    url, asked = server.database(tmp_path), Waiting("a case", clock(), 1)
    database = url.partition("///")[2].partition("?")[0]

    def telling(store: Store, notifier: Notifier) -> Sender:
        return Sender(store, {notifier.name: notifier}, ALWAYS, clock, Words("fr", LINK), lambda _: [asked])

    with line(socket_of(server)) as one:
        where = (tmp_path / "data", bytes(32), clock)
        first = PostgresStore(through(one, database), *where, memory=tmp_path / "memory")
        second = PostgresStore(url, *where, memory=tmp_path / "memory")
        await hired(second, notifier.name, to)
        asleep = Asleep(notifier)
        sleeper, other = telling(first, asleep), telling(second, notifier)
        sleeper.rounds.start()
        other.rounds.start()
        await asyncio.wait_for(asleep.begins.wait(), PATIENCE)
        one.dies(first=EVERY)
        await until(told)
        asleep.wakes.set()
        await until(lambda: not sleeper.rounds.under_way)
        assert told() == 1
        one.dies(first=one.made)  # what it asks is answered again: it hears that it was taken for dead
        for sender in (sleeper, other):
            await sender.rounds.stop()
        for store in (first, second):
            await store.close()
