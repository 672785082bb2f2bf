"""One conversation with a house that dies at one instant, and the same told again to the one that follows.

Each start is a child process. The first dies at its instant (SIGKILL, by itself); the second opens the same files and
is told everything from the beginning, as by a platform to which nothing was acknowledged. The unkilled run comes first
and is none: it pays for what has to be loaded, which the children find in memory.
"""

from __future__ import annotations

import asyncio
import json
import os
import signal
from collections.abc import Callable
from contextlib import nullcontext
from pathlib import Path
from typing import TypedDict

from bot.channels.base import Arrival
from bot.house import House
from bot.store.keys import master_key
from flows.model import Media, Tap
from tests.bot.little import START, Clock, Ids
from tests.bot.sweep.casts import PAPER, Cast, Channel, Step
from tests.bot.sweep.killed import KilledStore, Killer, Screen
from tests.bot.sweep.platforms import beside

LATER = 60_000  # ms between a crash and the next start: more than the doubt about a bubble lasts


class Told(TypedDict):
    """What there was in the end."""

    passed: list[str]  # the instants of this start
    anew: bool  # nothing was kept of an earlier start: the person had not agreed yet
    facts: list[list[str]]
    question: str
    seen: list[str]


def whole(cast: Cast, folder: Path) -> Told:
    """Have it once, unkilled."""
    with _beside(cast, folder) as address:
        return asyncio.run(_converse(cast, folder, address, Killer(0), 0))


def killed(cast: Cast, folder: Path, at: int) -> Told:
    """Have it in a child that dies at that instant, then in another one."""
    with _beside(cast, folder) as address:
        assert _start(cast, folder, address, at, 0) is None, f"instant {at}: nobody died"
        told = _start(cast, folder, address, 0, 1)
    assert told is not None
    return told


def _beside(cast: Cast, folder: Path) -> nullcontext[str]:
    folder.mkdir(parents=True)
    return beside(cast.double, folder) if cast.double else nullcontext("")  # type: ignore[return-value] # both give it


def _start(cast: Cast, folder: Path, address: str, at: int, start: int) -> Told | None:
    """Have the conversation in a child; None when it died as it was told to."""
    result = folder / "result.json"

    def work() -> None:
        told = asyncio.run(_converse(cast, folder, address, Killer(at), start))
        result.write_text(json.dumps(told), encoding="utf-8")
        os._exit(0)

    status = _forked(work)
    if os.WIFSIGNALED(status) and os.WTERMSIG(status) == signal.SIGKILL:
        return None
    assert status == 0, f"instant {at}: the process failed by itself"
    loaded: Told = json.loads(result.read_text(encoding="utf-8"))
    return loaded


def _forked(work: Callable[[], None]) -> int:
    """Run work in a child process and return how it ended."""
    child = os.fork()
    if child == 0:
        try:
            work()
        finally:
            os._exit(1)
    return os.waitpid(child, 0)[1]


async def _converse(cast: Cast, folder: Path, address: str, killer: Killer, start: int) -> Told:
    """Open the files, deliver what is due, and be told everything from the beginning."""
    clock, screen = Clock(START + start * LATER), folder / "screen"
    channel: Channel = cast.channel(address, killer) if cast.channel else Screen(screen, killer)
    key, _ = master_key(folder / "master.key")
    store = KilledStore(folder / "data", key, clock, killer)
    house = House(store, cast.parts(clock, channel, Ids(f"r{start}"), killer))
    person = (channel.name, cast.address)
    anew = await house.peek(*person) is None
    await house.settle()
    clock.move(LATER)
    await house.settle()
    for number, step in enumerate(cast.steps):
        clock.move(1000)
        await _told(house, clock, person, number, step)
        await house.settle()
    known = await house.peek(*person)
    found: Told = {
        "passed": killer.passed,
        "anew": anew,
        "facts": [[fact.qid, fact.raw] for fact in known[1]] if known else [],
        "question": known[0].asked.qid if known and known[0].asked else "",
        "seen": [json.loads(line) for line in screen.read_text(encoding="utf-8").splitlines()],
    }
    await house.stop()
    await channel.close()
    return found


async def _told(house: House, clock: Clock, person: tuple[str, str], number: int, step: Step) -> None:
    if isinstance(step, int):
        clock.move(step)
        return
    body = step or Tap(await _open_ask(house, person), "0")
    upload = PAPER if isinstance(body, Media) else None
    await house.receive([Arrival(*person, f"u{number}", body, f"s{number}", "fr", upload=upload)])


async def _open_ask(house: House, person: tuple[str, str]) -> str:
    known = await house.peek(*person)
    return known[0].asked.id if known and known[0].asked else ""
