"""One dictionary in a process that can do nothing else: a word a line by stdin, what it suggests by stdout.

A line that begins with "?" asks about many words at once, with tabs between: a 1 or a 0 for each, whether it is one.

Started as `python -m bot.spelling.child FOLDER/NAME` by `bot/spelling/worker.py`. Hunspell is C++, and what it reads
are the words of people: so the process takes limits of memory and of what it may write (nothing) first, and once the
dictionary is there it can open nothing more, no file and no connection. A clock of the system ends it when it takes
too long over a word, whoever waits. It keeps no word.
"""

from __future__ import annotations

import os
import resource
import signal
import sys
from collections.abc import Sequence
from importlib import import_module
from pathlib import Path
from typing import Final, Protocol

MEMORY: Final = 512 * 1024 * 1024  # bytes of addresses
LOADING: Final = 30  # seconds
WORKING: Final = 4  # seconds over one word: more than anybody waits
POLITE: Final = 10  # of 19: people who are chatting come first
OPEN: Final = 3  # files: in, out and errors
SUGGESTED: Final = 8
ASKS: Final = "?"  # begins a line of words that are only looked up


class Dictionary(Protocol):
    """Hunspell, as far as it is used."""

    def spell(self, word: str) -> bool:
        """Return whether a word is right."""
        ...

    def suggest(self, word: str) -> Sequence[str]:
        """Return words it may be, the most probable first."""
        ...


def main() -> None:
    """Answer until nothing more is asked."""
    _take_limits()
    signal.alarm(LOADING)
    place = Path(sys.argv[1])
    dictionary: Dictionary = import_module("hunspell").Hunspell(place.name, hunspell_data_dir=str(place.parent))
    _answer(suggestions(dictionary, "xq"))  # so that what reads its letters is loaded as well
    resource.setrlimit(resource.RLIMIT_NOFILE, (OPEN, OPEN))
    signal.alarm(0)
    for line in sys.stdin.buffer:
        signal.alarm(WORKING)
        found = answered(dictionary, line.decode().strip())
        signal.alarm(0)
        _answer(found)


def answered(dictionary: Dictionary, line: str) -> Sequence[str]:
    """Return what a line asks for."""
    if not line.startswith(ASKS):
        return suggestions(dictionary, line)
    return ["01"[bool(word) and dictionary.spell(word)] for word in line.removeprefix(ASKS).split("\t")]


def suggestions(dictionary: Dictionary, word: str) -> Sequence[str]:
    """Return words that this one may be; none for one that is right."""
    return () if dictionary.spell(word) else dictionary.suggest(word)[:SUGGESTED]


def _answer(words: Sequence[str]) -> None:
    sys.stdout.buffer.write("\t".join(words).encode("utf-8", "replace") + b"\n")
    sys.stdout.buffer.flush()


def _take_limits() -> None:
    for what, most in (
        (resource.RLIMIT_AS, MEMORY),
        (resource.RLIMIT_FSIZE, 0),
        (resource.RLIMIT_CORE, 0),
        (resource.RLIMIT_NPROC, 0),
    ):
        resource.setrlimit(what, (most, most))
    os.nice(POLITE)


if __name__ == "__main__":
    main()
