"""What a clock that went back leaves behind, put right in the store, by clock.sql.

What waits was put down as a moment, and is meant as a time to wait. A clock that is set back would have bubbles and
documents wait for as long as it went back, keep links alive for as long, and keep who erased everything. So the times
are moved with the clock. What lies further ahead than anything we put down was written while the clock ran ahead: an
end of keeping is then counted from now. A reminder stays at its moment, unless that is close: it is a date to a person.

A clock that was never set (1970) judges no date, so that nobody is forgotten for it once it is set.
"""

from __future__ import annotations

from typing import Final

from bot.keeping import DAY, MONTH, WEEK
from bot.store.database import Database, Statements

HOUR: Final = 60 * 60 * 1000  # ms: what was due within it was meant for now
NEVER_SET: Final = 1_735_689_600_000  # 2025-01-01, before the first release: a clock that says less was not set
MOVED: Final = ("bubbles", "work", "soon", "erasing", "link", "invitation", "bond_word", "notice_word")
JUDGED: Final = ("far", "forgetting", "heard", "warned")


class SqlClock:
    """One batch of work on times that are to come."""

    def __init__(self, db: Database) -> None:
        self._sql = Statements(db, "clock.sql")

    def back(self, now: int, was: int) -> None:
        """Put right what was written down until now; `was` is what the clock said before it went back."""
        spans = {"hour": HOUR, "day": DAY, "week": WEEK, "month": MONTH}
        args = {"now": now, "was": was, "back": max(was - now, 0), **spans}
        for name in (*MOVED, *(JUDGED if now > NEVER_SET else ())):
            self._sql.run(name, args)
