"""A worker whose program has ended is known at once; of one that sleeps, or has no file here, nothing is said."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from bot.store.presence import Presence
from tests.bot.test_serve import ROOT

PROGRAM = """
import subprocess, sys
from pathlib import Path
from bot.store.presence import Presence
Presence(Path(sys.argv[1])).enter(7)
child = subprocess.Popen(["sleep", "60"], stdout=subprocess.DEVNULL)
print(child.pid, flush=True)
sys.stdin.read()
"""


@contextmanager
def worker(folder: Path) -> Iterator[tuple[subprocess.Popen[str], int]]:
    """A program that is worker 7 until it ends, and the one that it began, which ends by itself."""
    words = [sys.executable, "-c", PROGRAM, str(folder)]
    with subprocess.Popen(words, cwd=ROOT, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as process:
        assert process.stdout is not None
        child = int(process.stdout.readline())
        try:
            yield process, child
        finally:
            process.kill()
            os.kill(child, signal.SIGKILL)


def test_who_is_killed_is_gone_at_once_though_what_it_began_lives(tmp_path: Path) -> None:
    others = Presence(tmp_path)
    with worker(tmp_path) as (process, child):
        assert others.gone([7]) == []
        process.kill()
        process.wait()
        os.kill(child, 0)
        assert others.gone([7]) == [7]
        others.forget([7])
    assert list(tmp_path.iterdir()) == []


def test_who_sleeps_is_not_gone(tmp_path: Path) -> None:
    with worker(tmp_path) as (process, _):
        process.send_signal(signal.SIGSTOP)
        assert Presence(tmp_path).gone([7]) == []


def test_of_who_has_no_file_here_nothing_is_known(tmp_path: Path) -> None:
    assert Presence(tmp_path).gone([7, 8]) == []


def test_two_who_look_at_the_same_time_see_the_same_and_a_number_may_come_again(tmp_path: Path) -> None:
    first, others = Presence(tmp_path), Presence(tmp_path)
    first.enter(1)
    first.leave()
    assert others.gone([1]) == others.gone([1]) == [1]
    first.enter(1)
    assert others.gone([1]) == []
    first.leave()
