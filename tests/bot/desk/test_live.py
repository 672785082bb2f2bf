"""What an open page of a case is told, once it is kept: lines both ways, how far they came, who is writing."""

from __future__ import annotations

import sqlite3
from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from bot.channels.base import LaterError, Reached, Report, UnsureError, Writing
from bot.desk.bell import Ring
from bot.outbox import DOUBT_AFTER, DOUBTS_MAX
from tests.bot.desk.listening import Listening, listening
from tests.bot.desk.town import MINUTE, Person, Town
from tests.bot.little import Outside
from tests.bot.test_outbox import always, once


@pytest.fixture
def phone() -> Outside:
    return Outside()


@pytest.fixture
async def town(tmp_path: Path, phone: Outside) -> AsyncIterator[Town]:
    """A house with a desk, which is also reached on a phone."""
    made = Town(tmp_path, channels={phone.name: phone})
    yield made
    await made.house.stop()


async def taken(town: Town, person: Person) -> Listening:
    """The person asked for somebody; Anna took the case, and has it open."""
    anna = await town.hires("Anna")
    await person.begins()
    await person.asks()
    case = await town.claimed(anna)
    await town.house.settle()
    return await listening(town.house, anna, case.id)


async def says(page: Listening, text: str) -> None:
    """Anna writes to the person."""
    n = (await page.house.office.peek(page.account, page.ident)).case.n
    await page.house.office.say(page.account, page.ident, n, text, text)
    await page.house.settle()


async def told(town: Town, address: str, line: str, reached: Reached) -> None:
    """The page of somebody says how far a line came."""
    await town.house.reported("web", address, Report("", line, whole=True, reached=reached))


def person_row(folder: Path) -> list[tuple[int, int]]:
    with sqlite3.connect(f"file:{folder / 'data' / 'atout.db'}?mode=ro", uri=True) as db:
        return db.execute(
            "SELECT c.version, p.forget_at FROM conversation c JOIN person p ON p.id = c.person ORDER BY c.id"
        ).fetchall()


# ---------------------------------------------------------------- lines, and how far they came


async def test_a_line_that_is_pushed_waits_until_it_is_taken(town: Town, phone: Outside) -> None:
    awa = town.person(channel=phone.name)
    page = await taken(town, awa)
    phone.fail = once(lambda: LaterError(30), "Bonjour")
    await says(page, "Bonjour")
    assert page.rang()
    line = (await page.lines())[-1]
    assert (line.by, line.text, line.reached, line.waiting) == ("Anna", "Bonjour", Reached.UNKNOWN, True)
    town.clock.at += 30_000
    await town.house.settle()
    assert page.rang()
    line = (await page.lines())[-1]
    assert (line.by, line.text, line.reached, line.waiting) == ("Anna", "Bonjour", Reached.TAKEN, False)
    await awa.says("merci")
    assert page.rang()
    assert [(line.by, line.text) for line in (await page.lines())[-2:]] == [("Anna", "Bonjour"), ("person", "merci")]


async def test_a_line_that_is_read_from_the_transcript_is_taken_at_once(town: Town) -> None:
    page = await taken(town, town.person())
    await says(page, "Bonjour")
    assert page.rang()
    assert await page.last() == ("Anna", "Bonjour", Reached.TAKEN)


async def test_a_tick_only_climbs_and_is_told_once(town: Town) -> None:
    page = await taken(town, town.person())
    await says(page, "Bonjour")
    line = (await page.lines())[-1].id
    page.rang()
    rang = []
    for reached in (Reached.DELIVERED, Reached.READ, Reached.READ, Reached.DELIVERED):
        await told(town, "awa", line, reached)
        rang.append((page.rang(), (await page.last())[2]))
    assert rang == [(True, Reached.DELIVERED), (True, Reached.READ), (False, Reached.READ), (False, Reached.READ)]


