"""One side the whole way: 200 people write to a double of Telegram, which the side polls and sends its answers to.

usage: python -m tools.bench.polled ours|postgres|aiogram|ptb busy|open-RATE. Each person holds the first conversation
in words, then somebody new comes in their place. An answer takes from when they write until its last bubble is at the
platform. Ours is what `atout serve` starts, but for the pace that Telegram asks for (30 messages a second in all): the
others have none, and it would be all that is seen.
"""

from __future__ import annotations

import asyncio
import subprocess
import sys
import tempfile
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from itertools import count
from pathlib import Path

import uvloop

from tests.bot.storm.sides import Polled
from tests.doubles.telegram import TOKEN, Telegram, telegram
from tests.doubles.telegram_schema import schemas
from tests.servers.postgres import DURABLE, postgres
from tools.bench.chats import CHATS, POSTGRES, Ear, all_talk
from tools.bench.figure import ROOT, clean_environment
from tools.bench.messengers import SAID, alone

OURS = "ours"
PATIENCE = 120.0  # seconds for an answer on a slow machine
SERVES = """
import sys
from dataclasses import replace
from bot.channels.telegram import client
client.LIMITS = replace(client.LIMITS, chat_pace=None, group_pace=None, pace=None)
from bot.commands.serve import run
sys.exit(run(None))
"""


def main() -> None:
    """Let people talk."""
    with tempfile.TemporaryDirectory(prefix="atout-") as home:
        if sys.argv[1] == POSTGRES:
            with postgres(*DURABLE) as server:
                uvloop.run(measured(OURS, Path(home), {"ATOUT_STORE": server.database(Path(home))}))
        else:
            uvloop.run(measured(sys.argv[1], Path(home), {}))


async def measured(name: str, home: Path, more: Mapping[str, str]) -> None:
    """Measure one side."""
    schemas()  # read now, so that nobody waits for it
    async with telegram() as api:
        side = Polled(api)
        command: Sequence[str] = ("-c", SERVES)
        if name != OURS:
            command = ("-m", "tools.bench.polls", name, api.url, TOKEN)
        with process(command, home, {**side.environ(), **more}):
            answers = await alone(side, side.held)
            post = Post(api)
            hearing = asyncio.create_task(post.hears())
            await all_talk(lambda number, ear: talks(side, post, number, answers, ear))
            hearing.cancel()


@contextmanager
def process(command: Sequence[str], home: Path, more: Mapping[str, str]) -> Iterator[None]:
    """Run a side, and stop it at the end."""
    mine = {"ATOUT_PORT": "0", "ATOUT_DATA": str(home / "data"), "ATOUT_KEY_FILE": str(home / "master.key")}
    environ = clean_environment(**mine, **more)
    quiet = subprocess.DEVNULL
    with subprocess.Popen([sys.executable, *command], cwd=ROOT, env=environ, stdout=quiet, stderr=quiet) as running:
        try:
            yield
        finally:
            running.terminate()


class Post:
    """Tells each person when their answer is whole: one looks at what comes, and not each of them at all of it."""

    def __init__(self, api: Telegram) -> None:
        self._api, self._seen = api, 0
        self._waiting: dict[int, tuple[int, asyncio.Event]] = {}

    async def hears(self) -> None:
        """Look at each message that the double was sent."""
        while True:
            await self._api.until(lambda: len(self._api.calls) > self._seen, None)
            for call in self._api.calls[self._seen :]:
                if call.method == "sendMessage":
                    self._look(int(call.values["chat_id"]))
                self._seen += 1

    def _look(self, chat: int) -> None:
        wanted, event = self._waiting.get(chat, (0, None))
        if event is not None and len(self._api.chats[chat].shown) >= wanted:
            event.set()

    async def brings(self, chat: int, wanted: int) -> None:
        """Wait until somebody has seen so many bubbles. Raises `TimeoutError`."""
        event = asyncio.Event()
        self._waiting[chat] = wanted, event
        self._look(chat)
        async with asyncio.timeout(PATIENCE):
            await event.wait()


async def talks(side: Polled, post: Post, number: int, answers: Sequence[int], ear: Ear) -> None:
    """Hold the conversation again and again, each time as somebody new."""
    for life in count():
        address = side.enters(1 + number + life * CHATS)
        for said, wanted in zip(SAID, answers, strict=True):
            await ear.answer(says(side, post, address, said, wanted))
            if ear.over:
                return


async def says(side: Polled, post: Post, address: str, said: str, wanted: int) -> None:
    """Write something; it has been answered when this returns."""
    await side.held(await side.wrote(address, said))
    await post.brings(int(address), wanted)


if __name__ == "__main__":
    main()
