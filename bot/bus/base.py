"""The port: a word from one program to the others. It may be lost: what it says is in the store, and is looked for.

A word says that something is there, and by an id what; never what it is.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum
from typing import Final, Protocol

PLACE_BYTES: Final = 12


class Kind(StrEnum):
    """What a word is about."""

    ARRIVED = "arrived"  # something waits to be folded
    DUE = "due"  # something is to be sent
    JOBS = "jobs"  # something is to be done
    SAID = "said"  # lines at a place
    WRITES = "writes"  # a counsellor writes to a place
    RING = "ring"  # a conversation, for open pages of the desk
    GONE = "gone"  # a person was erased, or their key left its file
    ANY = "any"  # words may have been lost: look at everything


@dataclass(frozen=True, slots=True)
class Word:
    """A word. `about`: the place, conversation or person it is about, "" where it is about nobody's."""

    kind: Kind
    about: str = ""


Heard = Callable[[Word], None]


class Bus(Protocol):
    """Carries words to the other programs."""

    def tell(self, word: Word) -> None:
        """Send a word to the others, soon."""
        ...

    def start(self, heard: Heard) -> None:
        """Begin to carry; `heard` takes each word of the others."""
        ...

    async def close(self) -> None:
        """Carry nothing more."""
        ...


class Nobody:
    """There is no other program."""

    def tell(self, word: Word) -> None:
        """Nobody hears it."""

    def start(self, heard: Heard) -> None:
        """Nobody says anything."""

    async def close(self) -> None:
        """Nothing to end."""


def place(channel: str, address: str) -> str:
    """Return what stands for an address that reads its transcript: one-way, of a secret nobody can guess."""
    return hashlib.blake2b(f"{channel}\0{address}".encode(), digest_size=PLACE_BYTES).hexdigest()
