"""Whoever holds the phone next: the screen hidden by a word, and four digits asked for before the talk goes on.

Words that hide work at once, whoever speaks. What a platform lets us take away is taken away, the page shows only what
came after, and nothing goes on by itself until the person writes. Nothing kept is lost, and the place is kept.

The code is off unless the person set it. It is a fact under the person's key, salted and hashed, seen by nobody. After
a pause, half an hour of silence or a hidden screen it is asked for, and nothing of the talk is said meanwhile: words of
danger are still answered, a person can be asked for, and everything can be erased. While a counsellor speaks it is not
asked for. Whoever forgot it waits, or writes the four words of the dossier, or erases.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Sequence
from dataclasses import replace
from typing import Final, TypeAlias

from flows import asking, keeping, reading
from flows import floor as floors
from flows.live import DOCUMENT
from flows.model import (
    Attach,
    Clear,
    Conceal,
    Fact,
    Hints,
    How,
    Kind,
    Phrase,
    Result,
    State,
    Tap,
    Text,
    Tick,
    Value,
)
from flows.turn import HIDES, LOCKED, LOCKS, REDRAWS, Turn, choice

Read: TypeAlias = Callable[[Turn], None]  # what reads an event as on any other day

CODE: Final = "discreet/code"  # the fact
VEIL: Final = "veil"  # the note of the event after which lines are shown again
AWAY: Final = "hidden"  # the note that nothing goes on by itself
SAID: Final = "locked.said"  # what was written before the code was asked for: it is read after it
TRIES, UNTIL = "locked.tries", "locked.until"
PAPERS: Final = "locked.papers"  # documents that were made meanwhile
OPENED: Final = "unlocked"  # the four words of this dossier were written
SETTING: Final = "pin"  # four digits are awaited: "1", or the hash of those that were typed once
MENU, SET = "menu/hidden", "menu/pin"
DIGITS: Final = 4
SILENCE: Final = 30 * 60 * 1000  # ms
FREE: Final = 5  # wrong codes before the first wait
MINUTE: Final = 60 * 1000  # ms
MOST: Final = 60  # minutes of a wait
PASSING: Final = frozenset({asking.CARE, asking.READS, asking.WAITS, "menu/erase", LOCKS})  # they say nothing of a talk
WORKS: Final = frozenset({"human", "withdraw", "erase", "forgot"})  # words that work without the code
HOME: Final = "violence"  # a danger after which a code is spoken of
JOBS: Final = frozenset({"code", "looks", "file", "spelling", "voice", "model"})  # outside work that draws nothing


# ---------------------------------------------------------------- what is true


def code(facts: Sequence[Fact]) -> str:
    """Return what a code is compared with, "" where none is set."""
    return next((fact.value.text for fact in reversed(facts) if fact.qid == CODE), "")


def due(state: State, facts: Sequence[Fact], at: int) -> bool:
    """Whether the code is to be asked for before anything else is shown."""
    if not floors.bot_speaks(state.floor):
        return False
    silent = bool(state.seen) and abs(at - state.seen) > SILENCE  # nobody knows how long, by a clock that went back
    return bool(state.notes.get(LOCKED)) or ((state.paused or silent) and bool(code(facts)))


def seen(at: int, before: int) -> int:
    """Return when somebody was last heard: the later of two moments, unless the clock was set back in between."""
    return at if before - at > SILENCE else max(at, before)


def shown_from(state: State, facts: Sequence[Fact], at: int) -> str | None:
    """Return the event after which a page shows lines: "" for all of them, None for none at all."""
    if due(state, facts, at) and not state.notes.get(LOCKED):
        return None
    return state.notes.get(VEIL, "")


def offered(turn: Turn) -> bool:
    """Whether a code may be spoken of: a first paper is there, and none is set."""
    return not code(turn.facts) and any(f.qid.startswith(DOCUMENT) and f.value.said for f in turn.facts)


# ---------------------------------------------------------------- the person


def arrives(turn: Turn, before: State) -> None:
    """Lock what is to be locked before anything is read; whoever writes is somebody again."""
    turn.note(AWAY)
    if due(before, turn.facts, turn.event.at):
        _lock(turn)


def hides(turn: Turn) -> bool:
    """Hide the screen, where these words ask for it, in whichever language."""
    body = turn.event.body
    folded = reading.fold(body.text) if isinstance(body, Text) else ""
    if not folded or not turn.noted("greeted"):
        return False
    if not any(reading.command(folded, words) == "hide" for words in turn.content.words.values()):
        return False
    hide(turn)
    return True


def hide(turn: Turn) -> None:
    """Take away what was said, and say nothing of it."""
    turn.note(VEIL, turn.event.id)
    turn.note(AWAY, "1")
    if code(turn.facts):
        turn.note(LOCKED, "1")
    turn.lead = []
    turn.effects.append(Clear())
    turn.ask_this(MENU, "hidden", (choice("continue"),), HIDES)


def bars(turn: Turn, read: Read) -> bool:
    """Take in four digits that are awaited, and let nothing else through while the code is asked for."""
    if turn.noted(LOCKED):
        _barred(turn, read)
        return True
    return bool(turn.noted(SETTING)) and _setting(turn)


def _lock(turn: Turn) -> None:
    if turn.noted(LOCKED):
        return
    turn.note(LOCKED, "1")
    turn.note(VEIL, turn.event.id)
    body = turn.event.body
    if isinstance(body, Text) and not _digits(turn):
        turn.note(SAID, f"{turn.event.id}\n{body.text}")


def _barred(turn: Turn, read: Read) -> None:
    digits = _digits(turn)
    if turn.noted(OPENED):  # the four words of the dossier say who it is: the code that was forgotten is off
        turn.note(OPENED)
        _off(turn)
        _open(turn, read)
    elif digits:
        turn.effects.append(Conceal())
        _tried(turn, digits, read)
    elif passes(turn):
        turn.note(SAID)
        read(turn)
    else:
        turn.ask()


def passes(turn: Turn) -> bool:
    """Whether what came is about something that works without the code."""
    body, asked = turn.event.body, turn.state.asked
    if isinstance(body, Tap):
        ask = turn.event.hints.ask
        ids = [one.id for one in ask.choices] if ask and ask.id == body.ask and ask.qid in PASSING else []
        return body.choice in ids or body.choice in map(str, range(len(ids)))  # a word that is on no button leads on
    if not isinstance(body, Text):
        return False
    folded = reading.fold(body.text)
    if reading.command(folded, turn.words) in WORKS:
        return True
    if asked is None or asked.qid not in PASSING:
        return False
    picks = reading.pick(folded, asked.choices, asked.labels, turn.words)
    return bool(picks) or reading.yes_or_no(folded, turn.words) is not None


def _tried(turn: Turn, digits: str, read: Read) -> None:
    until, now = int(turn.noted(UNTIL) or 0), turn.event.at
    if 0 < until - now <= MOST * MINUTE:  # more is no wait of ours: the clock was set back
        _wait(turn, until - now)
    elif _fits(digits, code(turn.facts)):
        _open(turn, read)
    else:
        tries = int(turn.noted(TRIES) or 0) + 1
        turn.note(TRIES, str(tries))
        if tries < FREE:
            turn.first("pin.wrong")
            turn.ask()
            return
        wait = min(2 ** (tries - FREE), MOST) * MINUTE
        turn.note(UNTIL, str(now + wait))
        _wait(turn, wait)


def _wait(turn: Turn, wait: int) -> None:
    turn.first("pin.wait", n=-(-wait // MINUTE))
    turn.ask()


def _open(turn: Turn, read: Read) -> None:
    """Show everything again, read what was written before the code, and hand over what was made meanwhile."""
    said, papers = turn.noted(SAID), turn.noted(PAPERS)
    for note in (LOCKED, TRIES, UNTIL, VEIL, SAID, PAPERS):
        turn.note(note)
    turn.state = replace(turn.state, paused=False)
    turn.say(Phrase("pin.right"), topic=REDRAWS)
    for paper in papers.split():
        document, form, upto = paper.split("@")
        turn.effects.append(Attach(document, form, int(upto)))
    if not said:
        turn.ask()
        return
    event = turn.event
    turn.source, _, text = said.partition("\n")
    turn.event = replace(event, body=Text(text), hints=Hints(desk=event.hints.desk, closed=event.hints.closed))
    read(turn)
    turn.source, turn.event = "", event


def _digits(turn: Turn) -> str:
    """Return the digits of a message that holds nothing else, in whichever script they are written."""
    body = turn.event.body
    said = "".join(body.text.split()) if isinstance(body, Text) else ""
    return "".join(str(int(one)) for one in said) if said.isdecimal() else ""


# ---------------------------------------------------------------- setting it, and taking it off


def begin(turn: Turn) -> None:
    """Ask for four digits."""
    if not turn.trace.live.said("charter/consent"):
        turn.ask()
        return
    turn.note(SETTING, "1")
    turn.ask_this(SET, "ask.pin", (choice("continue"),), "any")


def _setting(turn: Turn) -> bool:
    digits, before = _digits(turn), turn.noted(SETTING)
    if not digits:
        turn.note(SETTING)  # something else was meant
        return False
    turn.effects.append(Conceal())
    if len(digits) != DIGITS:
        begin(turn)
    elif before == "1":
        turn.note(SETTING, _hashed(digits, turn.event.id))
        turn.ask_this(SET, "pin.again", (choice("continue"),), "any")
    elif not _fits(digits, before):
        turn.first("pin.differs")
        begin(turn)
    else:
        turn.note(SETTING)
        turn.keep(CODE, Value(Kind.TEXT, text=before), "", How.TEXT)
        turn.first("pin.set")
        turn.ask()
    return True


def drop(turn: Turn) -> None:
    """Take the code off."""
    turn.first("pin.off" if code(turn.facts) else "pin.none")
    _off(turn)
    turn.ask()


def _off(turn: Turn) -> None:
    if code(turn.facts):
        turn.keep(CODE, Value(Kind.REMOVED), "", How.BUTTON)


def forgot(turn: Turn) -> None:
    """Say what is left to who forgot it."""
    turn.first("pin.forgot" if code(turn.facts) else "pin.none")
    turn.ask()


def show_again(turn: Turn) -> None:
    """Show what was said before the screen was hidden."""
    turn.note(VEIL)
    turn.say(Phrase("shown"), topic=REDRAWS)
    turn.ask()


def rests(turn: Turn) -> str:
    """Lock at a pause, where a code is set; return the topic of what is said then."""
    if not code(turn.facts):
        return ""
    turn.note(LOCKED, "1")
    turn.note(VEIL, turn.event.id)
    return HIDES


def _hashed(digits: str, salt: str) -> str:
    return f"{salt}:{hashlib.blake2b(digits.encode(), key=salt.encode()[:64], digest_size=16).hexdigest()}"


def _fits(digits: str, known: str) -> bool:
    return bool(known) and _hashed(digits, known.partition(":")[0]) == known


# ---------------------------------------------------------------- the world


def quiet(turn: Turn) -> bool:
    """Whether nothing goes on by itself: the screen was hidden, or the code is to be asked for."""
    return still(turn.state, turn.facts, turn.event.at)


def still(state: State, facts: Sequence[Fact], at: int) -> bool:
    """Whether nothing goes on by itself in a conversation."""
    return floors.bot_speaks(state.floor) and bool(state.notes.get(AWAY) or due(state, facts, at))


def holds_back(turn: Turn) -> bool:
    """Keep for later what came meanwhile; True where nothing more is to be done about it."""
    body = turn.event.body
    if not isinstance(body, Tick | Result) or not quiet(turn):
        return False
    if isinstance(body, Tick):
        return body.job != keeping.JOB  # that all will be erased names nothing of the talk
    document, _, formats = body.job.partition(":")
    if document in JOBS:
        turn.silent = True  # what is told is kept, and asked about once somebody is there
        return False
    if not body.ok or not body.text.isdecimal():
        turn.note("wait")
        return True  # it is drawn again when somebody is there
    made = [f"{document}@{form}@{body.text}" for form in (formats or "png+pdf").split("+")]
    turn.note(PAPERS, " ".join((*turn.noted(PAPERS).split(), *made)))
    slot = turn.trace.slot(body.qid) if body.qid else None
    turn.note("wait")
    turn.keep(body.qid if slot else f"{DOCUMENT}shown", Value(Kind.TEXT, text=body.text), "", How.PROPOSAL)
    return True