async def test_a_tick_is_taken_for_ones_own_lines_and_changes_nothing_else(town: Town, tmp_path: Path) -> None:
    other = town.person(address="other")
    await other.begins()
    page = await taken(town, town.person())
    await says(page, "Bonjour")
    page.rang()
    before, line = await page.lines(), (await page.lines())[-1].id
    kept, own = person_row(tmp_path), next(one.id for one in before if one.by == "person")
    town.clock.at += MINUTE
    for address, which in (("nobody", line), ("other", line), ("awa", own)):
        await told(town, address, which, Reached.READ)
    assert not page.rang()
    assert await page.lines() == before
    await told(town, "awa", line, Reached.READ)
    assert await page.last() == ("Anna", "Bonjour", Reached.READ)
    assert person_row(tmp_path) == kept
    assert len(await page.lines()) == len(before)


async def test_what_was_taken_and_then_lost_is_not_said_to_be_there(town: Town, phone: Outside) -> None:
    page = await taken(town, town.person(channel=phone.name))
    await says(page, "Bonjour")
    page.rang()
    before = len(phone.seen)
    phone.fail = always(lambda: LaterError(30))
    await town.house.reported(phone.name, "awa", Report(f"m{before}", error=UnsureError()))
    assert page.rang()
    assert await page.last() == ("Anna", "Bonjour", Reached.UNKNOWN)
    phone.fail = lambda _bubble: None
    town.clock.at += MINUTE
    await town.house.settle()
    assert page.rang()
    assert await page.last() == ("Anna", "Bonjour", Reached.TAKEN)
    assert len(phone.seen) == before + 1


async def test_what_may_never_have_left_is_not_said_to_be_taken(town: Town, phone: Outside) -> None:
    page = await taken(town, town.person(channel=phone.name))
    phone.fail_after = always(UnsureError)
    await says(page, "Bonjour")
    for times in range(DOUBTS_MAX):
        assert (await page.lines())[-1].waiting
        town.clock.at += DOUBT_AFTER * 3**times
        await town.house.settle()
    line = (await page.lines())[-1]
    assert (line.text, line.reached, line.waiting, line.failed) == ("Bonjour", Reached.UNKNOWN, False, False)


# ---------------------------------------------------------------- who is told


async def test_fifty_open_pages_hear_it_and_nobody_elses(town: Town) -> None:
    awa, other = town.person(), town.person(address="other")
    await other.begins()
    page = await taken(town, awa)
    pages = [await listening(town.house, page.account, page.ident) for _ in range(50)]
    await other.says("rien pour eux")
    assert not any(one.rang() for one in pages)
    await awa.says("bonjour")
    assert all(one.rang() for one in pages)
    assert (await page.last())[:2] == ("person", "bonjour")


async def test_a_page_that_was_left_is_not_held(town: Town) -> None:
    page = await taken(town, town.person())
    bell = town.house.office.bell
    bell.leave(page.ear)
    bell.ring(Ring(page.ident))
    assert not bell.hears(page.ear)
    assert not page.ear.heard.is_set()
    assert bell._pages == {}


# ---------------------------------------------------------------- typing, while a counsellor speaks


async def test_each_is_told_that_the_other_writes_while_a_counsellor_speaks_and_not_else(town: Town) -> None:
    anna, awa = await town.hires("Anna"), town.person()
    await awa.begins()
    found = await town.house.run(lambda tx: tx.find("web", "awa"))
    assert found is not None
    chat, page = town.house.listen("web", "awa"), await listening(town.house, anna, found.id)

    async def both_write() -> bool:
        await town.house.typing(found.who, found.id)
        await town.house.writes("web", "awa")
        return page.writes()

    shown = [await both_write()]
    await awa.asks()
    shown.append(await both_write())  # somebody was asked for, and nobody is there yet
    case = await town.house.office.claim(anna, found.id)
    shown.append(await both_write())
    await town.house.office.give_back(anna, case.id, case.n)
    shown.append(await both_write())
    assert shown == [False, False, True, False]
    await town.house.stop()
    assert [one async for one in chat if isinstance(one, Writing)] == [Writing("Anna", "fr")]
    town.open()
