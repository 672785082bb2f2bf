"""The hours in which somebody is written to who is not just writing, by the clocks of a place."""

from __future__ import annotations

from datetime import datetime
from zoneinfo import ZoneInfo

import pytest

from bot.daytime import daytime

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
