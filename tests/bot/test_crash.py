"""Save, then speak: killed at any instant, the house goes on as if nothing had happened."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any, TypeAlias

import pytest

from tests.bot.sweep.converse import Told
from tests.bot.sweep.judge import judged

ROOT = Path(__file__).parent.parent.parent
# Each instant where it counts; while working one of each kind, and a few more, of the fullest conversations.
WHOLE = os.environ.get("CI") == "true"
EVERY = 1 if WHOLE else 60
CASTS = ("little", "real", "file", "erased", "telegram", "whatsapp") if WHOLE else ("file", "erased", "whatsapp")
LONG = ("interview", "games") if WHOLE else ()  # many turns that are alike: one instant of each kind, and every tenth
EVERYWHERE = ("inbox", "consent", "key kept", "claim", "send", "receipt")
BESIDES = {
    "real": ("job", "drawing"),
    "file": ("job", "file taken up", "reading", "drawing"),
    "games": ("job",),
    "interview": ("job", "drawing"),
    "erased": ("erasing", "key destroyed"),
    "telegram": ("job", "drawing"),
    "whatsapp": ("job", "drawing", "upload"),
}

Verdict: TypeAlias = dict[str, Any]


@pytest.fixture(scope="module")
def verdicts() -> dict[str, Verdict]:
    return swept(CASTS, EVERY) | (swept(LONG, 10) if LONG else {})


def swept(casts: tuple[str, ...], every: int) -> dict[str, Verdict]:
    """What became of each cast, killed at one instant of so many."""
    command = [sys.executable, "-m", "tests.bot.sweep", ",".join(casts), str(every)]
    ended = subprocess.run(
        command, cwd=ROOT, env={**os.environ, "PYTHONPATH": str(ROOT)}, capture_output=True, check=False
    )
    assert ended.returncode == 0, (ended.stdout + ended.stderr).decode()[-4000:]
    return {found["cast"]: found for found in map(json.loads, ended.stdout.splitlines())}


def test_there_are_many_instants_to_die_at(
    verdicts: dict[str, Verdict], record_property: Callable[[str, object], None]
) -> None:
    total = verdicts[",".join(CASTS)]
    record_property("kills", sum(verdicts[cast]["killed"] for cast in (*CASTS, *LONG)))
    assert total["points"] > (600 if WHOLE else 300)
    assert total["killed"] == (total["points"] if WHOLE else sum(verdicts[cast]["killed"] for cast in CASTS))


@pytest.mark.parametrize("cast", [*CASTS, *LONG])
def test_nothing_is_lost_and_nothing_asked_twice(verdicts: dict[str, Verdict], cast: str) -> None:
    found = verdicts[cast]
    assert (found["lost"], found["twice"], found["wrong"]) == (0, 0, [])
    assert found["doubled"] <= sum(found["at"].get(name, 0) for name in ("after send", "before receipt"))
    assert found["anew"] > 0


@pytest.mark.parametrize("cast", [*CASTS, *LONG])
def test_each_kind_of_instant_is_among_them(verdicts: dict[str, Verdict], cast: str) -> None:
    kinds = (*EVERYWHERE, *BESIDES.get(cast, ()))
    assert {f"{when} {kind}" for kind in kinds for when in ("before", "after")} <= set(verdicts[cast]["at"])


# ---------------------------------------------------------------- the judge itself


def told(*seen: str, question: str = "q", anew: bool = False) -> Told:
    passed = ["before inbox", "after inbox", "before send", "after send", "before receipt", "after receipt"]
    return {"passed": passed, "anew": anew, "facts": [], "question": question, "seen": list(seen)}


@pytest.mark.parametrize(
    ("point", "after", "lost", "twice", "doubled"),
    [
        (1, told("a", "b"), 0, 0, 0),
        (1, told("a"), 1, 0, 0),
        (1, told("b", "a"), 1, 0, 0),
        (1, told("a", "b", question="other"), 1, 0, 0),
        (1, told("a", "a", "b"), 0, 1, 0),
        (4, told("a", "a", "b"), 0, 0, 1),
        (4, told("a", "a", "a", "b"), 0, 1, 0),
        (1, told("a", "a", "b", anew=True), 0, 0, 0),
        (1, told("b", "a", "b", anew=True), 0, 1, 0),
        (1, told("a", "b", "a", anew=True), 1, 0, 0),
    ],
)
def test_what_went_wrong_is_seen(point: int, after: Told, lost: int, twice: int, doubled: int) -> None:
    found = judged("", told("a", "b"), [(point, after)])
    assert (found.lost, found.twice, found.doubled) == (lost, twice, doubled)
    assert found.wrong == ([point] if lost or twice else [])
