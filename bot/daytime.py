"""The hours in which somebody is written to who is not just writing: nine to eight, by the clocks of a place."""

from __future__ import annotations

from datetime import datetime, timedelta, tzinfo
from typing import Final

BEGINS: Final = 9  # o'clock
ENDS: Final = 20
SECOND: Final = 1000  # ms


def daytime(at: int, zone: tzinfo) -> int:
    """Return a moment in milliseconds since 1970, or the next morning there when it is early, late or night."""
    here = datetime.fromtimestamp(at / SECOND, zone)
    if BEGINS <= here.hour < ENDS:
        return at
    day = here.date() + timedelta(days=here.hour >= ENDS)
    morning = datetime(day.year, day.month, day.day, BEGINS, tzinfo=zone)
    return int(morning.timestamp()) * SECOND
