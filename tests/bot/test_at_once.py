"""Many write in one moment, and are in one batch: each is answered as if they had come alone.

Some deliveries come twice in that moment, some behind another one of the same person, and the rows of one person may
be what the database does not take.
"""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from contextlib import suppress

import pytest

from bot.channels.base import Arrival, BusyError
from bot.house import House
from flows.model import Open, Tap, Text
from tests.bot.little import Outside, Person
from tests.bot.test_unkept import FAILING, REFUSING, of, refused

BOTH_STORES = True
PEOPLE = 12


async def met(house: House) -> list[Person]:
    """People who agreed."""
    people = [Person(house, address=f"p{number}") for number in range(PEOPLE)]
    for one in people:
        await one.agrees()
    return people


async def in_one_moment(house: House, deliveries: Sequence[Sequence[Arrival]]) -> None:
    """Hand all of it in before anything is done, as much of it as is taken."""

    async def handed_in(delivery: Sequence[Arrival]) -> None:
        with suppress(BusyError):
            await house.receive(delivery)

    await asyncio.gather(*map(handed_in, deliveries))
    await house.settle()


async def test_who_says_two_things_and_comes_twice_is_read_once_and_in_order(house: House, outside: Outside) -> None:
    people = await met(house)
    outside.seen.clear()
    said = [[one.arrival(Text(text), ext_id=text) for text in ("!two", "second")] for one in people]
    await in_one_moment(house, [*said, *([one[0]] for one in said), *said])
    assert [await one.raws() for one in people] == [["yes", "second"]] * PEOPLE
    assert [outside.texts(one.address) for one in people] == [["fr one.1", "fr two.1", "fr ask.1 2"]] * PEOPLE


async def test_somebody_new_who_is_there_twice_is_one_person(house: House) -> None:
    people = [Person(house, address=f"n{number}") for number in range(PEOPLE)]
    await in_one_moment(house, [[one.arrival(Text("hello"), ext_id=str(n))] for n in range(2) for one in people])
    assert [await one.raws() for one in people] == [["hello", "hello"]] * PEOPLE


async def test_a_button_is_of_the_question_it_stands_under(house: House) -> None:
    people = [Person(house, address=f"b{number}") for number in range(PEOPLE)]
    presses = []
    for one in people:
        await one.does(Open("fr"))
        known = await house.peek(one.channel, one.address)
        assert known is not None
        assert known[0].asked is not None
        presses.append([one.arrival(Tap(known[0].asked.id, "0"), ext_id="press")])
    await in_one_moment(house, [*presses, *presses])
    assert [await one.raws() for one in people] == [["yes"]] * PEOPLE


@pytest.mark.parametrize("how", [REFUSING, FAILING], ids=["refused", "failing"])
async def test_one_who_cannot_be_kept_takes_nobody_along(house: House, kept_by: str, how: dict[str, str]) -> None:
    people = await met(house)
    said = [[one.arrival(Text(text), ext_id=text) for text in ("first", "second")] for one in people]
    async with refused(house, kept_by, "INSERT", "message", await of(people[5]), how=how):
        await in_one_moment(house, said)
        if how is REFUSING:
            assert [await one.raws() for one in people] == [
                ["yes"] if one is people[5] else ["yes", "first", "second"] for one in people
            ]
    await in_one_moment(house, said)
    assert [await one.raws() for one in people] == [["yes", "first", "second"]] * PEOPLE
