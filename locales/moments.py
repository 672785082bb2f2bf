"""A moment in the words of a language: the day and the time, on the clocks of a zone."""

from __future__ import annotations

from datetime import UTC, datetime, tzinfo
from functools import lru_cache
from zoneinfo import ZoneInfo

MINUTE = 60 * 1000  # milliseconds
DAY = "d MMM y"  # the month as a word: 8/11 is two days, depending on who reads it
CLOCK = "HH:mm"
PATTERN = f"{DAY} {CLOCK}"


def moment(at: int, lang: str, zone: str = "") -> str:
    """`at`, in milliseconds since 1970, as it is written in `lang`; without a zone, on the clock of this machine."""
    return _written(at // MINUTE, PATTERN, lang, zone)


def day(at: int, lang: str, zone: str = "") -> str:
    """Return the day of a moment."""
    return _written(at // MINUTE, DAY, lang, zone)


def clock(at: int, lang: str, zone: str = "") -> str:
    """Return the time of day of a moment."""
    return _written(at // MINUTE, CLOCK, lang, zone)


@lru_cache(maxsize=4096)  # a talk that is open is drawn again with each line of it
def _written(minute: int, pattern: str, lang: str, zone: str) -> str:
    from babel.dates import format_datetime  # noqa: PLC0415 - a start formats no date

    there: tzinfo | None = ZoneInfo(zone) if zone else None
    here = datetime.fromtimestamp(minute * 60, UTC).astimezone(there)
    return format_datetime(here, pattern, locale=lang)
