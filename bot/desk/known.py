"""One of a counsellor's own people as the desk may read them: a yes, and the conversation and facts behind it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Final

from bot.desk import hidden
from bot.store.base import Conversation, Session, UnreadableError
from bot.store.desk import Case
from bot.store.following import Bond
from flows.content import Content, no_arguments
from flows.controls import answered
from flows.live import Live, Slot, trace
from flows.model import Arg, Facts, Phrase
from flows.reading import fold, private
from flows.turn import named, standing
from flows.visible import GIVEN, visible

NAMED: Final = "cv/name"
UNTOLD: Final = frozenset(
    {"note", "document", "confirm"}
)  # kinds of questions whose answers tell nothing by themselves


@dataclass(frozen=True, slots=True)
class Known:
    """Somebody who said yes to being followed."""

    bond: Bond
    conversation: Conversation
    facts: Facts
    name: str  # as they told it, "" for none


Do = Callable[[Session, Known], bool]


def nothing_more(_tx: Session, _known: Known) -> bool:
    """Do nothing but look."""
    return True


def known_of(tx: Session, bond: Bond) -> Known | None:
    """Return who stands behind a bond, where they were last spoken with; None once they are gone."""
    conversation = tx.newest(bond.who)
    if conversation is None:
        return None
    facts = tx.facts(bond.who)
    return Known(bond, conversation, facts, name_of(facts))


def followed_by(tx: Session, account: str) -> tuple[list[Known], int]:
    """Return who is followed by an account, and how many of them this program cannot read."""
    found, unread = list[Known](), 0
    for bond in tx.bonds.people(account):
        try:
            found += [one for one in [known_of(tx, bond)] if one]
        except UnreadableError:  # the others are shown all the same
            unread += 1
    return found, unread


def name_of(facts: Facts) -> str:
    """Return the name somebody told; one that was taken back, or told before all began anew, is none."""
    names = (fact for fact in reversed(facts) if fact.qid == NAMED and fact.dossier == facts[-1].dossier)
    newest = next(names, None)
    return newest.value.text if newest and newest.value.said else ""


def case_name(tx: Session, case: Case) -> str:
    """Return what the person of a case is called, as far as they told it, agreed to have it read, and it can be."""
    try:
        facts = tx.facts(case.who)
    except UnreadableError:  # it stands in the list all the same
        return ""
    return name_of(facts) if hidden.agreed(facts) else ""


def told(content: Content, known: Known) -> list[tuple[Phrase, Arg]]:
    """Return what was told and may be seen, in the order it is asked: the short name of a question, and the answer."""
    several = answers(content, known.facts, known.conversation.state.dossier)
    return [(Phrase(named(slot.question)), said) for slot, said in several]


def answers(content: Content, facts: Facts, dossier: int) -> list[tuple[Slot, Arg]]:
    """Return the questions whose answers may be seen, in the order they are asked, each with its answer."""
    walked = trace(content, facts, dossier)
    seen = {fact.qid: fact for fact in visible(content, facts, dossier)}
    live = replace(walked.live, facts=seen)
    slots = [one for one in walked.reached if one.qid in seen and one.question.kind not in UNTOLD]
    return [(one, _answer(content, live, one)) for one in slots]


def _answer(content: Content, live: Live, slot: Slot) -> Arg:
    """Return an answer; words about faith, health or a home that was lost stay in their message, as in a summary."""
    fact, said = live.fact(slot.qid), answered(content, live, slot)
    words = content.words.get(fact.lang) if fact else None
    held = isinstance(said, str) and words is not None and private(fold(said), words)
    return Phrase("desk.people.given") if held or (fact and fact.value == GIVEN) else said


def last_question(content: Content, known: Known) -> Phrase | None:
    """Return the question that is open; None for none, or one between the person and the program.

    One that repeats an answer, counts, or is answered by numbers is called by its short name.
    """
    state = known.conversation.state
    slot, _ = standing(trace(content, known.facts, state.dossier), state.frames)
    if slot is None or slot.question.private or slot.question.kind in {"note", "document"}:
        return None
    asked = slot.question
    alone = bool(asked.say) and asked.args is no_arguments and not (asked.several or asked.announces)
    return Phrase(asked.say if alone else named(asked))
