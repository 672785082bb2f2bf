"""Buttons: each points to the question it was shown with, however old, and is never trusted beyond that.

A button of the open question answers it; one of an older question changes that answer and the open question comes
again. A choice we no longer know keeps the words that were read on it.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from typing import TypeAlias

from flows import (
    advert,
    allowing,
    aloud,
    asking,
    controls,
    follow,
    helped,
    mine,
    pauses,
    proposed,
    purposes,
    readers,
    removal,
    sent,
    wanted,
)
from flows.accept import accept, keep_besides, said_back, value
from flows.content import Parsed
from flows.live import MAIN, Slot
from flows.model import Ask, Frame, How, Kind, Tap, Value
from flows.turn import ALLOW as SCREEN
from flows.turn import UNREAD, Turn, choice

Hear: TypeAlias = Callable[[Turn, str, How], None]  # what reads words, for a voice note that got its yes
CARD = 2  # ids of an answer to a card: yes or no, and the act it is about
MANY = 4  # digits of a position
WHOLE = frozenset({"all", "none"})  # choices of several that leave nothing more to tap

ANSWERED: Mapping[str, Callable[[Turn, str], None]] = {  # menus that know what their choices do
    sent.MENU: sent.chosen,
    proposed.MENU: proposed.answered,
    helped.MENU: helped.answered,
    wanted.MENU: wanted.answered,
    follow.MENU: follow.answered,
}


def tapped(turn: Turn, tap: Tap, hear: Hear) -> None:
    """A button answers the question it was shown with, however old; an ask that is not hers is refused."""
    ask = turn.event.hints.ask
    if ask is None or ask.id != tap.ask:
        turn.first("gone")
        turn.ask()
        return
    older = ask.qid and ask.qid != _qid(turn) and not any(c.id == "change" for c in ask.choices)
    if tap.choice == "change" and older:
        controls.change_one(turn, ask.qid)
        return
    if tap.choice in controls.UNIVERSAL:
        controls.run(turn, tap.choice)
        return
    name = picked(ask, tap)
    if not name:
        turn.first("gone")
        turn.ask()
        return
    press(turn, ask, name, hear)


def picked(ask: Ask, tap: Tap) -> str:
    """Return the choice of a question that a button stands for, by its place or its id; "" for none of them."""
    digits = tap.choice.isascii() and tap.choice.isdecimal() and len(tap.choice) < MANY
    position = int(tap.choice) if digits else -1
    ids = [c.id for c in ask.choices]
    name = ids[position] if 0 <= position < len(ids) else tap.choice
    return name if name in ids else ""


def press(turn: Turn, ask: Ask, name: str, hear: Hear) -> None:
    """Do what a choice says: a control, a confirmation, or an answer."""
    if turn.noted(UNREAD) and ask.qid == controls.SPEAK:
        _spoken(turn, name.removeprefix(controls.SPEAKS), hear)
        return
    if controls.led(turn, name):
        return
    if ask.qid in ANSWERED:
        ANSWERED[ask.qid](turn, name)
    elif ask.qid == follow.ENDING and name.startswith("unfollow"):
        follow.chosen(turn, name)
    elif ask.qid == readers.MENU and name in {readers.STOP, readers.OPEN}:
        readers.chosen(turn, name)
    elif ask.qid == readers.MENU and name.startswith(readers.OLDER):
        readers.older(turn, name)
    elif ask.qid.startswith(SCREEN) and name in purposes.ANSWERS:
        _allowed(turn, allowing.keep(turn, ask.qid, name))
    elif ask.qid in asking.MENUS and not controls.has(name):
        asking.chosen(turn, ask.qid, name)
    elif ask.qid == "menu/heard" or (ask.qid.startswith("menu/") and name in {"yes", "no"}):
        _confirmed(turn, ask, name, hear)
    elif name == "other" and ask.qid != _qid(turn):
        controls.change_one(turn, ask.qid)
    elif not _control(turn, ask, name):
        _choose(turn, ask, name)


def _spoken(turn: Turn, code: str, hear: Hear) -> None:
    """A language was chosen: what was written before it was offered is read in it."""
    unread = turn.noted(UNREAD)
    turn.note(UNREAD)
    controls.go_over(turn, code)
    turn.state = replace(turn.state, asked=None)
    hear(turn, unread, How.TEXT)


def _allowed(turn: Turn, waited: str) -> None:
    """A purpose was agreed to, or not: what waited for the answer goes on."""
    if waited == purposes.REMIND:
        pauses.put_off(turn)
        return
    if waited == purposes.SPEAKING:
        aloud.answered(turn)
        return
    if waited == purposes.MODEL:
        wanted.allowed(turn)
        return
    if not waited:
        turn.first("kept")
    turn.ask()


def _control(turn: Turn, ask: Ask, name: str) -> bool:
    """A control of the open question, or of an older one: there, not knowing takes no answer away."""
    if name == "continue" and turn.state.asked is not None and turn.state.asked.id != ask.id:
        turn.ask()  # out of what is not on screen any more; to go on leaves nothing out
        return True
    older = ask.qid != _qid(turn) and turn.trace.slot(ask.qid) is not None
    said = turn.trace.live.said(ask.qid)
    if older and name == "remove" and said:
        turn.push(Frame(MAIN, "change", ask.qid))
    elif older and name in {"skip", "unknown", "keep", "remove"}:
        turn.first("kept" if said else "already")
        turn.ask()
        return True
    return controls.pressed(turn, name)


def _qid(turn: Turn) -> str:
    slot = turn.cur()
    return slot.qid if slot else ""


def _confirmed(turn: Turn, ask: Ask, name: str, hear: Hear) -> None:
    what = ask.qid.removeprefix("menu/")
    if ask.qid == removal.MENU and name == "yes":
        removal.confirmed(turn, ask)
    elif ask.qid == advert.MENU and name == "yes":
        advert.begin(turn)
    elif what == "restart" and name == "yes":
        pauses.restart_now(turn)
    elif what == "erase" and name == "yes":
        mine.erase_now(turn)
    elif what == "heard" and name == "yes" and turn.noted("heard"):
        heard = turn.noted("heard")
        turn.note("heard")
        turn.state = replace(turn.state, asked=_behind(turn))
        hear(turn, heard, How.VOICE)
        turn.state = replace(turn.state, behind=None)
    else:
        turn.note("heard")
        turn.first("heard.again" if what == "heard" else "kept")
        turn.ask()


def _behind(turn: Turn) -> Ask | None:
    """Return the menu a voice note was said to; of a question, it is made anew with the choices it has now."""
    behind = turn.state.behind
    return behind if behind and behind.qid.startswith("menu/") else None


def _choose(turn: Turn, ask: Ask, name: str) -> None:
    """A choice of content: the answer to the open question, or a change of an older one."""
    slot = turn.trace.slot(ask.qid)
    if slot is None or ask.dossier != turn.state.dossier:
        turn.first("gone")
        turn.ask()
        return
    here = turn.cur()
    if turn.tell(slot, name):
        return
    live = turn.trace.live.value(slot.qid)
    if slot.question.several and name == "done" and here and here.qid == slot.qid:
        accept(turn, slot, Parsed(Value(Kind.CHOICE, ids=("done",))), "", How.BUTTON)
        return
    ids = _with(slot, live, name)
    picked = _of_then(turn, ask, live, value(turn, slot, ids))
    if live is not None and live == picked and not slot.question.several and here == slot and turn.looks_at(slot):
        accept(turn, slot, Parsed(picked), "", How.BUTTON)  # looked at again, and left as it is: the way goes on
        return
    if live is not None and live == picked:
        turn.first("already")
        turn.ask()
        return
    label = next((text for c, text in zip(ask.choices, ask.labels, strict=False) if c.id == name), "")
    offered = {c.id for c in slot.question.choices(turn.content, turn.trace.live, slot.item)}
    if name not in offered and slot.question.kind != "confirm" and not slot.question.told and label:
        picked = Value(Kind.TEXT, text=label)  # unknown today: kept as it was said
    if here is None or here.qid != slot.qid:
        _changed_by_tap(turn, slot, picked, label)
    elif slot.question.several and name not in WHOLE:
        _one_of_several(turn, slot, ids, label)
    else:
        accept(turn, slot, Parsed(picked), label, How.BUTTON)


def _of_then(turn: Turn, ask: Ask, live: Value | None, picked: Value) -> Value:
    """Return an answer to a card that is not on screen any more as one about what it was answered about then."""
    here = turn.state.asked is not None and turn.state.asked.id == ask.id
    if here or live is None or len(live.ids) != CARD or len(picked.ids) != CARD:
        return picked
    return replace(picked, ids=(picked.ids[0], live.ids[1]))


def _with(slot: Slot, live: Value | None, name: str) -> tuple[str, ...]:
    if not slot.question.several or live is None:
        return (name,)
    return live.ids if name in live.ids else (*live.ids, name)


def _changed_by_tap(turn: Turn, slot: Slot, value: Value, label: str) -> None:
    turn.keep(slot.qid, value, label, How.BUTTON)
    keep_besides(turn, slot)
    turn.lead += said_back(turn, slot, changing=True)
    turn.effects += slot.question.after(turn.trace.live, slot.item)
    turn.ask()


def _one_of_several(turn: Turn, slot: Slot, ids: tuple[str, ...], label: str) -> None:
    """One tap of several: kept at once; the question stays until "that is all"."""
    turn.keep(slot.qid, Value(Kind.CHOICE, ids=ids), label, How.BUTTON)
    turn.focus(slot.qid)
    turn.note("picking", slot.qid)
    turn.first("picked", what=label)
    question = slot.question
    offered = question.choices(turn.content, turn.trace.live, slot.item)
    left = tuple(c for c in offered if c.id not in ids and c.id not in {*WHOLE, "unknown"})[:5]
    turn.ask_this(slot.qid, "ask.others", (*left, choice("done")), question.topic, {}, question)
