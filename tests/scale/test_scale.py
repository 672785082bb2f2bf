"""What an operator of many people would notice, in virtual time: no limit passed, nobody waits, nothing mixed up.

Each run is a part of what `python -m tests.scale --day` plays. Every token and every number is a house of its own
here, as it is today, so those that are played stand for the others: they share nothing.
"""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import replace
from itertools import pairwise
from pathlib import Path

import pytest

from bot.channels.base import Beat, Limits
from bot.channels.pace import Pace, paced
from bot.channels.telegram.build import LIMITS as TELEGRAM
from bot.channels.whatsapp.build import LIMITS as WHATSAPP
from tests.scale.buckets import Day, played, telegram, whatsapp
from tests.scale.counters import Pairs, Window, share
from tests.scale.crowd import Line, steady
from tests.scale.crowd import day as a_day
from tests.scale.platforms import Platform, Seen, Telegram, WhatsApp
from tests.scale.runs import (
    EVENING,
    GOAL,
    LINES_A_DAY,
    NUMBERS,
    TOKENS,
    Found,
    both,
    flooded,
    hasty,
    morning,
    talked,
)

PEAK = 8 * LINES_A_DAY / 86_400  # lines a second
MOST = 3.0  # seconds that anybody waits for a whole answer at the peak
USUALLY = 1.0  # seconds that 99 of 100 wait for it


def kept(found: Found) -> None:
    """Hold what no run may break."""
    assert found.most <= found.limit
    assert (found.over, found.disordered, found.unanswered) == (0, 0, 0)
    assert found.lines


def test_at_the_peak_of_the_day_a_telegram_token_keeps_its_limit_and_nobody_waits(tmp_path: Path) -> None:
    found = talked(tmp_path, Telegram, steady(PEAK / TOKENS, 1), EVENING, EVENING + 40)
    kept(found)
    assert found.refused == 0
    assert found.wait(0.99) <= USUALLY
    assert max(found.waits) <= MOST


def test_at_five_thousand_a_second_a_whatsapp_number_keeps_its_limit_both_ways(tmp_path: Path) -> None:
    found = talked(tmp_path, WhatsApp, steady(GOAL / NUMBERS, 1), EVENING, EVENING + 15)
    kept(found)
    assert found.messages == found.lines  # one message a turn
    assert found.refused == 0
    assert found.wait(0.99) <= USUALLY
    assert max(found.waits) <= MOST


@pytest.mark.parametrize("refuses", [0, 1], ids=["telegram", "whatsapp"])
def test_one_that_is_told_to_wait_does_not_hold_up_the_other(tmp_path: Path, refuses: int) -> None:
    sides = both(tmp_path, refuses, 12.0, lambda seed: steady(4.0, seed), 40.0)
    for one in sides:
        kept(one)
    told, other = sides[refuses], sides[1 - refuses]
    assert max(other.waits) <= MOST
    assert other.refused == 0
    assert 0 < told.refused <= 20  # what was on its way; nothing more is sent until it is over
    assert max(told.waits) >= 8


def test_where_one_has_much_waiting_the_other_answers_as_fast_as_ever(tmp_path: Path) -> None:
    flood, other = flooded(tmp_path, 150, steady(8.0, 2), 12.0)
    for one in (flood, other):
        kept(one)
    assert max(flood.waits) >= 8
    assert max(other.waits) <= MOST


def test_tips_of_the_morning_do_not_stand_before_who_writes(tmp_path: Path) -> None:
    seen = morning(tmp_path, Telegram, 250, steady(PEAK / TOKENS, 1), 30.0)
    kept(seen.talk)
    assert 0 < seen.soon <= 250 / 5
    assert seen.talk.wait(0.99) <= USUALLY
    assert max(seen.talk.waits) <= MOST


def test_who_writes_faster_than_meta_allows_waits_alone(tmp_path: Path) -> None:
    found, calm = hasty(tmp_path, 90, 1.0)
    kept(found)
    assert max(found.waits) > 60
    assert calm <= MOST


