"""Kills a real process before and after every commit and every send of a conversation, then lets it go on.

Run as a program: `python -m tests.bot.sweep little|real|file FOLDER [EVERY]`, on the small core, on the real one with
its forms and its documents, or on that with a file that is sent. It has the conversation once, unkilled; that also pays
for what has to be loaded. Then it forks a child for each point at which to be killed (SIGKILL, by itself, at that very
instant), forks another one that opens the same files and is told everything again, as a platform does that was not
acknowledged, and prints one JSON line a point. Nothing of this is in the product: the store and the channel are the
real ones, with a counter around the two calls that matter; so is what reads a file.
"""

from __future__ import annotations

import asyncio
import json
import os
import signal
import sys
from collections.abc import Callable
from dataclasses import dataclass, replace
from functools import cache
from pathlib import Path
from typing import TypedDict

from bot import app
from bot.channels.base import Arrival, Bubble, Receipt, Upload
from bot.files.found import Found
from bot.house import House
from bot.parts import Parts
from bot.settings import read
from bot.store.base import Who
from bot.store.keys import master_key
from bot.store.sqlite import SqliteStore
from flows.model import Body, Media, Open, Tap, Text
from tests.bot import little, papers
from tests.bot.little import START, Clock, Ids, Outside

Steps = tuple[Body | None, ...]  # None: taps the first button of the question on screen

LITTLE: Steps = (
    Open("fr"),
    None,
    Text("je garde des enfants"),
    Text("tous les jours"),
    None,
    Text("depuis 2019"),
    Text("!two"),
    Text("je cuisine aussi"),
    Text("!cv"),
    Text("Amina"),
    None,
    Text("Nantes"),
)
REAL: Steps = (
    Open("fr"),
    None,  # agrees
    Text("je fais le ménage chez une dame"),
    None,  # these words are right
    Text("1 3 4"),
    Text("3 ans"),
    None,  # a job near to it
    Text("Amina"),
    Text("06 39 98 10 01"),
    Text("Rezé"),
    None,  # all of it is right: the CV is drawn and sent
    None,  # goes on
)
FILE: Steps = (
    Open("fr"),
    None,  # agrees
    Text("mon ancien cv"),
    Media("file", "cv.pdf", held=True),
    Text("tout"),
    None,  # the skill in it is right
    Text("1 3 4"),
    None,  # for somebody
    None,  # a job near to it
    *REAL[7:],
)
PAPER = Upload(papers.pdf(("Awa Diop", "2019 - 2022", "Ménage de bureaux, le soir")))
LATER = 60_000  # ms between a crash and the next start: more than the doubt about a bubble lasts


@dataclass(frozen=True, slots=True)
class Cast:
    """Which core answers, and what it is told."""

    steps: Steps
    parts: Callable[[Clock, Outside, Ids], Parts]


def real(clock: Clock, outside: Outside, ids: Ids) -> Parts:
    """Return what a person meets, with a clock, a screen and ids of ours."""
    return replace(_loaded(), now=clock, ids=ids, channels={outside.name: outside})


@cache
def _loaded() -> Parts:
    return app.parts(app.load_content(read({})), {}, Clock(), Ids())


def reading(clock: Clock, outside: Outside, ids: Ids) -> Parts:
    """Return the same, which may be killed while a file is read."""
    parts = real(clock, outside, ids)

    async def read(data: bytes, lang: str) -> Found | None:
        KilledStore.killer.point()
        begun = asyncio.ensure_future(parts.read(data, lang))
        await asyncio.sleep(0.05)  # its process runs
        KilledStore.killer.point()
        said = await begun
        KilledStore.killer.point()
        return said

    return replace(parts, read=read)


CASTS = {"little": Cast(LITTLE, little.parts), "real": Cast(REAL, real), "file": Cast(FILE, reading)}


class Point(TypedDict):
    """What one point showed."""

    point: int
    killed: bool
    anew: bool  # nothing was kept of an earlier start: the person had not agreed yet
    facts: list[tuple[str, str]]
    question: str
    seen: list[str]


class Killer:
    """Counts the instants at which a crash matters and ends the process at one of them."""

    def __init__(self, at: int) -> None:
        self._left = at

    def point(self) -> None:
        self._left -= 1
        if self._left == 0:
            os.kill(os.getpid(), signal.SIGKILL)

    @property
    def passed(self) -> int:
        return -self._left


