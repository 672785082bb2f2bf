"""Replay the invented people without a language model and with one, and say what it changes.

Without a model; with a double of ours, which says of each message what a good one would, once standing elsewhere and
once on a machine of one's own; and with the one that ATOUT_MODEL names, if it names one: its calls are real, and cost
what calls cost. It takes some minutes for each. Exit code 2 without a checkout, which is where the people are, and
where a model is named that cannot be asked.
"""

from __future__ import annotations

import subprocess
import sys
from argparse import ArgumentParser, Namespace
from pathlib import Path
from typing import Final

ROOT: Final = Path(__file__).parents[2]
PEOPLE: Final = ROOT / "tests" / "personas"
WAYS: Final = ("off", "elsewhere", "own", "real")
NO_CHECKOUT: Final = 2


def add_arguments(parser: ArgumentParser) -> None:
    """Say what the command takes."""
    parser.add_argument(
        "words", nargs="*", metavar="WHAT", help=f"{', '.join(WAYS)}, or the name of an invented person"
    )
    parser.add_argument("--write", action="store_true", help="put the figures on their page, docs/figures.md")


def run(args: Namespace) -> int:
    """Replay them in a process of their own."""
    if not PEOPLE.is_dir():
        print("atout eval replays the people of a checkout, and tests/personas is not here.", file=sys.stderr)
        return NO_CHECKOUT
    command = [sys.executable, "-m", "tests.personas.compared", *args.words, *["--write"] * args.write]
    return subprocess.run(command, cwd=ROOT, check=False).returncode  # noqa: S603 - our own
