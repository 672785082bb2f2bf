"""What was done at the desk with one person's dossier, as that person is told it."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Final

from bot.store.base import Session, Who

LAST: Final = 10  # lines that are told; all of them are in what a person takes along
SECOND: Final = 1000  # ms


def looks(tx: Session, who: Who) -> str:
    """Return the last things done, oldest first, a line each: what, whose name, the day and the month."""
    names = {one.id: one.name for one in tx.accounts.all()}
    told = []
    for line in tx.accounts.logged(who):
        day = datetime.fromtimestamp(line.at / SECOND, UTC)
        told.append(f"{line.what}|{names.get(line.account, '').replace('|', ' ')}|{day.day}|{day.month}")
    return "\n".join(list(dict.fromkeys(told))[-LAST:])
