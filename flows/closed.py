"""While the operator closed the bot: it says so once, with the reason and whom to reach, and keeps what comes in.

What came in is a list of messages, kept in the order they came; once it is open again the shell brings each of them
back, as if it came then. Words of danger are answered before anything here is asked, and what must always work does:
asking for a person, hiding the screen, erasing. Who has not agreed to be kept is told to write again, for nothing of
theirs outlives two hours.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from typing import Final, TypeAlias

from flows import care, discreet, tongue
from flows import floor as floors
from flows.model import Fact, Open, Phrase, Schedule, State
from flows.turn import Turn, agreed

Read: TypeAlias = Callable[[Turn], None]  # what reads an event as on any other day

JOB: Final = "opened"  # the tick that looks whether it is open again
KEPT: Final = "closed.kept"  # the note of the messages to answer, by their ids
SAID: Final = "closed.said"  # the note of when it was said, and why
LOOK: Final = 60 * 1000  # ms until the first look
AGAIN: Final = 24 * 60 * 60 * 1000  # ms after which it is said again
MOST: Final = 60  # messages of one conversation that are answered later; the last ones


def reader(turn: Turn, read: Read) -> Read:
    """Return what reads an event now."""
    if not turn.event.hints.closed:
        turn.note(SAID)
        if turn.noted(KEPT):
            turn.effects.append(Schedule(JOB, JOB, 0))
        return read
    return lambda later: _read(later, read)


def _read(turn: Turn, read: Read) -> None:
    if turn.noted("greeted") and discreet.passes(turn):
        read(turn)
    else:
        keep(turn)


def keep(turn: Turn) -> None:
    """Keep what came for later, and say so where it was not said today."""
    kept = turn.noted(KEPT).split()
    if not isinstance(turn.event.body, Open) or not (kept or turn.noted("greeted")):
        turn.note(KEPT, " ".join((*kept, turn.source or turn.event.id)[-MOST:]))
        turn.effects.append(Schedule(JOB, JOB, LOOK))
    at, _, reason = turn.noted(SAID).partition(" ")
    if reason == turn.event.hints.closed and turn.event.at - int(at or 0) < AGAIN:
        return
    turn.note(SAID, f"{turn.event.at} {turn.event.hints.closed}")
    guess = None if turn.noted("greeted") else tongue.language(care.read_of(turn.event), turn.event, turn.content)
    if guess:
        turn.state = replace(turn.state, lang=guess)
    contact = turn.content.host.contact
    whom = (Phrase("human.contact", {"contact": contact}),) if contact else ()
    kept_or_not = Phrase("closed.kept" if agreed(turn.trace.live) else "closed.unkept")
    turn.say(Phrase("closed.said", {"reason": turn.event.hints.closed}), *whom, kept_or_not)


def waiting(state: State) -> Sequence[str]:
    """Return the messages that wait to be answered, the oldest first."""
    return state.notes.get(KEPT, "").split()


def holds(state: State, facts: Sequence[Fact], at: int) -> bool:
    """Whether what waits must wait on, for the screen was hidden or a code is to be asked for."""
    return discreet.still(state, facts, at)


def opens(turn: Turn) -> None:
    """Say that it is open again, to who was told that it was not; a counsellor who speaks read all of it."""
    waited = turn.noted(KEPT)
    turn.note(KEPT)
    turn.note(SAID)
    if waited and floors.bot_speaks(turn.state.floor):
        turn.say(Phrase("closed.open"))
