"""Hours a week, as people tell them: "35h", "20 hours a week"; never an hour of the clock or of one shift."""

from __future__ import annotations

import re
from typing import Final

HOURS: Final = re.compile(r"(?<!\d)(\d{1,2}) ?(?:h|heures?|hours?|ساعه|ساعات|год|годин\w*)(?![\w\d])")
CLOCK: Final = {"a", "vers", "des", "depuis", "jusqu", "at", "from", "till", "until"}  # "at 6h" is a time of the day
YEARS: Final = "год"  # an hour, and a year to who mixes Russian in: it counts only when said of a week
NOT_A_WEEK: Final = re.compile(r"\s*(?:/ ?j|par jour|a day|per day|(?:a|to|-) ?\d)")
A_WEEK: Final = re.compile(r"\s*(?:a|an|per|each|every|par|/|на|في|ب)? ?(?:sem|hebdo|week|wk|тиж|ال?اسبوع)")
SHIFT: Final = 15  # hours


def hours_in(folded: str) -> str:
    """Return the hours a week that were said ("20h"), as a number; not those of the clock or of a day."""
    found = HOURS.search(folded)
    if not found or not 2 <= int(found[1]) <= 60 or "matin" in folded:  # noqa: PLR2004
        return ""
    before, after = folded[: found.start()].split()[-1:], folded[found.end() :]
    clock = bool(before) and before[0] in CLOCK
    years = found[0].endswith(YEARS) and not A_WEEK.match(after)
    shift = int(found[1]) < SHIFT and not A_WEEK.match(after)  # "12 hours" are those of a day or a night
    return "" if clock or shift or years or NOT_A_WEEK.match(after) else found[1]