class KilledStore(SqliteStore):
    """The store, killed around its commits."""

    killer = Killer(0)

    def _commit(self) -> None:
        if self._db.total_changes == self._before:
            super()._commit()
            return
        self.killer.point()
        super()._commit()
        self.killer.point()
        self._before = self._db.total_changes

    _before = 0

    def _keep(self, persons: list[Who]) -> None:
        if not persons:
            return
        self.killer.point()
        super()._keep(persons)
        self.killer.point()


class Screen(Outside):
    """A screen that outlives the process: what arrived is in a file."""

    def __init__(self, path: Path, killer: Killer) -> None:
        super().__init__()
        self._path = path
        self._killer = killer

    async def send(self, call: tuple[str, Bubble, bytes | None]) -> Receipt:
        self._killer.point()
        bubble = call[1]
        line = bubble.text or (bubble.file.name if bubble.file else "")
        with self._path.open("a", encoding="utf-8") as file:
            file.write(json.dumps(line) + "\n")
        self._killer.point()
        return Receipt("")

    def lines(self) -> list[str]:
        return [json.loads(line) for line in self._path.read_text(encoding="utf-8").splitlines()]


async def converse(cast: Cast, folder: Path, killer: Killer, start: int) -> Point:
    """Open the files, deliver what is due, and be told everything from the beginning."""
    clock = Clock(START + start * LATER)
    screen = Screen(folder / "screen", killer)
    KilledStore.killer = killer
    key, _ = master_key(folder / "master.key")
    house = House(KilledStore(folder / "data", key, clock), cast.parts(clock, screen, Ids(f"r{start}")))
    anew = await house.peek("push", "ana") is None
    await house.settle()
    clock.move(LATER)
    await house.settle()
    for number, body in enumerate(cast.steps):
        clock.move(1000)
        told = body or Tap(await _open_ask(house), "0")
        upload = PAPER if isinstance(told, Media) else None
        await house.receive([Arrival("push", "ana", f"u{number}", told, f"s{number}", "fr", upload=upload)])
        await house.settle()
    known = await house.peek("push", "ana")
    assert known is not None
    assert known[0].asked is not None
    found: Point = {
        "point": killer.passed,
        "killed": False,
        "anew": anew,
        "facts": [(fact.qid, fact.raw) for fact in known[1]],
        "question": known[0].asked.qid,
        "seen": screen.lines(),
    }
    await house.stop()
    return found


async def _open_ask(house: House) -> str:
    known = await house.peek("push", "ana")
    return known[0].asked.id if known and known[0].asked else ""


def forked(work: Callable[[], None]) -> int:
    """Run work in a child process and return how it ended."""
    child = os.fork()
    if child == 0:
        try:
            work()
        finally:
            os._exit(1)
    return os.waitpid(child, 0)[1]


def run(cast: Cast, folder: Path, at: int, start: int) -> Point | None:
    """Have the conversation in a child that dies at that point; None when it did."""
    result = folder / "result.json"
    result.unlink(missing_ok=True)

    def work() -> None:
        found = asyncio.run(converse(cast, folder, Killer(at), start))
        result.write_text(json.dumps(found), encoding="utf-8")
        os._exit(0)

    status = forked(work)
    if os.WIFSIGNALED(status) and os.WTERMSIG(status) == signal.SIGKILL:
        return None
    assert status == 0, f"point {at}: the process failed by itself"
    loaded: Point = json.loads(result.read_text(encoding="utf-8"))
    return loaded


def sweep(cast: Cast, folder: Path, every: int) -> None:
    """Print what an unkilled run shows, then each point."""
    first = asyncio.run(converse(cast, _made(folder / "whole"), Killer(0), 0))
    print(json.dumps(first), flush=True)  # noqa: T201 - its output is its result
    for point in range(1, first["point"] + 1, every):
        place = _made(folder / f"p{point}")
        killed = run(cast, place, point, 0) is None
        after = run(cast, place, 0, 1)
        assert after is not None
        print(json.dumps({**after, "point": point, "killed": killed}), flush=True)  # noqa: T201 - as above


def _made(folder: Path) -> Path:
    folder.mkdir(parents=True)
    return folder


if __name__ == "__main__":
    sweep(CASTS[sys.argv[1]], Path(sys.argv[2]), int(sys.argv[3]) if len(sys.argv) > 3 else 1)
