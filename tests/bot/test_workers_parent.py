"""What begins the workers and looks after them: what a killed one leaves behind, and all told to stop at once."""

from __future__ import annotations

import os
import signal
import time
from collections.abc import Iterator
from pathlib import Path

import httpx2

from tests.bot.test_serve import FROM_PAGE, PATIENCE
from tests.bot.test_workers import RUN, Page, town
from tests.servers import postgres

HELPED = """
import ctypes, os, subprocess
ctypes.CDLL(None).prctl(36, 1)
fork = os.fork
def helped():
    child = fork()
    if not child:
        subprocess.Popen(["sleep", "3"])
    return child
os.fork = helped
"""  # each worker has a helper of its own, and who is left behind becomes the parent's, as in a container


def test_what_a_worker_that_was_killed_leaves_behind_is_no_worker(server: postgres.Server, tmp_path: Path) -> None:
    with town(tmp_path, server.database(tmp_path), program=HELPED + RUN) as running:
        running.shared_by(3)
        for child in running.children():
            os.kill(child, signal.SIGKILL)
        until = time.monotonic() + PATIENCE
        while running.log().count("worker begins") < 6:
            assert time.monotonic() < until, running.log()
            time.sleep(0.1)
        time.sleep(5)  # by then each helper has ended
        running.shared_by(3)


def test_all_are_told_to_stop_at_once_and_what_is_being_sent_is_answered(
    server: postgres.Server, tmp_path: Path
) -> None:
    """A service manager tells each process, and the parent tells its children as well."""
    with town(tmp_path, server.database(tmp_path), 2) as running:
        running.shared_by(2)
        one = Page(running.at)
        one.begins()
        body = b'{"unreadable": "so it is answered at once, by whichever worker takes it in"}'

        def slowly() -> Iterator[bytes]:
            yield body[:5]
            time.sleep(0.5)
            for process in (running.process.pid, *running.children()):
                os.kill(process, signal.SIGTERM)
            time.sleep(0.5)
            yield body[5:]

        headers = {**FROM_PAGE, "Content-Type": "application/json", "Content-Length": str(len(body))}
        answer = httpx2.post(f"{running.at}/say", content=slowly(), headers=headers, cookies=one.cookies, timeout=30)
        assert (answer.status_code, "web.unreadable" in answer.text) == (400, True), answer.text
        assert running.process.wait(timeout=PATIENCE) == 0
