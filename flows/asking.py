"""Asking for a person: what is true of the wait, going on meanwhile, taking it back; and what a counsellor does.

Nothing here is promised. Who is there, how long people waited and when the team is back come with the event; where
there is no desk, the operator's contact is said, or that nobody is behind this program. What a person says while a
counsellor has the floor is in flows/relayed.py.
"""

from __future__ import annotations

from dataclasses import replace
from typing import Final, TypeAlias, assert_never

from flows import floor as floors
from flows import numbers, reading
from flows.counsel import Claim, Close, Expire, Relay, Release, Transfer
from flows.floor import By
from flows.model import Attach, Choice, Desk, Holder, How, Kind, Phrase, Summon, Value
from flows.turn import DANGER, Turn, choice

Done: TypeAlias = "Claim | Release | Transfer | Close | Relay | Expire"

READS, WAITS = "menu/reads", "menu/waits"
MENUS: Final = frozenset({READS, WAITS})
CARE: Final = "menu/danger"  # what is offered after words of danger
AGREED: Final = "consent/desk"  # whether a counsellor reads what was told before: asked the first time it matters
TEXT: Final = "reading.1"  # the version of what was read before the yes: another one when `ask.reads` says other things
ANSWERS: Final = ("agree", "refuse")
TOPICS: Final = ("topic_cv", "topic_job", "topic_life", "topic_other")  # what it is about, if the person wants to say
TOPIC: Final = "desk.topic"  # the note of it


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
    if turn.noted(DANGER):
        host = turn.content.host
        turn.say(*numbers.lines(host, turn.noted(DANGER).split()), numbers.urgent(host, "danger.b.numbers"))
        offer(turn, "continue", "pause")
    else:
        turn.ask()


def offer(turn: Turn, *names: str) -> None:
    """Offer what can be done after words of danger: going on is the person's own choice."""
    turn.ask_this("menu/danger", "ask.danger", tuple(choice(name) for name in names), "human")


def agreement(turn: Turn) -> str:
    """Return what the person answered about being read: agree, refuse, or "" when they were not asked."""
    told = next((fact.value.ids for fact in reversed(turn.facts) if fact.qid == AGREED), ())
    return told[0] if told else ""


def _summon(turn: Turn) -> None:
    if not move(turn, "summon"):
        return
    turn.effects.append(Summon("asked"))
    if turn.noted(DANGER):
        turn.effects.append(Summon(DANGER))
    turn.first("floor.asked")
    waits(turn)


def still(turn: Turn) -> None:
    """Say where the request stands."""
    if turn.state.floor.holder is not Holder.WAITING:
        turn.ask()
        return
    turn.first("floor.still")
    waits(turn)


def told(turn: Turn) -> None:
    """Say that words stay for who answers; what the request is about was told in them."""
    turn.first("wait.noted")
    turn.note(TOPIC, turn.noted(TOPIC) or TOPICS[-1])


def waits(turn: Turn, *, how_long: bool = True) -> None:
    """Say how long it may take and ask what it is about, once; offer to go on, and to take it back."""
    if how_long:
        turn.lead.append(wait(turn.event.hints.desk or Desk()))
    topics = tuple(choice(name) for name in TOPICS) if how_long and not turn.noted(TOPIC) else ()
    turn.ask_this(WAITS, "ask.waits" if topics else "ask.waits.on", (*topics, *_ways()), "human")


def _ways() -> tuple[Choice, ...]:
    return (choice("continue"), choice("withdraw"))


def wait(desk: Desk) -> Phrase:
    """Return what is true of the wait: a measured time, the hours of the team, or when it is back; never "soon"."""
    if desk.there and desk.minutes:
        return Phrase("wait.minutes", {"n": desk.minutes})
    if desk.until:
        return Phrase("wait.until" if desk.there else "wait.away", {"time": desk.until})
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
    return "continue" if word in {"yes", "no", "unknown", "none"} else ""


def never_mind(turn: Turn, folded: str) -> bool:
    """Whether a whole message gives up what was asked for: "forget it"."""
    return reading.uncourted(folded, turn.words) in turn.words.small.get("never_mind", ())


def dropped(turn: Turn, folded: str) -> bool:
    """Whether a whole message gives up the request in a menu of this module: "cancel" is something else elsewhere."""
    called_off = turn.words.small.get("called_off", ())
    return never_mind(turn, folded) or reading.uncourted(folded, turn.words) in called_off


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
        turn.keep(AGREED, Value(Kind.CHOICE, ids=(name, TEXT)), "", How.BUTTON)
        if turn.state.floor.holder is Holder.BOT and turn.event.hints.desk is not None:
            _summon(turn)
            return
        turn.first("kept")
    elif name in TOPICS and turn.state.floor.holder is Holder.WAITING:
        turn.note(TOPIC, name)
        turn.first("topic.noted")
        waits(turn, how_long=False)  # what is written on is for who answers
        return
    turn.ask()


def withdraw(turn: Turn) -> None:
    """Take the request back; nothing else changes."""
    if move(turn, "withdraw"):
        turn.note(TOPIC)
        turn.first("floor.withdrawn")
    else:
        turn.first("floor.none")
    turn.ask()


def gone(turn: Turn) -> None:
    """Who cannot be reached waits for nobody: their request is taken back without a word."""
    if move(turn, "withdraw"):
        turn.note(TOPIC)


def back_to_the_bot(turn: Turn) -> None:
    """The bot is here already: ask what is open."""
    turn.ask()


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
    name = turn.state.floor.name or body.owner
    if body.given:
        turn.give(body.given, body.text, name)
    elif body.text:
        turn.relay(body.text, name)
    if body.paper:
        said = (Phrase("floor.given"),)
        turn.effects.append(Attach(body.paper, "pdf", turn.trace.live.newest, by=name, said=said))


def _taken(turn: Turn, what: str, by: By) -> None:
    if move(turn, what, by):
        turn.note(DANGER)  # somebody has it now
        turn.state = replace(turn.state, paused=False)
        name = by.name or Phrase("floor.somebody")
        turn.say(Phrase("floor.claimed" if what == "claim" else "floor.transferred", {"name": name}))


def _given_back(turn: Turn, what: str, owner: str = "") -> None:
    """The bot speaks again and asks what was open, or that the wait goes on, or nothing until the person does."""
    if not move(turn, what, By(owner)):
        return
    if what != "expire":
        turn.note(TOPIC)
    if what == "close":
        turn.say(Phrase("floor.closed"))
        return
    if what == "expire":
        turn.first("floor.expired")
        waits(turn, how_long=False)  # what is written on was for who left, and is for who answers next
        return
    turn.first("floor.back")
    turn.ask()


def move(turn: Turn, what: str, by: By | None = None) -> bool:
    """Move the floor; False when that is not allowed now."""
    moved = floors.move(turn.state.floor, what, by or By(), turn.event.at)
    if moved is None:
        return False
    turn.state = replace(turn.state, floor=moved)
    return True
