"""Messages delivered several times, in any order, to a process that is killed: each is answered, and once."""

from __future__ import annotations

import os
from collections.abc import Callable
from typing import TypeAlias

import pytest

from tests.bot.storm.rage import Storm, storm
from tests.bot.storm.sides import Called, Polled, WhatsApp
from tests.doubles.graph import graph
from tests.doubles.telegram import telegram

MOST = int(os.environ.get("STORM", "100"))  # messages of the longest
Count: TypeAlias = Callable[[str, object], None]


async def test_without_a_kill_each_message_is_answered_once(record_property: Count) -> None:
    async with graph() as api:
        found = await storm(WhatsApp(api), messages=MOST, times=4, kills=0)
    assert (found.effects, found.seen, found.lost, found.doubled) == (MOST, MOST, 0, 0)
    assert (found.deliveries, found.refused, found.failed) == (4 * MOST, 0, 0)
    told(record_property, found)


async def test_kills_and_faults_lose_nothing_and_double_only_what_nobody_could_know_of(record_property: Count) -> None:
    async with graph() as api:
        found = await storm(WhatsApp(api), messages=50, times=3, kills=1, ills=WhatsApp.ills)
        assert api.wrong == []
    well(found)
    told(record_property, found)


@pytest.mark.parametrize("side", [Called, Polled])
async def test_nor_do_they_on_telegram(side: type[Called], record_property: Count) -> None:
    async with telegram() as api:
        found = await storm(side(api), messages=50, times=3, kills=1, ills=side.ills)
        assert api.wrong == []
    well(found)
    told(record_property, found)


def told(record_property: Count, found: Storm) -> None:
    record_property("deliveries", found.deliveries)
    record_property("messages", found.effects)


def well(found: Storm) -> None:
    assert found.kept
    assert (found.kills, found.effects, found.lost, found.unexcused) == (1, 50, 0, 0)
    assert found.seen == 40 + found.doubled  # one of the five had blocked us
    assert found.knocks_most <= 10 + found.kills
