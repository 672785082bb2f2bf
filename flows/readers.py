"""Who reads what: the person sees the very lines a counsellor sees, and what was done with them by whom.

The lines are those of flows/summary.py. What was looked at and when comes from outside, as the desk's log has it; it is
asked for and comes back as a result. Whether anything is read is theirs to change here, at any time.
"""

from __future__ import annotations

from typing import Final

from flows import asking, follow
from flows.model import Choice, Consult, How, Kind, Phrase, Value
from flows.summary import About, bubbles, summary
from flows.turn import Turn, choice

LOOKS: Final = "looks"  # outside work: what was done with this dossier at the desk, and by whom
MENU: Final = "menu/seen"
WHATS: Final = (
    "claim", "read", "release", "close", "transfer", "suggest", "export", "expire", "set_aside", "take_back",
    "look", "note",
)  # fmt: skip
FIELDS: Final = 4  # of a line: what, the name, the day, the month
STOP, OPEN = asking.CLOSE, "open_reading"


def seen(turn: Turn) -> None:
    """Show what a counsellor sees, or say that nobody reads here."""
    agreed = asking.agreement(turn)
    following = follow.lines(turn)
    follow.wakes(turn)
    if turn.event.hints.desk is None and not agreed and not following:
        turn.first("seen.nobody")
        turn.ask()
        return
    if following:
        turn.say(*following)
    if agreed == "agree" or following:
        first, *rest = bubbles(summary(turn.content, turn.facts, turn.state, About(turn.state.lang)))
        turn.say(*first, *([Phrase("seen.talk")] if agreed == "agree" else []))
        for bubble in rest:
            turn.say(*bubble)
    else:
        turn.say(Phrase("seen.closed" if agreed else "seen.unasked"))
    turn.effects.append(Consult(LOOKS, f"{LOOKS}:{turn.event.id}"))


def looked(turn: Turn, text: str) -> None:
    """Say what was done with it, and offer to change whether it is read."""
    lines = [line.split("|") for line in text.split("\n") if line]
    said = [_line(*line) for line in lines if len(line) == FIELDS and line[0] in WHATS]
    turn.say(Phrase("seen.log" if said else "seen.log.none"), *said)
    way = {"agree": (choice(STOP),), "refuse": (choice(OPEN),)}.get(asking.agreement(turn), ())
    way = (*way, choice(follow.WORD)) if follow.followers(turn) else way
    if not way:
        turn.ask()
        return
    turn.ask_this("menu/seen", "ask.seen", (*way, Choice("continue", Phrase("button.continue"))), "human")


def _line(what: str, name: str, day: str, month: str) -> Phrase:
    who = name or Phrase("floor.somebody")
    when = Phrase("seen.date", {"day": day, "month": Phrase(f"month.of.{month}")})
    return Phrase("seen.line", {"when": when, "what": Phrase(f"seen.what.{what}", {"name": who})})


def chosen(turn: Turn, name: str) -> None:
    """Stop or allow the reading of what was told; the talk itself goes on."""
    answer = "refuse" if name == STOP else "agree"
    turn.keep(asking.AGREED, Value(Kind.CHOICE, ids=(answer,)), "", How.BUTTON)
    turn.first("seen.stopped" if name == STOP else "seen.opened")
    turn.ask()


def stop(turn: Turn) -> None:
    """Stop the reading, by word."""
    if asking.agreement(turn):
        chosen(turn, STOP)
    else:
        seen(turn)
