"""A question of the person's own is no answer: it is answered, or said not to be known here, and asked again.

It ends in a question mark, or asks why something is asked. Words that tell an act, a time or a choice are an answer,
whatever sign they end in: "3 years?". What is said in other sentences beside the question is read as the answer.
"""

from __future__ import annotations

import re
from typing import Final

from flows import controls, mine, readers, reading
from flows.accept import accept, read, understood
from flows.joints import joints
from flows.live import Slot
from flows.model import Holder, How, Kind, Phrase
from flows.spelling import tells
from flows.turn import Turn

SHORT: Final = 3  # words: a shorter one may be an answer of who is not sure, "a cook?"
FRONT: Final = 2  # words of a part in which "why" stands
OFTEN: Final = "/often"  # ends the question how often: alone it tells nothing, "what do you eat on Sundays?"
KEPT: Final = "kept"  # the side of who asks what is kept, and whether it can be erased
NAMES: Final = frozenset({"first_name", "place", "contact"})
PARTS: Final = re.compile(r"[,.;:!?،؛؟\n]+")


def wonders(turn: Turn, text: str, folded: str, how: How) -> bool:
    """Answer a question of the person's own, keep what is said beside it, and ask what is open."""
    slot, said = turn.cur(), reading.sentences(text)
    asked = [one for one in said if one.endswith(reading.QUESTION_MARKS) or _why(turn, slot, one) or _of_us(turn, one)]
    unsure = any(reading.unsure(reading.fold(part), turn.words) for part in PARTS.split(text))
    if slot is None or slot.question.parse is None or not asked or unsure:
        return False  # "I don't know, can you help?" is helped as who does not know
    rest = " ".join(one for one in said if one not in asked)
    if rest:
        return _beside(turn, slot, rest, asked[-1], how)
    sure = _why(turn, slot, asked[-1]) or _of_us(turn, asked[-1])
    short = len(reading.tokens(folded)) < SHORT and not slot.question.free  # "when?" is no story
    if not sure and (short or _answers(turn, slot, text)):
        return False
    _replies(turn, slot, asked[-1])
    turn.ask()
    return True


def _beside(turn: Turn, slot: Slot, rest: str, question: str, how: How) -> bool:
    """Keep the answer that stands beside a question; a story without an act is read whole, as before."""
    parsed = understood(turn, slot, read(turn, slot, rest))
    if parsed is None or parsed.value is None or (slot.question.free and not tells(turn, parsed, rest)):
        return False
    _replies(turn, slot, question)
    return accept(turn, slot, parsed, rest, how)


def _answers(turn: Turn, slot: Slot, text: str) -> bool:
    """Whether a question tells what was asked all the same: an act, a time, a choice."""
    parsed = understood(turn, slot, read(turn, slot, text))
    value = parsed.value if parsed else None
    told = [qid for qid, _ in parsed.also if not qid.endswith(OFTEN)] if parsed else []
    agreed = reading.yes_or_no(reading.fold(text), turn.words) is not None
    if parsed is None or value is None or (value.ids[:1] == ("yes",) and parsed.also and not agreed):
        return bool(told)
    return value.kind is not Kind.TEXT or slot.question.topic in NAMES or tells(turn, parsed, text)


def _replies(turn: Turn, slot: Slot, question: str) -> None:
    """Say what answers a question, once."""
    name = reading.side(reading.fold(question), turn.words)
    waits = turn.state.floor.holder is Holder.WAITING  # and who answers reads it
    unknown = Phrase("wait.noted" if waits else "side.unknown")
    why = controls.reason(turn) if not name and _why(turn, slot, question) else unknown
    said = known(turn, name) if name else why
    turn.lead += [] if said in turn.lead else [said]


def known(turn: Turn, name: str) -> Phrase:
    """Return what is said to a known question of the person; who refused is not told that their answers are kept."""
    if name == readers.READERS:
        return readers.who(turn)
    return Phrase("consent.refuse") if name == KEPT and not mine.kept(turn) else Phrase(f"side.{name}")


def _of_us(turn: Turn, text: str) -> bool:
    """Whether a sentence asks something of the program: "can you find me a job"."""
    return reading.opens(reading.fold(text), turn.words.cues.get("asked_of_you", ()))


def _why(turn: Turn, slot: Slot | None, text: str) -> bool:
    """Whether a sentence asks why something is asked: "why do you need my name"."""
    words, thing = turn.words, slot.qid.rpartition("/")[2] if slot else ""
    ways = words.commands.get("why", ())
    opens = {way for way in ways if " " not in way and len(way) > 1}
    for part in map(reading.fold, PARTS.split(text)):
        said = reading.tokens(part)
        about = bool(joints(words).you & {*said}) or reading.has_any(part, words.questions.get(thing, ()))
        if part in ways or (about and opens & {*said[:FRONT]}):
            return True
    return False
