"""When a model may be asked for somebody, when what it says may be shown, and which numbers a text says."""

from __future__ import annotations

from typing import Final

from flows import discreet, purposes, reading
from flows import floor as floors
from flows.turn import DANGER, Turn, agreed

LATE: Final = 10 * 60 * 1000  # ms after which what was found is of another time


def may(turn: Turn) -> bool:
    """Whether a model may be asked for this person: there is one, and they agreed, or need not be asked."""
    host, facts = turn.content.host, turn.facts
    refused = purposes.answer(facts, purposes.MODEL) == purposes.REFUSE
    kept = agreed(turn.trace.live)
    return host.helped and kept and not refused and purposes.allowed(host, facts, purposes.MODEL)


def awake(turn: Turn) -> bool:
    """Whether the bot speaks, and goes on by itself."""
    rests = turn.state.paused or turn.noted(DANGER) or discreet.quiet(turn)
    return floors.bot_speaks(turn.state.floor) and not rests


def numbers(turn: Turn, text: str) -> set[int]:
    """Return the numbers of a text, in digits or in letters; one is an article."""
    found = (reading.number(token, turn.words) for token in reading.tokens(reading.fold(text)))
    return {number for number in found if number is not None and number > 1}