@pytest.mark.parametrize(("limits", "day", "of"), [(TELEGRAM, telegram, TOKENS), (WHATSAPP, whatsapp, NUMBERS)])
def test_the_pace_alone_keeps_its_limits_for_an_evening(limits: Limits, day: Callable[[], Day], of: int) -> None:
    seen = played(limits, day(), a_day(LINES_A_DAY / of, 1), EVENING - 900, EVENING)
    assert seen.lines == len(seen.waits) > 5_000
    assert seen.all.most <= (30 if limits is TELEGRAM else 80)
    assert (seen.pairs.over, seen.disordered) == (0, 0)
    assert share(seen.waits, 0.99) <= USUALLY
    assert max(seen.waits) <= MOST


# ---------------------------------------------------------------- that it would be seen


def hurried(seed: int) -> Platform:
    """A token that is paced as if thirty might leave at once, and thirty a second."""
    platform = Telegram(seed)
    platform.channel._pace = paced(replace(TELEGRAM, pace=Beat(1 / 30, burst=30)))
    return platform


def test_a_pace_that_is_too_fast_is_seen(tmp_path: Path) -> None:
    found = talked(tmp_path, hurried, steady(60.0, 1), EVENING, EVENING + 3)
    assert found.most > found.limit


def test_what_is_lost_said_twice_or_too_early_is_seen() -> None:
    seen = Seen()
    for number in (1, 2, 3):
        seen.wrote(Line(0, 5, number), 0)
    for text in ("first.1 1", "second.1 1", "second.1 2"):
        seen.shown("5", text, 1)
    assert [math.isinf(wait) for wait in seen.waits] == [False, True, True]
    assert seen.disordered == 0
    seen.shown("5", "first.1 2", 2)
    assert seen.disordered == 1


def test_who_is_sent_too_much_is_seen() -> None:
    pairs = Pairs(6, 3)
    for at in (0, 1, 2, 6):
        pairs.add("a", at)
    assert pairs.over == 0
    pairs.add("a", 7)
    assert pairs.over == 1


def test_windows_are_laid_over_any_second() -> None:
    window = Window(1.0)
    for at in (0.0, 0.9, 1.0, 1.5, 1.8):
        window.add(at)
    assert window.most == 4
    window.add(1.85, judged=False)
    assert (window.most, window.total) == (4, 6)


def test_a_share_is_the_least_that_is_enough() -> None:
    assert [share([3, 1, 2, 4], part) for part in (0.25, 0.5, 0.51, 1.0)] == [1, 2, 3, 4]


# ---------------------------------------------------------------- people


def test_people_write_twenty_lines_and_never_two_at_once() -> None:
    crowd = steady(5.0, 1)
    lines = list(crowd.lines(0, 400))
    assert 1800 < len(lines) < 2200
    for address in {line.address for line in lines}:
        mine = [line for line in lines if line.address == address]
        assert [line.number for line in mine] == list(range(1, len(mine) + 1))
        assert len(mine) <= 20
        assert all(later.at - first.at >= 3 for first, later in pairwise(mine))


# ---------------------------------------------------------------- the pace alone


@pytest.mark.parametrize("heard", [0, 20, 40])
def test_a_number_never_sends_more_than_eighty_both_ways(heard: int) -> None:
    """As many as possible leave, while so many come in each second, at once or one after the other."""
    for apart in (0.0, 1 / max(heard, 1)):
        pace, window = paced(WHATSAPP), Window(1.0)
        for now, ours in events(pace, heard, apart):
            window.add(now, judged=ours)
        assert window.most <= 80
        assert window.total >= 5 * 70


def events(pace: Pace, heard: int, apart: float) -> list[tuple[float, bool]]:
    """Return when each of ten seconds' messages went or came, as one who always has more to say would have it."""
    comes = [second + number * apart for second in range(5) for number in range(heard)]
    now, out = 0.0, list[tuple[float, bool]]()
    while now < 5:
        while comes and comes[0] <= now:
            pace.heard(comes[0])
            out.append((comes.pop(0), False))
        wait = pace.turn(now)
        if not wait:
            out.append((now, True))
        upto = now + (wait or 1e-4)
        now = min(upto, comes[0]) if comes and comes[0] > now else upto
    return out


def test_however_much_comes_in_half_is_left_for_answers() -> None:
    pace, now, sent = paced(WHATSAPP), 0.0, 0
    while now < 10:
        for _ in range(5):
            pace.heard(now)
        sent += not pace.turn(now)
        now += 0.01
    assert sent >= 300
