"""The hours in which somebody is written to who is not just writing: nine to eight, by the clocks of a place.

What waits for the morning is spread over it: said to everybody at nine, it would stand in the way of who writes then.
"""

from __future__ import annotations

import hashlib
from datetime import datetime, timedelta, tzinfo
from typing import Final

BEGINS: Final = 9  # o'clock
ENDS: Final = 20
SECOND: Final = 1000  # ms
SPREAD: Final = 2 * 60 * 60 * SECOND  # ms after nine


def daytime(at: int, zone: tzinfo) -> int:
    """Return a moment in milliseconds since 1970, or the next morning there when it is early, late or night."""
    here = datetime.fromtimestamp(at / SECOND, zone)
    if BEGINS <= here.hour < ENDS:
        return at
    day = here.date() + timedelta(days=here.hour >= ENDS)
    morning = datetime(day.year, day.month, day.day, BEGINS, tzinfo=zone)
    return int(morning.timestamp()) * SECOND


def spread(then: int, key: str, latest: int | None) -> int:
    """Return a moment of the morning that begins `then`: always the same for a key, and not after `latest`."""
    room = SPREAD if latest is None else max(0, min(SPREAD, latest - then))
    return then + room * int.from_bytes(hashlib.sha256(key.encode()).digest()[:4]) // (1 << 32)
