"""What happens when a bubble cannot be shown, or nobody can say whether it was."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from pathlib import Path

import pytest

from bot.channels.base import (
    Bubble,
    ClosedError,
    LaterError,
    Ours,
    Receipt,
    RefusedError,
    SendError,
    UnreachableError,
    UnsureError,
    freely,
)
from bot.house import House
from bot.loop import run
from bot.outbox import DOUBT_AFTER
from bot.store.base import Session, Waits
from flows.counsel import Claim
from flows.model import Event, Open, Text
from tests.bot.little import HOUR, Clock, Outside, Person, open_house

BOTH_STORES = True


def once(error: Callable[[], SendError], text: str) -> Callable[[Bubble], None]:
    """Raise an error the first time a bubble with that text passes."""
    left = [error()]

    def fail(bubble: Bubble) -> None:
        if left and text in bubble.text:
            raise left.pop()

    return fail


def always(error: Callable[[], SendError], text: str = "") -> Callable[[Bubble], None]:
    def fail(bubble: Bubble) -> None:
        if text in bubble.text:
            raise error()

    return fail


async def test_a_bubble_waits_as_long_as_the_platform_asks_and_the_next_one_waits_behind(
    house: House, ana: Person, outside: Outside, clock: Clock
) -> None:
    await ana.agrees()
    outside.fail = once(lambda: LaterError(30), "one")
    await ana.says("!two")
    assert outside.texts()[-1] == "fr ask.1 1"
    clock.move(29_000)
    await house.settle()
    assert outside.texts()[-1] == "fr ask.1 1"
    clock.move(1_000)
    await house.settle()
    assert outside.texts()[-2:] == ["fr one.1", "fr two.1"]


async def test_one_person_who_waits_does_not_hold_up_the_others(house: House, ana: Person, outside: Outside) -> None:
    outside.fail = once(lambda: LaterError(30), "ask")
    await ana.does(Open("fr"))
    await Person(house, address="bo").does(Open("fr"))
    assert (outside.texts("ana"), outside.texts("bo")) == ([], ["fr ask.1 0"])


async def test_when_the_platform_asks_everybody_to_wait_everybody_waits(
    house: House, ana: Person, outside: Outside, clock: Clock
) -> None:
    outside.fail = once(lambda: LaterError(30, everybody=True), "ask")
    await ana.does(Open("fr"))
    bo = Person(house, address="bo")
    await bo.does(Open("fr"))
    assert outside.seen == []
    clock.move(30_000)
    await house.settle()
    assert (outside.texts("ana"), outside.texts("bo")) == (["fr ask.1 0"], ["fr ask.1 0"])


async def test_what_never_arrived_though_nobody_said_so_is_sent_until_it_does(
    house: House, ana: Person, outside: Outside, clock: Clock
) -> None:
    outside.fail = always(lambda: UnsureError("cut"))
    await ana.does(Open("fr"))
    clock.move(10_000)
    await house.settle()
    clock.move(30_000)
    await house.settle()
    assert outside.texts() == []
    outside.fail = lambda _bubble: None
    clock.move(90_000)
    await house.settle()
    assert outside.texts() == ["fr ask.1 0"]
    assert await ana.lines() == ["fr ask.1 0"]


async def test_what_may_have_arrived_is_sent_again_ever_more_rarely_and_not_for_ever(
    house: House, ana: Person, outside: Outside, clock: Clock
) -> None:
    await ana.agrees()
    said = len(outside.texts())
    outside.fail_after = always(lambda: UnsureError("cut"))
    await ana.says("hello")
    for times, seconds in enumerate((10, 30, 90, 270, 810), start=2):
        clock.move(seconds * 1000 - 1)
        await house.settle()
        assert len(outside.texts()) == said + times - 1
        clock.move(1)
        await house.settle()
        assert outside.texts()[said:] == ["fr ask.1 2"] * times
    clock.move(24 * HOUR)
    await house.settle()
    assert len(outside.texts()) == said + 6
    assert (await ana.lines())[-1] == "fr ask.1 2"


async def test_who_answered_has_seen_it_and_it_is_not_sent_again(
    house: House, ana: Person, outside: Outside, clock: Clock
) -> None:
    outside.fail_after = once(lambda: UnsureError("cut"), "ask")
    await ana.does(Open("fr"))
    await ana.says("I saw it")
    clock.move(60_000)
    await house.settle()
    assert outside.texts() == ["fr ask.1 0", "fr ask.1 1"]
    assert await ana.lines() == ["fr ask.1 0", "I saw it", "fr ask.1 1"]


async def test_what_answers_a_bubble_that_was_sent_again_is_read_by_itself(
    house: House, ana: Person, outside: Outside, clock: Clock, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(Outside, "unseen", lambda *_: True)  # it was written before our last message left
    await ana.agrees()
    assert await read_with_the_one_before(house, ana, "first") is True
    outside.fail_after = once(lambda: UnsureError("cut"), "ask")
    assert await read_with_the_one_before(house, ana, "second") is True
    clock.move(DOUBT_AFTER)
    await house.settle()
    assert await read_with_the_one_before(house, ana, "I saw it the first time") is False
    assert await read_with_the_one_before(house, ana, "and here I did not look") is True


async def read_with_the_one_before(house: House, person: Person, text: str) -> bool:
    """Say something; whether it is read as one message with what was said before it."""
    await person.says(text)

    def heard(tx: Session) -> list[Event]:
        found = tx.find(person.channel, person.address)
        assert found is not None
        return [line.event for line in tx.everything(found.who) if line.event is not None]

    (event,) = [event for event in await house.run(heard) if event.body == Text(text)]
    return event.hints.follows


async def test_a_refused_bubble_does_not_block_the_next(ana: Person, outside: Outside) -> None:
    await ana.agrees()
    outside.fail = always(lambda: RefusedError("bad request"), "one")
    await ana.says("!two")
    assert outside.texts()[-1] == "fr two.1"


async def test_who_cannot_be_reached_is_left_alone_until_they_write(
    house: House, ana: Person, outside: Outside, clock: Clock
) -> None:
    await ana.agrees()
    await ana.says("!later")
    outside.fail = always(lambda: UnreachableError("blocked"))
    await ana.says("!two")
    outside.fail = lambda _bubble: None
    clock.move(24 * 60 * 60 * 1000)
    await house.settle()
    assert outside.texts()[-1] == "fr later.1"
    await ana.says("back")
    assert outside.texts()[-1] == "fr ask.1 2"


class Slow(Outside):
    """A platform that answers when it is let, and then with an error."""

    def __init__(self, error: Exception) -> None:
        super().__init__()
        self.error = error
        self.asked, self.answers = asyncio.Event(), asyncio.Event()

    async def send(self, call: tuple[str, Bubble, bytes | None], ours: Ours = freely) -> Receipt:
        if "one" not in call[1].text:
            return await super().send(call, ours)
        self.asked.set()
        await self.answers.wait()
        raise self.error


@pytest.mark.parametrize("error", [LaterError(1), UnsureError("cut"), RefusedError("bad request"), KeyError()])
async def test_what_was_under_way_when_another_person_took_the_phone_stays_given_up(
    tmp_path: Path, clock: Clock, error: Exception
) -> None:
    outside = Slow(error)
    house = open_house(tmp_path, clock, outside)
    ana = Person(house)
    await ana.agrees()
    await house.receive([ana.arrival(Text("!two"))])
    sending = asyncio.create_task(house.settle())
    await outside.asked.wait()

    def rest(tx: Session) -> None:
        found = tx.find("push", "ana")
        assert found is not None
        tx.rest(found)

    await house.run(rest)
    outside.answers.set()
    await sending
    assert (await house.ready.pulse()).waits == Waits({}, 0, 0, 0)
    clock.move(HOUR)
    await house.settle()
    assert outside.texts() == ["fr ask.1 0", "fr ask.1 1"]
    await house.stop()


async def test_a_send_that_breaks_is_tried_again_and_given_up_in_the_end(
    house: House, ana: Person, outside: Outside, clock: Clock
) -> None:
    tries = []

    def broken(_bubble: Bubble) -> None:
        tries.append(clock.at)
        raise KeyError

    outside.fail = broken
    await ana.does(Open("fr"))
    for _ in range(40):
        clock.move(10 * 60 * 1000)
        await house.settle()
    assert 5 < len(tries) < 20
    outside.fail = lambda _bubble: None
    await ana.says("hello")
    assert outside.texts() == ["fr ask.1 1"]


async def test_a_bubble_decided_before_a_counsellor_took_the_floor_is_never_sent(
    house: House, ana: Person, outside: Outside, clock: Clock
) -> None:
    await ana.agrees()
    outside.fail = once(lambda: LaterError(5), "one")
    await ana.says("!two")
    await ana.does(Claim("counsellor"))
    clock.move(5_000)
    await house.settle()
    assert outside.texts()[-1] == "fr ask.1 1"


async def test_what_had_not_left_at_a_stop_leaves_at_the_next_start(tmp_path: Path, clock: Clock) -> None:
    house = open_house(tmp_path, clock, Outside())
    ana = Person(house)
    await ana.agrees()
    await house.receive([ana.arrival(Open("fr"))])
    await house.stop()
    outside = Outside()
    house = open_house(tmp_path, clock, outside, "j")
    await house.settle()
    assert outside.texts() == ["fr ask.1 1"]
    await house.stop()


class Paced(Outside):
    """A platform for which what is to leave waits for its turn."""

    def __init__(self) -> None:
        super().__init__()
        self.asked, self.turn = asyncio.Event(), asyncio.Event()

    async def send(self, call: tuple[str, Bubble, bytes | None], ours: Ours = freely) -> Receipt:
        self.asked.set()
        await self.turn.wait()
        return await super().send(call, ours)


async def test_what_waits_for_its_turn_when_it_is_told_to_stop_leaves_at_the_next_start(
    tmp_path: Path, clock: Clock
) -> None:
    outside = Paced()
    house = open_house(tmp_path, clock, outside)
    ana = Person(house)
    outside.turn.set()
    await ana.agrees()
    outside.turn.clear()
    outside.asked.clear()
    await house.receive([ana.arrival(Text("hello"))])
    await house.start()
    await outside.asked.wait()
    asyncio.get_running_loop().call_later(0.3, outside.turn.set)
    await house.stop()
    assert outside.texts() == ["fr ask.1 0", "fr ask.1 1"]
    clock.move(1)
    house = open_house(tmp_path, clock, outside, "j")
    await house.settle()
    assert outside.texts() == ["fr ask.1 0", "fr ask.1 1", "fr ask.1 2"]
    await house.stop()


@pytest.mark.parametrize("served", [None, "elsewhere"])
async def test_what_is_due_on_a_channel_that_is_not_served_waits_for_it(
    tmp_path: Path, clock: Clock, served: str | None
) -> None:
    first = Outside()
    house = open_house(tmp_path, clock, first)
    ana = Person(house)
    await ana.agrees()
    first.fail = always(lambda: LaterError(1), "one")
    await ana.says("!two")
    await ana.says("!later")
    await house.stop()
    house = open_house(tmp_path, clock, Outside(served) if served else None, "j")
    for _ in range(30):
        clock.move(HOUR)
        await house.settle()
    await house.stop()
    outside = Outside()
    house = open_house(tmp_path, clock, outside, "k")
    await house.settle()
    assert outside.texts() == ["fr one.1", "fr two.1", "fr later.1", "fr tick.1 remind"]
    assert (await Person(house).lines())[-4:] == outside.texts()
    await house.stop()


@pytest.mark.parametrize("format", ["png", "pdf"])
async def test_a_document_that_cannot_be_drawn_any_more_does_not_block(
    ana: Person,
    outside: Outside,
    format: str,  # noqa: A002 - its name
) -> None:
    await ana.agrees()
    outside.fail = once(lambda: RefusedError("too big"), "")
    await ana.says("!cv")
    assert outside.texts()[-1].startswith("fr result")
    assert any(text.endswith(format) for text in outside.texts())


async def crashed(tmp_path: Path, clock: Clock, outside: Outside) -> Person:
    """Somebody whose open question was being sent when the process died, before it left."""
    house = open_house(tmp_path, clock, outside)
    ana = Person(house)
    await ana.agrees()
    outside.fail = always(lambda: LaterError(1))
    await ana.says("!two")
    clock.move(1_000)
    await run(house._store, lambda tx: tx.claim(clock(), ("push",), 1))
    await house.stop()
    outside.fail = lambda _bubble: None
    outside.seen.clear()
    clock.move(1_000)
    ana.house = open_house(tmp_path, clock, outside, "j")
    return ana


async def test_after_a_crash_what_may_not_have_left_is_said_though_the_person_wrote_since(
    tmp_path: Path, clock: Clock, outside: Outside
) -> None:
    ana = await crashed(tmp_path, clock, outside)
    await ana.says("!cv")
    clock.move(DOUBT_AFTER)
    await ana.house.settle()
    assert outside.texts()[:2] == ["fr one.1", "fr two.1"]
    await ana.house.stop()


async def test_what_waits_is_counted_and_late_from_when_it_was_decided(
    house: House, ana: Person, outside: Outside, clock: Clock
) -> None:
    await ana.agrees()
    outside.fail = always(lambda: LaterError(30), "one")
    await ana.says("!two")
    for _ in range(3):
        clock.move(30_000)
        await house.settle()
    pulse = await house.ready.pulse()
    assert pulse.waits is not None
    assert (pulse.reason, dict(pulse.waits.bubbles), pulse.waits.lag) == ("", {"due": 2}, 90_000)


async def test_what_waits_for_a_person_to_write_is_not_late(
    house: House, ana: Person, outside: Outside, clock: Clock
) -> None:
    await ana.agrees()
    outside.fail = always(ClosedError, "one")
    await ana.says("!two")
    clock.move(HOUR)
    await house.settle()
    pulse = await house.ready.pulse()
    assert pulse.waits is not None
    assert (dict(pulse.waits.bubbles), pulse.waits.lag) == ({"closed": 2}, 0)


async def test_a_house_is_ready_until_it_stops(house: House, ana: Person, clock: Clock) -> None:
    await ana.agrees()
    for _ in range(3):
        clock.move(2_000)
        assert await house.ready.reason() == ""
    assert (await ana.lines())[-1] == "fr ask.1 1"
    await house.stop()
    assert await house.ready.reason() == "stopping"
