"""Several workers that are killed one after the other, a database that is started again, a Redis that is emptied.

usage: python -m tools.bench.herd [RATE], lines that are written a second in all; as many people as that takes talk on a
double of Telegram. Each says the next thing two seconds after the answer is there, and somebody new comes when one is
done; each must be told what one who talked alone was told, in that order. A message is a line or a bubble: what a
platform counts, in and out. Every ten seconds one of three workers is killed
(SIGKILL). In the middle PostgreSQL is ended as by a crash and started again; twice Redis is emptied. The pace that
Telegram asks for is off, so that messages are what it is about. A bubble is doubled whose receipt died with a worker.
"""

from __future__ import annotations

import asyncio
import os
import random
import signal
import sys
import tempfile
import time
from contextlib import suppress
from dataclasses import dataclass, field
from itertools import count
from pathlib import Path

from tests.bot.test_workers import Town, in_line, town
from tests.doubles.telegram import TOKEN, Person, Telegram, telegram
from tests.servers import postgres, redis
from tools.bench.crowd import Bell, alone, within
from tools.bench.figure import QUICK, Figure
from tools.bench.people import SAID, LostError

SECONDS = 25.0 if QUICK else 300.0
KILLED_EVERY = 10.0  # seconds
THINKS = 2.0  # seconds between an answer and the next thing somebody says
LEAST = 500  # messages a second, in and out
MOST = 10.0  # seconds for an answer, whatever dies
LATE = 60.0  # seconds after which an answer is lost
WORKERS = 3
HALF = 0.5
RATE = next((int(word) for word in sys.argv[1:] if word.isdigit()), 20 if QUICK else 275)
DYING = f"{WORKERS} workers, one killed every {KILLED_EVERY:.0f} s"
PROGRAM = """
import sys
from dataclasses import replace
from bot.channels.telegram import client
client.LIMITS = replace(client.LIMITS, chat_pace=None, group_pace=None, pace=None)
from atout import main
raise SystemExit(main())
"""


@dataclass(slots=True)
class Seen:
    """What became of it."""

    answers: int = 0
    bubbles: int = 0  # those of the answers
    lost: int = 0
    astray: int = 0  # told something else, or in another order
    doubled: int = 0
    longest: float = 0.0
    kills: int = 0
    talks: list[asyncio.Task[None]] = field(default_factory=list)


def main() -> None:
    """Let people talk while things die."""
    with (
        tempfile.TemporaryDirectory(prefix="atout-") as home,
        postgres.postgres(*postgres.DURABLE) as rows,
        redis.server() as words,
    ):
        asyncio.run(_main(Path(home), rows, words))


async def _main(home: Path, rows: postgres.Server, words: redis.Server) -> None:
    async with telegram() as api:
        settings = {"ATOUT_TELEGRAM_TOKEN": TOKEN, "ATOUT_TELEGRAM_API": api.url, "ATOUT_REDIS": words.url}
        opened = town(home, rows.database(home), WORKERS, PROGRAM, **settings)
        running = await asyncio.to_thread(opened.__enter__)
        try:
            await asyncio.to_thread(running.shared_by, WORKERS)
            wanted = await alone(api, 1)
            seen = await _lives(api, running, (rows, words), wanted)
        finally:
            await asyncio.to_thread(opened.__exit__, None, None, None)
    _tell(seen)


async def _lives(
    api: Telegram, running: Town, servers: tuple[postgres.Server, redis.Server], wanted: list[list[str]]
) -> Seen:
    seen, numbers, ends = Seen(), count(1_000), time.monotonic() + SECONDS

    async def talks() -> None:
        await asyncio.sleep(random.uniform(0, THINKS))  # noqa: S311 - not for a secret # nosec B311
        while time.monotonic() < ends:
            await _talk(bell, api.person(next(numbers), lang="fr"), wanted, seen, ends)

    bell = Bell(api)
    hearing = asyncio.create_task(bell.hears())
    people = [asyncio.create_task(talks()) for _ in range(int(RATE * THINKS))]
    dying = asyncio.create_task(_dies(running, servers, seen, ends))
    await asyncio.gather(*people, dying)
    hearing.cancel()
    return seen


async def _talk(bell: Bell, person: Person, wanted: list[list[str]], seen: Seen, ends: float) -> None:
    """Hold one conversation, and compare all of it; what is answered when the time is over does not count."""
    expected: list[str] = []
    for text, answer in zip(SAID, wanted, strict=True):
        expected += answer
        began = time.monotonic()
        person.telegram.date = int(time.time())  # the platform's clock goes on though nothing asks it for anything
        await person.says(text)
        while not within(expected, [one.text for one in person.shown]):
            if time.monotonic() - began > LATE:
                seen.lost += 1
                return
            await bell.rings(person.chat.id)
        seen.longest = max(seen.longest, time.monotonic() - began)
        if time.monotonic() < ends:
            seen.answers += 1
            seen.bubbles += len(answer)
        await asyncio.sleep(THINKS)
    told = [one.text for one in person.shown]
    seen.astray += not in_line(told, expected)
    seen.doubled += len(told) - len(expected)


async def _dies(running: Town, servers: tuple[postgres.Server, redis.Server], seen: Seen, ends: float) -> None:
    rows, words = servers
    turn = 0
    while time.monotonic() + KILLED_EVERY < ends:
        await asyncio.sleep(KILLED_EVERY)
        turn += 1
        left = (ends - time.monotonic()) / SECONDS
        with suppress(IndexError, ProcessLookupError):  # one that is only beginning
            os.kill(random.choice(running.children()), signal.SIGKILL)  # noqa: S311 - which one dies # nosec B311
            seen.kills += 1
        if just(HALF, left):
            await asyncio.to_thread(rows.stop, signal.SIGQUIT)
            await asyncio.to_thread(rows.start)
        if just(HALF / 2, left) or just(HALF * 3 / 2, left):
            words.root().flushall()


def just(part: float, left: float) -> bool:
    """Whether this is the first time that no more than this part of the time is left."""
    return part - KILLED_EVERY / SECONDS < left <= part


def _tell(seen: Seen) -> None:
    """Say what it was like. Raises `LostError` where somebody was not answered, or told something else."""
    note = f"{seen.kills} kills, PostgreSQL once, Redis twice; {seen.doubled} bubbles doubled"
    wrong = seen.lost + seen.astray
    asked = "what people asked for"
    Figure(f"answers a second, {DYING}", seen.answers / SECONDS, "a second", asked, RATE, note).tell()
    messages, wanted = (seen.answers + seen.bubbles) / SECONDS, "what it is to be at the least"
    Figure(f"messages a second, in and out, {DYING}", messages, "a second", wanted, LEAST).tell()
    Figure(f"answers lost or out of order, {DYING}", wrong, "in all", "what it is to be at the most", 0).tell()
    Figure(f"the longest wait, {DYING}", seen.longest, "s", "what it is to be at the most", MOST).tell()
    if wrong:
        raise LostError(f"{seen.lost} answers were lost, {seen.astray} people told something else")


if __name__ == "__main__":
    main()
