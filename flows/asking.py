"""Asking for a person: what is true of the wait, going on meanwhile, taking it back; and what a counsellor does.

Nothing here is promised. Who is there, how long people waited and when the team is back come with the event; where
there is no desk, the operator's contact is said, or that nobody is behind this program. While a counsellor has the
floor the bot says only what it must, in bubbles that say they come from it: who speaks now, and how to come back.
"""

from __future__ import annotations

from dataclasses import replace
from typing import Final, TypeAlias, assert_never

from flows import floor as floors
from flows import follow, reading
from flows.counsel import Claim, Close, Expire, Relay, Release, Transfer
from flows.floor import By
from flows.model import (
    Attach,
    Body,
    Choice,
    Desk,
    Holder,
    How,
    Kind,
    Media,
    Open,
    Phrase,
    Place,
    Summon,
    Tap,
    Unsupported,
    Value,
    Voice,
)
from flows.turn import Turn, choice

Done: TypeAlias = "Claim | Release | Transfer | Close | Relay | Expire"

READS, WAITS = "menu/reads", "menu/waits"
MENUS: Final = frozenset({READS, WAITS})
AGREED: Final = "consent/desk"  # whether a counsellor reads what was told before: asked the first time it matters
ANSWERS: Final = ("agree", "refuse")
TOPICS: Final = ("topic_cv", "topic_job", "topic_life", "topic_other")  # what it is about, if the person wants to say
TOPIC: Final = "desk.topic"  # the note of it
OUT: Final = frozenset({"withdraw", "assistant"})  # words that end a talk with a counsellor
CONTROLS: Final = frozenset(
    {"back", "change", "pause", "restart", "menu", "data", "erase", "language", "skip", "later", "seen"}
)
CLOSE: Final = "stop_reading"  # the word, and the button of flows/readers.py, that close what was told


# ---------------------------------------------------------------- the person asks


def human(turn: Turn) -> None:
    """Ask for somebody: with a desk, once it is said who reads what; without one, say who can be reached."""
    desk = turn.event.hints.desk
    if desk is None:
        _nobody(turn)
    elif turn.state.floor.holder is Holder.WAITING:
        still(turn)
    elif not agreement(turn):
        turn.ask_this(READS, "ask.reads", tuple(Choice(n, Phrase(f"choice.consent.{n}")) for n in ANSWERS), "human")
    else:
        _summon(turn)


def _nobody(turn: Turn) -> None:
    contact = turn.content.host.contact
    if contact:
        turn.first("human.contact", contact=contact)
    else:
        turn.first("human.nobody")
    turn.ask()


def agreement(turn: Turn) -> str:
    """Return what the person answered about being read: agree, refuse, or "" when they were not asked."""
    told = next((fact.value.ids for fact in reversed(turn.facts) if fact.qid == AGREED), ())
    return told[0] if told else ""


def _summon(turn: Turn) -> None:
    if not _move(turn, "summon"):
        return
    turn.effects.append(Summon("asked"))
    turn.first("floor.asked")
    _wait(turn)


def still(turn: Turn) -> None:
    """Say where the request stands."""
    if turn.state.floor.holder is not Holder.WAITING:
        turn.ask()
        return
    turn.first("floor.still")
    _wait(turn)


def _wait(turn: Turn) -> None:
    """Say how long it may take, and offer to say what it is about, to go on, and to take it back."""
    turn.lead.append(wait(turn.event.hints.desk or Desk()))
    topics = () if turn.noted(TOPIC) else tuple(choice(name) for name in TOPICS)
    turn.ask_this(WAITS, "ask.waits" if topics else "ask.waits.on", (*topics, *_ways()), "human")


def _ways() -> tuple[Choice, ...]:
    return (choice("continue"), choice("withdraw"))


def wait(desk: Desk) -> Phrase:
    """Return what is true of the wait: a measured time, or when the team is back; never "soon"."""
    if desk.there and desk.minutes:
        return Phrase("wait.minutes", {"n": desk.minutes})
    if desk.there:
        return Phrase("wait.there")
    if desk.day:
        return Phrase("wait.opens", {"day": Phrase(f"day.{desk.day}"), "time": desk.time})
    return Phrase("wait.unknown")


def meant(turn: Turn, menu: str, folded: str) -> str:
    """Return the choice that a yes or a no stands for in a menu of this module; "" for none.

    Who does not know whether to be read is not read, and helped all the same.
    """
    word = reading.answer_word(folded, turn.words) or ""
    if menu == READS:
        return {"yes": "agree", "no": "refuse", "unknown": "refuse", "none": "refuse"}.get(word, "")
    return "continue" if word == "no" else ""


def unsaid(turn: Turn, folded: str) -> bool:
    """Ask again who may read, where what was written is no answer to it: a request is not lost to a remark.

    False for a word that works everywhere, which leaves the question.
    """
    word = reading.command(folded, turn.words)
    if word == "why":
        turn.first("reads.why")
    elif word and word != "human":
        return False
    human(turn)
    return True


def chosen(turn: Turn, menu: str, name: str) -> None:
    """Do what was chosen in a menu of this module, however old it is."""
    if menu == READS and name in ANSWERS:
        turn.keep(AGREED, Value(Kind.CHOICE, ids=(name,)), "", How.BUTTON)
        if turn.state.floor.holder is Holder.BOT and turn.event.hints.desk is not None:
            _summon(turn)
            return
        turn.first("kept")
    elif name in TOPICS and turn.state.floor.holder is Holder.WAITING:
        turn.note(TOPIC, name)
        turn.first("topic.noted")
    turn.ask()


