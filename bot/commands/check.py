"""Is the content right? Reads all catalogs, words and triggers, and prints each file, key and rule broken.

It changes nothing, but for content.lock when asked to. What is checked is in `bot/checks`; here it is run and said.
"""

from __future__ import annotations

from argparse import ArgumentParser, Namespace
from collections import Counter
from pathlib import Path
from typing import Final

from bot.checks import checks, lock, problems, subjects
from bot.checks.tree import Tree, read_tree
from locales.catalogs import HERE

name: Final = "check"
help: Final = "is the content right?"  # noqa: A001 - the word the command line looks for


def add_arguments(parser: ArgumentParser) -> None:
    """Say what the command takes."""
    parser.add_argument("--root", type=Path, default=HERE, help="the folder of languages to check")
    parser.add_argument("--count", action="store_true", help="only say how many problems each file has")
    parser.add_argument("--only", choices=subjects(), default="", help="the checks of one subject")
    parser.add_argument("--lock", action="store_true", help="add new ids to content.lock, and mark those that left")


def run(args: Namespace) -> int:
    """Print what is wrong; 1 when anything is."""
    tree = read_tree(args.root)
    if args.lock:
        return _lock(tree)
    found = problems(tree, args.only)
    if args.count:
        for file, times in sorted(Counter(problem.file for problem in found).items()):
            print(f"{times:5} {file}")
    else:
        for problem in found:
            print(f"{problem.file}: {problem.key}: {problem.rule}")
    ran = len(checks(args.only))
    print(f"{ran} checks, {len(found)} problems" if found else f"{ran} checks, all is well")
    return 1 if found else 0


def _lock(tree: Tree) -> int:
    """Bring the lock up to date; 1 when the content cannot be read."""
    if tree.broken:
        print("The content cannot be read: run `atout check` first.")
        return 1
    changed = lock.write(tree.words)
    print("".join(f"{line}\n" for line in changed) + f"{lock.LOCK.name}: {len(changed)} lines added or marked")
    return 0
