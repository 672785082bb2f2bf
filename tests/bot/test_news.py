"""Who follows a conversation is told what is new in it, once it is kept: lines both ways, how far they came, typing."""

from __future__ import annotations

import asyncio
import gc
import sqlite3
from pathlib import Path

import pytest

from bot.channels.base import Reached, Report, UnsureError, Writing
from bot.house import House
from bot.news import Added, Follower, News, Ticked, Typing
from bot.outbox import DOUBTS_MAX
from bot.transcript import BEHIND
from flows.model import Open, Text
from tests.bot.desk.conftest import town
from tests.bot.desk.town import Town
from tests.bot.little import HOUR, Clock, Outside, Person
from tests.bot.test_outbox import always

__all__ = ["town"]


async def following(house: House, person: Person) -> Follower:
    found = await house.run(lambda tx: tx.find(person.channel, person.address))
    assert found is not None
    return house.follow(found.who, found.id)


async def told(follower: Follower) -> list[News]:
    """All that was told by now."""
    news: list[News] = []
    while True:
        try:
            news.append(await asyncio.wait_for(anext(follower), 0.05))
        except TimeoutError:
            return news


def said(news: list[News]) -> list[tuple[str, str, Reached]]:
    lines = [(one.line, one.reached) for one in news if isinstance(one, Added)]
    return [(line.by, line.bubble.text if line.bubble else line.text, reached) for line, reached in lines]


def row(folder: Path) -> list[tuple[int, int]]:
    with sqlite3.connect(f"file:{folder / 'data' / 'atout.db'}?mode=ro", uri=True) as db:
        return db.execute(
            "SELECT c.version, p.forget_at FROM conversation c JOIN person p ON p.id = c.person"
        ).fetchall()


# ---------------------------------------------------------------- lines, and how far they came


async def test_a_line_that_is_pushed_is_told_when_decided_and_ticked_when_taken(house: House, ana: Person) -> None:
    await ana.does(Open("fr"))
    follower = await following(house, ana)
    await ana.says("bonjour")
    news = await told(follower)
    assert said(news) == [("person", "bonjour", Reached.UNKNOWN), ("bot", "fr ask.1 1", Reached.UNKNOWN)]
    added = [one.line.id for one in news if isinstance(one, Added)]
    assert news[2:] == [Ticked(added[1], Reached.TAKEN)]


async def test_a_line_that_is_read_from_the_transcript_is_taken_at_once(house: House) -> None:
    bo = Person(house, "web", "bo")
    await bo.does(Open("fr"))
    follower = await following(house, bo)
    await bo.says("bonjour")
    assert said(await told(follower)) == [
        ("person", "bonjour", Reached.UNKNOWN),
        ("bot", "fr ask.1 1", Reached.TAKEN),
    ]


async def test_a_tick_only_climbs_and_is_told_once(house: House) -> None:
    bo = Person(house, "web", "bo")
    await bo.does(Open("fr"))
    follower = await following(house, bo)
    (line,) = [one.id for one in await house.transcript("web", "bo")]
    for reached in (Reached.DELIVERED, Reached.READ, Reached.READ, Reached.DELIVERED):
        await house.reported("web", "bo", Report("", line, whole=True, reached=reached))
    assert await told(follower) == [Ticked(line, Reached.DELIVERED), Ticked(line, Reached.READ)]


async def test_a_tick_is_taken_for_ones_own_lines_and_changes_nothing_else(
    house: House, ana: Person, clock: Clock, tmp_path: Path
) -> None:
    bo = Person(house, "web", "bo")
    await bo.says("bonjour")
    follower, before = await following(house, bo), row(tmp_path)
    lines, clock.at = await house.transcript("web", "bo"), clock.at + HOUR
    for address in ("eve", "ana"):
        await house.reported("web", address, Report("", lines[-1].id, whole=True, reached=Reached.READ))
    await ana.agrees()
    await house.reported("push", "ana", Report("", lines[-1].id, whole=True, reached=Reached.READ))
    await house.reported("web", "bo", Report("", lines[0].id, whole=True, reached=Reached.READ))  # the person's own
    assert await told(follower) == []
    await house.reported("web", "bo", Report("", lines[-1].id, whole=True, reached=Reached.READ))
    assert await told(follower) == [Ticked(lines[-1].id, Reached.READ)]
    assert row(tmp_path)[0] == before[0]
    assert len(await house.transcript("web", "bo")) == len(lines)


