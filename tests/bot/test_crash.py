"""Save, then speak: killed at any instant, the house goes on as if nothing had happened."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections import Counter
from pathlib import Path

import pytest

from tests.bot.sweep import Point

ROOT = Path(__file__).parent.parent.parent
# Each point where it counts, a sample while working: odd, so that it meets what is before a commit and what is after.
EVERY = 1 if os.environ.get("CI") == "true" else 5


@pytest.fixture(scope="module", params=["little", "real", "file"])
def points(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> list[Point]:
    folder = tmp_path_factory.mktemp("sweep")
    command = [sys.executable, "-m", "tests.bot.sweep", request.param, str(folder), str(EVERY)]
    ended = subprocess.run(
        command, cwd=ROOT, env={**os.environ, "PYTHONPATH": str(ROOT)}, capture_output=True, check=False
    )
    assert ended.returncode == 0, ended.stderr.decode()[-2000:]
    return [json.loads(line) for line in ended.stdout.splitlines()]


def test_there_are_many_instants_to_die_at(points: list[Point]) -> None:
    assert points[0]["point"] > 100
    assert all(found["killed"] for found in points[1:])


def test_the_conversation_has_twelve_steps_and_each_says_something_new(points: list[Point]) -> None:
    assert len(set(points[0]["seen"])) >= 12


def test_facts_and_the_open_question_are_those_of_an_unkilled_run(points: list[Point]) -> None:
    whole, *killed = points
    different = [f["point"] for f in killed if (f["facts"], f["question"]) != (whole["facts"], whole["question"])]
    assert different == []


def test_each_bubble_is_seen_and_at_most_one_twice(points: list[Point]) -> None:
    whole, *killed = points
    expected = Counter(whole["seen"])
    missing = {f["point"]: expected - Counter(f["seen"]) for f in killed}
    doubled = {f["point"]: (Counter(f["seen"]) - expected).total() for f in killed if not f["anew"]}
    assert {point: lost for point, lost in missing.items() if lost} == {}
    assert {point: count for point, count in doubled.items() if count > 1} == {}


def test_who_had_not_agreed_yet_is_greeted_anew(points: list[Point]) -> None:
    whole, *killed = points
    anew = [f for f in killed if f["anew"]]
    length = len(whole["seen"])
    before = {f["point"]: f["seen"][:-length] for f in anew}
    assert anew
    assert [f["point"] for f in anew if f["seen"][-length:] != whole["seen"]] == []
    assert [point for point, seen in before.items() if whole["seen"][: len(seen)] != seen or len(seen) > 4] == []


def test_bubbles_keep_their_order(points: list[Point]) -> None:
    whole, *killed = points
    assert [f["point"] for f in killed if list(dict.fromkeys(f["seen"])) != list(dict.fromkeys(whole["seen"]))] == []
