"""An employer's words, pasted or forwarded: neither acts nor a telephone of the person are in them.

They are known by how offers speak ("we are looking for"), in any language we have: an offer is mostly in the language
of the country. Once there is a CV, a letter for it is proposed; before that, the open question comes again.
"""

from __future__ import annotations

from typing import Final

from flows import controls, reading
from flows.accept import accept, read, understood
from flows.content import Question
from flows.live import MAIN, Slot
from flows.model import Frame, How, Kind
from flows.standing import LATER, standing
from flows.turn import Turn, choice
from flows.words import Words

MENU: Final = "menu/offer"
LETTER: Final = "letter"  # the door, and the first part of its questions
OFFER: Final = "letter/offer"
PRACTISED: Final = "interview/offer"
PREPARING: Final = frozenset({"interview/job", "interview/go"})  # questions before an interview that is practised
CLOSED: Final = frozenset({"consent", "any"})  # topics of questions that no words of others answer


def pasted(turn: Turn, text: str, folded: str, how: How) -> bool:
    """Take an advert for what it is; False when a message is none."""
    slot = turn.cur()
    needs = standing(folded, turn.words) == LATER  # "I need money"
    if (slot and slot.question.topic in CLOSED) or needs or not is_advert(turn, folded):
        return False
    if slot and slot.qid in PREPARING:
        return _practised(turn, text, how)
    if any(form.offered(turn.trace.live, "") for form in turn.content.forms if form.door == LETTER):
        turn.note(MENU, text)
        turn.ask_this(MENU, "ask.offer", (choice("yes"), choice("no")), "any")
        return True
    turn.first("offer.later")
    turn.ask()
    return True


def _practised(turn: Turn, text: str, how: How) -> bool:
    """Prepare the interview that is about to begin for the offer that is pasted then."""
    slot = turn.trace.slot(PRACTISED)
    parsed = understood(turn, slot, read(turn, slot, text)) if slot else None
    if slot is None or parsed is None:
        return False
    turn.push(Frame(MAIN, "change", slot.qid))
    return accept(turn, slot, parsed, text, how)


def is_advert(turn: Turn, folded: str) -> bool:
    """Whether words are those of somebody who looks for staff, and nobody speaks of themselves in them."""
    return any(_calls(words, folded) for words in turn.content.words.values())


def _calls(words: Words, folded: str) -> bool:
    calls = reading.has_any(folded, words.cues.get("advert", ()))
    return calls and not reading.has_any(folded, words.cues.get("own_wish", ()))


def begin(turn: Turn) -> None:
    """After a yes, write the letter for the offer that was pasted."""
    text = turn.noted(MENU)
    turn.note(MENU)
    doors = [form for form in turn.content.forms if form.door == LETTER]
    asked = (q for form in doors for q in form.questions if isinstance(q, Question) and q.id == OFFER)
    slot = next((Slot(OFFER, question) for question in asked), None)
    parsed = understood(turn, slot, read(turn, slot, text)) if slot and text else None
    told = ((OFFER, parsed.value), *parsed.also) if parsed and parsed.value and parsed.value.kind is Kind.TEXT else ()
    controls.run(turn, LETTER, told)
