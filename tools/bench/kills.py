"""Answers that are lost or swallowed when the program is killed, 300 times on each store, half of them by a power cut.

usage: python -m tools.bench.kills [KILLS] [--quick]

Sixty people talk (tools/bench/crowd.py) to `atout serve`, on SQLite and on PostgreSQL, through a double of Telegram
that it polls. It is killed (SIGKILL) at moments drawn by lot, half of them some milliseconds after the load began, half
at chosen points: as a message reaches the platform, as it asks for more and so confirms what it took, just after it was
given something. It is started again at once on the same files. At a power cut PostgreSQL dies with it, and what was not
synced is gone (tools/bench/power.c). In the end everybody must have been told all that one who talked alone was told,
in that order, and the store must know what they said and saw. How that is judged:

- lost: a bubble that is missing;
- swallowed: a message that was never answered;
- astray: a bubble who talked alone was not told, or another order;
- unknown: what somebody said or saw and the store does not know;
- doubled: the same bubble again. It is so where it arrived and its receipt died; nobody is wronged, but it counts.

The yardstick is aiogram's state machine on Redis (always, isolated), killed as well, fewer times. Who is not answered
there within five seconds of the next start says it again; what was written and never answered was swallowed.
"""

from __future__ import annotations

import asyncio
import random
import sys
import tempfile
import time
from collections.abc import Callable, Coroutine, Mapping, Sequence
from contextlib import AbstractContextManager
from pathlib import Path
from typing import Final

from bot.channels.base import Shown
from tests.bot.storm.reckon import kept
from tests.bot.storm.sides import Polled
from tests.doubles.telegram import Fault, Telegram, telegram
from tests.servers.postgres import programs
from tools.bench import redis_server
from tools.bench.crowd import Bell, Crowd, Manner, Seen, alone
from tools.bench.figure import QUICK, Figure, left_out
from tools.bench.mortal import Side, aiogram, on_postgres, on_sqlite
from tools.bench.people import LostError
from tools.bench.power import compiled, missing

KILLS: Final = next((int(word) for word in sys.argv[1:] if word.isdigit()), 6 if QUICK else 300)
THEIRS: Final = min(KILLS, 2 if QUICK else 20)
AGREED: Final = Manner(agreeing=2)  # a greeting, and yes
IMPATIENT: Final = Manner(again=5.0)
POINTS: Final = ("moment", "sent", "moment", "asked", "moment", "given")
MOMENT: Final = 0.8  # seconds of load before a kill, at the most
SENT: Final = 30  # messages before one, at the most
ASKED: Final = 8  # requests for more, the same
GIVEN: Final = 0.01  # seconds after it was given something, the same
SETTLED: Final = 3.5  # seconds after a start until whoever can be answered has been, has read it and gone on
PATIENCE: Final = 60.0  # seconds for a start, and for a point
FIRST: Final = 1  # the number of who talks alone
SQLITE: Final = "SQLite"
POSTGRES: Final = "PostgreSQL"
AIOGRAM: Final = "aiogram's FSM on Redis, always, isolated"
MOST: Final = "what it is to be at the most"
DOUBLED: Final = 1.0  # a kill, at the most
Opened = Callable[[Path, Mapping[str, str], Path | None], AbstractContextManager[Side]]


class Points:
    """Listens to what the program asks the double for, and kills it at the point that was chosen."""

    def __init__(self, api: Telegram, chance: random.Random) -> None:
        self._api, self._chance = api, chance
        self._at, self._left = "", 0
        self._strike: Callable[[], None] = lambda: None
        self.there, self._struck = asyncio.Event(), asyncio.Event()
        api.luck = self

    def __call__(self, method: str) -> Fault | None:
        """Take note of a request; nothing goes wrong with it."""
        if method == "getUpdates":
            self.there.set()
        if method == self._at:
            self._left -= 1
            if not self._left:
                self._at = ""
                self._strike()
                self._struck.set()
        return None

    async def comes(self, point: str, strike: Callable[[], None]) -> None:
        """Wait for a point and strike there."""
        match point:
            case "sent":
                await self._until("sendMessage", SENT, strike)
            case "asked":
                await self._until("getUpdates", ASKED, strike)
            case "given":
                before = self._api.handed
                await self._api.until(lambda: self._api.handed > before, PATIENCE)
                await asyncio.sleep(self._chance.uniform(0, GIVEN))
                strike()
            case _:
                await asyncio.sleep(self._chance.uniform(0, MOMENT))
                strike()

    async def _until(self, method: str, most: int, strike: Callable[[], None]) -> None:
        self._struck.clear()
        self._at, self._left, self._strike = method, self._chance.randint(1, most), strike
        async with asyncio.timeout(PATIENCE):
            await self._struck.wait()


