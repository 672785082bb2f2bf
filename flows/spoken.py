"""Voice notes: heard outside, then read back, and an answer only after a yes.

A note whose sound is held is heard once that is agreed to. Its words come as a second event of the person, so that
danger in them is read first and a counsellor sees them. Notes that follow one another are read back as one. A word that
answers what was read back is taken at once. Nothing here hears a sound, and none is kept.
"""

from __future__ import annotations

from typing import Final

from flows import acts, corrections, purposes, reading
from flows import floor as floors
from flows.accept import read, understood
from flows.amend import names_job
from flows.model import Consult, How, Phrase, Result, Voice
from flows.press import Hear
from flows.turn import HEARD_IN, LISTENS, UNHEARD, VOICE, Turn, agreed, listens

__all__ = ["SCREEN", "VOICE", "arrived", "passed_on", "put_right", "received", "unheard"]

HEARD: Final = "heard"  # the note of words that wait for a yes
MORE: Final = "heard.more"  # there are others under way that belong to them
SCREEN: Final = "menu/heard"
WAY: Final = 6  # words of the longest way to say no, or "I said"


def arrived(turn: Turn) -> None:
    """The words of a note that was under way are here: nobody waits for it any more."""
    body = turn.event.body
    if isinstance(body, Voice) and body.of:
        _ended(turn, body.of)


def received(turn: Turn, voice: Voice, hear: Hear) -> None:
    """A note came, or its words did."""
    if voice.transcript.strip():
        _read_back(turn, _bare(voice.transcript.strip()), hear)
    elif voice.heavy:
        turn.first("voice.heavy")
        turn.ask()
    elif voice.held and not turn.trace.live.said("charter/consent"):
        _waits(turn)
        turn.first("voice.waits")
        turn.ask()
    elif voice.held and _may(turn):
        if listens(turn, turn.event.id):
            turn.say(Phrase("voice.listens"))
    elif voice.held and purposes.unasked(turn.content.host, turn.facts, purposes.HEARING):
        _waits(turn)
        turn.ask()
    else:
        turn.offers = True  # who sends a voice note may not write at all
        turn.first("voice.none")
        turn.ask()


def passed_on(turn: Turn, voice: Voice) -> bool:
    """While a counsellor speaks: a note is heard for them, where somebody can."""
    heard = voice.held and not voice.transcript and _may(turn)
    if heard:
        turn.effects.append(Consult(VOICE, turn.event.id))
    return heard


def _may(turn: Turn) -> bool:
    """Whether a note may be heard: what is told may be kept, and who hears it may hear it."""
    return agreed(turn.trace.live) and purposes.allowed(turn.content.host, turn.facts, purposes.HEARING)


def _waits(turn: Turn) -> None:
    """A note waits until it is known whether it may be heard."""
    turn.note(UNHEARD, f"{turn.noted(UNHEARD)} {turn.event.id}".strip())


def unheard(turn: Turn, result: Result) -> None:
    """A note could not be heard: it is said why. While a counsellor speaks, that they see only that it came."""
    _ended(turn, result.key)
    if not floors.bot_speaks(turn.state.floor):
        return
    turn.offers = True
    turn.first(f"voice.{result.text}")
    turn.ask()


def _read_back(turn: Turn, said: str, hear: Hear) -> None:
    """Read words back, or take them as the answer to what was read back."""
    before, more = turn.noted(HEARD), turn.noted(MORE)
    meant = (_swapped(turn, said) or _behind_no(turn, said)) if before and not more else ""
    if before and not more and not meant and _answers(turn, said):
        hear(turn, said, How.VOICE)
        return
    said = meant or said
    turn.note(HEARD, f"{before} {said}" if before and more else said)
    turn.note(HEARD_IN, "" if before and more else turn.event.id)
    turn.note(MORE, "1" if turn.noted(LISTENS) else "")
    if not turn.noted(MORE):
        turn.ask()


def put_right(turn: Turn, text: str, hear: Hear) -> bool:
    """Whether what was written of words that are read back puts them right: one word for another, or a no and more.

    What stands behind the no is read by itself; a part of a sentence is none, so the whole of it is asked for.
    """
    swapped, rest = _swapped(turn, text), _behind_no(turn, text)
    if not swapped and not rest:
        return False
    turn.note(HEARD, swapped)
    if not swapped and _tells(turn, rest):
        hear(turn, rest, How.TEXT)
        return True
    if not swapped:
        turn.first("heard.whole")
    turn.ask()
    return True


def _swapped(turn: Turn, text: str) -> str:
    """Return what was heard with one word for another ("not neighbour, sister"); "" where that is not said."""
    heard, found = turn.noted(HEARD), corrections.correction(text, turn.words)
    held = found is not None and corrections.contains(heard, found[0])
    return corrections.swap(heard, found[0], found[1]) if found and held else ""


def _behind_no(turn: Turn, text: str) -> str:
    """Return what a message says behind its no: "I clean" of "no, I said I clean"; "" for a plain no, or none."""
    said, ways = text.split(), turn.words.edits.get("said", ())
    rest = list(said)
    while size := next((n for n in range(min(WAY, len(rest)), 0, -1) if _says_no(turn, rest[:n])), 0):
        rest = rest[size:]
    if len(rest) == len(said):
        return ""
    size = next((n for n in range(min(WAY, len(rest)), 0, -1) if reading.fold(" ".join(rest[:n])) in ways), 0)
    meant = " ".join(rest[size:])
    return "" if reading.has_any(reading.fold(meant), turn.words.negations) else meant  # "no, that's not it"


def _says_no(turn: Turn, said: list[str]) -> bool:
    return reading.exactly(reading.fold(" ".join(said)).strip(" ,."), turn.words) == "no"


def _tells(turn: Turn, text: str) -> bool:
    """Whether words answer by themselves what is asked."""
    slot = turn.cur()
    parsed = understood(turn, slot, read(turn, slot, text)) if slot else None
    told = acts.told(text, turn.state.lang, turn.content, turn.event.hints.spelling) or names_job(turn, text)
    return bool(slot and parsed and (told if slot.question.free else parsed.value))


def _bare(said: str) -> str:
    """Return one sentence without its full stop, which nobody said."""
    return said.removesuffix(".") if said.count(".") == 1 else said


def _answers(turn: Turn, said: str) -> bool:
    """Whether a word answers what was read back: yes, no, or a choice by its name or number."""
    asked, folded = turn.state.asked, reading.fold(said)
    on_screen = asked is not None and asked.qid == SCREEN
    picked = asked is not None and on_screen and reading.pick(folded, asked.choices, asked.labels, turn.words)
    return bool(picked) or reading.answer_word(folded, turn.words) in {"yes", "no"}


def _ended(turn: Turn, note: str) -> None:
    """Wait no more for a note; what was heard of others before it is read back with the next thing said."""
    left = [one for one in turn.noted(LISTENS).split() if one != note]
    turn.note(LISTENS, " ".join(left))
    if not left and not isinstance(turn.event.body, Voice):
        turn.note(MORE)
