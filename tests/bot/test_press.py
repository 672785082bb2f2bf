"""Documents drawn in a process of its own while several wait for one: the same, and gone when nobody needs it."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import contextmanager
from pathlib import Path
from threading import Event

import pytest

from bot.drawing import Drawing, picture
from bot.parts import DrawError
from bot.press import BEHIND, Press
from locales import translator
from tests.flows.test_cv_document import CONTENT, Life

ROOT = Path(__file__).parents[2]
BEGINS = """
import os, threading, time
from bot.press import BEHIND, Press
press = Press()
threading.Thread(target=press, args=(time.sleep, 60), daemon=True).start()
time.sleep(2)
print(press(os.getpid), flush=True)
time.sleep(60)
"""
NICEST = 19  # of Linux
PATIENCE = 60.0  # seconds for a process to end


@contextmanager
def another(press: Press) -> Iterator[None]:
    """While another drawing is under way, in the thread that asked."""
    goes_on, began = Event(), Event()

    def draws() -> None:
        began.set()
        goes_on.wait()

    with ThreadPoolExecutor(1) as pool:
        under_way: Future[None] = pool.submit(press, draws)
        began.wait()
        try:
            yield
        finally:
            goes_on.set()
            under_way.result()


def until(true: Callable[[], bool]) -> None:
    ends = time.monotonic() + PATIENCE
    while not true():
        assert time.monotonic() < ends
        time.sleep(0.02)


def alive(process: int) -> bool:
    try:
        return "zombie" not in Path(f"/proc/{process}/status").read_text(encoding="ascii")
    except FileNotFoundError:
        return False


def test_who_draws_alone_draws_here_and_who_would_wait_elsewhere() -> None:
    press = Press(rest=3.0)
    assert press(os.getpid) == os.getpid()
    with another(press):
        there = press(os.getpid)
        assert there != os.getpid()
        nicer = os.getpriority(os.PRIO_PROCESS, 0) + BEHIND
        assert press(os.getpriority, os.PRIO_PROCESS, 0) == min(nicer, NICEST)
    assert press(os.getpid) == there  # while it is there
    until(lambda: not alive(there))
    assert press(os.getpid) == os.getpid()


def test_what_a_process_had_in_hand_is_drawn_here_when_it_dies() -> None:
    press = Press()
    with another(press):
        there = press(os.getpid)
        os.kill(there, signal.SIGKILL)
        until(lambda: not alive(there))
        assert press(os.getpid) == os.getpid()
        assert press(os.getpid) not in {there, os.getpid()}


def test_it_ends_with_who_began_it() -> None:
    with subprocess.Popen([sys.executable, "-c", BEGINS], cwd=ROOT, stdout=subprocess.PIPE, text=True) as process:
        assert process.stdout is not None
        there = int(process.stdout.readline())
        assert alive(there)
        process.kill()
    until(lambda: not alive(there))


def test_the_same_is_drawn_and_the_same_is_refused_in_both() -> None:
    press = Press()
    here, there = Drawing(CONTENT, translator), Drawing(CONTENT, translator, press)
    facts, strange = (tuple(Life().keep("cv/name", text=name).facts) for name in ("Amina Diallo", "გიორგი"))
    with another(press):
        for form in ("docx", "txt"):
            assert there("cv", form, facts, "fr") == here("cv", form, facts, "fr")
        drawn = there("cv", "pdf", facts, "fr")
        assert press(picture, drawn) == picture(here("cv", "pdf", facts, "fr"))
        with pytest.raises(DrawError) as ours:
            here("cv", "pdf", strange, "fr")
        with pytest.raises(DrawError) as theirs:
            there("cv", "pdf", strange, "fr")
        assert str(ours.value) == str(theirs.value) == "script"