def main() -> None:
    """Kill each side, and say what became of it."""
    with tempfile.TemporaryDirectory(prefix="atout-") as home:
        shim = None if missing() else compiled(Path(home))
        if shim is None:
            left_out("power cuts", "there is no C compiler")
        sides = {SQLITE: measured(on_sqlite, AGREED, KILLS, shim)}
        if programs() is None:
            left_out(f"kills, on {POSTGRES}", f"{POSTGRES} is not installed")
        else:
            sides[POSTGRES] = measured(on_postgres, AGREED, KILLS, shim)
        if redis_server.missing():
            left_out(f"kills, {AIOGRAM}", f"{redis_server.PROGRAM} is not installed")
        else:
            sides[AIOGRAM] = measured(aiogram, IMPATIENT, THEIRS, shim)
        seen = asyncio.run(together(sides))
    for name in (SQLITE, POSTGRES):
        if name in seen:
            told(name, seen[name], seen.get(AIOGRAM))


async def together(sides: Mapping[str, Coroutine[None, None, Seen]]) -> Mapping[str, Seen]:
    """Kill them side by side, as each start takes seconds of one core: what is counted here is no time."""
    async with asyncio.TaskGroup() as group:
        tasks = {name: group.create_task(side, name=name) for name, side in sides.items()}
    return {name: task.result() for name, task in tasks.items()}


async def measured(opened: Opened, manner: Manner, kills: int, shim: Path | None) -> Seen:
    """Kill one side so many times."""
    chance = random.Random(kills)  # noqa: S311 - which moments these are # nosec B311
    with tempfile.TemporaryDirectory(prefix="atout-") as home:
        async with telegram() as api:
            points, bell = Points(api, chance), Bell(api)
            opening = opened(Path(home), Polled(api).environ(), shim)
            side = await asyncio.to_thread(opening.__enter__)
            try:
                return await _lives(side, Crowd(api, bell, manner, ()), points, plan(chance, kills, bool(shim)))
            finally:
                side.ends()
                await asyncio.to_thread(opening.__exit__, None, None, None)


def plan(chance: random.Random, kills: int, cuts: bool) -> list[tuple[str, bool]]:  # noqa: FBT001 - whether there are any
    """Return the points of the kills, and which of them are power cuts, in an order drawn by lot."""
    drawn = [(POINTS[number // 2 % len(POINTS)], cuts and bool(number % 2)) for number in range(kills)]
    chance.shuffle(drawn)
    return drawn


async def _lives(side: Side, crowd: Crowd, points: Points, kills: list[tuple[str, bool]]) -> Seen:
    """Let people talk while it dies."""
    await _up(points, side.bot.start)
    crowd.wanted = await alone(crowd.api, FIRST)
    hearing = asyncio.create_task(crowd.bell.hears())
    for point, cut in kills:
        await asyncio.sleep(SETTLED)
        await crowd.full()
        await points.comes(point, lambda: side.strike(cut=cut))  # noqa: B023 - it is waited for here
        crowd.seen.kills += 1
        crowd.seen.cuts += cut
        await _up(points, lambda: side.again(cut=cut))  # noqa: B023 - the same
        crowd.starts.append(time.monotonic())
    await crowd.ends()
    hearing.cancel()
    side.ends()
    if crowd.api.wrong:
        raise LostError(f"what was sent was wrong: {crowd.api.wrong[0]}")
    await _known(side, crowd)
    return crowd.seen


async def _up(points: Points, start: Callable[[], None]) -> None:
    """Start it, and wait until it asks for what is new. Raises `LostError`."""
    points.there.clear()
    await asyncio.to_thread(start)
    try:
        async with asyncio.timeout(PATIENCE):
            await points.there.wait()
    except TimeoutError:
        raise LostError("it did not start again") from None


async def _known(side: Side, crowd: Crowd) -> None:
    """Count what people said or saw, and the store does not know; what it words otherwise was so for who was alone."""
    if side.settings is None:
        return
    first, *others = await kept(side.settings, "telegram", [str(FIRST), *(str(one.number) for one in crowd.talks)])
    known = {text for answer in crowd.wanted for text in answer} & bubbles(first)
    if not known:
        raise LostError("the store knows nothing of who talked alone")
    for talk, stored in zip(crowd.talks, others, strict=True):
        crowd.seen.unknown += len((known & set(talk.told)) - bubbles(stored))
        crowd.seen.unknown += max(0, talk.said - sum(line.by == "person" for line in stored))


def bubbles(lines: Sequence[Shown]) -> set[str]:
    """Return what the bot said in these lines."""
    return {line.bubble.text for line in lines if line.bubble is not None}


def told(name: str, seen: Seen, theirs: Seen | None) -> None:
    """Say what became of it beside the yardstick, or beside what it is to be."""
    beside, lost, doubled = MOST, 0.0, DOUBLED
    note = f"{seen.kills} kills, {seen.cuts} of them power cuts; {seen.answers} answers to {seen.people} people"
    if theirs is not None:
        beside, lost, doubled = AIOGRAM, theirs.wrong / theirs.kills, theirs.doubled / theirs.kills
        note += f"; theirs: {theirs.swallowed} swallowed, {theirs.lost + theirs.astray} lost in {theirs.kills} kills"
    what = f"{seen.lost} lost, {seen.swallowed} swallowed, {seen.astray} astray, {seen.unknown} unknown to the store"
    Figure(f"answers lost or swallowed, on {name}", seen.wrong / seen.kills, "a kill", beside, lost, note).tell()
    Figure(f"bubbles doubled, on {name}", seen.doubled / seen.kills, "a kill", beside, doubled, what).tell()


if __name__ == "__main__":
    main()
