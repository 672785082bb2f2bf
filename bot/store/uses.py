"""How often a model was used, in the SQLite file, by uses.sql; a person is found there by a keyed hash only."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from bot.store.base import Who
from bot.store.database import Database, Statements
from bot.store.keys import Pepper
from bot.store.using import DAY, KEPT, Spent, Summed, Used


class SqlUses:
    """One batch of work on the table of uses."""

    def __init__(self, db: Database, pepper: Pepper, org: int) -> None:
        self._sql = Statements(db, "uses.sql")
        self._pepper = pepper
        self._org = org

    def note(self, who: Who, now: int, purpose: str, spent: Spent) -> None:
        """Count."""
        row = {"asked": spent.asked, "held": spent.held, "failed": spent.failed, "tokens": spent.tokens}
        self._run("note", {"hash": self._hash(who), "day": now // DAY, "purpose": purpose, **row})

    def today(self, who: Who, now: int) -> int:
        """Return how often a model was asked for this person on this day."""
        return int(self._run("on", {"hash": self._hash(who), "day": now // DAY})[0][0])

    def told(self, who: Who) -> Sequence[Used]:
        """Return what this person is told."""
        return [Used(*row) for row in self._run("told", {"hash": self._hash(who)})]

    def spent(self, since: int) -> Spent:
        """Return what all people's uses come to, from the day of a moment on."""
        return spent(self._sql, self._org, since)

    def forget(self, who: Who) -> None:
        """Drop the counts of this person."""
        self._run("forget", {"hash": self._hash(who)})

    def tidy(self, now: int) -> None:
        """Drop what is older than it is kept."""
        self._run("tidy", {"before": now // DAY - KEPT})

    def _hash(self, who: Who) -> bytes:
        return self._pepper.hash("model", who.org, who.person)

    def _run(self, name: str, args: dict[str, Any]) -> list[tuple[Any, ...]]:
        return self._sql.run(name, {"org": self._org, **args}).fetchall()


def spent(sql: Statements, org: int, since: int) -> Spent:
    """Return what all uses come to; needs no key."""
    return Spent(*(sql.one("all", {"org": org, "since": since // DAY}) or ()))


def summed(sql: Statements, org: int, since: int) -> Sequence[Summed]:
    """Return what each day comes to, by purpose, the newest first; needs no key."""
    rows = sql.run("days", {"org": org, "since": since // DAY}).fetchall()
    return [Summed(day, purpose, Spent(*counts)) for day, purpose, *counts in rows]
