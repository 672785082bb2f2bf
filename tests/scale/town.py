"""An installation on a virtual loop: the real house, outbox, store and channels, a small core, people who write.

The core says two bubbles to each line, in its number, and nothing else: what is simulated is who waits for whom, and
not what is said. It takes no virtual time, as the store takes none: how long they really take is measured elsewhere.
"""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Callable, Iterable, Sequence
from contextlib import asynccontextmanager
from itertools import count
from pathlib import Path
from typing import TypeVar

from bot.channels.whatsapp import NAME as WHATSAPP
from bot.house import House
from bot.parts import Parts
from bot.store.base import Session
from bot.store.sqlite import SqliteStore
from flows.model import (
    Consent,
    Effect,
    Event,
    Fact,
    Facts,
    How,
    Kind,
    Phrase,
    Say,
    Schedule,
    State,
    Step,
    Text,
    Tick,
    Value,
)
from flows.tips import AFTER, JOB
from tests.bot.little import draw, hint, translator
from tests.scale.crowd import Line
from tests.scale.loop import VirtualLoop, virtual
from tests.scale.platforms import START, Platform

T = TypeVar("T")
MASTER = bytes(range(32))
PATIENCE = 10 * 60.0  # seconds after the last line in which all is said, or never
SECOND = 1000  # ms
MANY = 1000  # ids that are made in a second, at the most


def step(state: State, facts: Facts, event: Event) -> Step:
    """Say two things to each line, and agree to keep it; a tip comes by itself a day later."""
    body = event.body
    if isinstance(body, Tick):
        return Step((), state, (Say((Phrase("tip"),)),))
    if not isinstance(body, Text):
        return Step((), state, ())
    said = [Say((Phrase(name, {"n": body.text}),)) for name in ("first", "second")]
    if facts:
        return Step((), state, tuple(said))
    first: list[Effect] = [Consent(given=True), *said, Schedule(JOB, JOB, AFTER, decent=True)]
    value = Value(Kind.TEXT, body.text)
    return Step((Fact(1, "q/0", value, body.text, event.id, How.TEXT, event.at, 1, state.lang),), state, tuple(first))


class _Store(SqliteStore):
    """The store of every installation; the loop is told while its thread works."""

    def __init__(self, folder: Path, now: Callable[[], int], loop: VirtualLoop) -> None:
        self._virtual = loop
        super().__init__(folder, MASTER, now)
        self._db.execute("PRAGMA synchronous=OFF")  # nobody cuts the power of a simulation

    def put(
        self,
        work: Callable[[Session], T],
        then: Callable[[T], None] | None = None,
        *,
        first: bool = False,
        later: bool = False,
        lost: Callable[[], None] | None = None,
        ahead: Callable[[Session], bool] | None = None,
    ) -> asyncio.Future[T]:
        future = super().put(work, then, first=first, later=later, lost=lost, ahead=ahead)
        if not future.done():
            self._virtual.busy()
            future.add_done_callback(self._virtual.idle)
        return future


@asynccontextmanager
async def town(folder: Path, *platforms: Platform) -> AsyncIterator[House]:
    """Serve these platforms from one house, for the length of a block."""
    loop = virtual()
    numbers = count(int(loop.time()) * MANY)  # of a house that is opened again: others than before

    def now() -> int:
        return int((START + loop.time()) * SECOND)

    parts = Parts(
        decide=step,
        hint=hint,
        translator=translator,
        direction=lambda _lang: "ltr",
        draw=draw,
        now=now,
        ids=lambda: f"i{next(numbers):09d}",
        channels={one.channel.name: one.channel for one in platforms},
        billed=frozenset({WHATSAPP}),
    )
    house = House(_Store(folder, now, loop), parts)
    for one in platforms:
        one.opens(house)
    await house.start()
    try:
        yield house
    finally:
        await house.stop()
        for one in platforms:
            await one.channel.close()


async def written(platform: Platform, lines: Iterable[Line]) -> None:
    """Have all of it written, each line at its moment, and wait until it was delivered."""
    loop, under_way = asyncio.get_running_loop(), set[asyncio.Task[None]]()
    for line in lines:
        await asyncio.sleep(max(0.0, line.at - loop.time()))
        task = asyncio.create_task(platform.writes(line))
        under_way.add(task)
        task.add_done_callback(under_way.discard)
    await asyncio.gather(*under_way)


async def answered(platforms: Sequence[Platform]) -> None:
    """Wait until every line has its answer, or for so long that it never will."""
    loop = asyncio.get_running_loop()
    until = loop.time() + PATIENCE
    while loop.time() < until and any(missing(one) for one in platforms):  # noqa: ASYNC110
        await asyncio.sleep(1)  # of virtual time


def missing(platform: Platform) -> int:
    """Return how many lines have no whole answer."""
    seen = platform.seen
    return sum(len(seen.answered.get(key, ())) < len(("first", "second")) for key in seen.asked)
