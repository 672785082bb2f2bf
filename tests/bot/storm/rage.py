"""What a platform really does, all at once: each message delivered several times, in any order, to a process that dies.

Ten messages a person, on the double of a platform, to `atout serve` in a process of its own. It is killed (SIGKILL) at
moments drawn by lot, half of them while a delivery comes in, half while a message goes out, and started again on the
same files; and of what it sends some is refused, broken, or taken without a word. Some people have blocked it. What
each person writes here is answered by one bubble, so that what was seen can be counted.
"""

from __future__ import annotations

import asyncio
import random
import tempfile
import time
from collections import defaultdict
from collections.abc import Collection, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from itertools import islice
from pathlib import Path
from statistics import median
from typing import Any

import httpx2

from tests.bot.storm.lot import Ill, Lot
from tests.bot.storm.reckon import kept, reckoned
from tests.bot.storm.server import Server
from tests.bot.storm.sides import Sent, Side

EACH = 10  # messages a person
TEXTS = ("aide", "menu", "merci", "retour", "pourquoi")
BLOCKED = 25  # one person of so many
AT_ONCE = 24  # deliveries on the way at the same time
QUIET = 3  # seconds in which nothing was said, and nothing waits to be said again
DOUBT = 10  # more after a kill, before what may have arrived is sent again
PATIENCE = 400  # seconds until everything that was saved has been said
OK, UNWELL, AGAIN = 200, 500, 503


@dataclass
class Storm:
    """What came of it, all people together, but for those who had blocked us."""

    platform: str
    messages: int
    deliveries: int = 0
    kills: int = 0
    refused: int = 0  # deliveries that were not answered with 200 and came again
    failed: int = 0  # answers of 500 or more but "come again" (503)
    faults: dict[str, int] = field(default_factory=dict)
    effects: int = 0  # messages of people that were kept and answered: as many as there are
    seen: int = 0
    lost: int = 0
    disordered: int = 0  # people who saw bubbles in another order than they were decided in
    unheard: int = 0  # shown, and the answer lost on the way
    doubled: int = 0
    doubled_most: int = 0  # of one person
    unexcused: int = 0  # doubled where the receipt could be known
    knocks_most: int = 0  # how often it was tried to write to one who had blocked us
    median_ms: float = 0.0

    @property
    def kept(self) -> bool:
        """Whether each message was answered, in order, and none twice but where nobody could know."""
        wrong = self.lost or self.disordered or self.unexcused or self.failed
        return self.effects == self.messages and not wrong


async def storm(
    side: Side, messages: int, times: int, kills: int, ills: Sequence[Ill[Any]] = (), seed: int = 7
) -> Storm:
    """Let it rage; return what came of it."""
    chance, found = random.Random(seed), Storm(side.name, messages)
    with tempfile.TemporaryDirectory() as home:
        server = Server(Path(home), side.environ())
        await server.start()
        raging = _Raging(side, server, chance, found)
        raging.some_block(BLOCKED if ills else 0)
        try:
            await raging.through(times, kills, ills)
        finally:
            server.kill()
        await raging.count()
    return found


