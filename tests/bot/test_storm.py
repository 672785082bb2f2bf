"""Messages delivered several times, in any order, to a process that is killed: each is answered, and once."""

from __future__ import annotations

from tests.bot.storm import storm


async def test_without_a_kill_each_message_is_answered_once() -> None:
    found = await storm(messages=100, times=4, kills=0)
    assert (found.seen, found.lost, found.doubled, found.refused, found.failed) == (100, 0, 0, 0, 0)
    assert found.deliveries == 400


async def test_a_killed_process_loses_nothing_and_doubles_one_bubble_a_person_at_most() -> None:
    found = await storm(messages=100, times=4, kills=2)
    assert (found.kills, found.lost, found.failed) == (2, 0, 0)
    assert found.doubled_most <= found.kills
    assert found.seen == 100 + found.doubled
