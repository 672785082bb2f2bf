"""How long people on a messenger wait for us: 200 of them talking at once, to the program as an operator starts it.

The platforms are the doubles of the tests, over real HTTP, and go at the pace of the real ones. Everybody has been
greeted; then each holds the first conversation, says the next thing when the answer is there and so many seconds have
gone by, and must get the same answers in the same order as one who talked alone before. What is measured is from when
somebody writes, which is before it is delivered to us, until the platform has our request. None of it is the waiting
that the pace imposes (27 messages a second in all on Telegram, one in six seconds to one person on WhatsApp): people
are slow enough, and how much it would have held back is said.
"""

from __future__ import annotations

import asyncio
import random
import re
import tempfile
from collections import defaultdict
from collections.abc import AsyncIterator, Awaitable, Callable, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from itertools import pairwise
from pathlib import Path
from statistics import quantiles

import httpx2

from bot.channels.pace import paced
from bot.channels.telegram.build import LIMITS as TELEGRAM
from bot.channels.whatsapp.build import LIMITS as WHATSAPP
from tests.bot.storm.server import Server
from tests.bot.storm.sides import Called, Polled, Sent, Side, WhatsApp
from tests.doubles.graph import graph
from tests.doubles.telegram import telegram
from tools.bench.figure import QUICK, Figure
from tools.converse import EXPRESS

LIMIT = 300  # ms
PEOPLE = 10 if QUICK else 200
SAID = tuple(said if isinstance(said, str) else "oui" for said in EXPRESS[: 3 if QUICK else -1])
SILENCE = 0.5 if QUICK else 1.5  # seconds after which the one who talks alone has heard everything
PATIENCE = 60  # seconds for an answer
EVERY = {"whatsapp": 6.0, "telegram": 12.0}  # seconds between two messages of one person, at least
COMING = 20  # bubbles a second while people come
FREE = 3.0  # seconds after which a greeting holds back nothing more
LIMITS = {"whatsapp": WHATSAPP, "telegram": TELEGRAM}
PERCENT = 100
PHONE = re.compile(r"\d\d(?: \d\d){4}")  # a telephone number as it is written in France
Deliver = Callable[[bytes], Awaitable[None]]


@dataclass(slots=True)
class Talk:
    """What one person wrote, and when."""

    address: str
    at: list[float] = field(default_factory=list)


def main() -> None:
    """Measure each way in."""
    asyncio.run(_main())


async def _main() -> None:
    async with graph() as api:
        await measured(WhatsApp(api), "WhatsApp")
    async with telegram() as called:
        await measured(Called(called), "Telegram, called")
    async with telegram() as polled:
        await measured(Polled(polled), "Telegram, asked")


async def measured(side: Side, name: str) -> None:
    """Let people talk, and say how long they waited."""
    with tempfile.TemporaryDirectory(prefix="atout-") as home:
        server = Server(Path(home), side.environ())
        await server.start()
        try:
            await side.ready(server.at)
            async with delivering(side, server.at) as deliver:
                answers = await alone(side, deliver)
                every = 1.0 if QUICK else EVERY[side.channel]
                people = await greeted(side, deliver, answers[0])
                talks = await asyncio.gather(*(talked(side, deliver, one, answers, every) for one in people))
        finally:
            server.kill()
    first, whole = waits(side, talks, answers)
    cuts, ends = quantiles(first, n=PERCENT), quantiles(whole, n=PERCENT)
    rate = f"{len(whole)} messages, {PEOPLE / every:.0f} a second; the pace holds {held(side, talks, answers):.0f} ms"
    beside = "what it is to be at the most"
    Figure(f"p50, {PEOPLE} people at once on {name}", cuts[49], "ms", beside, LIMIT, rate).tell()
    note = f"until the last bubble of the answer: {ends[49]:.1f} and {ends[98]:.1f} ms"
    Figure(f"p99, {PEOPLE} people at once on {name}", cuts[98], "ms", beside, LIMIT, note).tell()