class _Raging:
    """One storm."""

    def __init__(self, side: Side, server: Server, chance: random.Random, found: Storm) -> None:
        self.side, self.server, self.chance, self.found = side, server, chance, found
        self.people = [side.enters(number) for number in range(found.messages // EACH)]
        self.away: list[str] = []
        self.before = 0  # messages that were sent before it began
        self.took: list[float] = []

    def some_block(self, of: int) -> None:
        """Let one of so many have blocked us."""
        self.away = self.people[::of] if of else []

    async def through(self, times: int, kills: int, ills: Sequence[Ill[Any]]) -> None:
        await self.side.ready(self.server.at)
        await self.agreed()
        raws = [raw for raw in await self.written() for _ in range(times)]
        by_delivery = kills // 2 if self.side.path else 0
        delivering = {self.chance.randrange(1, len(raws)) for _ in range(by_delivery)}
        sending = {self.chance.randrange(1, self.found.messages) for _ in range(kills - by_delivery)}
        lot = Lot(self.chance, ills, self.side.sends, sending)
        self.side.lots(lot)
        killing = asyncio.create_task(self.killed(lot))
        try:
            await self.delivered(raws, delivering)
            await self.said(QUIET + (DOUBT if kills else 0))
        finally:
            killing.cancel()
        self.found.faults, self.found.kills = dict(lot.given), len(self.server.killed)

    async def agreed(self) -> None:
        """Let people agree that their answers are kept: of others nothing survives a restart, on purpose."""
        for text, heard in self.side.hello:
            await self.delivered([await self.side.wrote(address, text) for address in self.people])
            for address in self.people:
                await self.side.sees(address, heard, PATIENCE)
        self.before = sum(1 for _ in self.side.sent())
        self.found.deliveries, self.took = 0, []

    async def written(self) -> list[bytes]:
        """Return what people write, and that some block us, each delivery once."""
        turns = [(address, TEXTS[turn % len(TEXTS)]) for turn in range(EACH) for address in self.people]
        gone = [await self.side.blocked(address) for address in self.away]
        return [*filter(None, gone), *[await self.side.wrote(address, text) for address, text in turns]]

    # ------------------------------------------------------------ delivering

    async def delivered(self, raws: list[bytes], deadly: Collection[int] = ()) -> None:
        """Deliver all of it: some at once and in any order, or in order to who asks for it."""
        if not self.side.path:
            self.found.deliveries += await self.side.handed(raws, PATIENCE)
            return
        self.chance.shuffle(raws)
        line = asyncio.Semaphore(AT_ONCE)
        async with httpx2.AsyncClient(base_url=self.server.at, timeout=60) as client:

            async def one(number: int, raw: bytes) -> None:
                async with line:
                    if number in deadly:
                        await self.server.strike()
                    await self.posted(raw, client)

            await asyncio.gather(*(one(number, raw) for number, raw in enumerate(raws)))
        self.found.median_ms = round(1000 * median(self.took), 1)

    async def posted(self, raw: bytes, client: httpx2.AsyncClient) -> None:
        """Deliver one; what is not answered with 200 comes again, as from the platform."""
        while True:
            await self.server.up()
            self.found.deliveries += 1
            began, status = time.perf_counter(), 0
            with suppress(httpx2.TransportError):
                status = (await client.post(self.side.path, content=raw, headers=self.side.headers(raw))).status_code
            if status == OK:
                self.took.append(time.perf_counter() - began)
                return
            self.found.refused += 1
            self.found.failed += status >= UNWELL and status != AGAIN
            await asyncio.sleep(0.05)

    async def killed(self, lot: Lot[Any]) -> None:
        """Kill when the lot says so."""
        while True:
            await lot.kill.wait()
            lot.kill.clear()
            await self.server.strike()

    async def said(self, quiet: float) -> None:
        """Wait until nothing more is said for so long, and nothing that went wrong is still to be said again."""
        now = asyncio.get_running_loop().time
        until, before, since = now() + PATIENCE, -1, now()
        while now() < until and now() - since < quiet:
            last = {one.address: one.until for one in self.side.sent()}
            wrong = any(until > now() for address, until in last.items() if address not in self.away)
            seen = sum(map(self.side.shown, self.people))
            before, since = seen, since if seen == before and not wrong else now()
            since = max([since, *(up for _, up in self.server.killed)])  # a doubt counts from the start after a kill
            await asyncio.sleep(0.5)

    # ------------------------------------------------------------ reckoning

    async def count(self) -> None:
        """Reckon, once the process is gone and its files can be opened."""
        sent: dict[str, list[Sent]] = defaultdict(list)
        for one in islice(self.side.sent(), self.before, None):
            sent[one.address].append(one)
        found, hello = self.found, (len(self.side.hello), self.side.hello[-1][1])
        lines = await kept(self.server.settings, self.side.channel, self.people)
        for address, told in zip(self.people, lines, strict=True):
            seen = [one for one in sent[address] if one.shown]
            met = reckoned(told, hello, seen, self.server.killed)
            found.effects += met.effects
            if address in self.away:
                found.knocks_most = max(found.knocks_most, len(sent[address]))
                continue
            found.seen += len(seen)
            found.lost += met.lost + max(0, EACH - met.said)
            found.disordered += met.disordered
            found.unheard += sum(one.unheard for one in seen)
            found.doubled += met.doubled
            found.doubled_most = max(found.doubled_most, met.doubled)
            found.unexcused += met.unexcused
