"""Many write in one moment, and are in one batch: each is answered as if they had come alone.

Some deliveries come twice in that moment, some behind another one of the same person, and the rows of one person may
be what the database does not take.
"""

from __future__ import annotations

import asyncio
import threading
from collections.abc import Callable, Coroutine, Sequence
from contextlib import suppress
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from bot.channels.base import Arrival, BusyError
from bot.desk.whose import DeskError, run
from bot.house import House
from bot.hurry import MINUTE
from bot.outbox import DOUBT_AFTER
from bot.store.base import ClashError, Session, Who
from flows.model import Event, Facts, Open, State, Step, Tap, Text
from tests.bot.little import Clock, Outside, Person, open_store, parts, step
from tests.bot.test_unkept import FAILING, REFUSING, of, refused

BOTH_STORES = True
PEOPLE = 12
NOBODY = Who(1, "nobody")


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


ASKED: dict[str, Callable[[Session, str], object]] = {
    "looked at": lambda tx, ident: tx.cases.case(ident),
    "written": lambda tx, ident: tx.let_go(NOBODY, ident),
}


@pytest.mark.parametrize("ident", ["\0", "\ud800"], ids=["nothing", "half a letter"])
@pytest.mark.parametrize("how", ASKED)
async def test_what_can_stand_in_no_row_takes_nobody_along(house: House, how: str, ident: str) -> None:
    people = await met(house)
    said = [house.receive([one.arrival(Text("hello"))]) for one in people]

    async def odd() -> None:
        with suppress(UnicodeError, DeskError):
            await run(house._store, lambda tx: ASKED[how](tx, ident))

    await odd()  # alone in its batch
    done = await asyncio.gather(*said[:6], odd(), *said[6:], return_exceptions=True)
    assert [*done[:6], *done[7:]] == [None] * PEOPLE
    assert [await one.raws() for one in people] == [["yes", "hello"]] * PEOPLE


async def test_what_is_read_again_is_no_more_than_somebody_wrote(
    tmp_path: Path, clock: Clock, outside: Outside, kept_by: str
) -> None:
    texts = ["one", "two", "three"]

    def decide(state: State, facts: Facts, event: Event) -> Step:
        return Step((), state, ()) if event.hints.hurried else step(state, facts, event)

    house = House(open_store(tmp_path, clock), replace(parts(clock, outside), decide=decide, hurry=len(texts)))
    ana, ben = Person(house), Person(house, address="ben")
    await ana.agrees()
    await ben.agrees()
    clock.move(MINUTE)
    async with refused(house, kept_by, "INSERT", "message", await of(ben)):
        await in_one_moment(house, [[ana.arrival(Text(text)) for text in texts], [ben.arrival(Text("refused"))]])
    assert await ana.raws() == ["yes", *texts]
    await house.stop()


async def together(house: House, *pieces: Callable[[], Coroutine[Any, Any, object]]) -> None:
    """Do several pieces of work in one batch, in their order."""
    gate = threading.Event()
    first = asyncio.ensure_future(house.run(lambda _: gate.wait()))
    await asyncio.sleep(0)
    others = [asyncio.ensure_future(piece()) for piece in pieces]
    await asyncio.sleep(0)
    gate.set()
    await asyncio.gather(first, *others)


async def test_what_is_done_again_and_again_is_done_in_its_order(
    tmp_path: Path, clock: Clock, outside: Outside
) -> None:
    clashes = ["second", "first"]  # one message, and when it is done again one before it

    def decide(state: State, facts: Facts, event: Event) -> Step:
        if isinstance(event.body, Text) and event.body.text in clashes[:1]:
            raise ClashError(clashes.pop(0))
        return step(state, facts, event)

    house = House(open_store(tmp_path, clock), replace(parts(clock, outside), decide=decide))
    ana = Person(house)
    await ana.agrees()
    said = [ana.arrival(Text(text)) for text in ("first", "second", "third")]
    await together(house, lambda: house.receive(said))
    assert await ana.raws() == ["yes", "first", "second", "third"]
    await house.stop()


async def test_an_answer_ends_a_doubt_that_began_in_the_same_moment(
    house: House, ana: Person, outside: Outside, clock: Clock
) -> None:
    ben = Person(house, address="ben")
    await ana.agrees()
    await ben.agrees()
    await house.receive([ana.arrival(Text("!two"))])
    assert await house.run(lambda tx: tx.due_on(clock())) == {"push"}
    assert await house.run(lambda tx: tx.due_on(0)) == set()
    (due,) = await house.run(lambda tx: tx.claim(clock(), ("push",), 1))
    outside.seen.clear()
    later = clock() + DOUBT_AFTER
    await together(house, *[lambda: house.run(lambda tx: tx.alone())] * PEOPLE)
    await together(
        house,
        lambda: house.receive([ben.arrival(Text("hello"))]),
        lambda: house.run(lambda tx: tx.again(due, later, part=0, doubt=True, error="unsure")),
        lambda: house.receive([ana.arrival(Text("I clean offices"))]),
    )
    clock.move(DOUBT_AFTER)
    await house.settle()
    assert outside.texts() == ["fr two.1", "fr ask.1 2"]
