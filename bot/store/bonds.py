"""Who follows whom, in the SQLite file, by bonds.sql. A word is looked up by a hash keyed with the master key."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from bot.store.base import Who
from bot.store.database import Database, Row, Statements
from bot.store.following import Bond, Invitation
from bot.store.keys import Pepper


class SqlBonds:
    """One batch of work on the tables of bonds."""

    def __init__(self, db: Database, pepper: Pepper, org: int) -> None:
        self._sql = Statements(db, "bonds.sql")
        self._pepper = pepper
        self._org = org

    def begin(self, bond: Bond) -> None:
        """Keep a yes; one that was given before stays as it is."""
        self._run("begin", {"person": bond.who.person, "id": bond.id, "account": bond.account, "at": bond.at})

    def end(self, who: Who, account: str) -> None:
        """End what a person agreed to with an account."""
        self._run("end", {"person": who.person, "account": account})

    def people(self, account: str) -> Sequence[Bond]:
        """Return the bonds of an account with persons whose answers may be kept."""
        return [self._bond(row) for row in self._run("people", {"account": account})]

    def bond(self, account: str, ident: str) -> Bond | None:
        """Return a bond of this account."""
        return self._first("bond", {"account": account, "id": ident})

    def between(self, who: Who, account: str) -> Bond | None:
        """Return the bond of a person with an account."""
        return self._first("between", {"account": account, "person": who.person})

    def _first(self, name: str, args: Mapping[str, Any]) -> Bond | None:
        return next((self._bond(row) for row in self._run(name, args)), None)

    def _bond(self, row: Row) -> Bond:
        ident, person, account, at = row
        return Bond(ident, Who(self._org, person), account, at)

    # ------------------------------------------------------------ invitations

    def invite(self, account: str, invitation: Invitation, word: str) -> None:
        """Keep the hash of a word that opens once, beside any before."""
        row = {"id": invitation.id, "at": invitation.at, "until": invitation.until}
        self._run("invite", {"account": account, "hash": self._hash(word), **row})

    def invitations(self, account: str, now: int) -> Sequence[Invitation]:
        """Return the invitations of an account that are open, oldest first."""
        return [Invitation(*row) for row in self._run("invitations", {"account": account, "now": now})]

    def invited(self, word: str, now: int) -> str:
        """Return whose invitation this word still opens, "" for nobody's."""
        rows = self._run("invited", {"hash": self._hash(word), "now": now})
        return str(rows[0][0]) if rows else ""

    def used(self, word: str) -> None:
        """End a word that was opened."""
        self._run("used", {"hash": self._hash(word)})

    def revoke(self, account: str, ident: str) -> None:
        """Take an invitation of this account back."""
        self._run("revoke", {"account": account, "id": ident})

    # ------------------------------------------------------------ plumbing

    def forget(self, who: Who) -> None:
        """Delete every row about a person."""
        self._run("forget_bond", {"person": who.person})

    def tidy(self, now: int) -> None:
        """Drop invitations that ended."""
        self._run("tidy_words", {"now": now})

    def _run(self, name: str, args: Mapping[str, Any]) -> list[Row]:
        return self._sql.run(name, {"org": self._org, **args}).fetchall()

    def _hash(self, word: str) -> bytes:
        return self._pepper.hash("invitation", self._org, word)
