"""`atout eval`: one invented person with no model and with the double of one, side by side; no person, no figures."""

from __future__ import annotations

import os
import subprocess
import sys
from argparse import Namespace
from pathlib import Path

import pytest

from bot.commands import eval as command
from tests.personas.helped import WAYS

ROOT = Path(__file__).parents[2]
ATOUT = (sys.executable, "-c", "import sys; from atout import main; sys.exit(main())")


def test_it_says_what_a_model_changes() -> None:
    words = [*ATOUT, "eval", "off", "elsewhere", "fr_aidante_enfant"]
    done = subprocess.run(words, cwd=ROOT, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    head, _, off, double, *_ = (line.strip("| ").split(" | ") for line in done.stdout.splitlines())
    assert off[0] == "none"
    assert double[0] == "the double, elsewhere"
    assert dict(zip(head, off, strict=True))["calls"] == "0"
    assert int(dict(zip(head, double, strict=True))["facts"].split()[0]) >= int(off[1].split()[0])


@pytest.mark.parametrize("named", ["", "a poem"])
def test_one_that_cannot_be_asked_is_said_and_nobody_is_replayed(named: str) -> None:
    known = {name: value for name, value in os.environ.items() if not name.startswith("ATOUT_")}
    words = [*ATOUT, "eval", "real", "fr_aidante_enfant"]
    done = subprocess.run(
        words, cwd=ROOT, env=known | {"ATOUT_MODEL": named}, capture_output=True, text=True, check=False
    )
    assert (done.returncode, done.stdout) == (2, "")
    assert "ATOUT_MODEL" in done.stderr


def test_it_is_for_a_checkout(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setattr(command, "PEOPLE", tmp_path / "personas")
    assert command.run(Namespace(words=[], write=False)) == command.NO_CHECKOUT


def test_the_command_and_the_replays_know_the_same_ways() -> None:
    assert command.WAYS == WAYS
