"""Is the content right? Reads all catalogs, words and triggers, and prints each file, key and rule broken.

It changes nothing. What is checked is in `bot/checks`; here it is only run and said.
"""

from __future__ import annotations

from argparse import ArgumentParser, Namespace
from collections import Counter
from pathlib import Path
from typing import Final

from bot.checks import checks, problems
from bot.checks.tree import read_tree
from locales.catalogs import HERE

name: Final = "check"
help: Final = "is the content right?"  # noqa: A001 - the word the command line looks for


def add_arguments(parser: ArgumentParser) -> None:
    """Say what the command takes."""
    parser.add_argument("--root", type=Path, default=HERE, help="the folder of languages to check")
    parser.add_argument("--count", action="store_true", help="only say how many problems each file has")


def run(args: Namespace) -> int:
    """Print what is wrong; 1 when anything is."""
    found = problems(read_tree(args.root))
    if args.count:
        for file, times in sorted(Counter(problem.file for problem in found).items()):
            print(f"{times:5} {file}")
    else:
        for problem in found:
            print(f"{problem.file}: {problem.key}: {problem.rule}")
    print(f"{len(checks())} checks, {len(found)} problems" if found else f"{len(checks())} checks, all is well")
    return 1 if found else 0
