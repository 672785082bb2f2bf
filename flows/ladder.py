"""The ladder: what is said when a message was understood as nothing.

Other words, then simpler words with choices, then a way out. What is not understood is never a guess, and nobody is
pressed: a yes to a question that wants something else is heard as kindness before it counts as a miss.
"""

from __future__ import annotations

from flows import controls, pauses, reading, times
from flows.accept import accept, read, understood
from flows.amend import WHAT
from flows.clauses import clauses
from flows.finished import MORE
from flows.live import Slot
from flows.model import How, Phrase, counted
from flows.standing import LATER, POOR, PRIVATE, TRAIT, standing
from flows.turn import TOLD, WORDINGS, Turn

ENOUGH = frozenset({"no", "none", "done"})  # there is nothing more to do
WHICH = "which"  # a second yes to a list: one of it is meant; and the note of the question that got a yes
HEARTS = frozenset("❤♥💕💖💗💓💞💘💝💙💚💛💜🧡🤍🤎🖤😍🥰😘")  # kindness; a thumb up is a yes


def missed(turn: Turn, text: str) -> None:
    """The ladder: other words, simpler words with choices, skip or a person; then the question is left behind."""
    slot = turn.cur()
    if slot is None or slot.question.kind == "document":
        _at_the_end(turn, text, waits=slot is not None)
        return
    if woken(turn) or _helped(turn, slot, text):
        turn.ask()  # a word to wake up, or an "ok" to what helped, is not an answer that failed
        return
    count = turn.miss(slot.qid)
    if _unsure(turn, slot, text) or (count > 1 and _as_years(turn, slot, text)):
        return
    agrees = slot.question.skip and slot.question.kind != "confirm" and _just_agrees(turn, text)
    which = agrees and _which(turn, slot, text)
    if agrees and not which and count > patience(turn, slot) and not slot.question.insist:
        controls.skip(turn)
        return
    if count > WORDINGS and slot.question.resort:
        controls.unknown(turn)
        return
    if count > WORDINGS and slot.question.skip:
        controls.skip(turn)
        return
    rung = "person" if count >= WORDINGS and not slot.question.skip else min(count, WORDINGS)
    rung = "made" if count == 1 and slot.qid == MORE else rung
    kind = "polite.yes" if which or (agrees and count == 1) else f"miss.{rung}"
    key = "yes.which" if which == WHICH and count > 1 else kind
    turn.lead.append(_kindly(turn, slot, text, count) or Phrase(key, {}, _wording(key, count)))
    turn.ask()


def _at_the_end(turn: Turn, text: str, *, waits: bool) -> None:
    """Nothing is asked any more, or a document is on its way: "what next?" - "nothing" is no miss."""
    folded = reading.fold(text)
    heavy, enough = reading.heavy(folded, turn.words), reading.answer_word(folded, turn.words) in ENOUGH
    if enough and not waits:
        pauses.pause(turn)
        return
    turn.first("doubt" if heavy else "cv.wait" if waits else "end.unclear")
    if not waits:
        turn.ask()


def _helped(turn: Turn, slot: Slot, text: str) -> bool:
    """Whether a yes is to what was just told to help with a question; said once, for the next one leaves it."""
    helped = turn.noted(TOLD).partition(" ")[0] == slot.qid and _just_agrees(turn, text)
    if helped:
        turn.note(TOLD)
        turn.first("polite.yes")
    return helped


def _unsure(turn: Turn, slot: Slot, text: str) -> bool:
    """A few words more than "I don't know" say the same, where not knowing is an answer; heavy words say more."""
    folded, may = reading.fold(text), slot.question.skip and not slot.question.insist
    told = may and reading.unsure(folded, turn.words) and not reading.heavy(folded, turn.words)
    if told:
        controls.unknown(turn)
    return told


def _as_years(turn: Turn, slot: Slot, text: str) -> bool:
    """A number alone, once "3 years" was given as an example: so many years, said back as that."""
    if slot.question.kind != "date":
        return False
    year = turn.words.units["year"][-1]
    number = reading.number(reading.fold(text), turn.words)
    said = read(turn, slot, f"{number} {year}")
    parsed = understood(turn, slot, said) if number and number <= times.LONGEST else None
    return parsed is not None and accept(turn, slot, parsed, text, How.TEXT)


def _kindly(turn: Turn, slot: Slot, text: str, count: int) -> Phrase | None:
    """Return kind words for who thinks little of themselves, tells what no employer needs, or only hopes so far."""
    folded = reading.fold(text)
    state = standing(folded, turn.words) if slot.question.id == WHAT else ""
    if reading.heavy(folded, turn.words) or state == POOR:
        return Phrase("doubt", {}, min(count, WORDINGS))
    if reading.private(folded, turn.words) or state in PRIVATE:
        return Phrase("private", {}, min(count, WORDINGS))
    if state == TRAIT and count == 1:
        return Phrase("trait")
    hoped = state == LATER or any(c.hope and c.mine for c in clauses(text, turn.words))
    return Phrase("hoped") if hoped and slot.question.id == WHAT and count == 1 else None


def _which(turn: Turn, slot: Slot, text: str) -> str:
    """Return what a yes to a question that wants something else is: said again to a list, one of it; a heart is kind.

    After an answer that was none, a yes leaves the question, as before: nobody is pressed.
    """
    yes = reading.answer_word(reading.fold(text), turn.words) == "yes"
    offered = slot.question.choices(turn.content, turn.trace.live, slot.item)
    listed = (
        counted([c.id for c in offered]) > 1 and slot.question.id != WHAT and not slot.question.parting
    )  # to "another one?" it may be only kind
    if yes and listed and HEARTS & set(text):
        return "kind"
    again = turn.noted(WHICH) == slot.qid or turn.state.misses.get(slot.qid, 0) == 1
    turn.note(WHICH, slot.qid if yes else "")
    return WHICH if yes and listed and again else ""


def patience(turn: Turn, slot: Slot) -> int:
    """Return how often such a question is said again: once; after the first document, where nothing is listed, never.

    "Another one?" lists kinds of life: there a yes means that there is one.
    """
    offered = slot.question.choices(turn.content, turn.trace.live, slot.item)
    late = any(qid.startswith("document/") for qid in turn.trace.live.facts)
    return 0 if late and not counted([c.id for c in offered]) else 1


def _just_agrees(turn: Turn, text: str) -> bool:
    """Whether a person only says yes or no to a question that wants something else: do not press."""
    return reading.answer_word(reading.fold(text), turn.words) in {"yes", "no"}


def _wording(key: str, count: int) -> int:
    """Return in which words it is said: not in the same as the time before."""
    return (count - 1) % WORDINGS + 1 if key in {"polite.yes", "yes.which"} else 1


def woken(turn: Turn) -> bool:
    """Whether this message ends a pause or a silence."""
    return any(said.key in {"resume", "resume.refused"} for said in turn.lead)
