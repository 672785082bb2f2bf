"""When the team is there: what may be written, and what is known of it, on the days the clocks change too."""

from __future__ import annotations

from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.notices.hours import DAY, MINUTE, Hours, HoursError, parse

PARIS = ZoneInfo("Europe/Paris")
WEEK = "mon-fri 09:00-12:30 13:30-17:00, sat 9:00-12:00"
MINUTES = st.integers(28_400_000, 30_500_000)  # of the years 2024 to 2027
MOMENTS = MINUTES.map(lambda minute: minute * MINUTE)
SPANS = st.tuples(st.integers(0, DAY), st.integers(0, DAY)).filter(lambda span: span[1] - span[0] >= 60)
WEEKS = st.lists(st.lists(SPANS, max_size=2), min_size=7, max_size=7)


def ms(when: datetime) -> int:
    return int(when.replace(tzinfo=PARIS).timestamp()) * 1000


def at(text: str) -> int:
    return ms(datetime.strptime(text, "%Y-%m-%d %H:%M"))  # noqa: DTZ007 - made aware there


def written(week: list[list[tuple[int, int]]]) -> Hours:
    """The hours of a week, by way of what an operator writes."""
    names = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
    groups = [
        f"{name} " + " ".join(f"{a // 60}:{a % 60:02}-{b // 60}:{b % 60:02}" for a, b in spans)
        for name, spans in zip(names, week, strict=True)
        if spans
    ]
    return parse("; ".join(groups), PARIS)


@pytest.mark.parametrize(
    ("moment", "is_open", "opens"),
    [
        ("2026-11-23 08:59", False, ("today", "09:00")),
        ("2026-11-23 09:00", True, ("", "")),
        ("2026-11-23 12:30", False, ("today", "13:30")),
        ("2026-11-23 17:00", False, ("tomorrow", "09:00")),
        ("2026-11-27 18:00", False, ("tomorrow", "09:00")),
        ("2026-11-28 12:00", False, ("1", "09:00")),
        ("2026-11-29 12:00", False, ("tomorrow", "09:00")),
    ],
)
def test_whether_the_team_is_there_and_when_it_is_back(moment: str, is_open: bool, opens: tuple[str, str]) -> None:  # noqa: FBT001 - a table
    hours = parse(WEEK, PARIS)
    assert (hours.open(at(moment)), hours.opens_next(at(moment))) == (is_open, opens)


@pytest.mark.parametrize(
    ("week", "moment", "until"),
    [
        (WEEK, "2026-11-23 08:59", ""),
        (WEEK, "2026-11-23 09:00", "12:30"),
        (WEEK, "2026-11-23 12:30", ""),
        (WEEK, "2026-11-23 16:59", "17:00"),
        ("mon 20:00-24:00, tue 00:00-06:00", "2026-11-23 21:00", "06:00"),
        ("mon 20:00-24:00, tue 00:00-06:00", "2026-11-24 05:00", "06:00"),
        ("mon-sun 00:00-24:00", "2026-11-24 05:00", ""),
        ("", "2026-11-24 05:00", ""),
    ],
)
def test_until_when_the_team_is_there(week: str, moment: str, until: str) -> None:
    assert parse(week, PARIS).closes(at(moment)) == until


def test_without_hours_the_team_counts_as_there_and_nothing_is_said() -> None:
    hours = parse("", PARIS)
    assert (hours.known, hours.open(at("2026-11-23 03:00")), hours.opens_next(0)) == (False, True, ("", ""))
    assert hours.open_minutes(0, 90 * MINUTE) == 90
    assert hours.turns(0) is None


@pytest.mark.parametrize(
    ("since", "until", "minutes"),
    [
        ("2026-11-23 12:00", "2026-11-23 14:00", 60),
        ("2026-11-23 16:50", "2026-11-24 09:10", 20),
        ("2026-11-28 11:50", "2026-11-30 09:20", 30),
        ("2026-11-28 13:00", "2026-11-29 23:00", 0),
        ("2026-11-24 09:10", "2026-11-23 16:50", 0),
        ("2026-03-28 11:00", "2026-03-30 10:00", 120),  # over the night of the change
    ],
)
def test_a_silence_counts_only_while_the_team_is_there(since: str, until: str, minutes: int) -> None:
    assert parse(WEEK, PARIS).open_minutes(at(since), at(until)) == minutes


