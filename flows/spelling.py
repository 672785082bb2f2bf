"""Words that tell no act, with a word nobody knows in them: a dictionary is asked outside, then they are read again.

What waits stands in the state, with the place where it was read; what the dictionary says comes back as a result, and
`flows/burst.py` reads the words with it. Nothing is said meanwhile. Where no dictionary is, no word is strange, and
nothing ever waits. A dictionary only guesses: an act it told is asked for a yes, with its proof, as any other; where
tasks were asked, which count as they are told, those it guessed are shown apart (`flows/discovery/guess.py`).
"""

from __future__ import annotations

from dataclasses import replace
from typing import Final

from flows import acts, tongue
from flows.content import Parsed
from flows.live import Slot
from flows.model import Consult, Kind, Result, Said, Text
from flows.turn import Turn

SPELLING: Final = "spelling"  # outside work, and the note of what it was asked for: a message, then HERE
HERE: Final = "here"
TASKS: Final = ("exp/*/acts", "exp/*/also")  # a task nobody knows is asked about, whatever is known of the others
STORY: Final = "exp/*/what"  # what it tells is asked for a yes, one act with its proof, then the others
WORK: Final = "project/"  # what is near to its words is offered to choose from
NAMES_A_JOB: Final = ("/trade", "/craft")


def wait(turn: Turn, slot: Slot, parsed: Parsed | None, text: str) -> bool:
    """Ask a dictionary about words that tell nothing, and read them later; False where they are read now."""
    asked = turn.state.asked
    if not isinstance(turn.event.body, Text) or not turn.event.hints.strange or turn.lead or asked is None:
        return False
    tasks = slot.question.id in TASKS and acts.told(text, turn.state.lang, turn.content, turn.event.hints.spelling)
    if asked.qid != slot.qid or not _for_words(slot) or (tells(turn, parsed, text) and not tasks):
        return False
    if tongue.other_language(text, turn.event, turn.state.lang, turn.content):
        return False
    hints, before = turn.event.hints, turn.state.waits
    said = Said((turn.event.id,), asked, turn.state.frames, turn.state.notes, hints.spelling, (text.strip(),))
    if before is not None and before.asked == asked:
        both = {**before.spelling, **said.spelling}
        texts, sources = (*before.texts, *said.texts), (*before.sources, *said.sources)
        said = replace(said, texts=texts, sources=sources, spelling=both)
    turn.state = replace(turn.state, waits=said)
    turn.note(SPELLING, turn.event.id)
    turn.effects.append(Consult(SPELLING, turn.event.id, slot.qid))
    return True


def _for_words(slot: Slot) -> bool:
    """Whether an act, a job or a story is asked for, and what is understood is asked for a yes."""
    question = slot.question
    return question.id in {STORY, *TASKS} or (question.id.startswith(WORK) and question.free)


def tells(turn: Turn, parsed: Parsed | None, text: str) -> bool:
    """Whether words say what was asked as they stand: an act, a job, anything that is no mere text."""
    if parsed is not None and parsed.value is not None and parsed.value.kind is not Kind.TEXT:
        return True
    if parsed is not None and any(qid.endswith(NAMES_A_JOB) for qid, _ in parsed.also):
        return True
    return bool(acts.told(text, turn.state.lang, turn.content, turn.event.hints.spelling))


def come_back(turn: Turn, result: Result) -> None:
    """What the dictionary says is here, with the hints. When it is late, or its words are gone, it says nothing."""
    waits = turn.state.waits
    if waits is None or turn.noted(SPELLING) != result.key:
        return
    hints, known = turn.event.hints, {**waits.spelling, **turn.event.hints.spelling}
    guessed = tuple(word for word in hints.spelling if word not in waits.spelling)
    turn.event = replace(turn.event, hints=replace(hints, guessed=guessed))
    turn.state = replace(turn.state, waits=replace(waits, spelling=known))
    turn.note(SPELLING, HERE)
