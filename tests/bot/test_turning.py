"""Another master key: nothing is lost, the old one opens nothing any more, and a crash at any step is made good."""

from __future__ import annotations

import asyncio
import subprocess
import sys
from pathlib import Path

import pytest

from bot.store.aside import accounts, log_of_the_desk
from bot.store.keys import KeyFileError, KeyRing, master_key
from bot.store.staff import Account, Role
from bot.store.turning import beside, current_key
from tests.bot.copying import OTHERS, WORDS, Town, erases, known, tell, town
from tests.bot.little import Clock, open_store

__all__ = ["town"]

ROOT = Path(__file__).parents[2]
BOTH = (["yes", WORDS], ["yes", OTHERS])
DIES = """
import os, signal, sys
from pathlib import Path
from bot.store import keys, turning

last, passed = int(sys.argv[2]), 0

def point():
    global passed
    passed += 1
    if passed == last:
        os.kill(os.getpid(), signal.SIGKILL)

class Dies(turning.Turning):
    def _drawn(self):
        point()
        if last == 2:  # in the middle of the file
            turning.beside(self._file).touch(mode=0o600)
        point()
        made = super()._drawn()
        point()
        return made
    def _commit(self, db):
        point()
        super()._commit(db)
        point()
    def _put(self):
        point()
        super()._put()
        point()

home = Path(sys.argv[1])
Dies(home / "master.key", home / "data").turn()
"""


@pytest.fixture
def full(town: Town) -> Town:
    """A house with two people and a desk."""
    town.lives(tell, "a")
    with accounts(town.data, master_key(town.home / "master.key")[0]) as staff:
        staff.create(Account("lead", Role.LEAD, "Amina", "fr", 1))
        staff.log(1, "lead", "invited", detail="lead")
    return town


def whole(town: Town, prefix: str) -> None:
    """All that hangs on a key is there: words, addresses, accounts, the log of the desk."""
    key, made = current_key(town.home / "master.key", town.data)
    assert not made
    assert not beside(town.home / "master.key").exists()
    assert town.lives(known, prefix) == BOTH
    with accounts(town.data, key) as staff:
        assert [one.name for one in staff.all()] == ["Amina"]
    log = log_of_the_desk(town.data, key, 2)
    assert (log.lines, log.wrong) == (1, ())


def test_nothing_is_lost_and_the_old_key_opens_nothing(full: Town) -> None:
    file = full.home / "master.key"
    old = file.read_bytes()
    code, said = full.does("keys", "rotate")
    assert (code, "2 keys were wrapped" in said) == (0, True), said
    assert file.read_bytes() != old
    assert file.stat().st_mode & 0o077 == 0
    whole(full, "b")
    for path in full.data.iterdir():
        assert old.strip() not in path.read_bytes()
    old_file = full.home / "old.key"
    old_file.touch(mode=0o600)
    old_file.write_bytes(old)
    with pytest.raises(KeyFileError, match="does not belong"):
        KeyRing(full.data / "keys.db", master_key(old_file)[0])
    assert full.does("keys", "rotate")[0] == 0
    whole(full, "c")


@pytest.mark.parametrize("at", range(1, 9))
def test_a_change_that_was_cut_off_is_ended_at_the_next_start(full: Town, at: int) -> None:
    done = subprocess.run(
        [sys.executable, "-c", DIES, str(full.home), str(at)], cwd=ROOT, check=False, timeout=60, capture_output=True
    )
    assert done.returncode == (-9 if at < 8 else 0), done.stderr.decode()
    whole(full, "b")


def test_it_refuses_while_the_program_runs_and_where_there_is_nothing(full: Town) -> None:
    store = open_store(full.home, Clock())
    code, said = full.does("keys", "rotate")
    assert (code, "Stop it first" in said) == (1, True)
    asyncio.run(store.close())
    full.elsewhere()
    assert "no keys yet" in full.does("keys", "rotate")[1]


def test_who_was_erased_before_stays_erased_after(full: Town) -> None:
    words, keys = full.backs_up()
    full.lives(erases, "b")
    old = (full.home / "master.key").read_bytes()
    assert full.does("keys", "rotate")[0] == 0
    assert "another master key" in full.restores("--replace", words, keys)[1]
    (full.home / "master.key").write_bytes(old)
    assert full.restores("--replace", words, keys)[0] == 0
    assert full.lives(known, "c") == ([], ["yes", OTHERS])


def test_an_older_file_keeps_what_hung_on_its_master_key(tmp_path: Path) -> None:
    key, _ = master_key(tmp_path / "master.key")
    ring = KeyRing(tmp_path / "keys.db", key)  # of before there was a root
    assert ring.root == key
    ring.close()
    assert KeyRing(tmp_path / "keys.db", key, fresh=True).root == key
