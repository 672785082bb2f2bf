"""The numbers people are told in danger: which there are, and whether somebody of the operator's looked at them.

They change, and a wrong one told to who is in danger is worse than none: so none is told before, and once a year
somebody looks again. What it says is for the operator.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, date, datetime
from typing import Final

from bot.app import now
from bot.commands._found import WRONG, Found
from bot.settings import PREFIX, Settings, checked
from locales.numbers import Line, countries

SETTING: Final = f"{PREFIX}NUMBERS_CHECKED"
A_YEAR: Final = 366  # days
SECOND: Final = 1000  # milliseconds


def today() -> date:
    """Return the day it is."""
    return datetime.fromtimestamp(now() / SECOND, UTC).date()


def due(settings: Settings, day: date) -> bool:
    """Whether the numbers are to be looked at: they never were, or it is a year ago."""
    known, looked = countries()[settings.country].known, checked(settings)
    return bool(known) and (looked is None or not 0 <= (day - looked).days <= A_YEAR)


def numbers(settings: Settings, day: date) -> Iterator[Found]:
    """Yield what people in danger are told, and what is missing for more."""
    country, looked = countries()[settings.country], checked(settings)
    told = ", ".join(line.number.number for line in country.known)
    here = f"{settings.country}, {country.emergency}"
    if looked and looked > day:
        yield Found(WRONG, f"{SETTING} is a day that is not yet: {looked}.", "numbers_checked")
    elif not told:
        yield Found("ok", f"Who is in danger is told the number of {here}; no other of that country was checked.")
    elif looked is None:
        said = (
            f"{SETTING} is not set: who is in danger is told {country.emergency} and none of {told}. atout setup asks"
        )
        yield Found("advice", f"{said} you to look at them.")
    elif due(settings, day):
        said = f"Somebody looked at the numbers {told} on {looked}, over a year ago: look again, and set {SETTING}"
        yield Found("advice", f"{said}.")
    else:
        yield Found("ok", f"Who is in danger is told {country.emergency}, and {told}: checked on {looked}.")


def listed(settings: Settings) -> Iterator[str]:
    """Yield a line for each number of the country, those that nobody checked with a question mark."""
    yield from (_listed(line) for line in countries()[settings.country].lines)


def _listed(line: Line) -> str:
    when = f"{line.checked}, {line.source}" if line.checked else "not checked by anybody: it is not told"
    return f"  {line.number.number:<14} {line.what} ({line.number.kind}; {when})"
