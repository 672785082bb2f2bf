"""What a platform really does, all at once: each message delivered several times, in any order, to a process that dies.

Run as a program: `python -m tests.bot.storm [MESSAGES] [TIMES] [KILLS]`, 2 500 messages delivered 4 times, 6 kills
without it. Ten messages a person, on the double of WhatsApp, to `atout serve` in a process of its own, which is killed
(SIGKILL) at moments drawn by lot and started again on the same files. It prints one line: what was delivered, how it
was answered, and what people saw. On WhatsApp a message is answered by one, so that what was seen can be counted.
"""

from __future__ import annotations

import asyncio
import json
import os
import random
import signal
import socket
import subprocess
import sys
import tempfile
import time
from dataclasses import asdict, dataclass
from pathlib import Path

import httpx2

from tests.doubles.graph import PHONE, SECRET, TOKEN, Graph, graph, signed
from tests.doubles.graph_people import Person

EACH = 10  # messages a person
TEXTS = ("aide", "menu", "merci", "retour", "pourquoi")
AT_ONCE = 24  # deliveries on the way at the same time
QUIET = 14  # seconds in which nothing was said: longer than a doubt lasts
PATIENCE = 240  # seconds until everything that was saved has been said
ROOT = Path(__file__).parents[2]
PATH = "/hooks/whatsapp"


@dataclass
class Storm:
    """What came of it. `seen` counts what people saw, `doubled` what they saw more than they wrote."""

    messages: int
    deliveries: int = 0
    kills: int = 0
    refused: int = 0  # deliveries that were not answered with 200 and came again
    failed: int = 0  # answers of 500 or more but "come again" (503)
    seen: int = 0
    lost: int = 0
    doubled: int = 0
    doubled_most: int = 0  # of one person
    median_ms: float = 0.0


class Server:
    """`atout serve` on one port and one folder, killed and started again."""

    def __init__(self, home: Path, api: str) -> None:
        with socket.create_server(("127.0.0.1", 0)) as free:
            self.port = free.getsockname()[1]
        account = {"PHONE": PHONE, "TOKEN": TOKEN, "SECRET": SECRET, "VERIFY": "word", "API": api}
        known = {name: value for name, value in os.environ.items() if not name.startswith("ATOUT_")}
        self._environ = {
            **known,
            **{f"ATOUT_WHATSAPP_{name}": value for name, value in account.items()},
            "ATOUT_PORT": str(self.port),
            "ATOUT_DATA": str(home / "data"),
            "ATOUT_KEY_FILE": str(home / "master.key"),
            "ATOUT_DICTIONARIES": str(home / "nowhere"),
        }
        self.at = f"http://127.0.0.1:{self.port}"
        self._running: subprocess.Popen[bytes] | None = None

    async def start(self) -> None:
        words = [sys.executable, "-c", "import sys; from bot.commands.serve import run; sys.exit(run(None))"]
        quiet = subprocess.DEVNULL
        self._running = subprocess.Popen(words, cwd=ROOT, env=self._environ, stdout=quiet, stderr=quiet)  # noqa: ASYNC220
        async with httpx2.AsyncClient() as client:
            for _ in range(600):
                try:
                    await client.get(f"{self.at}/health")
                except httpx2.TransportError:
                    await asyncio.sleep(0.1)
                else:
                    return
        raise TimeoutError

    def kill(self) -> None:
        if self._running is not None:
            self._running.send_signal(signal.SIGKILL)
            self._running.wait()


async def agreed(api: Graph, server: Server, messages: int) -> list[Person]:
    """Return people who have agreed that their answers are kept: of others nothing survives a restart, on purpose."""
    api.webhook = server.at + PATH
    people = [api.person(f"336{number:08}", f"Awa {number}") for number in range(messages // EACH)]
    for heard, text in enumerate(("bonjour", "oui"), start=1):
        for some in range(0, len(people), AT_ONCE):
            await asyncio.gather(*(person.says(text) for person in people[some : some + AT_ONCE]))
        for person in people:
            await person.sees(heard, PATIENCE)
    for person in people:
        person.shown.clear()
    return people


async def written(api: Graph, people: list[Person]) -> list[bytes]:
    """Return what these people write, each delivery once."""
    api.held = []
    for person in people:
        for turn in range(EACH):
            await person.says(TEXTS[turn % len(TEXTS)])
    return api.held


async def storm(messages: int = 2_500, times: int = 4, kills: int = 6, seed: int = 7) -> Storm:
    """Let it rage; return what came of it."""
    chance, found = random.Random(seed), Storm(messages)
    with tempfile.TemporaryDirectory() as home:
        async with graph() as api:
            server = Server(Path(home), api.url)
            await server.start()
            try:
                people = await agreed(api, server, messages)
                raws = [raw for raw in await written(api, people) for _ in range(times)]
                chance.shuffle(raws)
                await _deliver(server, raws, found, {chance.randrange(1, len(raws)) for _ in range(kills)})
                await _said(api)
            finally:
                server.kill()
            _count(api, found)
            assert api.wrong == [], api.wrong[:3]
    return found


async def _deliver(server: Server, raws: list[bytes], found: Storm, deadly: set[int]) -> None:
    """Deliver all of it, some at once; what is not answered with 200 comes again, as from the platform."""
    line, up, took = asyncio.Semaphore(AT_ONCE), asyncio.Lock(), list[float]()

    async def restart() -> None:
        async with up:
            server.kill()
            found.kills += 1
            await server.start()

    async def one(number: int, raw: bytes, client: httpx2.AsyncClient) -> None:
        headers = {"x-hub-signature-256": signed(raw)}
        async with line:
            if number in deadly:
                await restart()
            while True:
                async with up:
                    pass
                found.deliveries += 1
                began = time.perf_counter()
                try:
                    status = (await client.post(server.at + PATH, content=raw, headers=headers)).status_code
                except httpx2.TransportError:
                    status = 0
                if status == 200:
                    took.append(time.perf_counter() - began)
                    return
                found.refused += 1
                found.failed += status >= 500 and status != 503
                await asyncio.sleep(0.05)

    async with httpx2.AsyncClient(timeout=60) as client:
        await asyncio.gather(*(one(number, raw, client) for number, raw in enumerate(raws)))
    found.median_ms = round(1000 * sorted(took)[len(took) // 2], 1)


async def _said(api: Graph) -> None:
    """Wait until nothing more is said."""
    until, quiet, before = time.monotonic() + PATIENCE, 0, -1
    while time.monotonic() < until and (quiet < QUIET or _missing(api.people)):
        quiet, before = (quiet + 1 if _seen(api.people) == before else 0), _seen(api.people)
        if quiet > 2 * QUIET:
            return
        await asyncio.sleep(1)


def _seen(people: list[Person]) -> int:
    return sum(len(person.shown) for person in people)


def _missing(people: list[Person]) -> int:
    return sum(max(0, EACH - len(person.shown)) for person in people)


def _count(api: Graph, found: Storm) -> None:
    found.seen = _seen(api.people)
    found.lost = _missing(api.people)
    more = [max(0, len(person.shown) - EACH) for person in api.people]
    found.doubled, found.doubled_most = sum(more), max(more, default=0)


if __name__ == "__main__":
    sys.stdout.write(json.dumps(asdict(asyncio.run(storm(*map(int, sys.argv[1:]))))) + "\n")
