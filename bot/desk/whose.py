"""Whose a case is, looked at in the transaction that does something with it; and why something is not done."""

from __future__ import annotations

from collections.abc import Callable
from typing import Final, TypeVar

from bot import loop
from bot.store.base import Session, Store, UnfitError, UnreadableError
from bot.store.desk import Case
from bot.store.staff import Account
from flows.model import Holder

T = TypeVar("T")

CHANNEL: Final = "desk"  # under which what a counsellor sends is noted, so that it is said once


class DeskError(Exception):
    """Something a counsellor asked for is not done; `reason` names the sentence (desk.error.*), `name` who is meant.

    `kept`: what they wrote stands in the box of the case the next time it is theirs.
    """

    def __init__(self, reason: str, name: str = "") -> None:
        super().__init__(reason)
        self.reason = reason
        self.name = name
        self.kept = False


async def run(store: Store, work: Callable[[Session], T], then: Callable[[T], None] | None = None) -> T:
    """Run work in the next batch of the store, and return its result once it is committed.

    Raises `DeskError` for a person this program cannot read: a newer one wrote of them, or their key is gone. And for
    what has no row, since none could be called so.
    """
    try:
        return await loop.run(store, work, then)
    except UnreadableError:  # the log was told who
        raise DeskError("unread") from None
    except UnfitError:
        raise DeskError("gone") from None


def known(tx: Session, ident: str) -> Case:
    """Return a case. Raises `DeskError`."""
    case = tx.cases.case(ident)
    if case is None:
        raise DeskError("gone")
    return case


def mine(tx: Session, account: Account, ident: str) -> Case:
    """Return a case this account holds now. Raises `DeskError`."""
    case = known(tx, ident)
    if case.holder is not Holder.HUMAN or case.owner != account.id:
        raise taken(tx, case)
    return case


def held(tx: Session, account: Account, ident: str, n: int) -> Case:
    """Return a case this account holds, under the number of the floor it was seen with. Raises `DeskError`."""
    case = mine(tx, account, ident)
    if case.n != n:
        raise DeskError("lost")
    return case


def taken(tx: Session, case: Case) -> DeskError:
    """Return why a case is not theirs."""
    if case.holder is not Holder.HUMAN:
        return DeskError("ended" if case.ended else "not_held")
    owner = tx.accounts.get(case.owner)
    return DeskError("taken", owner.name if owner else "")


def new(tx: Session, account: Account, case: Case, once: tuple[str, str], at: int) -> bool:
    """Whether a page did not send these words before, by its key and the words; without a key they always are new."""
    key, words = once
    return not key or tx.enter(CHANNEL, f"{account.id}/{case.id}", f"{key} {words}", case.who, at)


def sent(tx: Session, account: Account, case: Case, key: str, words: str) -> bool:
    """Whether a page sent these words, by its key and the words."""
    return bool(key) and tx.entered(CHANNEL, f"{account.id}/{case.id}", f"{key} {words}", case.who)
