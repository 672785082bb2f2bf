"""One of a counsellor's own people as the desk may read them: a yes, and the conversation and facts behind it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from bot.store.base import Conversation, Session
from bot.store.following import Bond
from flows.content import Content
from flows.live import trace
from flows.model import Facts, Phrase
from flows.turn import named, standing

NAMED: Final = "cv/name"


@dataclass(frozen=True, slots=True)
class Known:
    """Somebody who said yes to being followed."""

    bond: Bond
    conversation: Conversation
    facts: Facts
    name: str  # as they told it, "" for none


def known_of(tx: Session, bond: Bond) -> Known | None:
    """Return who stands behind a bond, where they were last spoken with; None once they are gone."""
    conversation = tx.newest(bond.who)
    if conversation is None:
        return None
    facts = tx.facts(bond.who)
    return Known(bond, conversation, facts, name_of(facts))


def name_of(facts: Facts) -> str:
    """Return the name somebody told; one that was taken back, or told before all began anew, is none."""
    names = (fact for fact in reversed(facts) if fact.qid == NAMED and fact.dossier == facts[-1].dossier)
    newest = next(names, None)
    return newest.value.text if newest and newest.value.said else ""


def last_question(content: Content, known: Known) -> Phrase | None:
    """Return the short name of the question that is open; None for none, or one between the person and the program."""
    state = known.conversation.state
    slot, _ = standing(trace(content, known.facts, state.dossier), state.frames)
    if slot is None or slot.question.private or slot.question.kind in {"note", "document"}:
        return None
    return Phrase(named(slot.question))
