"""The hours in which somebody is written to who is not just writing, by the clocks of a place."""

from __future__ import annotations

from datetime import datetime
from zoneinfo import ZoneInfo

import pytest

from bot.daytime import SPREAD, daytime, spread

PARIS = ZoneInfo("Europe/Paris")


@pytest.mark.parametrize(
    ("wanted", "comes"),
    [
        ("2026-11-28 09:00", "2026-11-28 09:00"),
        ("2026-11-28 19:59", "2026-11-28 19:59"),
        ("2026-11-28 20:00", "2026-11-29 09:00"),
        ("2026-11-28 23:30", "2026-11-29 09:00"),
        ("2026-11-28 03:00", "2026-11-28 09:00"),
        ("2026-12-31 22:00", "2027-01-01 09:00"),
        ("2026-03-28 21:00", "2026-03-29 09:00"),  # the hour changes that night
        ("2026-10-25 02:30", "2026-10-25 09:00"),
    ],
)
def test_evening_and_night_wait_for_the_morning(wanted: str, comes: str) -> None:
    at, then = (int(datetime.fromisoformat(one).replace(tzinfo=PARIS).timestamp()) * 1000 for one in (wanted, comes))
    assert daytime(at, PARIS) == then


NINE = 1_790_000_000_000


def test_what_waits_for_the_morning_is_spread_over_two_hours_and_the_same_each_time() -> None:
    times = [spread(NINE, f"c{number}", None) for number in range(1000)]
    assert times == [spread(NINE, f"c{number}", None) for number in range(1000)]
    assert all(NINE <= at < NINE + SPREAD for at in times)
    for tenth in range(10):
        begin = NINE + SPREAD * tenth // 10
        assert 60 <= sum(begin <= at < begin + SPREAD // 10 for at in times) <= 140


@pytest.mark.parametrize(("left", "most"), [(10 * 60 * 1000, 10 * 60 * 1000), (0, 0), (-5000, 0)])
def test_it_is_not_spread_beyond_the_time_in_which_somebody_can_be_written_to(left: int, most: int) -> None:
    assert all(NINE <= spread(NINE, f"c{number}", NINE + left) <= NINE + most for number in range(200))
