"""What is told before the agreement: it is read once it may be kept, put right meanwhile, and forgotten after a no.

It waits in the state, a note for each message, and is no fact. The greeting takes the first words (engine.py), danger
what stands beside it (care.py), and `accept.py` reads all of it after a yes.
"""

from __future__ import annotations

from flows import acts, reading
from flows.accept import ADDRESSES, doors_called, hold, read
from flows.turn import CONSENT, Turn


def opens(turn: Turn, said: str) -> bool:
    """Whether words tell of a life, or ask for something that opens once it may be kept."""
    slot, spelling = turn.cur(), turn.event.hints.spelling
    told = acts.told(said, turn.state.lang, turn.content, spelling)
    ways = (way for one in ADDRESSES for way in turn.words.small.get(f"say_{one}", ()))
    if reading.has_any(reading.fold(said), tuple(ways)):
        return True
    return bool(told) or (slot is not None and bool(doors_called(turn, read(turn, slot, said))))


def told(turn: Turn, text: str) -> bool:
    """Whether a message before the agreement tells something: it waits, that is said, and the agreement asked again."""
    waits = not turn.trace.live.said(CONSENT) and opens(turn, text)
    if waits:
        hold(turn, turn.event.id, text)
        turn.first("told.waits")
        turn.ask()
    return waits


def put_right(turn: Turn, of: str, text: str) -> bool:
    """Whether a message was edited before the agreement: nothing is kept yet, and what waits is what it says now."""
    if turn.trace.live.said(CONSENT):
        return False
    waits = opens(turn, text)
    hold(turn, of, text if waits else "")
    if waits:
        turn.first("told.waits")
    turn.ask()
    return True
