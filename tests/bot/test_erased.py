"""Who was erased stays so: after a crash, after a copy was put back, in the logs beside the files."""

from __future__ import annotations

import asyncio
import shutil
import sqlite3
import subprocess
import sys
from functools import partial
from pathlib import Path

import pytest

from bot.house import House
from bot.store import ledger
from bot.store.base import Consented, Session, Who
from bot.store.keys import master_key
from bot.store.ledger import Ledger
from bot.store.wrapping import root_of
from flows.model import Open
from tests.bot.copying import OTHERS, WORDS, Town, erases, known, tell, town
from tests.bot.little import Clock, Outside, Person, open_house, open_store
from tests.bot.test_private import count

__all__ = ["town"]

HOUR = 60 * 60 * 1000

# ---------------------------------------------------------------- who was erased


def test_who_was_erased_after_the_copy_does_not_come_back(town: Town) -> None:
    town.lives(tell, "a")
    old = town.backs_up()
    town.lives(erases, "b")
    older = town.home / "older"
    older.mkdir()
    for path in old:
        shutil.copy(path, older / path.name)
    town.backs_up()  # takes the list along, beside the older copies too
    first = town.home
    town.elsewhere()
    code, said = town.restores(*(path for path in old if path.exists()))
    assert code == 0, said
    assert town.lives(known, "c") == ([], ["yes", OTHERS])
    assert count(town.home, "person") == 1
    town.at(first)  # over the folder itself, with both of the older files
    code, said = town.restores("--replace", *(older / path.name for path in old))
    assert (code, "not brought back: 1" in said) == (0, True), said
    assert town.lives(known, "d") == ([], ["yes", OTHERS])


def test_an_old_copy_laid_over_by_hand_brings_nobody_back(town: Town) -> None:
    town.lives(tell, "a")
    old = {name: (town.data / name).read_bytes() for name in ("atout.db", "keys.db")}
    town.lives(erases, "b")
    for name, data in old.items():
        (town.data / name).write_bytes(data)
    assert town.lives(known, "c") == ([], ["yes", OTHERS])
    with sqlite3.connect(town.data / "keys.db") as db:
        assert db.execute("SELECT count(*) FROM person_key").fetchone() == (1,)


async def test_who_says_no_after_a_yes_does_not_come_back_and_may_agree_again(town: Town) -> None:
    clock, path = Clock(), town.data / ledger.NAME

    def opened() -> tuple[bool, bool]:
        master = master_key(town.home / "master.key")[0]
        root = root_of(town.data / "keys.db", master)
        return Ledger(path, root, clock()).gone(who), len(ledger.read(path)) > 0

    house = open_house(town.home, clock, Outside())
    await tell(Person(house), Person(house, address="bo"))
    await house.stop()
    with sqlite3.connect(town.data / "keys.db") as db:
        who = Who(*db.execute("SELECT org, person FROM person_key").fetchone())
    assert opened() == (False, False)
    store = open_store(town.home, clock)
    for answer, gone in ((Consented.REFUSED, True), (Consented.GIVEN, False), (Consented.REFUSED, True)):
        clock.move(1)
        await store.put(lambda tx, said=answer: tx.consent(who, said, None))  # type: ignore[misc]
        await store.put(lambda tx: tx.has_code(who))  # what happens to keys comes after a commit
        assert opened() == (gone, True)
    await store.close()
    with path.open("a", encoding="utf-8") as file:
        file.write("2026-11-28T10:00")  # a crash in the middle of a line
    assert opened() == (True, True)


async def answers(house: House, *answers: Consented) -> None:
    """Ana answers about keeping, one time after the other."""
    for answer in answers:
        await house.run(partial(_answered, answer))
        await house.run(lambda _: None)  # what happens to keys comes after a commit


def _answered(answer: Consented, tx: Session) -> None:
    found = tx.find("push", "ana")
    assert found is not None
    tx.consent(found.who, answer, None)


