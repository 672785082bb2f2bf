"""Who reads what: the person sees the very lines a counsellor sees, and what was done with them by whom.

The lines are those of flows/summary.py. What was looked at and when comes from outside, as the desk's log has it; it is
asked for and comes back as a result. Whether anything is read is theirs to change here, at any time.
"""

from __future__ import annotations

from typing import Final

from flows import asking, follow
from flows.model import Choice, Consult, How, Kind, Phrase, Result, Value
from flows.summary import About, bubbles, summary
from flows.turn import Turn, choice

LOOKS: Final = "looks"  # outside work: what was done with this dossier at the desk, and by whom
MENU: Final = "menu/seen"
WHATS: Final = (
    "claim", "read", "release", "close", "transfer", "suggest", "cv", "summary", "expire", "set_aside", "take_back",
    "look", "note", "listed", "export",
)  # fmt: skip
BETWEEN: Final = "|"  # stands between the parts of a line: what, the name, the day, the month, the hours, and why
FIELDS: Final = 6
STOP, OPEN = asking.CLOSE, "open_reading"
OLDER: Final = "looks:"  # begins the choice to go back in what was done; the line it goes back from ends it


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
    before, *several = text.split("\n")
    lines = [line.split(BETWEEN, FIELDS - 1) for line in several]
    said = [_line(*line) for line in lines if len(line) == FIELDS and line[0] in WHATS]
    body = turn.event.body
    older = isinstance(body, Result) and bool(body.qid)  # what they are was said when they were asked for
    if said or not older:
        turn.say(*([] if older else [Phrase("seen.log" if said else "seen.log.none")]), *said)
    way: tuple[Choice, ...] = (Choice(f"{OLDER}{before}", Phrase("button.older")),) if before else ()
    way += {"agree": (choice(STOP),), "refuse": (choice(OPEN),)}.get(asking.agreement(turn), ())
    way = (*way, choice(follow.WORD)) if follow.followers(turn) else way
    if not way:
        turn.ask()
        return
    turn.ask_this("menu/seen", "ask.seen", (*way, Choice("continue", Phrase("button.continue"))), "human")


def _line(what: str, name: str, day: str, month: str, hours: str, why: str) -> Phrase:
    who = name or Phrase("floor.somebody")
    when = Phrase("seen.date", {"day": day, "month": Phrase(f"month.of.{month}"), "hours": hours})
    key, args = (f"seen.what.{what}.why", {"why": why}) if what == "look" and why else (f"seen.what.{what}", {})
    return Phrase("seen.line", {"when": when, "what": Phrase(key, {"name": who, **args})})


def older(turn: Turn, name: str) -> None:
    """Go back in what was done: every line of it can be read."""
    before = name.removeprefix(OLDER)
    turn.say(Phrase("seen.log.older"))
    turn.effects.append(Consult(LOOKS, f"{LOOKS}:{turn.event.id}", before))


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
