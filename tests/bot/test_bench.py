"""`atout bench`, run for real and for a short time: each line has a figure, its yardstick and their ratio."""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from bot.commands.bench import MEASURES
from tests.servers.postgres import programs
from tools.bench.goals import GOALS, Goal, kept, table

ROOT = Path(__file__).parents[2]
ATOUT = (sys.executable, "-c", "import sys; from atout import main; sys.exit(main())")
NUMBER = r"\d[\d ]*(?:\.\d+)?(?:e[+-]\d+)?"
UNIT = "ms|MB|bytes|%|a second|s|a kill|in all"
ROW = re.compile(rf"(\S.*?)\s{{2,}}({NUMBER}) ({UNIT}) +({NUMBER}) ({UNIT}) +(?:({NUMBER}) x|-)  (\S.*)")
PARTS, STORES = ("p50", "p99"), ("", "on PostgreSQL: ")
LINES = {
    "fold": ("100 events folded", "100 events folded, all of one person"),
    "summary": ("a summary in words",),
    "start": ("cold start, to the first 200 on /health", "cold start, to the first answer"),
    "memory": ("memory at rest (web only)", "memory 5 s after the first visitor", "memory 5 s after the first PDF"),
    "pdfs": ("PDFs a second",),
    "find": tuple(
        f"{lang}: {what}"
        for lang in ("fr", "en", "ar", "uk", "es")
        for what in ("found among the first five", "time of a phrase") * 2
    ),
    "voice": ("a note of 5 s decoded",),
    "answers": (
        "durable answers a second, 40 chats",  # beside the disk alone
        *(f"{store}durable answers a second, 40 chats" for store in STORES for _ in range(4)),
        *(f"{store}{part}, 40 chats that never pause" for part in PARTS for store in STORES for _ in range(4)),
        *(
            f"{store}{part}, {how}"
            for how in ("40 chats that think 0.4 s", "20 a second whatever comes")
            for part in PARTS
            for store in STORES
            for _ in range(2)
        ),
    ),
    "whole": (
        *(f"{store}the whole way: answers a second, 40 chats" for store in STORES for _ in range(2)),
        *(
            f"{store}the whole way: {part}, {how}"
            for how in ("40 chats that never pause", "40 chats that think 0.4 s", "10 a second whatever comes")
            for part in PARTS
            for store in STORES
            for _ in range(2)
        ),
    ),
    "messengers": tuple(
        f"{part}, 10 people at once on {name}"
        for name in ("WhatsApp", "Telegram, called", "Telegram, asked")
        for part in ("p50", "p99")
    ),
    "beside": ("p99, 40 chats that think 0.4 s, beside 20 CVs a second", "CVs drawn beside them"),
    "many": (
        "durable answers a second, 40 chats, over 10 000 conversations",
        "a start over 10 000 conversations, to the first 200 on /health",
        "memory after a start over 10 000 conversations",
        "memory a silent conversation keeps",
    ),
    "desk": (
        *(
            row
            for kind in ("queue", "case")
            for row in (
                *(f"{part} of a {kind} page, {how}" for how in ("cold", "warm") for part in ("p50", "p99")),
                f"processor time of a {kind} page",
            )
        ),
        *(f"{part} of a message to an open desk, of 5" for part in ("p50", "p99")),
        *(f"{part} of an answer, 5 desks open" for part in ("p50", "p99")),
        "processor time of a message, 5 desks open",
        "memory, 5 desks open",
        "what a desk adds to a message of who never asked",
    ),
    "recovery": ("from a kill to the next good answer, at most", "copies restored into an empty folder"),
    "sealing": ("enciphering, of a message's processor time",),
    "strain": (
        *(f"p99 of an answer on the page, {when}" for when in ("40 people", "a slow model", "a platform that is down")),
        "all said after 4 s without WhatsApp",
    ),
    "kills": tuple(
        f"{what}, on {store}"
        for store in ("SQLite", "PostgreSQL")
        for what in ("answers lost or swallowed", "bubbles doubled")
    ),
    "herd": tuple(
        f"{what}, 3 workers, one killed every 10 s"
        for what in (
            "answers a second",
            "messages a second, in and out",
            "answers lost or out of order",
            "the longest wait",
        )
    ),
}


def bench(*words: str, path: str = os.environ["PATH"]) -> list[str]:
    """Lines printed, without the two on top and the remarks."""
    done = subprocess.run(
        [*ATOUT, "bench", "--quick", *words],
        cwd=ROOT,
        env={**os.environ, "PATH": path},
        stdout=subprocess.PIPE,
        text=True,
        check=False,
    )
    assert done.returncode == 0
    top, *lines = done.stdout.splitlines()
    assert re.match(r"\d{4}-\d\d-\d\d, Python 3\.\d+\.\d+, \d+ cores, load \d+\.\d", top)
    return [line for line in lines[1:] if not line.startswith("    ")]


def number(text: str) -> float:
    return float(text.replace(" ", ""))


@pytest.mark.parametrize("measure", MEASURES)
def test_each_measure_says_its_figures_beside_a_yardstick(measure: str) -> None:
    served = measure in {"answers", "whole", "herd", "kills"}
    if served and (shutil.which("redis-server") is None or programs() is None):
        pytest.skip("no redis-server or no PostgreSQL here")
    found = [ROW.fullmatch(line) for line in bench(measure)]
    rows = [row.groups() for row in found if row]
    assert [row[0] for row in rows] == list(LINES[measure])
    for _, figure, unit, yardstick, same, ratio, beside in rows:
        assert unit == same
        assert number(figure) > 0 or unit in {"a kill", "in all"}  # nothing is lost by it
        if number(yardstick) == 0:  # nothing was found the plain way: no ratio
            assert ratio is None
            continue
        assert number(ratio) == pytest.approx(number(figure) / number(yardstick), rel=0.02, abs=0.01)
        assert beside


def test_without_redis_that_part_is_left_out_and_said() -> None:
    rate, *others = bench("answers", path="/usr/sbin:/sbin")  # where the user of PostgreSQL is taken on
    assert ROW.fullmatch(rate)
    assert sum("left out, redis-server is not installed" in line for line in others) == 2
    assert not any("on Redis" in line and ROW.fullmatch(line) for line in others)


def test_an_unknown_measure_is_refused() -> None:
    done = subprocess.run([*ATOUT, "bench", "speed"], cwd=ROOT, capture_output=True, text=True, check=False)
    assert done.returncode == 2
    assert f"one of {', '.join(MEASURES)}" in done.stderr


def test_a_measure_alone_leaves_the_rows_of_other_days_as_they_are() -> None:
    lines = [{"run": "2026-11-29, Python"}, *(_of(goal, 2.0) for goal in GOALS)]
    before = table(kept([json.dumps(line) for line in lines]))
    slow = next(goal for goal in GOALS if goal.name == "the same on PostgreSQL")
    after = table(kept([json.dumps(line) for line in ({"run": "2026-11-30, Python"}, _of(slow, 3.0))]), before)
    changed = [row for row in after.splitlines() if row.startswith("| ") and row not in before.splitlines()]
    assert [row.split(" | ")[0] for row in changed] == ["| the same on PostgreSQL"]
    assert "| 3 x | 3 and 1 a second | **missed** | 2026-11-30 |" in changed[0]
    assert after.count("2026-11-29 |") == len(GOALS) - 1


def _of(goal: Goal, value: float) -> dict[str, object]:
    return {"what": goal.what, "beside": goal.beside, "value": value, "yardstick": 1.0, "unit": "a second"}
