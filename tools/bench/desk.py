"""The counsellors' desk on a full store: how long its pages take, a message takes to an open page, and who pays for it.

The store has 5 000 cases and 500 000 messages (`town.py`), the server is the program as an operator starts it, and all
is asked over HTTP. A page is asked cold, which is the first time after a start, and warm. Then every counsellor has the
queue and a case open, people write 20 messages a second in all, and what is measured is from when somebody sends a
message until it stands in the stream of who holds the case: that is more than from its commit on. Last, the same people
write with no desk open.
"""

from __future__ import annotations

import asyncio
import os
import re
import tempfile
import time
from collections.abc import AsyncIterator, Iterator, Sequence
from contextlib import asynccontextmanager, suppress
from itertools import cycle, islice
from pathlib import Path
from statistics import quantiles
from typing import Final
from urllib.parse import urlsplit

import httpx2

from bot.app import now
from bot.desk.duty import Duty
from bot.loop import run
from bot.store.keys import master_key
from bot.store.sqlite import SqliteStore
from tools.bench.figure import QUICK, Figure, processor
from tools.bench.memory import megabytes
from tools.bench.served import ATOUT, Served, serving
from tools.bench.town import CASES, DESKS, LINES, One, Town, built, settings

LIMITS: Final = {"queue": 50.0, "case": 80.0}  # ms, at the most
ARRIVES: Final = 300.0
TIMES: Final = 100 if QUICK else 2_000  # of what is added to each message
STARTS: Final = 1 if QUICK else 5  # of the server, for what is cold
WARM: Final = 5 if QUICK else 100  # times a page is asked
SPELL: Final = 2.0 if QUICK else 30.0  # seconds during which people write
SETTLED: Final = 5.0  # seconds after a start in which the words of the languages are read
LINES_KEPT: Final = httpx2.Limits(keepalive_expiry=2.0)  # the server ends a line after five silent seconds
CALM: Final = 0.5 if QUICK else 3.0  # seconds after them, and before
RATE: Final = 10 if QUICK else 20  # messages a second
VIEWS: Final = ("waiting", "mine", "sleeping")
MARK: Final = re.compile(rb"zz\d{6}zz")
MARK_BYTES: Final = 10
PERCENT: Final = 100
FROM_PAGE: Final = {"Sec-Fetch-Site": "same-origin", "Accept-Language": "fr"}
Waits = dict[str, list[float]]  # by kind of page, milliseconds
BESIDE: Final = "what it is to be at the most"
CLOSED: Final = "the same with no desk open"


def main() -> None:
    """Build the town, and measure."""
    with tempfile.TemporaryDirectory(prefix="atout-") as home:
        asyncio.run(measured(Path(home)))


async def measured(home: Path) -> None:
    """Measure what everybody pays, the pages, and what is open."""
    town = await built(home)
    added = await asked_for_each(home)
    cold: Waits = {"queue": [], "case": []}
    for number in range(STARTS):
        with serving(ATOUT, home) as server:
            await asyncio.sleep(SETTLED)
            await pages(server, town, cold, 1, one_of(town.mine, number))
    with serving(ATOUT, home) as server:
        warm: Waits = {"queue": [], "case": []}
        costs = await pages(server, town, warm, WARM, town.mine)
        for kind, limit in LIMITS.items():
            told(f"a {kind} page, cold", cold[kind], limit)
            told(f"a {kind} page, warm", warm[kind], limit)
            Figure(f"processor time of a {kind} page", costs[kind] * 1e3, "ms", BESIDE, limit).tell()
        alone = await open_and_closed(server, town)
    what, note = "what a desk adds to a message of who never asked", f"{added * 1e6:.0f} µs of the processor"
    Figure(what, added * 1e3, "ms", "processor time of a message", alone * 1e3, note).tell()


