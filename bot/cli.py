"""The word `atout`: finds its sub-commands by listing `bot/commands`, and hands over to one.

A sub-command is one file there: the first line of its docstring is its help, `add_arguments(parser)` says what it
takes, `run(args)` does it and returns the exit code; the file of a name that is a word of Python ends with "_". Only
the file that was asked for is imported, so that `atout --help` answers at once and a broken or heavy command cannot
slow down the others. What a command does is none of this module's business.
"""

from __future__ import annotations

import gc
import os
import select
import sys
from argparse import ArgumentParser, Namespace
from collections.abc import Mapping, Sequence
from importlib import import_module
from pathlib import Path
from typing import Protocol, cast

FOLDER = Path(__file__).parent / "commands"
STOPPED = 130  # what a shell expects of a program ended by Ctrl-C: 128 + SIGINT
UNREAD = 141  # and of one whose reader left: 128 + SIGPIPE


class Command(Protocol):
    """What every file of `bot/commands` offers."""

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Say what the command takes."""
        ...

    def run(self, args: Namespace) -> int:
        """Do it; the exit code."""
        ...


def main(words: Sequence[str] | None = None) -> int:
    """Run the sub-command the words ask for; the exit code. Who reads no further (`| head`) is told nothing more."""
    try:
        try:
            return _run(words)
        finally:
            sys.stdout.flush()  # what is written at the very end of a program fails with a trace
    except BrokenPipeError:
        if not _left():  # another pipe broke
            raise
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return UNREAD


def _left() -> bool:
    """Whether nobody reads what is printed any more."""
    looks = select.poll()
    looks.register(sys.stdout.fileno(), 0)  # that a pipe has no reader is told without being asked for
    return bool(looks.poll(0))


def _run(words: Sequence[str] | None) -> int:
    given = list(sys.argv[1:] if words is None else words)
    parser, runs = build(given)
    args = parser.parse_args(given)
    if args.command is None:
        parser.print_help()
        return 2
    try:
        return runs[args.command].run(args)
    except KeyboardInterrupt:
        return STOPPED


def build(given: Sequence[str]) -> tuple[ArgumentParser, Mapping[str, Command]]:
    """The parser, and the command that was asked for: no other is imported."""
    parser = ArgumentParser(prog="atout", description="A job coach in the messaging app a person already has.")
    parser.add_argument("--version", action="version", version=_version() if "--version" in given else "")
    doors = parser.add_subparsers(dest="command", metavar="COMMAND")
    asked = next((word for word in given if not word.startswith("-")), None)
    runs: dict[str, Command] = {}
    for name, path in commands().items():
        about = headline(path)
        door = doors.add_parser(name, help=about, description=about)
        if name == asked:
            runs[name] = load(path)
            runs[name].add_arguments(door)
    return parser, runs


def commands() -> Mapping[str, Path]:
    """Each sub-command's name and file, in the order of the alphabet."""
    files = sorted(path for path in FOLDER.glob("*.py") if not path.stem.startswith("_"))
    return {path.stem.strip("_").replace("_", "-"): path for path in files}


def headline(path: Path) -> str:
    """The first line of a file's docstring, read without running the file."""
    return path.read_text(encoding="utf-8").partition('"""')[2].partition("\n")[0].removesuffix('"""')


def _version() -> str:
    from importlib.metadata import version  # noqa: PLC0415 - it takes longer than all the rest here

    return f"atout {version('atout')}"


def load(path: Path) -> Command:
    """The command in that file, imported.

    The garbage collector waits meanwhile and leaves alone what was loaded: it all stays, and to look through it again
    and again is a fifth of the time that loading takes.
    """
    gc.disable()
    try:
        return cast("Command", import_module(f"bot.commands.{path.stem}"))
    finally:
        gc.freeze()
        gc.enable()
