"""A case as its counsellor sees it: all that is read of it in one look; and cases in a list."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from bot.desk import hidden
from bot.desk.known import case_name, name_of
from bot.store.base import Conversation, Session
from bot.store.desk import Case, Counts, Draft, Line, Note
from bot.store.staff import Account
from flows.model import Facts, State

LINES: Final = 100  # lines of a page; older ones are asked for
BACK: Final = 40  # lines in which the words before a request are looked for
AHEAD: Final = 8  # lines that were said in the same moment, at the most
READS: Final = 30 * 60 * 1000  # ms for which a reason for reading holds, while one goes on reading
LOOKED: Final = frozenset({"claim", "read"})  # what the log says of who has a case open


@dataclass(frozen=True, slots=True)
class Open:
    """A case as its counsellor sees it.

    `whole`: the person agreed to have read what was told before. `followed`: to be followed by who holds it.
    `further`: the lines before the person asked and those of the open question, wherever the page begins. `older`: the
    place before which there are lines that may be read, 0 for none.
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
    further: Sequence[Line] = ()
    older: int = 0

    @property
    def known(self) -> Sequence[Line]:
        """The lines the summary is made with."""
        return in_order((*self.further, *self.lines))

    @property
    def state(self) -> State:
        """Where the conversation stands."""
        return self.conversation.state


@dataclass(frozen=True, slots=True)
class Row:
    """A case in a list, and what people call its owner. `title` is the person's name, "" for who may not know it."""

    case: Case
    owner: str = ""
    title: str = ""


@dataclass(frozen=True, slots=True)
class Queue:
    """One view of the queue."""

    rows: Sequence[Row]
    counts: Counts


def opened(tx: Session, account: Account, case: Case, private: hidden.Private, before: int = 0) -> Open | None:
    """Return a case with its last lines before a place, 0 for the last of all; None once it is gone."""
    conversation = tx.load(case.who, case.id)
    if conversation is None:
        return None
    facts = tx.facts(case.who)
    whole = hidden.agreed(facts)
    followed = tx.bonds.between(case.who, account.id) is not None and case.owner == account.id
    lines = hidden.lines(tx, case, facts, private, LINES, before)
    first = next((line.place for line in lines if line.place), 0)
    return Open(
        case,
        conversation,
        facts if whole or followed else (),
        lines,
        tx.cases.notes(case.who),
        tx.cases.draft(case.who, account.id),
        name_of(facts) if followed else case_name(tx, case),
        whole,
        tx.heard(conversation),
        account.name if case.owner == account.id else "",
        followed,
        further(tx, case, facts, private, conversation.state),
        first if first and tx.cases.lines(case, 1, first, hidden.since(case, facts)) else 0,
    )


def further(tx: Session, case: Case, facts: Facts, private: hidden.Private, state: State) -> Sequence[Line]:
    """Return the lines that may be read from before the person asked, and from around the open question."""
    moments = {case.asked, state.asked.at if state.asked else 0} - {0}
    places = sorted(tx.cases.place_at(case, at) for at in moments)
    return [line for place in places if place for line in hidden.lines(tx, case, facts, private, BACK, place + AHEAD)]


def in_order(lines: Sequence[Line]) -> Sequence[Line]:
    """Return lines as they stand in a talk; some may stand there twice."""
    return sorted(lines, key=lambda line: line.place or hidden.NEVER)


def place(tx: Session, case: Case, line: str, before: int) -> int:
    """Return the place before which the lines of a page stand, so that this line is among them; 0 for the end."""
    there = tx.cases.place(case, line) if line else 0
    return there + LINES // 2 if there else before


def reason_of(tx: Session, account: Account, case: Case, at: int) -> str:
    """Return the reason this account wrote a short while ago for reading a case, "" for none."""
    lines = (one for one in reversed(tx.accounts.logged(case.who)) if one.at >= at - READS)
    looks = (one for one in lines if (one.account, one.conversation, one.what) == (account.id, case.id, "look"))
    return next((one.detail for one in looks), "")


def had(tx: Session, account: Account, case: Case) -> bool:
    """Whether this account holds a case or had it open once: the log says who looked."""
    lines = tx.accounts.logged(case.who)
    return case.owner == account.id or any(
        line.account == account.id and line.conversation == case.id and line.what in LOOKED for line in lines
    )
