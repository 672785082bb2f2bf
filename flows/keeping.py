"""How long answers are kept: said where a person reads what is kept, and told once before the end.

What is told names no subject: whoever holds the telephone reads it too. It comes after silence too, since it is the one
thing that cannot be said later; only while a counsellor speaks the bot says nothing.
"""

from __future__ import annotations

from typing import Final

from flows.model import Holder, Phrase
from flows.turn import Turn

JOB: Final = "keeping"


def told(turn: Turn) -> None:
    """Say for how long, with what is said next."""
    turn.first("keeping.until", n=turn.content.host.months)


def due(turn: Turn) -> None:
    """Say that the end is near, and what moves it."""
    if turn.state.floor.holder is not Holder.HUMAN:
        turn.say(Phrase("keeping.month" if turn.content.host.months > 1 else "keeping.week"))