def withdraw(turn: Turn) -> None:
    """Take the request back; nothing else changes."""
    if _move(turn, "withdraw"):
        turn.note(TOPIC)
        turn.first("floor.withdrawn")
    else:
        turn.first("floor.none")
    turn.ask()


def gone(turn: Turn) -> None:
    """Who cannot be reached waits for nobody: their request is taken back without a word."""
    if _move(turn, "withdraw"):
        turn.note(TOPIC)


def back_to_the_bot(turn: Turn) -> None:
    """The bot is here already: ask what is open."""
    turn.ask()


# ---------------------------------------------------------------- while a counsellor speaks


def relayed(turn: Turn, said: str, *, danger: bool) -> None:
    """The person's words go to the counsellor; they change nothing, but for the word that ends the talk."""
    floor = turn.state.floor
    if floor.holder is Holder.CLOSED:
        if _move(turn, "open"):
            turn.ask()
        return
    if danger:
        turn.effects.append(Summon("danger"))
    ending = follow.asks_to_end(turn, reading.fold(said))
    if ending:
        follow.end(turn, ending)
        if floors.bot_speaks(turn.state.floor):
            turn.note(TOPIC)
            turn.ask()
        return
    word, tap = reading.command(reading.fold(said), turn.words), turn.event.body
    if word in OUT or (isinstance(tap, Tap) and _tapped_out(turn, tap)):
        _move(turn, "leave")
        turn.note(TOPIC)
        turn.first("floor.left")
        turn.ask()
    elif agreement(turn) == "agree" and CLOSE in {word, _tapped(turn, tap)}:
        turn.keep(AGREED, Value(Kind.CHOICE, ids=("refuse",)), "", How.TEXT)  # a yes to be read ends at any moment
        turn.say(Phrase("seen.stopped"))
    elif word in CONTROLS or isinstance(tap, Tap | Open):
        turn.say(Phrase("floor.busy", {"name": _speaker(turn)}))
    elif _unheard(turn.event.body):
        _cannot_open(turn)


def _speaker(turn: Turn) -> str | Phrase:
    return turn.state.floor.name or Phrase("floor.somebody")


def _unheard(body: Body) -> bool:
    """Whether something was sent of which a counsellor sees only that it came. The words of a file can be read."""
    match body:
        case Voice():
            return not body.transcript
        case Media():
            return not (body.held or body.emoji)
        case Place():
            return not body.label
        case _:
            return isinstance(body, Unsupported)


def _cannot_open(turn: Turn) -> None:
    """Say once that it cannot be opened at the desk; of a picture or a file, that a paper can be told in words."""
    args = {"name": _speaker(turn)}
    paper = Phrase("floor.unheard.paper", args)
    other = Phrase("floor.unheard", args)
    if not (turn.said_last(paper) or turn.said_last(other)):
        body = turn.event.body
        turn.say(paper if isinstance(body, Media) and body.kind != "sticker" else other)


def _tapped_out(turn: Turn, tap: Tap) -> bool:
    """Whether a button takes the request back: one that was shown while the person waited."""
    ask = turn.event.hints.ask
    return bool(ask and ask.qid == WAITS and _tapped(turn, tap) in OUT)


def _tapped(turn: Turn, body: object) -> str:
    """Return the choice a button stands for, by its id or by its place; "" for none."""
    ask = turn.event.hints.ask
    if ask is None or not isinstance(body, Tap):
        return ""
    ids, said = [c.id for c in ask.choices], body.choice
    place = int(said) if said.isascii() and said.isdecimal() and len(said) <= 2 else -1  # noqa: PLR2004 - a place has two digits at most
    return ids[place] if 0 <= place < len(ids) else said if said in ids else ""


# ---------------------------------------------------------------- what the desk does


def desk(turn: Turn, body: Done) -> None:
    """A counsellor takes the floor, speaks, gives it back; what the floor does not allow changes nothing."""
    match body:
        case Claim():
            _taken(turn, "claim", By(body.owner, name=body.name))
        case Transfer():
            _taken(turn, "transfer", By(body.owner, body.to, body.name))
        case Relay():
            if floors.holds(turn.state.floor, body.owner):
                _relay(turn, body)
        case Release():
            _given_back(turn, "release", body.owner)
        case Close():
            _given_back(turn, "close", body.owner)
        case Expire():
            _given_back(turn, "expire")
        case _:
            assert_never(body)


def _relay(turn: Turn, body: Relay) -> None:
    if body.text:
        turn.relay(body.text, turn.state.floor.name or body.owner)
    if body.paper:
        turn.effects.append(Attach(body.paper, "pdf", turn.trace.live.newest))


def _taken(turn: Turn, what: str, by: By) -> None:
    if _move(turn, what, by):
        turn.state = replace(turn.state, paused=False)
        name = by.name or Phrase("floor.somebody")
        turn.say(Phrase("floor.claimed" if what == "claim" else "floor.transferred", {"name": name}))


def _given_back(turn: Turn, what: str, owner: str = "") -> None:
    """The bot speaks again and asks what was open, or says nothing more until the person does."""
    if not _move(turn, what, By(owner)):
        return
    if what != "expire":
        turn.note(TOPIC)
    if what == "close":
        turn.say(Phrase("floor.closed"))
        return
    turn.first("floor.expired" if what == "expire" else "floor.back")
    turn.ask()


def _move(turn: Turn, what: str, by: By | None = None) -> bool:
    moved = floors.move(turn.state.floor, what, by or By(), turn.event.at)
    if moved is None:
        return False
    turn.state = replace(turn.state, floor=moved)
    return True
