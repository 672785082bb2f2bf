"""Whose turn it is to fold and to send: a person falls into one of 256 slots, and a slot is held by one program.

With one program, as on the SQLite file, it holds them all and nothing is looked up. With several, what a program does
not hold it hands over; and whatever goes wrong with that, a conversation that changed meanwhile is not written
(`StaleError`).
"""

from __future__ import annotations

import json
from dataclasses import dataclass, replace
from typing import Final
from zlib import crc32

from bot.store.base import Who

SLOTS: Final = 256
FIRST: Final = 0  # who holds this one does what is to be done once, and not by each


def slot(who: Who) -> int:
    """Return the slot of a person, the same for all of their conversations."""
    return crc32(who.person.encode()) % SLOTS


@dataclass(frozen=True, slots=True)
class Held:
    """What a program holds: all of it, or some slots as the worker of that number."""

    worker: int = 0
    slots: frozenset[int] | None = None
    listed: str = "[]"  # the slots as a query takes them

    @property
    def whole(self) -> bool:
        """Whether there is nobody else."""
        return self.slots is None

    @property
    def first(self) -> bool:
        """Whether what is done once is to be done here."""
        return self.slots is None or FIRST in self.slots

    @property
    def part(self) -> float:
        """Which part of all people is held here."""
        return 1.0 if self.slots is None else len(self.slots) / SLOTS

    def has(self, who: Who) -> bool:
        """Whether this person is to be folded and written to here."""
        return self.slots is None or slot(who) in self.slots

    def now(self, slots: frozenset[int]) -> Held:
        """Return the same with other slots."""
        return replace(self, slots=slots, listed=json.dumps(sorted(slots)))
