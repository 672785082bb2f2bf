"""Texts that came together: the second was written before anybody could see what answers the first.

Some come in one delivery. Of others the platform's own clock tells: they were written before the second in which our
last message left, which is known to who sent it: it is asked when what came is folded. Nothing here waits or looks at a
clock of ours.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from typing import Final

from bot.channels.base import Arrival
from bot.channels.pace import MANY
from flows.model import Text

SECOND: Final = 1000  # ms
RECENT: Final = 60 * 60  # seconds after which nothing written before a message is still on its way


def bursts(batch: Sequence[Arrival]) -> tuple[Arrival, ...]:
    """Return the batch with `follows` set on each text that came together with the person's text before it."""
    texts: set[str] = set()
    out: list[Arrival] = []
    for arrival in batch:
        text = isinstance(arrival.body, Text)
        out.append(replace(arrival, follows=text and (arrival.follows or arrival.address in texts)))
        (texts.add if text else texts.discard)(arrival.address)
    return tuple(out)


@dataclass(slots=True)
class Left:
    """In which second, by the platform's clock, our last message to an address left; kept of the last hour."""

    seconds: dict[str, float] = field(default_factory=dict)

    def waits(self, address: str) -> None:
        """Say that a message is about to leave: nobody can have seen it."""
        self.seconds[address] = math.inf

    def leaves(self, address: str) -> None:
        """Say that it is on its way: until `left` nobody can tell who has seen it."""
        self.seconds.pop(address, None)

    def left(self, address: str, second: float) -> None:
        """Say when the platform took it."""
        if len(self.seconds) >= MANY:
            self.seconds = {name: kept for name, kept in self.seconds.items() if kept > second - RECENT}
        self.seconds[address] = second

    def unseen(self, address: str, sent: int) -> bool:
        """Whether what was sent then (as `Arrival.sent`) was written without having seen our last message."""
        return 0 < sent / SECOND < self.seconds.get(address, 0)
