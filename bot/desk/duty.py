"""What is true of the desk at a moment: whether somebody is here, how long people waited, when the team is back.

A wait is said when at least five people waited in that half of that day of the week; it is the median of the last
twenty, rounded up. Nothing is guessed from fewer (ENGINE.md 4.1): until when the team is there is said then, as the
operator wrote it.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime, tzinfo
from statistics import median
from typing import Final, TypeAlias

from bot.store.base import Session
from bot.store.staff import IDLE
from flows.model import Desk

Closes: TypeAlias = Callable[[int], str]  # a moment: the time until which the team is there then, "" for unknown
Opens: TypeAlias = Callable[[int], tuple[str, str]]  # a moment: the day and the time the team is back, "" for unknown
Before: TypeAlias = Callable[[int, int], int]  # a moment, minutes: since when the team was there for so many until then

SECOND: Final = 1000  # ms
MINUTE: Final = 60 * 1000  # ms
LAST: Final = 20  # claims a wait is measured from
ENOUGH: Final = 5
FINE: Final = 10  # minutes: a longer wait is said in fives
NOON: Final = 12
LEASE: Final = 30  # minutes a counsellor may be silent


def unknown(_at: int) -> tuple[str, str]:
    """Return that nobody knows when the team is back."""
    return "", ""


def no_hours(_at: int) -> str:
    """Return that nobody said hours."""
    return ""


def any_time(at: int, minutes: int) -> int:
    """Return the moment so many minutes before, whether or not the team was there."""
    return at - minutes * MINUTE


def slot(at: int, zone: tzinfo = UTC) -> int:
    """Return the half-day of the week of a moment: 0 for Monday morning, 13 for Sunday afternoon."""
    here = datetime.fromtimestamp(at / 1000, zone)
    return here.weekday() * 2 + (here.hour >= NOON)


def _idle(at: int) -> int:
    """Return since when who is here gave a sign: in whole seconds, so that it is asked once for many people."""
    return at // SECOND * SECOND - IDLE


def rounded(waits: list[int]) -> int:
    """Return the usual wait in minutes, rounded up; 0 when too few waited to say."""
    if len(waits) < ENOUGH:
        return 0
    minutes = max(1, -(-int(median(waits)) // MINUTE))
    return minutes if minutes <= FINE else -(-minutes // 5) * 5


class Duty:
    """Says what is true now; None where nobody works at a desk."""

    def __init__(
        self,
        opens: Opens = unknown,
        zone: tzinfo = UTC,
        lease: int = LEASE,
        before: Before = any_time,
        closes: Closes = no_hours,
    ) -> None:
        self._opens = opens
        self._closes = closes
        self._zone = zone
        self._lease = lease
        self._before = before

    def __call__(self, tx: Session, at: int) -> Desk | None:
        """Return it for this moment."""
        there, here = tx.cases.duty(_idle(at))
        if not there:
            return None
        until = self._closes(at)
        if here:
            return Desk(there=True, minutes=rounded(list(tx.cases.waits(slot(at, self._zone), LAST))), until=until)
        day, time = self._opens(at)
        return Desk(day=day, time=time, until=until)

    def ahead(self, tx: Session, at: int) -> None:
        """Ask for it, which is looked at a little later."""
        tx.cases.ahead(_idle(at))

    @property
    def minutes(self) -> int:
        """For how many minutes a counsellor may be silent."""
        return self._lease

    def leased(self, at: int) -> int:
        """Return the moment since which a counsellor has to have given a sign to hold the floor now.

        Only the hours in which the team is there count: nobody loses a case over night.
        """
        return self._before(at, self._lease)

    def waited(self, tx: Session, at: int, asked: int) -> None:
        """Note how long somebody waited until now."""
        tx.cases.waited(slot(at, self._zone), at, at - asked)
