"""News of a conversation for whoever follows it, as the desk does: a line, how far one came, that the person writes.

Told after the commit and never before; held in memory only, and gone with who follows.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TypeAlias

from bot.channels.base import Reached, Shown
from bot.store.base import Who
from bot.transcript import Listener, Listeners


@dataclass(frozen=True, slots=True)
class Added:
    """A new line: the person's words, or a bubble, which the person may not have been shown yet."""

    line: Shown
    reached: Reached = Reached.UNKNOWN


@dataclass(frozen=True, slots=True)
class Ticked:
    """How far a line came by now; `UNKNOWN` when it was taken and then not delivered after all."""

    line: str
    reached: Reached


@dataclass(frozen=True, slots=True)
class Typing:
    """The person is writing."""


News: TypeAlias = Added | Ticked | Typing
Follower: TypeAlias = Listener[News]
Followers: TypeAlias = Listeners[tuple[Who, str], News]


def added(lines: Sequence[Shown], reached: Reached) -> tuple[Added, ...]:
    """Return lines as news; `reached` is how far the bubbles among them came."""
    return tuple(Added(line, reached if line.bubble else Reached.UNKNOWN) for line in lines)


def ticked(lines: Sequence[str], reached: Reached) -> tuple[Ticked, ...]:
    """Return as news how far these lines came."""
    return tuple(Ticked(line, reached) for line in lines)
