"""Workshops in the SQLite file, by workshops.sql; what is in words is under the key of the house."""

from __future__ import annotations

import json
from collections.abc import Sequence
from typing import Any

from bot.store.base import Who
from bot.store.database import Database, Statements
from bot.store.group import MOST, Counted, Reached, Seat, Workshop
from bot.store.keys import KeyRing, Pepper


class SqlWorkshops:
    """One batch of work on the tables of workshops."""

    def __init__(self, db: Database, keys: KeyRing, pepper: Pepper, org: int) -> None:
        self._sql = Statements(db, "workshops.sql")
        self._house = keys.house(org)
        self._pepper = pepper
        self._org = org

    def put(self, workshop: Workshop) -> None:
        """Write down a new one."""
        about = json.dumps([workshop.title, workshop.word]).encode()
        row = {"id": workshop.id, "account": workshop.account, "at": workshop.at, "until": workshop.until}
        row |= {"hash": self._word(workshop.word), "body": self._house.seal(about, "workshop", "body", workshop.id)}
        self._run("put", row)

    def of(self, account: str, now: int) -> Sequence[Workshop]:
        """Return those of an account that go on, the newest first."""
        found = []
        for ident, owner, at, until, body in self._run("of", {"account": account, "now": now}):
            title, word = json.loads(self._house.open(body, "workshop", "body", ident))
            found.append(Workshop(ident, owner, at, until, title, word))
        return found

    def end(self, account: str, ident: str) -> None:
        """End one of an account; its seats go with it."""
        self._run("end", {"account": account, "id": ident})
        self._run("tidy_seats", {})

    def join(self, word: str, who: Who, now: int) -> Seat:
        """Count somebody in the workshop of this word, and in no other."""
        rows = self._run("by_word", {"hash": self._word(word), "now": now})
        if not rows:
            return Seat.OVER
        row = {"id": rows[0][0], "hash": self._seat(who)}
        if self._run("seated", row)[0][0] >= MOST:
            return Seat.FULL
        self._run("sit", row)
        return Seat.TAKEN

    def reach(self, who: Who, reached: Reached) -> None:
        """Note how far somebody came, where they are counted."""
        self._run("reach", {"hash": self._seat(who), "reached": int(reached)})

    def leave(self, who: Who) -> None:
        """Count somebody no more."""
        self._run("stand", {"hash": self._seat(who)})

    def counts(self, ident: str) -> Counted:
        """Return the counts of a workshop."""
        return Counted(*self._run("counts", {"id": ident})[0])

    def tidy(self, now: int) -> None:
        """Drop workshops that ended, and their seats."""
        self._run("tidy", {"now": now})
        self._run("tidy_seats", {})

    def _word(self, word: str) -> bytes:
        return self._pepper.hash("workshop", self._org, word)

    def _seat(self, who: Who) -> bytes:
        return self._pepper.hash("seat", who.org, who.person)

    def _run(self, name: str, args: dict[str, Any]) -> list[tuple[Any, ...]]:
        return self._sql.run(name, {"org": self._org, **args}).fetchall()
