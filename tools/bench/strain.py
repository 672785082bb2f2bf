"""How long people on the page wait when something is wrong: ten times as many, a slow model, a platform that is down.

The server is the program as an operator starts it. An ordinary day: 20 people hold the first conversation at once and
each says a line every six seconds. Ten times the load: 200 of them. The slow model: one is set up, and its server takes
40 seconds for everything; 20 people tell a story that is asked about. The platform: while 20 people are on the page,
others are on WhatsApp, which for a minute answers nothing but a gateway's 502 or breaks the line; each of them has
written once by then, and waits. Once it is back, everything that was to be said must arrive, once and in order, and the
conversations must go on. Everybody must be told the same as one who talked alone; else there is no figure.
"""

from __future__ import annotations

import asyncio
import random
import tempfile
import time
from collections import defaultdict
from collections.abc import Mapping, Sequence
from pathlib import Path
from statistics import quantiles
from typing import Final

from tests.bot.storm.sides import Sent, WhatsApp
from tests.doubles import chatting, graph
from tools.bench import messengers
from tools.bench.figure import QUICK, Figure
from tools.bench.messengers import Deliver, delivering, greeted, texts
from tools.bench.people import LostError, all_talk, alone, at_home, the_same
from tools.bench.served import ATOUT, Served, serving

LIMIT: Final = 3_000.0  # ms
EVERY: Final = 0.5 if QUICK else 6.0  # seconds between two lines of a person
FEW: Final = 4 if QUICK else 20  # people, on an ordinary day
MANY: Final = 10 * FEW
OUTAGE: Final = 4.0 if QUICK else 60.0  # seconds
DRAINED: Final = 2  # times the outage, until all was said
PATIENCE: Final = 10 * OUTAGE + 60
SLOW: Final = 40.0  # seconds the model takes
# A story of which our own words know a part, so that a model is asked about the rest, and what is said after it.
STORY: Final = (
    "bonjour",
    "oui",
    "je garde mes neveux et je tenais le vestiaire du stade",
    "non",
    "passer",
    "3 ans",
    "passer",
)
PERCENT: Final = 100
BESIDE: Final = "what it is to be at the most"


def main() -> None:
    """Measure the three."""
    asyncio.run(_main())


async def _main() -> None:
    await crowded()
    await slowly()
    await unreachable()


def told(what: str, waits: Sequence[float], note: str) -> None:
    """Say the 99th percentile, and the rest beside it."""
    cuts = quantiles(waits, n=PERCENT, method="inclusive")
    note = f"half of {len(waits)} took {cuts[49]:.0f} ms or less, the slowest {max(waits):.0f} ms; {note}"
    Figure(f"p99 of an answer on the page, {what}", cuts[98], "ms", BESIDE, LIMIT, note).tell()


# ---------------------------------------------------------------- ten times as many, and a slow model


async def crowded() -> None:
    """Let an ordinary number of people talk, then ten times as many."""
    with tempfile.TemporaryDirectory(prefix="atout-") as home, serving(ATOUT, Path(home)) as server:
        usual = await page_waits(server, FEW, 0)
        many = await page_waits(server, MANY, FEW + 1)
    ninety_nine = quantiles(usual, n=PERCENT, method="inclusive")[98]
    note = f"a line of each every {EVERY:g} s; {ninety_nine:.0f} ms is the p99 of {FEW} people"
    told(f"{MANY} people", many, note)


async def page_waits(server: Served, count: int, first: int) -> list[float]:
    """Let one talk alone and then so many at once; return how long they waited, in ms."""
    async with at_home(server, range(first, first + count + 1)) as (one, *others):
        model = await alone(one)
        waits = await all_talk(others, EVERY)
        the_same(others, model)
    return waits


async def slowly() -> None:
    """Let people talk where a model is set up that takes for ever."""
    async with chatting.chatting() as model:
        model.faults, model.hangs = ["hang"] * 1_000, SLOW
        with tempfile.TemporaryDirectory(prefix="atout-") as home:
            room = Path(home)
            with serving(ATOUT, room / "without") as server:
                async with at_home(server, range(1)) as (one,):
                    usual = await alone(one, STORY)
            with serving(ATOUT, room / "with", model_of(model, room)) as server:
                async with at_home(server, range(FEW + 1)) as (one, *people):
                    await alone(one)  # what is read once after a start is not the model's doing
                    waits = await all_talk(people, EVERY, STORY)
                    the_same(people, usual)
        if not model.asked:
            raise LostError("the model was not asked")
        note = f"{FEW} people, a model that takes {SLOW:.0f} s; asked {model.asked} times, then left alone for a while"
        told("a slow model", waits, note)


