"""What the rest of the shell may ask of a store about workshops: a group that begins together, and is counted.

From a count nothing leads to a person: a seat is found from the person by a keyed hash, and ends with them.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from enum import IntEnum, StrEnum
from typing import Final, Protocol

from bot.store.base import Who

MOST: Final = 60  # people of one workshop


class Reached(IntEnum):
    """How far somebody came."""

    JOINED = 0
    TOLD = 1  # an experience
    HAS_CV = 2  # a letter is none


class Seat(StrEnum):
    """What became of a wish to take part."""

    TAKEN = "in"
    FULL = "full"
    OVER = "over"


@dataclass(frozen=True, slots=True)
class Workshop:
    """A workshop, as who made it sees it; `word` is what its link says."""

    id: str
    account: str
    at: int
    until: int
    title: str
    word: str


@dataclass(frozen=True, slots=True)
class Counted:
    """How many came how far; each who came further is in the counts before, too."""

    joined: int
    told: int
    have_cv: int


class Workshops(Protocol):
    """Reads and writes inside one batch."""

    def put(self, workshop: Workshop) -> None:
        """Write down a new one."""
        ...

    def of(self, account: str, now: int) -> Sequence[Workshop]:
        """Return those of an account that go on, the newest first."""
        ...

    def end(self, account: str, ident: str) -> None:
        """End one of an account; its seats go with it."""
        ...

    def join(self, word: str, who: Who, now: int) -> Seat:
        """Count somebody in the workshop of this word, and in no other."""
        ...

    def reach(self, who: Who, reached: Reached) -> None:
        """Note how far somebody came, where they are counted."""
        ...

    def leave(self, who: Who) -> None:
        """Count somebody no more."""
        ...

    def counts(self, ident: str) -> Counted:
        """Return the counts of a workshop."""
        ...

    def tidy(self, now: int) -> None:
        """Drop workshops that ended, and their seats."""
        ...