async def asked_for_each(home: Path) -> float:
    """Return the processor's seconds it takes to say who is there, and how long people wait."""
    key, _ = master_key(settings(home).key_file)
    store, duty = SqliteStore(settings(home).data, key, now), Duty()
    try:
        return await run(store, lambda tx: processor(lambda: duty(tx, now()), TIMES))
    finally:
        await store.close()


def one_of(mine: Sequence[One], number: int) -> Sequence[One]:
    """Return the cases of this start: nobody's page is asked for twice."""
    return mine[number::STARTS]


def told(what: str, waits: Sequence[float], limit: float) -> None:
    """Say the median and the 99th percentile."""
    cuts = quantiles(waits, n=PERCENT, method="inclusive")
    note = f"{len(waits)} times; {CASES} cases, {CASES * LINES} messages"
    Figure(f"p50 of {what}", cuts[49], "ms", BESIDE, limit, note).tell()
    Figure(f"p99 of {what}", cuts[98], "ms", BESIDE, limit).tell()


# ---------------------------------------------------------------- pages


async def pages(server: Served, town: Town, waits: Waits, times: int, cases: Sequence[One]) -> dict[str, float]:
    """Ask for the queue and for cases, and return the processor's seconds of a page of each kind."""
    queues = [(f"/desk/queue?view={view}", 'class="cases"') for view in VIEWS]
    opens = [(f"/desk/case/{one.case}", 'class="points"') for one in cases]
    costs = dict[str, float]()
    async with browser(server.address, town.staff[0]) as http:
        for kind, paths in (("queue", queues), ("case", opens)):
            if times > 1:
                for path in paths:
                    await page(http, *path)
            asked = list(islice(cycle(paths), times * len(VIEWS))) if times > 1 else paths
            began = had(server.pid)
            waits[kind] += [await page(http, *path) for path in asked]
            costs[kind] = (had(server.pid) - began) / len(asked)
    return costs


@asynccontextmanager
async def browser(at: str, secret: str) -> AsyncIterator[httpx2.AsyncClient]:
    """Somebody of the staff who is signed in."""
    headers = {**FROM_PAGE, "Cookie": f"atout-desk={secret}"}
    async with httpx2.AsyncClient(base_url=at, headers=headers, timeout=60) as client:
        await client.get("/health")  # the line is open
        yield client


async def page(http: httpx2.AsyncClient, path: str, holds: str) -> float:
    """Return the milliseconds of one page. Raises `RuntimeError` when it is another one."""
    began = time.perf_counter()
    answer = await http.get(path)
    took = (time.perf_counter() - began) * 1e3
    if answer.status_code != httpx2.codes.OK or holds not in answer.text:
        raise RuntimeError(f"{path}: {answer.status_code}")
    return took


# ---------------------------------------------------------------- open desks


async def open_and_closed(server: Served, town: Town) -> float:
    """Let people write while every desk is open, and while none is; return the seconds of a message then."""
    people = [*town.mine, *town.single]
    await written(server.address, people, 0, spell=SPELL / 3)  # everybody once: who was not heard yet costs more
    began = had(server.pid)
    before = await written(server.address, people, 1)
    closed = megabytes(server.pid, "VmRSS")
    alone_cost = (had(server.pid) - began) / len(before)
    seen = dict[bytes, float]()
    streams = [asyncio.create_task(listened(server.address, *one, seen)) for one in opened(town)]
    await asyncio.sleep(CALM)
    sent = dict[bytes, float]()
    began = had(server.pid)
    during = await written(server.address, people, 2, sent)
    cost = (had(server.pid) - began) / len(during)
    full = megabytes(server.pid, "VmRSS")
    await asyncio.sleep(CALM)
    for stream in streams:
        stream.cancel()
        with suppress(asyncio.CancelledError):
            await stream
    watched = {town.mine[0].address, *(one.address for one in town.single)}
    ours = [mark for mark in sent if by(mark, people).address in watched]
    lost = [mark for mark in ours if mark not in seen]
    waits = [(seen[mark] - sent[mark]) * 1e3 for mark in ours if mark in seen]
    if lost:
        raise RuntimeError(f"{len(lost)} of {len(ours)} messages did not reach the desk")
    told(f"a message to an open desk, of {DESKS}", waits, ARRIVES)
    alone, beside = quantiles(before, n=PERCENT), quantiles(during, n=PERCENT)
    for place in (50, 99):
        what, note = f"p{place} of an answer, {DESKS} desks open", f"{RATE} messages a second, {len(during)} in all"
        Figure(what, beside[place - 1], "ms", CLOSED, alone[place - 1], note).tell()
    what = f"processor time of a message, {DESKS} desks open"
    Figure(what, cost * 1e3, "ms", CLOSED, alone_cost * 1e3, "of the server, the pages that show it with it").tell()
    Figure(f"memory, {DESKS} desks open", full, "MB", CLOSED, closed).tell()
    return alone_cost


