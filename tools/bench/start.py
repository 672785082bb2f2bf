"""Cold start: from nothing to the first 200 on /health, and to the first bubble of the bot for a new visitor.

A new process and an empty folder each time; the files of Python are in the system's cache, as after a restart. The
visitor comes to the page as soon as /health says 200, and says good day in a plain form. Beside a bare server that
imports two libraries: its first 200 is all it has to say.
"""

from __future__ import annotations

import contextlib
import io
import time
from http.cookiejar import CookieJar
from statistics import median
from urllib.request import HTTPCookieProcessor, build_opener

from tools import converse
from tools.bench.figure import QUICK, Figure
from tools.bench.people import LostError, bubbles
from tools.bench.served import ATOUT, BARE, Served, served

TIMES = 1 if QUICK else 5
HELLO = converse.EXPRESS[0]
HEALTH = "cold start, to the first 200 on /health"
ANSWER = "cold start, to the first answer"
BESIDE = "a bare Starlette on uvicorn, its first 200"


def main() -> None:
    """Start both, in turns."""
    ours()  # Python compiles what it imports the first time
    rounds = [(*ours(), bare()) for _ in range(TIMES)]
    healthy, answered, theirs = (median(column) * 1e3 for column in zip(*rounds, strict=True))
    Figure(HEALTH, healthy, "ms", BESIDE, theirs).tell()
    Figure(ANSWER, answered, "ms", BESIDE, theirs, f"the slowest of {TIMES}: {slowest(rounds) * 1e3:.0f} ms").tell()


def slowest(rounds: list[tuple[float, float, float]]) -> float:
    """Return the longest time to a first answer."""
    return max(answered for _, answered, _ in rounds)


def ours() -> tuple[float, float]:
    """Return the seconds to the first 200, and to the first answer."""
    with served(ATOUT) as one:
        greeted(one)
        return one.seconds, time.perf_counter() - one.began


def bare() -> float:
    """Return the seconds to the first 200 of the bare server."""
    with served(BARE) as one:
        return one.seconds


def greeted(server: Served) -> None:
    """Come to the page as somebody new, say good day, and read the answer. Raises `LostError` when there is none."""
    browser = build_opener(HTTPCookieProcessor(CookieJar()))
    page = converse.arrive(browser, server.address)
    with contextlib.redirect_stdout(io.StringIO()):
        page = converse.say(browser, server.address, {"text": str(HELLO)}, page)
    if not bubbles(page):
        raise LostError("no answer came")


if __name__ == "__main__":
    main()
