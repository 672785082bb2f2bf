"""A moment in the words of a language: the day and the time, on the clock of this machine."""

from __future__ import annotations

from datetime import UTC, datetime

MILLISECONDS = 1000
PATTERN = "d MMM y, HH:mm"  # the month as a word: 8/11 is two days, depending on who reads it


def moment(at: int, lang: str) -> str:
    """`at`, in milliseconds since 1970, as it is written in `lang`."""
    from babel.dates import format_datetime  # noqa: PLC0415 - a start formats no date

    here = datetime.fromtimestamp(at / MILLISECONDS, UTC).astimezone()
    return format_datetime(here, PATTERN, locale=lang)
