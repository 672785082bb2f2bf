"""PDFs beside chats: how long an answer takes while CVs are drawn, beside the same people when none is.

200 people hold the first conversation in the real house, on real files, and think between two answers. In turns nothing
else happens, and 20 times a second (a Poisson process, drawn beforehand) somebody else, who has told all of it before,
asks to see their CV: a job is put down, the picture and the PDF are drawn in a thread, the result is an event, and the
PDF is fetched as a page does. Every one must come, and be a PDF. What 99 of 100 answers take is of all turns together.
"""

from __future__ import annotations

import asyncio
import random
import tempfile
import time
from itertools import count
from pathlib import Path
from statistics import quantiles

import uvloop

from bot.app import House, open_house, settle
from bot.channels.base import Arrival, Shown
from flows.model import Body, Text
from tools.bench.chats import CHATS, PAUSES, PERCENT, SAID, WARM, Ear, Tally
from tools.bench.figure import QUICK, Figure
from tools.bench.house import CHANNEL, Counts, Person, talks
from tools.bench.people import LostError
from tools.bench.town import settings
from tools.converse import EXPRESS

RATE = 20.0  # CVs a second
OWNERS = 10 if QUICK else 100  # who ask for theirs
TURNS = 1 if QUICK else 5
SPELL = 0.5 if QUICK else 10.0  # seconds of a turn that count
MANNER = "calm"
ASKS = Text("montre-moi mon cv")
PATIENCE = 60.0  # seconds for a CV
CHATTING = f"p99, {CHATS} chats that think {PAUSES[MANNER]:g} s"


def main() -> None:
    """Let people talk, and ask for CVs."""
    with tempfile.TemporaryDirectory(prefix="atout-") as home:
        uvloop.run(_main(Path(home)))


async def _main(home: Path) -> None:
    made = open_house(settings(home))
    house = made.house
    await house.start()
    settle(made.content)
    alone, beside, drawn = list[float](), list[float](), list[float]()
    owners = Owners([await with_a_cv(house, f"owner-{number}") for number in range(OWNERS)])
    for turn in range(TURNS):
        alone += await chatting(house, f"alone-{turn}", tally())
        spell = tally()
        asked = asyncio.create_task(owners.ask(spell, turn))
        beside += await chatting(house, f"beside-{turn}", spell)
        drawn += await asked
    await house.stop()
    _tell(alone, beside, drawn)


def _tell(alone: list[float], beside: list[float], drawn: list[float]) -> None:
    quiet, busy, papers = (quantiles(waits, n=PERCENT) for waits in (alone, beside, drawn))
    note = f"p50 {busy[49] * 1e3:.2f} and {quiet[49] * 1e3:.2f} ms; {len(beside)} and {len(alone)} answers"
    what, same = f"{CHATTING}, beside {RATE:.0f} CVs a second", "the same while no CV is asked for"
    Figure(what, busy[98] * 1e3, "ms", same, quiet[98] * 1e3, note).tell()
    rate, note = len(drawn) / (TURNS * (WARM + SPELL)), f"until it is fetched: p50 {papers[49] * 1e3:.0f} ms"
    note = f"{note}, p99 {papers[98] * 1e3:.0f} ms"
    Figure("CVs drawn beside them", rate, "a second", "what was asked for", RATE, note).tell()


def tally() -> Tally:
    """Return what notes the waits of the next turn."""
    opens = time.perf_counter() + WARM
    return Tally(opens, opens + SPELL)


async def chatting(house: House, name: str, spell: Tally) -> list[float]:
    """Let everybody talk until the turn is over; return what they waited."""
    pause = PAUSES[MANNER]
    chats = (talks(house, f"{name}-{n}", Ear(spell, pause, n), Counts()) for n in range(CHATS))
    await asyncio.gather(*chats)
    return spell.waits


class Owner(Person):
    """Somebody who has told all of it."""

    async def cv(self, body: Body, ident: str) -> None:
        """Say something, wait for the PDF and fetch it. Raises `LostError` when it is none."""
        await self._house.receive([Arrival(CHANNEL, self._address, ident, body, lang="fr")])
        async with asyncio.timeout(PATIENCE):
            found = await self._house.document(CHANNEL, self._address, await self._pdf())
        if found is None or not found[1].startswith(b"%PDF"):
            raise LostError("what came is no PDF")

    async def _pdf(self) -> str:
        """Return the line in which the next PDF is."""
        async for line in self._heard:
            if isinstance(line, Shown) and line.bubble and line.bubble.file and line.bubble.file.format == "pdf":
                return line.id
        raise LostError("no PDF came")


async def with_a_cv(house: House, address: str) -> Owner:
    """Return somebody who has their first CV."""
    owner = Owner(house, address)
    for number, said in enumerate(SAID):
        await owner.says(said, number)
    await owner.cv(owner.press(EXPRESS[-1]), "last")
    return owner


class Owners:
    """Those who ask, each for one at a time."""

    def __init__(self, people: list[Owner]) -> None:
        self._free: asyncio.Queue[Owner] = asyncio.Queue()
        self._numbers = count()
        for one in people:
            self._free.put_nowait(one)

    async def ask(self, spell: Tally, turn: int) -> list[float]:
        """Ask so many times a second until the turn is over; return the seconds until each had their CV."""
        chance = random.Random(turn)  # noqa: S311 - the same times at each run # nosec B311
        at, asked = time.perf_counter(), list[asyncio.Task[float]]()
        while (at := at + chance.expovariate(RATE)) < spell.closes:
            await asyncio.sleep(at - time.perf_counter())
            asked.append(asyncio.create_task(self._one(at)))
        return list(await asyncio.gather(*asked))

    async def _one(self, at: float) -> float:
        owner = await self._free.get()
        await owner.cv(ASKS, f"ask-{next(self._numbers)}")
        self._free.put_nowait(owner)
        return time.perf_counter() - at


if __name__ == "__main__":
    main()
