"""Small things the pages of the desk say: how long ago, and what a person is called before they told their name."""

from __future__ import annotations

from typing import Final

from bot.desk.web import Here
from bot.store.desk import Case
from flows.model import Phrase

MINUTE: Final = 60 * 1000
HOUR: Final = 60 * MINUTE
DAY: Final = 24 * HOUR
CALLED: Final = 4  # letters of a case's id by which colleagues can speak of it


def ago(ms: int) -> Phrase:
    """Return how long something takes or was ago, in one unit."""
    for unit, key in ((DAY, "desk.days"), (HOUR, "desk.hours")):
        if ms >= 2 * unit or (unit == HOUR and ms >= unit):
            return Phrase(key, {"n": ms // unit})
    return Phrase("desk.minutes", {"n": max(ms, 0) // MINUTE}) if ms >= MINUTE else Phrase("desk.now")


def title(here: Here, case: Case, name: str) -> str:
    """Return what a person is called: by the name they told, else by four letters."""
    return name or here.say("desk.person", code=case.id[-CALLED:].upper())
