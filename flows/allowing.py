"""Asking for what needs a yes of its own, and changing it at any time: two equal buttons, and no is as good as yes.

What was to be done waits in a note until it is answered. Who does not know is not asked for more: that is a no, and
"my data" brings the question back.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from flows import asking, follow, purposes, reading, tips
from flows.model import Arg, Ask, Choice, How, Kind, Phrase, Value
from flows.purposes import PURPOSES, Purpose
from flows.turn import ALLOW as SCREEN
from flows.turn import Turn, choice

MENU: Final = "menu/agreements"
ALLOW: Final = "allow"  # begins the choice of a purpose that is to be answered anew
WANTED: Final = "allow.wanted"  # the note of what waits for an answer
KEEPING: Final = "charter/consent"
TEXTS: Final[Mapping[str, str]] = {  # what was read before each kind of yes, by its version
    asking.TEXT: "ask.reads",
    follow.TEXT: "ask.follow",
    **{one.text: f"ask.allow.{one.id}" for one in PURPOSES.values()},
}


def ask(turn: Turn, name: str, *, wanted: bool = True) -> None:
    """Ask for it; `wanted`: something waits for the answer."""
    turn.note(WANTED, name if wanted else "")
    turn.ask_whether(name)


def _args(turn: Turn, one: Purpose) -> dict[str, Arg]:
    return {"where": one.where(turn.content.host)} if one.where else {}


def meant(turn: Turn, asked: Ask, folded: str) -> str:
    """Return the answer that words stand for; "" for none. Who does not know is not taken at their word."""
    word = reading.answer_word(folded, turn.words) or ""
    said = {"yes": purposes.AGREE, "no": purposes.REFUSE, "unknown": purposes.REFUSE, "none": purposes.REFUSE}
    return said.get(word, "") if asked.qid.startswith(SCREEN) else ""


def keep(turn: Turn, qid: str, name: str) -> str:
    """Keep an answer; return what waited for it, "" for nothing."""
    one = PURPOSES[qid.removeprefix(SCREEN)]
    turn.keep(one.qid, Value(Kind.CHOICE, ids=(name, one.text)), "", How.BUTTON)
    waited = turn.noted(WANTED) == one.id
    turn.note(WANTED)
    return one.id if waited else ""


# ---------------------------------------------------------------- all of them, in "my data"


def agreements(turn: Turn) -> None:
    """Say what was agreed to and what was refused, a line each, and offer to change it."""
    host, facts = turn.content.host, turn.facts
    used = [one for one in PURPOSES.values() if one.used(host)]
    lines = [_line("keep", turn.trace.live.ids(KEEPING)[0])]
    if turn.event.hints.desk or asking.agreement(turn):
        lines.append(_line("reading", asking.agreement(turn)))
    lines += [_line(one.id, purposes.answer(facts, one.id), _args(turn, one)) for one in used]
    lines += follow.lines(turn)
    turn.say(*lines)
    change = [Choice(f"{ALLOW}:{one.id}", Phrase(f"choice.allow.{one.id}")) for one in used]
    beside = [name for name, there in (("seen", bool(asking.agreement(turn))), ("stop_tips", tips.on(facts))) if there]
    keeping = Choice(f"q:{KEEPING}", Phrase("choice.allow.keep"))
    offered = (keeping, *change, *(choice(name) for name in beside), choice("continue"))
    turn.ask_this("menu/agreements", "ask.agreements", offered, "any")


def _line(what: str, answer: str, args: dict[str, Arg] | None = None) -> Phrase:
    return Phrase(
        "agreements.line",
        {"what": Phrase(f"label.allow.{what}", args or {}), "answer": Phrase(f"agreements.{answer or 'unasked'}")},
    )
