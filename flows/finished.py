"""What is said once the CV is in the chat: thanks, one word put for another, and what no words can do.

Thanks are answered in kind, and are no yes to more questions. An order to put one thing in the place of another is done
where it names one answer at the top of the CV; where it is not, how to change it is said, with what can be changed.
"""

from __future__ import annotations

from typing import Final

from flows import acts, controls, reading
from flows.accept import read, tell, understood
from flows.corrections import ordered_off, put, replacing
from flows.live import Slot
from flows.model import How, Kind
from flows.turn import Turn, chosen

MORE: Final = "cv/more"  # "shall we make it better?", right after the CV
MADE: Final = "document/first"
JOB: Final = "project/job"
TOP: Final = {"job": JOB}  # questions that are not of the top of the CV
KIND: Final = 7  # words: longer thanks say more


def thanked(turn: Turn, text: str, folded: str) -> bool:
    """Thanks for the CV, with a few kind words, are answered in kind; they ask for no more questions."""
    slot = turn.cur()
    if not _done(turn, slot) or text.rstrip().endswith(("?", "؟")) or not _thanks(turn, text, folded):
        return False
    turn.first("polite.thanks")
    if slot:
        turn.understood(MORE)
        turn.keep(MORE, chosen("no"), text)
    turn.ask()
    return True


def _thanks(turn: Turn, text: str, folded: str) -> bool:
    """Whether a message is thanks and kind words, and neither asks nor tells anything else."""
    words, said = turn.words, reading.tokens(folded)
    if reading.polite(folded, words) == "thanks":
        return True
    way = next((way for way in words.thanks if f" {' '.join(said)} ".startswith(f" {way} ")), "")
    rest = said[len(way.split()) :]
    edits = (way for name in ("add", "wrong") for way in words.edits.get(name, ()))
    more = {*words.negations, *words.corrections, *edits, *words.cues.get("rather", ())}
    plain = bool(way) and len(said) <= KIND and more.isdisjoint(rest) and not any(word.isdecimal() for word in rest)
    return plain and not _orders(turn, text, folded) and not _answers(turn, rest)


def _answers(turn: Turn, rest: list[str]) -> bool:
    """Whether what follows thanks is a yes, a no, or a word to go on."""
    onward = turn.words.commands.get("continue", ())
    return reading.has_any(" ".join(rest), onward) or any(reading.exactly(word, turn.words) for word in rest[:1])


def replaced(turn: Turn, text: str, folded: str, how: How) -> bool:
    """Put one thing in the place of another in an answer at the top of the CV that holds it, or is named."""
    pair, slot = replacing(text, turn.words), turn.cur()
    if pair is None or (slot and slot.question.pasted):
        return False
    old, new = pair
    name = reading.name_in(reading.fold(old), turn.words)
    for held in reversed([s for s in turn.trace.answered() if not s.item and not s.door and s.question.parse]):
        fact = turn.trace.live.facts[held.qid]
        named = bool(name) and held.qid.rpartition("/")[2] == name
        said = new if named else put(fact.raw, old, new)
        parsed = understood(turn, held, read(turn, held, said)) if said else None
        if parsed is None or parsed.value is None or (held.qid == JOB and parsed.value.kind is not Kind.CHOICE):
            continue
        tell(turn, parsed, text, how)
        turn.keep(held.qid, parsed.value, said, how)
        turn.lead.append(controls.changed(turn, held))
        turn.ask()
        return True
    return False


def wanting(turn: Turn, text: str, folded: str, _how: How) -> bool:
    """Ask what is to be added, where a message only names it: "add my licence", "my surname is missing"."""
    words, small = turn.words, {*turn.words.possessives, *turn.words.articles}
    way = next((way for way in words.edits.get("add", ()) if folded.startswith(f"{way} ")), "")
    said = " ".join(token for token in reading.tokens(folded.removeprefix(way)) if token not in small)
    name = next((name for name, ways in words.questions.items() if said in ways), "")
    slot = turn.trace.slot(TOP.get(name, f"cv/{name}")) if way and name and _done(turn, turn.cur()) else None
    if slot is not None:
        controls.change_one(turn, slot.qid)
    return slot is not None


def unwritten(turn: Turn, text: str, folded: str, _how: How) -> bool:
    """An order that no words can do says how to change it, and what can be changed."""
    told = acts.told(text, turn.state.lang, turn.content, turn.event.hints.spelling)
    instead = replacing(text, turn.words) is not None
    ordered = _done(turn, turn.cur()) and (instead or (not told and _orders(turn, text, folded)))
    if ordered:
        turn.first("change.how")
        controls.change(turn)
    return ordered


def _orders(turn: Turn, text: str, folded: str) -> bool:
    order = ordered_off(folded, turn.words)
    return replacing(text, turn.words) is not None or (order is not None and order.opens)


def _done(turn: Turn, slot: Slot | None) -> bool:
    """Whether the CV is in the chat, and nothing is asked but whether to go on."""
    return turn.trace.live.said(MADE) and (slot is None or slot.qid == MORE)