def test_a_night_in_which_the_clocks_change_is_as_long_as_it_is() -> None:
    hours = parse("mon-sun 00:00-24:00", PARIS)
    assert hours.open_minutes(at("2026-03-29 00:00"), at("2026-03-30 00:00")) == 23 * 60
    assert hours.open_minutes(at("2026-10-25 00:00"), at("2026-10-26 00:00")) == 25 * 60


@pytest.mark.parametrize(
    ("text", "why"),
    [
        ("monday 09:00-12:00", "monday"),
        ("mon-fri", "needs days and times"),
        ("09:00-12:00", "needs days and times"),
        ("mon 9h-12h", "9h"),
        ("mon 12:00-09:00", "ends before it begins"),
        ("mon 09:00-09:00", "ends before it begins"),
        ("mon 09:60-12:00", "no time of a day"),
        ("mon 09:00-25:00", "no time of a day"),
        ("lun-ven 09:00-12:00", "lun-ven"),
        ("mon ٠٩:٠٠-١٢:٠٠", "neither a day"),
        ("mon-fri-sun 09:00-12:00", "mon-fri-sun"),
    ],
)
def test_what_cannot_be_read_is_named(text: str, why: str) -> None:
    with pytest.raises(HoursError, match=why):
        parse(text, PARIS)


@pytest.mark.parametrize("text", ["sat-mon 10:00-12:00", "sat, sun, mon 10:00-12:00", "SAT SUN MON 10:00 - 12:00"])
def test_several_ways_to_write_days(text: str) -> None:
    if "," in text:
        with pytest.raises(HoursError):
            parse(text, PARIS)
        return
    assert [day for day, spans in enumerate(parse(text, PARIS).week) if spans] == [0, 5, 6]


@given(WEEKS, MOMENTS)
def test_it_opens_when_it_says_so(week: list[list[tuple[int, int]]], moment: int) -> None:
    hours = written(week)
    day, time = hours.opens_next(moment)
    assert bool(day) == (hours.known and not hours.open(moment))
    if day:
        opens = next(turn for turn in iter_turns(hours, moment) if hours.open(turn))
        here = hours.here(opens)
        assert time == f"{here:%H:%M}"
        assert day in {"today", "tomorrow", str(here.isoweekday())}
        assert not any(hours.open(at) for at in range(moment, opens, max(1, (opens - moment) // 50)))


def iter_turns(hours: Hours, moment: int) -> list[int]:
    found: list[int] = []
    for _ in range(20):
        turn = hours.turns(found[-1] if found else moment)
        if turn is None:
            break
        found.append(turn)
    return found


@given(WEEKS, MOMENTS, st.integers(0, 10_000), st.integers(0, 10_000))
def test_open_minutes_add_up_and_have_an_inverse(
    week: list[list[tuple[int, int]]], moment: int, first: int, more: int
) -> None:
    hours = written(week)
    middle, end = moment + first * MINUTE, moment + (first + more) * MINUTE
    assert hours.open_minutes(moment, middle) + hours.open_minutes(middle, end) == hours.open_minutes(moment, end)
    assert hours.open_minutes(moment, end) <= first + more
    minutes = first % 100
    before = hours.before(end, minutes)
    if hours.known:
        assert hours.open_minutes(before, end) == minutes
        assert hours.open_minutes(before + MINUTE, end) == max(0, minutes - 1)
    else:
        assert before == end - minutes * MINUTE


def test_a_moment_is_the_same_on_both_sides() -> None:
    hours = parse(WEEK, PARIS)
    when = at("2026-11-23 09:00")
    assert hours.moment(hours.here(when).date(), 9 * 60) == when
    assert hours.moment(hours.here(when).date() - timedelta(days=1), DAY + 9 * 60) == when
