"""Keeping an answer: the value, what was told on the way, what is said back, and the question that comes.

Words and buttons both end here. Nothing is read and nothing is chosen in this file.
"""

from __future__ import annotations

from flows import controls, reading
from flows.content import Parsed, Reading
from flows.live import Slot, fresh_item
from flows.model import How, Kind, Phrase, Value
from flows.turn import WORDINGS, Turn


def accept_ids(turn: Turn, slot: Slot, ids: tuple[str, ...], raw: str, how: How) -> None:
    """Keep choices as the answer."""
    accept(turn, slot, Parsed(value(turn, slot, ids)), raw, how)


def value(turn: Turn, slot: Slot, ids: tuple[str, ...]) -> Value:
    """Return the value of a choice: its id, or what the question makes of it."""
    if slot.question.choosing:
        return slot.question.choosing(turn.content, turn.trace.live, slot.item, ids[0])
    return Value(Kind.CHOICE, ids=ids)


def read(turn: Turn, slot: Slot, text: str) -> Reading:
    """Return what a parser may look at."""
    asked = turn.state.asked
    return Reading(
        text=text.strip(),
        folded=reading.fold(text),
        at=turn.event.at,
        words=turn.words,
        live=turn.trace.live,
        content=turn.content,
        lang=turn.state.lang,
        item=slot.item,
        spare=fresh_item(turn.facts, turn.state.dossier),
        choices=asked.choices if asked and asked.qid == slot.qid else (),
        hints=turn.event.hints,
    )


def accept(turn: Turn, slot: Slot, parsed: Parsed, raw: str, how: How) -> None:
    """Keep an answer, say what was understood, and ask what is open."""
    changing = turn.top.kind == "change"
    turn.understood(slot.qid)
    for qid, told in parsed.also:
        if not turn.trace.live.said(qid) or qid.endswith(("/told", "/tidy")):
            turn.keep(qid, told, parsed.raw(qid, raw), how)
    turn.keep(slot.qid, parsed.value, parsed.raw(slot.qid, raw), how)
    if changing:
        turn.pop()
    elif turn.top.focus:
        turn.focus("")
    report = slot.question.report(turn.content, turn.trace.live, slot.item)
    turn.lead.append(Phrase("changed", {"what": controls.label(slot)}) if changing else report or noted(turn))
    if slot.question.milestone and turn.trace.left:
        turn.lead.append(Phrase("left", {"n": turn.trace.left}))
    turn.effects += slot.question.after(turn.trace.live, slot.item)
    turn.ask()


def noted(turn: Turn) -> Phrase:
    """Return a word of receipt, not the same twice."""
    return Phrase("noted", {}, len(turn.facts) % WORDINGS + 1)
