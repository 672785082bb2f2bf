"""A time as it is said again, in catalog words, and what a later one adds to it."""

from __future__ import annotations

from dataclasses import replace
from typing import Final

from flows.model import Arg, Moment, Phrase, Span

YEAR: Final = 12  # months
HALF: Final = 6


def joined(old: Span, new: Span) -> Span:
    """Return a time told before with what a later one adds: dates to a duration, an end to a start, a rhythm.

    A single year beside a duration may be anything ("a prize in 2015"): only a range or "since" is a time of the whole.
    So may a duration beside dates ("no fine in 15 years", "a child of 3 years").
    """
    if new.start is None and new.end is not None and old.end is None and not old.ongoing:
        return ended(old, new.end, new.said)
    open_ended = old.start is None or (old.end is None and not old.ongoing and new.start == old.start)
    dated = open_ended and new.start is not None and (new.end is not None or new.ongoing)
    rhythm = not old.rhythm and bool(new.rhythm)
    if not (dated or rhythm):
        return old
    dates = new if dated else old
    return Span(
        said=f"{old.said}, {new.said}",
        start=dates.start,
        end=dates.end,
        ongoing=dates.ongoing,
        months=old.months if old.months is not None or old.start else new.months,
        rhythm=old.rhythm or new.rhythm,
    )


def ended(old: Span, end: Moment, said: str) -> Span:
    """Return a time with the end that is told of it: it keeps its start, unless that is later, and its length."""
    start, last = old.start, (end.year, end.month or YEAR)
    later = start is not None and (start.year, start.month or 1) > last
    return replace(old, said=f"{old.said}, {said}", start=None if later else start, end=end, ongoing=False)


def put_right(old: Span, new: Span) -> Span:
    """Return a time as it is put right: an end alone changes the end, a moment alone what it is nearer to."""
    if new.start is None and new.end is not None:
        return ended(old, new.end, new.said)
    alone = new.start is not None and new.end is None and not new.ongoing and new.months is None
    if not alone or new.start is None or old.start is None or old.end is None:
        return replace(new, rhythm=new.rhythm or old.rhythm)
    if _far(old.start, new.start) < _far(old.end, new.start):
        return replace(old, said=new.said, start=new.start)
    return ended(old, new.start, new.said)


def _far(one: Moment, other: Moment) -> int:
    """Return how many months lie between two moments; a year alone is its first month."""
    return abs((one.year - other.year) * YEAR + (one.month or 1) - (other.month or 1))


def phrase(span: Span) -> Phrase | None:
    """Return a time as a document says it, in catalog words; None when only the person's own words hold it.

    How long is not said beside "since": it repeats it, or speaks against it.
    """
    parts: list[Phrase] = []
    if span.start and span.end:
        parts.append(Phrase("time.range", {"start": _opening(span.start, span.end), "end": moment(span.end)}))
    elif span.end:
        parts.append(Phrase("time.until", {"end": moment(span.end)}))
    elif span.start:
        parts.append(Phrase("time.since" if span.ongoing else "time.in", {"start": moment(span.start)}))
    long = span.months if not (span.start and span.ongoing) else None
    if long:
        parts.append(duration(long))
    if span.rhythm and not (span.start and long):
        parts.append(Phrase("time.rhythm", {"rhythm": tuple(Phrase(f"rhythm.{r}") for r in span.rhythm)}))
    if not parts:
        return None
    return parts[0] if len(parts) == 1 else Phrase("time.two", {"a": parts[0], "b": parts[1]})


def _opening(start: Moment, end: Moment) -> Arg:
    """Return the start of a time that has an end: its year is not said twice."""
    if start.month and end.month and start.year == end.year and not (start.about or end.about):
        return Phrase(f"month.{start.month}")
    return moment(start)


def moment(when: Moment) -> Arg:
    """Return a moment as words."""
    year = str(when.year)
    said: Arg = year
    if when.month:
        said = Phrase("time.month", {"month": Phrase(f"month.{when.month}"), "year": year})
    elif when.season:
        said = Phrase("time.season", {"season": Phrase(f"season.{when.season}"), "year": year})
    return Phrase("time.about", {"when": said}) if when.about else said


def duration(months: int) -> Phrase:
    """Return a duration as words: years, years and a half, or months."""
    years, rest = divmod(months, YEAR)
    if years > 1 and rest == HALF:
        return Phrase("time.years_half", {"n": years})
    if years and not rest:
        return Phrase("time.years", {"n": years})
    return Phrase("time.months", {"n": months})