def opened(town: Town) -> Iterator[tuple[str, str]]:
    """Yield what is open: each counsellor has the queue and one case."""
    cases = [town.mine[0], *town.single]
    for number, (secret, one) in enumerate(zip(town.staff, cases, strict=True)):
        yield secret, f"/desk/queue/events?view={VIEWS[number % 2]}"
        yield secret, f"/desk/case/{one.case}/events"


async def listened(at: str, secret: str, path: str, seen: dict[bytes, float]) -> None:
    """Note when each message is there, as a browser that follows a page; it reads and does nothing else."""
    address = urlsplit(at)
    reader, writer = await asyncio.open_connection(address.hostname, address.port)
    fields = {**FROM_PAGE, "Host": address.netloc, "Accept": "text/event-stream", "Cookie": f"atout-desk={secret}"}
    head = [f"GET {path} HTTP/1.1", *(f"{name}: {value}" for name, value in fields.items()), "", ""]
    writer.write("\r\n".join(head).encode())
    try:
        rest = await reader.read(1 << 16)
        if not rest.startswith(b"HTTP/1.1 200"):
            raise RuntimeError(f"{path}: {rest[:40]!r}")
        while data := await reader.read(1 << 18):
            at_ = time.perf_counter()
            for mark in MARK.findall(rest[-MARK_BYTES:] + data):
                seen.setdefault(mark, at_)
            rest = data
    finally:
        writer.close()


def had(pid: int) -> float:
    """Return the processor's seconds a process has had."""
    fields = Path(f"/proc/{pid}/stat").read_text(encoding="ascii").rpartition(")")[2].split()
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


# ---------------------------------------------------------------- people


async def written(
    at: str, people: Sequence[One], turn: int, sent: dict[bytes, float] | None = None, spell: float = SPELL
) -> list[float]:
    """Let people write, and return how many milliseconds each waited for the answer."""
    waits, count = list[float](), int(spell * RATE)
    async with httpx2.AsyncClient(base_url=at, headers=FROM_PAGE, timeout=60, limits=LINES_KEPT) as http:

        async def one(number: int) -> None:
            await asyncio.sleep(number / RATE)
            mark = f"zz{turn}{number:05}zz".encode()
            who = by(mark, people)
            began = time.perf_counter()
            if sent is not None:
                sent[mark] = began
            body = {"id": f"{turn}-{number:08}", "text": f"merci {mark.decode()}"}
            answer = await http.post("/say", json=body, headers={"Cookie": f"atout={who.address}"})
            waits.append((time.perf_counter() - began) * 1e3)
            if answer.status_code != httpx2.codes.OK:
                raise RuntimeError(f"/say: {answer.status_code} {answer.text[:80]}")

        await asyncio.gather(*map(one, range(count)))
    return waits


def by(mark: bytes, people: Sequence[One]) -> One:
    """Return who writes the message with this mark: one after the other, as the pace of a person wants it."""
    return people[int(mark[3:8]) % len(people)]


if __name__ == "__main__":
    main()