@asynccontextmanager
async def delivering(side: Side, at: str) -> AsyncIterator[Deliver]:
    """Give what delivers as the platform does: Telegram one after the other, or to who asks; WhatsApp as they come."""
    one = asyncio.Semaphore(1 if side.channel == "telegram" else PEOPLE)
    async with httpx2.AsyncClient(base_url=at, timeout=PATIENCE) as client:

        async def post(raw: bytes) -> None:
            async with one:
                answer = await client.post(side.path, content=raw, headers=side.headers(raw))
            answer.raise_for_status()

        yield post if side.path else side.held


async def alone(side: Side, deliver: Deliver) -> list[int]:
    """Let one person hold the conversation; return how many bubbles there are after each thing said."""
    address, counts = side.enters(0), list[int]()
    for said in SAID:
        before = side.shown(address)
        await deliver(await side.wrote(address, said))
        await side.sees(address, before + 1, PATIENCE)
        while before < side.shown(address):
            before = side.shown(address)
            await asyncio.sleep(SILENCE)
        counts.append(before)
    return counts


async def greeted(side: Side, deliver: Deliver, bubbles: int) -> list[str]:
    """Let people come, slowly enough for the pace; return their addresses."""

    async def comes(number: int) -> str:
        address = side.enters(number)
        await asyncio.sleep(number * bubbles / COMING)
        await deliver(await side.wrote(address, SAID[0]))
        await side.sees(address, bubbles, PATIENCE)
        return address

    people = await asyncio.gather(*(comes(number) for number in range(1, PEOPLE + 1)))
    await asyncio.sleep(FREE)
    return list(people)


async def talked(side: Side, deliver: Deliver, address: str, answers: Sequence[int], every: float) -> Talk:
    """Hold the conversation; return when each thing was said."""
    now, talk = asyncio.get_running_loop().time, Talk(address)
    await asyncio.sleep(random.Random(address).uniform(0, every))  # noqa: S311 - the same at each run # nosec B311
    for said, count in zip(SAID[1:], answers[1:], strict=True):
        talk.at.append(now())
        await deliver(await side.wrote(address, said))
        await side.sees(address, count, PATIENCE)
        await asyncio.sleep(max(0.0, talk.at[-1] + every - now()))
    return talk


def held(side: Side, talks: Sequence[Talk], answers: Sequence[int]) -> float:
    """Return how many milliseconds our pace holds the one of these answers back that waits longest."""
    pace, worst = paced(LIMITS[side.channel]), 0.0
    bubbles = [after - before for before, after in pairwise(answers)]
    said = sorted((at, talk.address, count) for talk in talks for at, count in zip(talk.at, bubbles, strict=True))
    for at, address, count in said:
        for _ in range(count):
            worst = max(worst, pace.chat_wait(address, at), pace.bot_wait(at))
    return worst * 1e3


def waits(side: Side, talks: Sequence[Talk], answers: Sequence[int]) -> tuple[list[float], list[float]]:
    """Return the milliseconds until the first bubble of each answer, and until the last.

    Raises `RuntimeError` when somebody got other answers, or in another order, than the one who talked alone.
    """
    sent: dict[str, list[Sent]] = defaultdict(list)
    for one in side.sent():
        sent[one.address].append(one)
    model = texts(next(iter(sent.values())))  # the first of all was alone
    first, whole = list[float](), list[float]()
    for talk in talks:
        mine = sent[talk.address]
        if texts(mine) != model:
            raise RuntimeError(f"{talk.address} was told something else: {texts(mine)}")
        for began, (start, end) in zip(talk.at, pairwise(answers), strict=True):
            first.append((mine[start].at - began) * 1e3)
            whole.append((mine[end - 1].at - began) * 1e3)
    return first, whole


def texts(sent: Sequence[Sent]) -> list[str]:
    """Return what was said, without the one thing that is each person's own."""
    return [PHONE.sub("", one.text) for one in sent]


if __name__ == "__main__":
    main()
