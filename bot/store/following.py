"""What may be asked of a store about who follows whom: a person said yes to one counsellor, who was invited by a word.

A bond is found by the account it is of, and by no other; a word comes in as it is and is kept as a keyed hash.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Protocol

from bot.store.base import Who


@dataclass(frozen=True, slots=True)
class Bond:
    """A yes of a person to an account. `id` names it on a page."""

    id: str
    who: Who
    account: str
    at: int


@dataclass(frozen=True, slots=True)
class Invitation:
    """An invitation that is open: when it was made, and until when it opens. `id` opens nothing."""

    id: str
    at: int
    until: int


class Bonds(Protocol):
    """Reads and writes inside one batch."""

    def begin(self, bond: Bond) -> None:
        """Keep a yes; one that was given before stays as it is."""
        ...

    def end(self, who: Who, account: str) -> None:
        """End what a person agreed to with an account."""
        ...

    def people(self, account: str) -> Sequence[Bond]:
        """Return the bonds of an account with persons whose answers may be kept."""
        ...

    def bond(self, account: str, ident: str) -> Bond | None:
        """Return a bond of this account."""
        ...

    def between(self, who: Who, account: str) -> Bond | None:
        """Return the bond of a person with an account."""
        ...

    def invite(self, account: str, invitation: Invitation, word: str) -> None:
        """Keep the hash of a word that opens once, beside any before."""
        ...

    def invitations(self, account: str, now: int) -> Sequence[Invitation]:
        """Return the invitations of an account that are open, oldest first."""
        ...

    def invited(self, word: str, now: int) -> str:
        """Return whose invitation this word still opens, "" for nobody's."""
        ...

    def used(self, word: str) -> None:
        """End a word that was opened."""
        ...

    def revoke(self, account: str, ident: str) -> None:
        """Take an invitation of this account back."""
        ...

    def forget(self, who: Who) -> None:
        """Delete every row about a person."""
        ...

    def tidy(self, now: int) -> None:
        """Drop invitations that ended."""
        ...
