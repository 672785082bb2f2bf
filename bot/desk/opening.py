"""A case as its counsellor sees it: all that is read of it in one look."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from bot.desk import hidden
from bot.desk.known import case_name, name_of
from bot.store.base import Conversation, Session
from bot.store.desk import Case, Draft, Line, Note
from bot.store.staff import Account
from flows.model import Facts, State

LINES: Final = 100  # lines of a page; older ones are asked for
LOOKED: Final = frozenset({"claim", "read"})  # what the log says of who has a case open


@dataclass(frozen=True, slots=True)
class Open:
    """A case as its counsellor sees it.

    `whole`: the person agreed to have read what was told before. `followed`: to be followed by who holds it.
    """

    case: Case
    conversation: Conversation
    facts: Facts
    lines: Sequence[Line]
    notes: Sequence[Note]
    draft: Draft
    name: str
    whole: bool
    heard: int
    owner: str = ""
    followed: bool = False

    @property
    def state(self) -> State:
        """Where the conversation stands."""
        return self.conversation.state


def opened(tx: Session, account: Account, case: Case, private: hidden.Private, before: int = 0) -> Open | None:
    """Return a case with its last lines before a place, 0 for the last of all; None once it is gone."""
    conversation = tx.load(case.who, case.id)
    if conversation is None:
        return None
    facts = tx.facts(case.who)
    whole = hidden.agreed(facts)
    followed = tx.bonds.between(case.who, account.id) is not None and case.owner == account.id
    return Open(
        case,
        conversation,
        facts if whole or followed else (),
        hidden.lines(tx, case, facts, private, LINES, before),
        tx.cases.notes(case.who),
        tx.cases.draft(case.who, account.id),
        name_of(facts) if followed else case_name(tx, case),
        whole,
        tx.heard(conversation),
        account.name if case.owner == account.id else "",
        followed,
    )


def had(tx: Session, account: Account, case: Case) -> bool:
    """Whether this account holds a case or had it open once: the log says who looked."""
    lines = tx.accounts.logged(case.who)
    return case.owner == account.id or any(
        line.account == account.id and line.conversation == case.id and line.what in LOOKED for line in lines
    )