def model_of(model: chatting.Chatting, room: Path) -> Mapping[str, str]:
    """Return the settings of a server that asks this model."""
    key = room / "model.key"
    key.touch(mode=0o600)
    key.write_text(chatting.KEY, encoding="ascii")
    known = {"MODEL": model.at, "MODEL_NAME": "slow", "MODEL_KEY_FILE": str(key), "MODEL_OWN": "yes"}
    return {f"ATOUT_{name}": value for name, value in known.items()}


# ---------------------------------------------------------------- a platform that is down


async def unreachable() -> None:
    """Let WhatsApp be down for a while; say how long people on the page waited, and when all was said."""
    async with graph.graph() as api:
        side = WhatsApp(api)
        with tempfile.TemporaryDirectory(prefix="atout-") as home, serving(ATOUT, Path(home), side.environ()) as server:
            await side.ready(server.address)
            async with delivering(side, server.address) as deliver:
                answers = await messengers.alone(side, deliver)
                people = await greeted(side, deliver, answers[0])
                async with at_home(server, range(FEW + 1)) as (one, *others):
                    model = await alone(one)
                    waits, drained = await asyncio.gather(
                        all_talk(others, EVERY), down(side, deliver, people, answers[1])
                    )
                    the_same(others, model)
                for number in range(2, len(answers)):
                    await asyncio.gather(*(says(side, deliver, who, number, answers) for who in people))
    refused = sum(call.fault is not None for call in api.called("messages"))
    arrived(side, people)
    told("a platform that is down", waits, f"{FEW} people, WhatsApp down for {OUTAGE:g} s")
    note = f"{len(people)} people had written; {refused} requests failed; nothing lost, nothing twice, in order"
    Figure(f"all said after {OUTAGE:g} s without WhatsApp", drained, "s", BESIDE, DRAINED * OUTAGE, note).tell()


async def down(side: WhatsApp, deliver: Deliver, people: Sequence[str], count: int) -> float:
    """Break it, let each person write once meanwhile, mend it; return the seconds from then until all have all."""
    chance = random.Random(7)  # noqa: S311 - the same each run # nosec B311
    side.api.luck = lambda what: graph.Fault(what, html=chance.random() < 1 / 2, status=502)

    async def writes(address: str) -> None:
        await asyncio.sleep(chance.uniform(0, OUTAGE))
        await deliver(await side.wrote(address, messengers.SAID[1]))

    before, began = sum(map(side.shown, people)), time.perf_counter()
    await asyncio.gather(*map(writes, people))
    await asyncio.sleep(max(0.0, began + OUTAGE - time.perf_counter()))
    if sum(map(side.shown, people)) > before:
        raise LostError("something went through while it was down")
    side.api.luck = lambda _: None
    back = time.perf_counter()
    await asyncio.gather(*(side.sees(address, count, PATIENCE) for address in people))
    return time.perf_counter() - back


async def says(side: WhatsApp, deliver: Deliver, address: str, number: int, answers: Sequence[int]) -> None:
    """Say the line of this number within a turn, and see the answer."""
    await asyncio.sleep(random.Random(address).uniform(0, EVERY))  # noqa: S311 - the same each run # nosec B311
    await deliver(await side.wrote(address, messengers.SAID[number]))
    await side.sees(address, answers[number], PATIENCE)


def arrived(side: WhatsApp, people: Sequence[str]) -> None:
    """Look whether everybody was shown the same, once and in order. Raises `LostError`."""
    seen: dict[str, list[Sent]] = defaultdict(list)
    for one in side.sent():
        if one.shown:
            seen[one.address].append(one)
    model = texts(next(iter(seen.values())))  # the first of all was alone
    other = [address for address in people if texts(seen[address]) != model]
    if other:
        raise LostError(f"{len(other)} of {len(people)} were told something else than one who talked alone")


if __name__ == "__main__":
    main()
