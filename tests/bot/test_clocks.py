"""A clock that is wrong: years ahead, a day behind, never set, and summer time. No reminder twice, none lost.

The real house on real files, with its clock moved. What was over stays over, whoever was not told is not forgotten,
and the conversation goes on, whatever the clock says.
"""

from __future__ import annotations

import asyncio
import re
from collections.abc import AsyncIterator, Callable
from datetime import datetime
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from bot.channels.base import Bubble, LaterError
from bot.keeping import DAY, MONTH
from bot.links import LIVES
from bot.store.staff import IDLE
from tests.bot.desk.office import opened
from tests.bot.little import HOUR, START, Clock, Person
from tests.bot.test_keeping import Town, says, told
from tests.bot.test_private import count

Counted = Callable[[str, object], None]

MINUTE = 60_000
PARIS = ZoneInfo("Europe/Paris")
AHEAD = 400 * DAY
SPOKE = ("aziz", "bina", "cleo", "dana", "elif")  # each puts it off three hours after the one before
JUMPS = {
    "400 days ahead": (AHEAD,),
    "400 days ahead and back": (AHEAD, -AHEAD),
    "a day behind": (-DAY,),
    "a day behind and forward": (-DAY, DAY),
    "a day behind, twice": (-DAY, -DAY),
    "an hour behind": (-HOUR,),
    "an hour ahead": (HOUR,),
    "never set, and set": (-START, START),
}  # fmt: skip


@pytest.fixture
async def town(tmp_path: Path, clock: Clock) -> AsyncIterator[Town]:
    made = Town(tmp_path, clock)
    yield made
    await made.house.stop()


async def put_off(town: Town) -> dict[str, Person]:
    """People who said "later" and want to be reminded of it, at several hours."""
    people = {}
    for name in SPOKE:
        person = people[name] = await town.somebody(address=name)
        await person.says("plus tard")
        await person.says("oui")
        await passes(town, 3)
    return people


async def passes(town: Town, hours: int, step: int = HOUR) -> None:
    """Let time go by, with somebody looking."""
    for _ in range(hours):
        town.clock.move(step)
        await town.house.settle()


def reminders(town: Town, name: str) -> int:
    return told(town.outside.texts(name), says("ask.remind"))


async def in_order(town: Town, name: str) -> bool:
    """Whether somebody was sent what stands in their conversation, each once, in the order of it."""
    shown = await town.house.transcript("telegram", name)
    return [one.bubble.id for one in shown if one.bubble] == [one.id for to, one, _ in town.outside.seen if to == name]


@pytest.mark.parametrize("name", JUMPS)
async def test_each_is_reminded_once_whatever_the_clock_says(town: Town, name: str, record_property: Counted) -> None:
    people = await put_off(town)
    fresh = await town.somebody(address="fay")
    for number, jump in enumerate(JUMPS[name]):
        town.clock.move(jump)
        await town.house.settle()
        before = len(town.outside.texts("fay"))
        await fresh.says(f"je fais le ménage chez une dame {number}")
        assert len(town.outside.texts("fay")) > before  # answered at once
    await passes(town, 28, 3 * HOUR)
    assert [reminders(town, one) for one in people] == [1] * len(people)
    for one in (*people, "fay"):
        assert await in_order(town, one)
        assert (await town.house.peek("telegram", one)) is not None
    record_property("jumps", len(JUMPS[name]))
    record_property("reminders", len(people))


@pytest.mark.parametrize("spent", [1, 23, 47])
async def test_what_is_put_off_while_the_clock_is_ahead_is_not_lost(
    town: Town, spent: int, record_property: Counted
) -> None:
    town.clock.move(AHEAD)
    await put_off(town)
    await passes(town, spent)
    town.clock.move(-AHEAD)
    await town.house.settle()
    await passes(town, 28, 3 * HOUR)
    assert [reminders(town, one) for one in SPOKE] == [1] * len(SPOKE)
    record_property("jumps", 2)
    record_property("reminders", len(SPOKE))


