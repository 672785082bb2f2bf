"""A file a person sent: read outside, and then heard like words that were pasted, where a question asks for them.

Its words come back as a result. If the question it was sent to is still open, they answer it; else the person is asked
what the file is, and nothing is guessed. Until that is known they wait among the notes of the conversation, never as a
fact. Nothing here sees a byte of a file, and nothing is kept of its name.
"""

from __future__ import annotations

from flows import controls
from flows.accept import accept, read, understood
from flows.model import Consult, How, Media, Phrase, Result
from flows.turn import AWAITED, FILE, LOST, MENU, RESTS, WAITS, Turn, agreed

__all__ = ["FILE", "MENU", "chosen", "come_back", "received", "rest", "settle", "wait"]

LONGEST = 16_000  # characters that are read of a file; as many means that there were more


def received(turn: Turn, media: Media) -> None:
    """A file arrived: it is read now, or once it may be kept. One that nobody holds is answered kindly."""
    if media.heavy or not media.held:
        turn.first("file.heavy" if media.heavy else "got.file")
        turn.ask()
    elif not turn.trace.live.said("charter/consent"):
        wait(turn)
        turn.ask()
    elif not agreed(turn.trace.live):
        turn.first("got.file")
        turn.ask()
    else:
        _begin(turn)


def wait(turn: Turn) -> None:
    """Keep a file unread until its keeping is agreed to, and say so."""
    turn.note(WAITS, turn.event.id)
    turn.first("file.waits")


def _begin(turn: Turn) -> None:
    """Ask for its words, and say so; the open question comes again, unless the file answers it."""
    slot = turn.cur()
    wanted = slot.qid if slot and slot.question.want == FILE else ""
    turn.effects.append(Consult(FILE, turn.event.id, wanted))
    if wanted:
        turn.say(Phrase("file.reading"))
    else:
        turn.first("file.reading")
        turn.ask()


def come_back(turn: Turn, result: Result, *, aloud: bool) -> None:
    """Its words are here, or the reason why there are none. Not `aloud`: it is said later."""
    slot = turn.cur()
    if not result.ok:
        turn.note(LOST, result.text)
    elif slot and slot.qid == result.qid and slot.question.want == FILE:
        turn.note(_place(slot.qid), f"{result.key}\n{result.text}")
    else:
        if turn.noted(FILE):
            turn.first("file.last")
        turn.note(FILE, f"{result.key}\n{result.text}")
        turn.note(RESTS)
    if aloud:
        turn.ask()


def settle(turn: Turn) -> None:
    """At the end of a turn: the words that wait answer the question that is open now, if they are for it."""
    slot = turn.awaited()
    if slot is None:
        return
    source, _, text = turn.noted(_place(slot.qid)).partition("\n")
    turn.note(_place(slot.qid))
    turn.source = source
    if len(text) >= LONGEST:
        turn.first("file.cut")
    parsed = understood(turn, slot, read(turn, slot, text))
    if parsed is None or not accept(turn, slot, parsed, text, How.FILE):
        turn.first("file.little")
        turn.ask()


def chosen(turn: Turn, name: str) -> None:
    """The person said what the file is: its door opens, or it waits until that can be; or it is let go."""
    held = turn.noted(FILE)
    form = next((one for one in turn.content.forms if one.door == name), None)
    turn.note(FILE)
    turn.note(RESTS)
    if not held:
        turn.first("gone")
    elif form is None:
        turn.first("file.none")
    else:
        turn.note(_place(f"{form.id}/"), held)
        if form.offered(turn.trace.live, ""):
            controls.enter(turn, [form])
            return
        turn.first("file.kept")
    turn.ask()


def rest(turn: Turn) -> None:
    """Something else was said: the file waits until a question asks for one."""
    if turn.noted(FILE) and not turn.noted(RESTS):
        turn.note(RESTS, "1")
        turn.first("file.rests")


def _place(qid: str) -> str:
    """Return the note of the words that answer a question of this form."""
    return AWAITED + qid.partition("/")[0]
