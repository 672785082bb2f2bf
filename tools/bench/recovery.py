"""How soon it is there again: after a kill, and from copies in an empty folder.

The store is as full as one may be after a while: thousands of people whose words are sealed, each with a key of their
own. The server is the program as an operator starts it, web chat only. It is killed (SIGKILL) while somebody's line is
on its way, started again, and sent that line again, as their page would: what counts is from the kill to the answer.
They must be told all that who was never interrupted is told, once. Then copies are made with `atout backup` while the
server runs, and `atout restore` puts them into an empty folder: the facts of everybody must be the same there, and the
server must go on from it with somebody whose conversation had begun. Where something is lost there is no figure.
"""

from __future__ import annotations

import asyncio
import os
import re
import shutil
import signal
import subprocess
import tempfile
import time
from collections.abc import Mapping, Sequence
from contextlib import suppress
from functools import partial
from pathlib import Path
from statistics import median
from typing import Final

import httpx2

from bot.app import now
from bot.loop import run
from bot.store.base import Session
from bot.store.keys import master_key
from bot.store.sqlite import SqliteStore
from flows.model import Facts
from tools.bench.figure import QUICK, ROOT, Figure, clean_environment
from tools.bench.people import SAID, LostError, Person, alone
from tools.bench.served import ATOUT, Served, serving
from tools.bench.town import One, Town, built, of, settings

LIMIT: Final = 2.0  # seconds from a kill to an answer
RESTORED: Final = 300.0  # seconds for a gigabyte
GB: Final = 1e9
MB: Final = 1e6
CASES: Final = 60 if QUICK else 3_000
LINES: Final = 10 if QUICK else 30
KILLS: Final = 1 if QUICK else 8
AGREED: Final = 2  # lines after which a person's key is kept; before that nothing is, on purpose
ON_ITS_WAY: Final = 0.004  # seconds after a line was sent
LOOKED: Final = 20  # pages compared
BATCH: Final = 100  # people whose facts are read at once
WRITTEN: Final = re.compile(r"^written +(\S+\.age) \(", re.MULTILINE)
BESIDE: Final = "what it is to be at the most"


def main() -> None:
    """Build the store, and measure."""
    with tempfile.TemporaryDirectory(prefix="atout-") as home:
        asyncio.run(measured(Path(home)))


async def measured(room: Path) -> None:
    """Measure both."""
    home = room / "here"
    town = await built(home, CASES, LINES)
    with serving(ATOUT, home) as server:
        told = await alone(Person(server.address, 0))
    waits = [await killed(home, told, number) for number in range(1, KILLS + 1)]
    note = f"{KILLS} kills, half of them take {median(waits):.2f} s or less; {CASES} people in the store"
    Figure("from a kill to the next good answer, at most", max(waits), "s", BESIDE, LIMIT, note).tell()
    await copied(room, home, town, told)


async def killed(home: Path, told: Sequence[str], number: int) -> float:
    """Kill it while somebody talks; return the seconds until they are answered. Raises `LostError`."""
    at = AGREED + number % (len(SAID) - AGREED)
    with serving(ATOUT, home) as server:
        person = Person(server.address, number)
        for text in SAID[:at]:
            await person.says(text)
        before, on_its_way = len(person.told), asyncio.create_task(person.says(SAID[at]))
        await asyncio.sleep(ON_ITS_WAY)
        struck = time.perf_counter()
        os.kill(server.pid, signal.SIGKILL)
        with suppress(httpx2.HTTPError):
            await on_its_way
    with serving(ATOUT, home) as server:
        await person.moves(server.address)
        if len(person.told) == before:
            await person.says(SAID[at], again=True)
            following = SAID[at + 1 :]
        else:  # it was answered before it died
            await person.says(SAID[at + 1])
            following = SAID[at + 2 :]
        took = time.perf_counter() - struck
        for text in following:
            await person.says(text)
        lines = [words for kind, _, words in await person.page() if "bot" in kind]
        await person.leaves()
    if person.told != list(told) or lines != list(told):
        raise LostError(f"after a kill at line {at} somebody was told something else")
    return took


# ---------------------------------------------------------------- copies


async def copied(room: Path, home: Path, town: Town, told: Sequence[str]) -> None:
    """Copy while the server runs, restore, and look whether it goes on. Raises `LostError`."""
    there, copies, key = room / "there", room / "copies", room / "recovery.key"
    key.touch(mode=0o600)
    key.write_text(atout(home, "backup", "--new-key"), encoding="ascii")
    half = len(SAID) // 2
    with serving(ATOUT, home) as server:
        person = Person(server.address, KILLS + 1)
        await alone(person, SAID[:half])
        made = await asyncio.to_thread(atout, home, "backup", str(copies))
        pages = [await page(server, one) for one in looked_at(town)]
    facts = await everybody(home, town)
    there.mkdir()
    shutil.copy2(home / "master.key", there)
    began = time.perf_counter()
    atout(there, "restore", *WRITTEN.findall(made), "--key", str(key))
    took = time.perf_counter() - began
    if await everybody(there, town) != facts:
        raise LostError("what was restored is not what was copied")
    with serving(ATOUT, there) as server:
        if [await page(server, one) for one in looked_at(town)] != pages:
            raise LostError("a page is another one after the restore")
        await person.moves(server.address)
        for text in SAID[half:]:
            await person.says(text)
        await person.leaves()
    if person.told != list(told):
        raise LostError("after the restore somebody was told something else")
    size = sum((there / "data" / name).stat().st_size for name in ("atout.db", "keys.db"))
    told_of = sum(map(len, facts.values()))
    note = f"{size / MB:.0f} MB, {len(facts)} people, {told_of} facts the same; {RESTORED:.0f} s for 1 GB"
    Figure("copies restored into an empty folder", took, "s", BESIDE, RESTORED * size / GB, note).tell()


def atout(home: Path, *words: str) -> str:
    """Run a command on a folder; return what it prints. Raises `CalledProcessError`."""
    mine = {"ATOUT_DATA": str(home / "data"), "ATOUT_KEY_FILE": str(home / "master.key")}
    command, environ = [*ATOUT[:-1], *words], clean_environment(**mine)
    quiet = subprocess.DEVNULL if "--new-key" in words else None  # what it explains is for people
    done = subprocess.run(command, cwd=ROOT, env=environ, stdout=subprocess.PIPE, stderr=quiet, text=True, check=True)
    return done.stdout


def looked_at(town: Town) -> Sequence[One]:
    """Return some people, from everywhere in the store."""
    return town.all[:: max(1, len(town.all) // LOOKED)]


async def page(server: Served, one: One) -> list[tuple[str, str, str]]:
    """Return what stands on somebody's page. Raises `LostError`."""
    person = Person(server.address, 0, secret=one.address)
    found = await person.page()
    await person.leaves()
    if len(found) < LINES - 1:  # that they came is no line
        raise LostError(f"{len(found)} lines of {LINES}")
    return found


async def everybody(home: Path, town: Town) -> Mapping[str, Facts]:
    """Return the facts of everybody in the store of a folder."""
    key, _ = master_key(settings(home).key_file)
    store, found = SqliteStore(settings(home).data, key, now), dict[str, Facts]()

    def read(some: Sequence[One], tx: Session) -> dict[str, Facts]:
        return {one.case: tx.facts(of(one)) for one in some}

    try:
        for at in range(0, len(town.all), BATCH):
            found |= await run(store, partial(read, town.all[at : at + BATCH]))
    finally:
        await store.close()
    if not all(found.values()):
        raise LostError("somebody has no facts")
    return found


if __name__ == "__main__":
    main()