@pytest.mark.parametrize(
    ("before", "steps"),
    [("2027-03-28 01:59", 24), ("2026-10-25 01:59", 24), ("2027-03-27 20:30", 1), ("2026-10-24 20:30", 1)],
)
async def test_summer_time_comes_and_goes(town: Town, before: str, steps: int, record_property: Counted) -> None:
    change = int(datetime.fromisoformat(before).replace(tzinfo=PARIS).timestamp()) * 1000
    town.clock.at = change - 23 * HOUR  # reminders come from three hours before to nine after it
    people = await put_off(town)
    assert town.clock.at == change - 8 * HOUR
    await passes(town, 8)
    await passes(town, steps, 10 * MINUTE)
    await passes(town, 24)
    assert [reminders(town, one) for one in people] == [1] * len(people)
    hours = {datetime.fromtimestamp(due / 1000, PARIS).hour for due in dues(town)}
    assert hours <= set(range(9, 20))  # what comes by itself keeps to the hours of the place
    record_property("jumps", 1)
    record_property("reminders", len(people))


def dues(town: Town) -> list[int]:
    """When what may wait for the daytime is due."""
    return [town.house._parts.decent(town.clock.at + hours * HOUR) for hours in range(48)]


# ---------------------------------------------------------------- how long answers are kept


async def test_years_ahead_nobody_is_forgotten_who_was_not_told_for_a_month(
    town: Town, tmp_path: Path, record_property: Counted
) -> None:
    people = await put_off(town)
    town.clock.move(AHEAD)
    await town.moves(DAY)
    assert [told(town.outside.texts(one), says("keeping.month")) for one in people] == [1] * len(people)
    await town.moves(MONTH - 3 * DAY)
    assert count(tmp_path, "person") == len(people)
    await town.moves(4 * DAY)
    assert count(tmp_path, "person") == 0
    assert [reminders(town, one) for one in people] == [1] * len(people)
    record_property("jumps", 1)
    record_property("reminders", len(people))


async def test_set_back_the_end_is_told_of_again_when_it_is_near_and_comes_when_it_should(
    town: Town, tmp_path: Path, record_property: Counted
) -> None:
    await town.somebody()
    town.clock.move(AHEAD)
    await town.moves(DAY)
    late = await town.somebody(address="bo")
    town.clock.move(-AHEAD)
    await town.house.settle()
    await town.moves(3 * MONTH)
    assert count(tmp_path, "person") == 2
    await town.moves(2 * MONTH + DAY)
    assert told(await late.lines(), says("keeping.month")) == 1
    assert told(town.outside.texts("ana"), says("keeping.month")) == 2  # the first was the clock's
    await town.moves(MONTH + DAY)
    assert count(tmp_path, "person") == 0
    record_property("jumps", 2)


@pytest.mark.parametrize("jumps", [(AHEAD, -AHEAD), (-DAY,), (-START, START)])
async def test_who_erases_is_gone_within_a_minute_by_any_clock(
    town: Town, tmp_path: Path, jumps: tuple[int, ...], record_property: Counted
) -> None:
    await town.somebody(address="kept")
    person = await town.somebody()
    *others, last = jumps
    town.clock.move(sum(others))
    await person.says("effacer")
    await person.says("oui")
    town.clock.move(last)
    await town.house.settle()
    await passes(town, 1, MINUTE)
    assert await town.house.peek("telegram", "ana") is None
    assert count(tmp_path, "person") == 1
    record_property("jumps", len(jumps))


# ---------------------------------------------------------------- what waits to be sent or made


@pytest.mark.parametrize("restarted", [False, True])
async def test_what_a_platform_put_off_does_not_wait_for_the_clock_to_come_round(
    tmp_path: Path, clock: Clock, record_property: Counted, *, restarted: bool
) -> None:
    town = Town(tmp_path, clock)
    ana = await town.somebody()

    def later(_: Bubble) -> None:
        raise LaterError(30, everybody=True)

    town.outside.fail = later
    await ana.says("je fais le ménage chez une dame")
    sent = len(town.outside.texts())
    town.clock.move(-DAY)
    if restarted:
        await town.house.stop()
        seen, town = town.outside.seen, Town(tmp_path, clock, prefix="j")
        town.outside.seen, ana = seen, Person(town.house, "telegram")
    town.outside.fail = lambda _: None
    await town.house.settle()
    await passes(town, 1, MINUTE)
    assert len(town.outside.texts()) > sent
    await ana.says("oui", ext_id="after")
    assert await in_order(town, "ana")
    await town.house.stop()
    record_property("jumps", 1)


