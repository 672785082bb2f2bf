"""Two messages that were one: what a person wrote before they could see what answered the words before.

The first is read again with the second behind it, as if both had come at once: on the place where it was read, over
the facts without those it gave. What that gives is kept over what the first gave alone, and shown back. When the first
answered nothing, or the second adds nothing, would take an answer away or is a word that works everywhere, the second
is read by itself. When a part is edited, the whole is read once more.

Words that wait for a dictionary (`flows/spelling.py`) were answered by nothing yet: what follows is such a second one.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from flows import reading, tongue
from flows.accept import withdraw
from flows.hear import hear
from flows.live import MAIN, latest
from flows.model import Consent, Edit, Fact, Frame, Hints, How, Result, Said, State, Text, Value
from flows.spelling import HERE, SPELLING
from flows.turn import Turn

JOINED = 4  # messages read as one that are remembered
SHOWN = 120  # characters of both messages that are shown back


def together(turn: Turn, before: Said | None, text: str) -> bool:
    """Read a text together with the one before it; False when it is to be read by itself."""
    waits = before is not None and before == turn.state.waits
    if before is None or not (waits or turn.event.hints.follows) or _everywhere(turn, reading.fold(text)):
        return False
    whole = replace(before, texts=(*before.texts, text.strip()), sources=(*before.sources, turn.event.id))
    if not _both(turn, before, whole):
        return False
    turn.state = replace(turn.state, waits=whole if waits else turn.state.waits)
    return True


def unread(state: State) -> Said | None:
    """Return the words that what comes now may belong to: those that wait, as long as nothing was asked since."""
    waits = state.waits
    return waits if waits is not None and waits.asked == state.asked else state.said


def mended(turn: Turn) -> None:
    """Read the words that waited for a dictionary, once it has answered: where they were read, or not any more."""
    waits, slot = turn.state.waits, turn.cur()
    if waits is None or waits.asked is None or turn.noted(SPELLING) != HERE:
        return
    turn.note(SPELLING)
    turn.state = replace(turn.state, waits=None)
    hints = turn.event.hints if isinstance(turn.event.body, Result) else Hints()
    now = isinstance(turn.event.body, Result)  # once others came between, all of it is taken for a guess
    guessed = hints.guessed if now else tuple(waits.spelling)
    turn.event = replace(turn.event, hints=replace(hints, spelling=waits.spelling, guessed=guessed))
    turn.source = waits.sources[-1]
    if turn.state.asked == waits.asked:
        hear(turn, waits.text, How.TEXT)
    elif waits.asked.dossier == turn.state.dossier and (waits.sources[1:] or (slot and slot.qid == waits.asked.qid)):
        _both(turn, waits, waits, mended=True)


def _both(turn: Turn, before: Said, whole: Said, *, mended: bool = False) -> bool:
    """Read all of the words where the first ones were; False when that adds nothing, or takes an answer away.

    What words gave that are `mended` now may go: an act stands where a line of unknown words did.
    """
    again = _again(turn, before, whole.text)
    gave = latest([f for f in turn.facts if f.source in before.sources], turn.state.dossier)
    gives = latest(again.new, turn.state.dossier)
    lost = gave.keys() - gives.keys()
    if not any(f.value.said for f in again.new) or _values(gives) == _values(gave) or (lost and not mended):
        return False  # nothing new, or what the first said would be lost
    for fact in gives.values():
        turn.keep(fact.qid, fact.value, fact.raw, fact.how)
    withdraw(turn, lost, before.sources)
    asked_for = turn.noted(SPELLING)  # what a dictionary was asked meanwhile is no part of the place
    turn.state = replace(turn.state, frames=again.state.frames, notes=again.state.notes, misses=again.state.misses)
    turn.note(SPELLING, asked_for)
    turn.effects += [effect for effect in again.effects if isinstance(effect, Consent)]
    turn.first("together", text=_short(whole.text))
    turn.ask()
    turn.state = replace(turn.state, said=whole, joined=_with(turn.state.joined, whole))
    return True


def edited(turn: Turn, edit: Edit) -> bool:
    """Read messages that were one once more, one of them being edited; False when it was a message by itself."""
    before = next((said for said in turn.state.joined if edit.of in said.sources), None)
    if before is None:
        return False
    now = (turn.event.hints.written or edit.text).strip()
    now = "" if reading.unknown(reading.fold(now), turn.words) else now
    texts = tuple(now if of == edit.of else text for of, text in zip(before.sources, before.texts, strict=False))
    whole = replace(before, texts=texts)
    there = (Frame(MAIN, focus=before.asked.qid),) if before.asked else before.frames
    gives = latest(_again(turn, replace(whole, frames=there), whole.text).new, turn.state.dossier)
    gave = {f.qid: f for f in turn.trace.live.facts.values() if f.source in before.sources}
    if not any(gives[qid].value.said for qid in gives.keys() & gave):
        return False
    for qid, fact in gives.items():
        if qid in gave or turn.trace.live.value(qid) is None:
            turn.keep(qid, fact.value, fact.raw, How.EDIT)
    withdraw(turn, gave.keys() - gives.keys(), before.sources)
    turn.state = replace(turn.state, joined=_with(turn.state.joined, whole))
    turn.first("together", text=_short(whole.text))
    turn.ask()
    return True


def _with(joined: tuple[Said, ...], whole: Said) -> tuple[Said, ...]:
    """Return the messages read as one that are remembered, this one among them."""
    others = (said for said in joined if said.sources[0] != whole.sources[0])
    return (*others, whole)[-JOINED:]


def remember(turn: Turn, before: State) -> None:
    """Keep the words that answered just now, and where they were read, for a text that may follow at once."""
    body, asked = turn.event.body, before.asked
    told = any(f.value.said for f in turn.new)
    if isinstance(body, Text) and told and not (asked and asked.qid.startswith("menu/")):
        here = (turn.event.id,)
        words = (turn.event.hints.written or body.text).strip()
        said = Said(here, asked, before.frames, before.notes, turn.event.hints.spelling, (words,))
        turn.state = replace(turn.state, said=said)


def _everywhere(turn: Turn, folded: str) -> bool:
    """Whether a message is a word that works at every step, or nothing."""
    tongues = tongue.language_named(folded, turn.content) or tongue.practised_in(folded, turn.content)
    named = tongues or reading.question_named(folded, turn.words)
    return not folded or bool(named or reading.command(folded, turn.words))


def _again(turn: Turn, before: Said, words: str) -> Turn:
    """Return a turn in which these words were read where the first ones were."""
    hints = turn.event.hints
    event = replace(turn.event, hints=replace(hints, spelling={**before.spelling, **hints.spelling}))
    notes = {**turn.state.notes, **before.notes}
    state = replace(turn.state, asked=before.asked, frames=before.frames, notes=notes)
    facts = [f for f in turn.facts if f.source not in before.sources]
    again = Turn(turn.content, state, facts, event, before=turn.before)
    hear(again, words, How.TEXT)
    return again


def _values(facts: Mapping[str, Fact]) -> dict[str, Value]:
    return {qid: fact.value for qid, fact in facts.items()}


def _short(text: str) -> str:
    """Return as many whole words as are shown back."""
    return text if len(text) <= SHOWN else text[:SHOWN].rpartition(" ")[0] + " …"