async def test_the_last_word_counts_also_where_the_clock_was_set_back(tmp_path: Path, clock: Clock) -> None:
    house = open_house(tmp_path, clock)
    await Person(house).agrees()
    await answers(house, Consented.REFUSED)
    clock.move(-HOUR)
    await answers(house, Consented.GIVEN)
    await house.stop()
    house = open_house(tmp_path, clock, prefix="j")
    assert await house.peek("push", "ana") is not None  # who agreed anew is kept
    clock.move(HOUR)
    await answers(house, Consented.REFUSED, Consented.GIVEN)
    await house.stop()
    shutil.copytree(tmp_path / "data", tmp_path / "copy")
    house = open_house(tmp_path, clock, prefix="k")
    clock.move(-HOUR)
    await house.forget("push", "ana")
    await house.stop()
    for name in ("atout.db", "keys.db"):
        shutil.copy(tmp_path / "copy" / name, tmp_path / "data" / name)
    house = open_house(tmp_path, clock, prefix="l")
    assert await house.peek("push", "ana") is None  # who was erased does not come back
    await house.stop()


DIES = """
import asyncio, os, signal, sys
from pathlib import Path
from bot.store.keys import master_key
from bot.store.rows import Fate
from bot.store.sqlite import SqliteStore
from bot.house import House
from tests.bot.little import Clock, Ids, Outside, parts

class Dies(SqliteStore):
    def _note(self, erased):
        super()._note(erased)
        if erased and sys.argv[2] == "commit": os.kill(os.getpid(), signal.SIGKILL)
    def _let_go(self, after):
        if after.of(Fate.DESTROY): os.kill(os.getpid(), signal.SIGKILL)
        super()._let_go(after)

async def run():
    home = Path(sys.argv[1])
    store = Dies(home / "data", master_key(home / "master.key")[0], Clock())
    await House(store, parts(Clock(), Outside(), Ids("k"))).forget("push", "ana")
asyncio.run(run())
"""


@pytest.mark.parametrize("at", ["commit", "key"])
def test_an_erasure_that_was_cut_off_is_finished_at_the_next_start(town: Town, at: str) -> None:
    town.lives(tell, "a")
    assert _died(town, at)
    with sqlite3.connect(town.data / "keys.db") as db:
        assert db.execute("SELECT count(*) FROM person_key").fetchone() == (2,)
    asyncio.run(open_store(town.home, Clock()).close())
    with sqlite3.connect(town.data / "keys.db") as db:
        assert db.execute("SELECT count(*) FROM person_key").fetchone() == (1,)
    assert town.lives(known, "c") == ([], ["yes", OTHERS])


def _died(town: Town, at: str) -> bool:
    done = subprocess.run(
        [sys.executable, "-c", DIES, str(town.home), at], cwd=Path(__file__).parents[2], check=False, timeout=60
    )
    return done.returncode == -9


def test_who_never_agreed_leaves_no_line(town: Town) -> None:
    async def refuses(ana: Person, bo: Person) -> None:
        await ana.does(Open("fr"))
        await ana.taps(1)
        await bo.does(Open("fr"))

    town.lives(refuses, "a")
    asyncio.run(open_store(town.home, Clock()).close())
    assert (count(town.home, "person"), ledger.read(town.data / ledger.NAME)) == (0, [])


# ---------------------------------------------------------------- the logs beside the files


async def test_a_log_in_use_while_somebody_is_erased_is_emptied_later(tmp_path: Path) -> None:
    clock = Clock()
    house = open_house(tmp_path, clock, Outside())
    ana = Person(house)
    await ana.agrees()
    await ana.says(WORDS)
    data = tmp_path / "data"
    with sqlite3.connect(data / "atout.db") as reader:
        reader.execute("BEGIN")
        assert reader.execute("SELECT count(*) FROM message").fetchone()[0] > 0
        await house.forget("push", "ana")
        assert (data / "atout.db-wal").stat().st_size > 0
    reader.close()
    for _ in range(600):
        if not (data / "atout.db-wal").stat().st_size:
            break
        await asyncio.sleep(0.05)
    assert (data / "atout.db-wal").stat().st_size == 0
    await house.stop()