# ---------------------------------------------------------------- what opens something


def word(lines: list[str]) -> str:
    found = re.findall(r"https://outside\.example/(atout-\w{20})", "\n".join(lines))
    assert found, lines
    return str(found[-1])


@pytest.mark.parametrize(
    ("jumps", "opens"),
    [
        ((MINUTE,), True),
        ((-DAY, 10 * MINUTE), True),
        ((-DAY, LIVES + MINUTE), False),
        ((LIVES + MINUTE, -LIVES), False),
        ((AHEAD, -AHEAD), False),
        ((-DAY, DAY), False),
        ((-START, LIVES + MINUTE), False),
    ],
)
async def test_a_link_lives_for_an_hour_by_any_clock(
    town: Town, jumps: tuple[int, ...], record_property: Counted, *, opens: bool
) -> None:
    ana = await town.somebody(channel="web")
    await ana.says("je fais le ménage chez une dame")
    await ana.says("mon code")
    link = word(await ana.lines())
    for jump in jumps:
        town.clock.move(jump)
        await town.house.settle()
    other = Person(town.house, "telegram", "other")
    await other.says(link)
    assert (count(town.house._store._log.parent.parent, "person") == 1) is opens  # type: ignore[attr-defined]
    town.clock.move(-DAY)
    await town.house.settle()
    third = Person(town.house, "telegram", "third")
    await third.says(link)  # used, or over: a clock that goes back makes it no better
    assert len(await town.house.transcript("telegram", "third")) > 0
    known = await town.house.peek("telegram", "third")
    assert known is not None
    assert not known[1]
    record_property("jumps", len(jumps) + 1)


@pytest.mark.parametrize("jumps", [(-DAY, 2 * HOUR), (AHEAD, -AHEAD), (-START, 2 * HOUR), (-DAY, DAY)])
async def test_a_code_is_asked_for_after_a_pause_of_which_no_clock_can_tell_how_long(
    town: Town, jumps: tuple[int, ...], record_property: Counted
) -> None:
    ana = await town.somebody(channel="web")
    for said in ("mettre un code", "4827", "4827", "je fais le ménage chez une dame"):
        await ana.says(said)
    assert "je fais le ménage chez une dame" in await ana.lines()
    for jump in jumps:
        town.clock.move(jump)
        await town.house.settle()
    hidden = await ana.lines()
    if jumps not in {(-DAY, DAY), (AHEAD, -AHEAD)}:  # there nobody was away for long, in the end
        assert hidden == []
        await ana.says("bonjour")
        assert "je fais le ménage chez une dame" not in await ana.lines()
        await ana.says("4827")
    assert "je fais le ménage chez une dame" in await ana.lines()
    await ana.says("bonjour")
    assert "je fais le ménage chez une dame" in await ana.lines()  # asked for once, not with each word
    record_property("jumps", len(jumps))


@pytest.mark.parametrize(
    ("jumps", "signed_in"),
    [
        ((MINUTE,), True),
        ((AHEAD,), False),
        ((AHEAD, -AHEAD), False),
        ((-DAY,), False),
        ((-DAY, DAY), True),
        ((-START,), False),
        ((IDLE + MINUTE, -2 * MINUTE), False),
    ],
)
def test_a_login_is_over_by_any_clock(
    tmp_path: Path, jumps: tuple[int, ...], record_property: Counted, *, signed_in: bool
) -> None:
    with opened(tmp_path) as office:
        anna = office.joined()
        for jump in jumps:
            office.clock.ahead += jump
            asyncio.run_coroutine_threadsafe(office.house.settle(), office.loop).result(30)
        assert (anna.http.get("/desk/account").status_code == 200) is signed_in
    record_property("jumps", len(jumps))


def test_a_login_begun_while_the_clock_was_ahead_is_over_once_it_is_set_back(
    tmp_path: Path, record_property: Counted
) -> None:
    with opened(tmp_path) as office:
        office.clock.ahead = AHEAD
        anna = office.joined()
        assert anna.http.get("/desk/account").status_code == 200
        office.clock.ahead = 0
        assert anna.http.get("/desk/account").status_code == 303
        bilal = office.joined(name="Bilal")
        for _ in range(20):
            assert bilal.http.get("/desk/account").status_code == 200  # and nobody is kept out
    record_property("jumps", 2)
