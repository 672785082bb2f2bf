"""Resting and beginning again: a pause, going on later with one reminder, a new dossier."""

from __future__ import annotations

from dataclasses import replace
from typing import Final

from flows import allowing, discreet, mine, purposes
from flows.live import MAIN
from flows.model import Cancel, Fact, Frame, Phrase, Schedule
from flows.turn import DANGER, REMINDS, Turn, choice

REMIND_AFTER: Final = 20 * 60 * 60 * 1000  # ms; one gentle message inside 24 h (CONTENT.md 3)
REMINDER: Final = "menu/remind"


def pause(turn: Turn) -> None:
    """Stop here; everything is kept and any word wakes the conversation."""
    turn.state = replace(turn.state, paused=True)
    turn.effects.append(Cancel())
    turn.note(REMINDS)
    turn.say(Phrase("pause" if mine.kept(turn) else "pause.refused"), topic=discreet.rests(turn))


def later(turn: Turn) -> None:
    """Go on another time; whether one gentle reminder comes inside a day is asked the first time."""
    if _remindable(turn) and purposes.unasked(turn.content.host, turn.facts, purposes.REMIND):
        allowing.ask(turn, purposes.REMIND)
    else:
        put_off(turn)


def put_off(turn: Turn) -> None:
    """Stop here, and remind of it once where that was agreed to; never after words of danger."""
    pause(turn)
    if _remindable(turn) and purposes.allowed(turn.content.host, turn.facts, purposes.REMIND):
        key = f"remind:{turn.event.id}"
        turn.note(REMINDS, f"{key} {turn.event.at + REMIND_AFTER}")
        turn.effects.append(Schedule("remind", key, REMIND_AFTER))


def remind(turn: Turn) -> None:
    """Say that one may go on, and nothing of what it is about: who looks at the screen may be somebody else."""
    if purposes.allowed(turn.content.host, turn.facts, purposes.REMIND):
        turn.ask_this("menu/remind", "ask.remind", (choice("continue"), choice("later")), "any")


def _remindable(turn: Turn) -> bool:
    return turn.trace.live.ids("charter/consent") == ("agree",) and not turn.noted(DANGER)


def restart(turn: Turn) -> None:
    """Ask once before a new dossier."""
    turn.ask_this("menu/restart", "ask.restart", (choice("yes"), choice("no")), "any")


def restart_now(turn: Turn) -> None:
    """Begin a new dossier; the old one stays and can be taken away."""
    consent = turn.trace.live.fact("charter/consent") or _consent(turn)
    turn.state = replace(
        turn.state, dossier=turn.state.dossier + 1, frames=(Frame(MAIN),), misses={}, shown={}, paused=False
    )
    if consent is not None:
        turn.keep("charter/consent", consent.value, consent.raw, consent.how)
    turn.first("restart.done")
    turn.ask()


def _consent(turn: Turn) -> Fact | None:
    return next((f for f in reversed(turn.facts) if f.qid == "charter/consent"), None)
