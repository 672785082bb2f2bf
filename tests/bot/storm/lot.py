"""What goes wrong with the calls of a platform, drawn by lot with a seed: of so many thousand calls so many."""

from __future__ import annotations

import asyncio
import random
from collections import Counter
from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass
from typing import Generic, TypeVar

F = TypeVar("F")  # the fault of a double

THOUSAND = 1000


@dataclass(frozen=True, slots=True)
class Ill(Generic[F]):
    """One thing that goes wrong with one kind of call, with so many of a thousand, at most so many times."""

    name: str
    call: str
    share: int
    fault: Callable[[], F]
    most: int = THOUSAND * THOUSAND


class Lot(Generic[F]):
    """Draws them, and says when so many messages were on their way that it is time to kill."""

    def __init__(self, chance: random.Random, ills: Sequence[Ill[F]], sends: str, deadly: Collection[int]) -> None:
        self._chance = chance
        self._ills = ills
        self._sends = sends
        self._deadly = deadly
        self._sent = 0
        self.given: Counter[str] = Counter()
        self.kill = asyncio.Event()

    def __call__(self, call: str) -> F | None:
        if call == self._sends:
            self._sent += 1
            if self._sent in self._deadly:
                self.kill.set()
        drawn = self._chance.randrange(THOUSAND)
        for ill in self._ills:
            if ill.call != call:
                continue
            drawn -= ill.share
            if drawn < 0:
                return self._falls_ill(ill)
        return None

    def _falls_ill(self, ill: Ill[F]) -> F | None:
        if self.given[ill.name] >= ill.most:
            return None
        self.given[ill.name] += 1
        return ill.fault()
