"""What was done at the desk with one person's dossier, as that person is told it: every line, ten at a time.

The same thing done by the same person several times in a row, on one day, is one line with the first and the last
hour: a page that is open is read again after each note. Why a lead read it is told as it was written.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import UTC, datetime, tzinfo
from typing import Final

from bot.store.base import Session, Who
from flows.readers import BETWEEN, WHATS

LAST: Final = 10  # lines that are told at once
SECOND: Final = 1000  # ms


@dataclass(frozen=True, slots=True)
class Did:
    """What somebody did, from one hour of a day to another. `id` is the first of its lines in the log."""

    id: int
    what: str
    account: str
    first: datetime
    last: datetime
    why: str

    def same(self, other: Did) -> bool:
        """Whether another one only goes on with this one."""
        told = [(one.what, one.account, one.why, one.first.date()) for one in (self, other)]
        return told[0] == told[1]


def looks(tx: Session, who: Who, zone: tzinfo = UTC, before: str = "") -> str:
    """Return the last things done before a line of the log, oldest first, a line each as flows/readers.py reads them.

    Above them stands the line before which older ones are to be had, "" where there are none.
    """
    names = {one.id: one.name for one in tx.accounts.all()}
    upto = int(before) if before.isascii() and before.isdecimal() else 0
    done = [one for one in _done(tx, who, zone) if not upto or one.id < upto]
    shown = done[-LAST:]
    older = str(shown[0].id) if len(done) > LAST else ""
    return "\n".join((older, *(_line(one, names.get(one.account, "")) for one in shown)))


def _done(tx: Session, who: Who, zone: tzinfo) -> list[Did]:
    done: list[Did] = []
    for line in tx.accounts.logged(who):
        if line.what not in WHATS:
            continue
        at = datetime.fromtimestamp(line.at / SECOND, zone)
        one = Did(line.id, line.what, line.account, at, at, " ".join(line.detail.split()))
        if done and done[-1].same(one):
            done[-1] = replace(done[-1], last=at)
        else:
            done.append(one)
    return done


def _line(one: Did, name: str) -> str:
    first, last = (f"{at.hour:02}:{at.minute:02}" for at in (one.first, one.last))
    hours = first if first == last else f"{first}-{last}"
    parts = (one.what, name.replace(BETWEEN, " "), str(one.first.day), str(one.first.month), hours, one.why)
    return BETWEEN.join(parts)