async def test_what_was_taken_and_then_lost_is_not_said_to_be_there(house: House, ana: Person) -> None:
    await ana.does(Open("fr"))
    follower = await following(house, ana)
    (line,) = [one.id for one in await house.transcript("push", "ana")]
    await house.reported("push", "ana", Report("m1", error=UnsureError()))
    await house.settle()
    assert await told(follower) == [Ticked(line, Reached.UNKNOWN), Ticked(line, Reached.TAKEN)]


async def test_what_may_never_have_left_is_not_said_to_be_taken(
    house: House, ana: Person, outside: Outside, clock: Clock
) -> None:
    await ana.does(Open("fr"))
    follower = await following(house, ana)
    outside.fail_after = always(UnsureError)
    await ana.says("bonjour")
    for _ in range(DOUBTS_MAX + 1):
        clock.move(HOUR)
        await house.settle()
    assert [one for one in await told(follower) if isinstance(one, Ticked)] == []


# ---------------------------------------------------------------- who follows


async def test_fifty_who_follow_hear_it_and_nobody_elses(house: House, ana: Person) -> None:
    bo = Person(house, "web", "bo")
    await ana.does(Open("fr"))
    await bo.does(Open("fr"))
    followers = [await following(house, bo) for _ in range(50)]
    await ana.says("rien pour eux")
    await house.receive([bo.arrival(Text("bonjour"))])
    for follower in followers:
        first = await asyncio.wait_for(anext(follower), 1)
        assert isinstance(first, Added)
        assert first.line.text == "bonjour"


async def test_nobody_is_held_who_does_not_follow_any_more(house: House) -> None:
    bo = Person(house, "web", "bo")
    await bo.does(Open("fr"))
    follower = await following(house, bo)
    del follower
    gc.collect()
    await bo.says("bonjour")
    assert not house._followers


async def test_who_is_too_far_behind_is_let_go(house: House) -> None:
    bo = Person(house, "web", "bo")
    await bo.does(Open("fr"))
    follower = await following(house, bo)
    for number in range(BEHIND // 2 + 1):
        await house.receive([bo.arrival(Text(str(number)))])
    assert len([one async for one in follower]) == BEHIND


async def test_who_follows_hears_the_end_of_the_house(house: House) -> None:
    bo = Person(house, "web", "bo")
    await bo.does(Open("fr"))
    follower = await following(house, bo)
    await house.stop()
    with pytest.raises(StopAsyncIteration):
        await anext(follower)


# ---------------------------------------------------------------- typing, while a counsellor speaks


async def test_each_is_told_that_the_other_writes_while_a_counsellor_speaks_and_not_else(town: Town) -> None:
    anna, awa = await town.hires("Anna"), town.person()
    await awa.begins()
    found = await town.house.run(lambda tx: tx.find("web", "awa"))
    assert found is not None
    page, follower = town.house.listen("web", "awa"), town.house.follow(found.who, found.id)

    async def both_write() -> None:
        await town.house.typing(found.who, found.id)
        await town.house.writes("web", "awa")

    await both_write()
    await awa.asks()
    await both_write()  # somebody was asked for, and nobody is there yet
    case = await town.house.office.claim(anna, found.id)
    await both_write()
    await town.house.office.give_back(anna, case.id, case.n)
    await both_write()
    await town.house.stop()
    assert [one async for one in page if isinstance(one, Writing)] == [Writing("Anna", "fr")]
    assert [one async for one in follower if isinstance(one, Typing)] == [Typing()]
    town.open()
