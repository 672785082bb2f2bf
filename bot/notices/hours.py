"""When the team is there, as the operator writes it: "mon-fri 09:00-12:30 13:30-17:00, sat 09:00-12:00".

Times are those of the office's clocks, so a day of the change of the hour is as long as it is there. Moments are
milliseconds since 1970, UTC. Pure.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from functools import cached_property
from typing import Final
from zoneinfo import ZoneInfo

DAYS: Final = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
EXAMPLE: Final = "mon-fri 09:00-12:30 13:30-17:00, sat 09:00-12:00"
MINUTE: Final = 60 * 1000  # ms
DAY: Final = 24 * 60  # minutes
FAR: Final = 400  # days looked at, forwards or back: a week is enough but for very long times
SPAN: Final = re.compile(r"(\d{1,2}):(\d{2})\s*-\s*(\d{1,2}):(\d{2})", re.ASCII)
BETWEEN: Final = re.compile(r"[,;]")

Spans = tuple[tuple[int, int], ...]  # minutes of a day, from and to, in order and apart


class HoursError(ValueError):
    """What was written cannot be read; the message says what, and what is expected."""


@dataclass(frozen=True)
class Hours:
    """The opening hours of a team in its time zone. Without a week nobody said any, and it counts as always there."""

    zone: ZoneInfo
    week: tuple[Spans, ...] = ()

    @cached_property
    def known(self) -> bool:
        """Whether hours were said."""
        return any(self.week)

    def open(self, at: int) -> bool:
        """Whether the team is there at a moment."""
        if not self.known:
            return True
        today = self.here(at).date()
        return any(begin <= at < end for back in (0, 1) for begin, end in self._of(today - timedelta(days=back)))

    def opens_next(self, at: int) -> tuple[str, str]:
        """Return the day and the time the team is back, "" for unknown.

        The day is "today", "tomorrow" or a weekday from "1", Monday. While the team should be there nobody knows when
        somebody is back, so nothing is said.
        """
        if not self.known or self.open(at):
            return "", ""
        first = next((begin for begin, _ in self._spans(self.here(at).date()) if begin > at), None)
        if first is None:
            return "", ""
        then, today = self.here(first), self.here(at).date()
        near = {0: "today", 1: "tomorrow"}.get((then.date() - today).days)
        return near or str(then.isoweekday()), f"{then:%H:%M}"

    def closes(self, at: int) -> str:
        """Return the time until which the team is there; "" when it is not, for unknown, and where no day ends it."""
        if not self.known or not self.open(at):
            return ""
        end = at
        for begin, leaves in self._spans(self.here(at).date() - timedelta(days=1)):
            if begin > end or end - at >= DAY * MINUTE:
                break
            end = max(end, leaves)
        return f"{self.here(end):%H:%M}" if end - at < DAY * MINUTE else ""

    def turns(self, at: int) -> int | None:
        """Return when the team next comes or leaves; None when nobody said hours."""
        if not self.known:
            return None
        yesterday = self.here(at).date() - timedelta(days=1)
        return next((edge for span in self._spans(yesterday) for edge in span if edge > at), None)

    def open_minutes(self, since: int, until: int) -> int:
        """Return how many whole minutes the team was there between two moments."""
        if until <= since:
            return 0
        if not self.known:
            return (until - since) // MINUTE
        there = 0
        for begin, end in self._spans(self.here(since).date() - timedelta(days=1), (until - since) // (DAY * MINUTE)):
            if begin >= until:
                break
            there += max(0, min(end, until) - max(begin, since))
        return there // MINUTE

    def before(self, at: int, minutes: int) -> int:
        """Return the last moment since which the team was there for so many minutes until now."""
        if not self.known or not minutes:
            return at - minutes * MINUTE
        left, day = minutes * MINUTE, self.here(at).date() + timedelta(days=1)
        for _ in range(FAR):
            for begin, end in reversed(self._of(day)):
                there = max(0, min(end, at) - begin)
                if there >= left:
                    return min(end, at) - left
                left -= there
            day -= timedelta(days=1)
        return self.moment(day, 0)

    # ------------------------------------------------------------ clocks

    def here(self, at: int) -> datetime:
        """Return a moment as the office's clocks show it."""
        return datetime.fromtimestamp(at / 1000, self.zone)

    def moment(self, day: date, minute: int) -> int:
        """Return when the office's clocks show this minute of a day."""
        passed, minute = divmod(minute, DAY)
        day += timedelta(days=passed)
        return (
            int(datetime(day.year, day.month, day.day, minute // 60, minute % 60, tzinfo=self.zone).timestamp()) * 1000
        )

    def _spans(self, day: date, days: int = 0) -> Iterator[tuple[int, int]]:
        """Yield when the team is there, from a day on, for so many days and some more."""
        for number in range(days + FAR):
            yield from self._of(day + timedelta(days=number))

    def _of(self, day: date) -> list[tuple[int, int]]:
        """Return when the team is there on a day."""
        return [(self.moment(day, begin), self.moment(day, end)) for begin, end in self.week[day.weekday()]]


def parse(text: str, zone: ZoneInfo) -> Hours:
    """Return the hours that were written, none for "". Raises `HoursError`."""
    week: list[list[tuple[int, int]]] = [[] for _ in DAYS]
    groups = [group.strip().lower() for group in BETWEEN.split(text)]
    for group in filter(None, groups):
        spans = [_span(match) for match in SPAN.finditer(group)]
        days = [day for word in SPAN.sub(" ", group).split() for day in _days(word)]
        if not days or not spans:
            raise HoursError(f'"{group}" needs days and times, such as: {EXAMPLE}')
        for day in days:
            week[day] += spans
    return Hours(zone, tuple(_joined(spans) for spans in week) if any(week) else ())


def _days(word: str) -> range | list[int]:
    """Return the days a word names: "mon", "mon-fri", "sat-mon"."""
    first, _, last = word.partition("-")
    named = [next((number for number, day in enumerate(DAYS) if name == day), None) for name in (first, last or first)]
    begin, end = named
    if begin is None or end is None:
        raise HoursError(f'"{word}" is neither a day ({", ".join(DAYS)}) nor a time such as 09:00-17:00: {EXAMPLE}')
    return [(begin + number) % len(DAYS) for number in range((end - begin) % len(DAYS) + 1)]


def _span(match: re.Match[str]) -> tuple[int, int]:
    begin, end = minute(match[1], match[2]), minute(match[3], match[4])
    if begin >= end:
        raise HoursError(f'"{match[0]}" ends before it begins: write the two parts of a night on two days')
    return begin, end


def minute(hour: str, past: str) -> int:
    """Return the minute of a day. Raises `HoursError`."""
    found = int(hour) * 60 + int(past)
    if int(past) >= 60 or found > DAY:  # noqa: PLR2004 - minutes of an hour
        raise HoursError(f'"{hour}:{past}" is no time of a day: 00:00 to 24:00')
    return found


def _joined(spans: list[tuple[int, int]]) -> Spans:
    """Return spans in order, those that touch as one."""
    found: list[tuple[int, int]] = []
    for begin, end in sorted(spans):
        if found and begin <= found[-1][1]:
            found[-1] = (found[-1][0], max(found[-1][1], end))
        else:
            found.append((begin, end))
    return tuple(found)
