"""The power that `atout bench kills` cuts: what was synced is there afterwards, and what was not is gone."""

from __future__ import annotations

import os
import shutil
import signal
import sqlite3
import subprocess
import sys
from pathlib import Path

import pytest

from tools.bench.power import Disk, compiled, missing

WRITES = """
import os, signal, sqlite3, sys
db = sqlite3.connect(sys.argv[1], isolation_level=None)
db.execute("PRAGMA journal_mode=WAL")
db.execute("PRAGMA synchronous=FULL")
db.execute("CREATE TABLE said (number INTEGER)")
db.execute(f"PRAGMA synchronous={sys.argv[2]}")
for number in range(20):
    db.execute("INSERT INTO said VALUES (?)", (number,))
os.kill(os.getpid(), signal.SIGKILL)
"""
NAMES = """
import os, signal, sys
os.chdir(sys.argv[1])
for name in ("synced", "other", "taken", "never"):
    with open(name, "w") as file:
        file.write(name)
        file.flush()
        if name != "never":
            os.fsync(file.fileno())
os.mkdir("folder")
os.rename("synced", "folder/renamed")
os.rename("never", "other")
os.link("folder/renamed", "linked")
os.unlink("taken")
with open("taken", "w") as file:
    file.write("again")
with open("linked", "a") as file:
    file.write(", and more")
os.kill(os.getpid(), signal.SIGKILL)
"""
pytestmark = pytest.mark.skipif(missing(), reason="no C compiler here")


def cut(folder: Path, program: str, *words: str) -> None:
    """Run a program that dies by itself, and cut the power of its folder."""
    folder.mkdir()
    disk, beside = Disk.of(folder), folder.with_name("shim")
    beside.mkdir()
    environ = {**os.environ, **disk.environ(compiled(beside))}
    done = subprocess.run([sys.executable, "-c", program, *words], env=environ, check=False)
    assert done.returncode == -signal.SIGKILL
    disk.cut()


def kept(path: Path) -> list[int]:
    with sqlite3.connect(path) as db:
        return [number for (number,) in db.execute("SELECT number FROM said ORDER BY number")]


def test_every_commit_that_was_synced_is_there_after_a_cut(tmp_path: Path) -> None:
    path = tmp_path / "kept" / "said.db"
    cut(path.parent, WRITES, str(path), "FULL")
    assert kept(path) == list(range(20))


@pytest.mark.parametrize("how", ["OFF", "NORMAL"])
def test_commits_that_were_not_synced_are_gone(how: str, tmp_path: Path) -> None:
    path = tmp_path / "kept" / "said.db"
    cut(path.parent, WRITES, str(path), how)
    assert kept(path) == []


def test_without_a_cut_they_would_all_be_there(tmp_path: Path) -> None:
    path = tmp_path / "said.db"
    done = subprocess.run([sys.executable, "-c", WRITES, str(path), "OFF"], check=False)
    assert done.returncode == -signal.SIGKILL
    assert kept(path) == list(range(20))


def test_names_are_kept_at_once_and_what_stands_in_them_once_it_is_synced(tmp_path: Path) -> None:
    folder = tmp_path / "kept"
    cut(folder, NAMES, str(folder))
    found = {path.relative_to(folder).as_posix(): path.read_text() for path in folder.rglob("*") if path.is_file()}
    assert found == {"folder/renamed": "synced", "linked": "synced", "other": "", "taken": ""}


def test_a_folder_can_be_cut_again_and_again(tmp_path: Path) -> None:
    folder = tmp_path / "kept"
    folder.mkdir()
    (folder / "before").write_text("it was there")
    disk = Disk.of(folder)
    for _ in range(2):
        (folder / "before").write_text("never synced")
        (folder / "since").write_text("never synced")
        disk.cut()
        assert (folder / "before").read_text() == "it was there"
        assert (folder / "since").read_text() == ""
    shutil.rmtree(disk.platter)
