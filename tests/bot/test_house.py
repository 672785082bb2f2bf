"""A conversation through the whole shell: what a person sees, on a channel that is pushed and on one that reads."""

from __future__ import annotations

import pytest

from bot.channels.base import Shown
from bot.house import House
from flows.model import Edit, Open, Tap
from tests.bot.little import HOUR, Clock, Outside, Person

BOTH_STORES = True


async def test_what_is_answered_is_kept_and_the_next_question_is_shown(ana: Person, outside: Outside) -> None:
    await ana.agrees()
    await ana.says("je cuisine")
    assert await ana.raws() == ["yes", "je cuisine"]
    assert outside.texts() == ["fr ask.1 0", "fr ask.1 1", "fr ask.1 2"]


async def test_the_transcript_holds_both_sides_in_the_order_seen(house: House, ana: Person) -> None:
    await ana.agrees()
    await ana.says("je cuisine")
    assert await ana.lines() == ["fr ask.1 0", "fr button.yes.1", "fr ask.1 1", "je cuisine", "fr ask.1 2"]
    shown = await house.transcript("push", "ana")
    assert [line.id for line in await house.transcript("push", "ana", shown[2].id)] == [line.id for line in shown[3:]]


async def test_a_channel_that_is_not_pushed_has_its_lines_at_once(house: House) -> None:
    bo = Person(house, "web", "bo")
    listener = house.listen("web", "bo")
    await house.receive([bo.arrival(Open("fr"))])
    assert await bo.lines() == ["fr ask.1 0"]
    heard = await anext(listener)
    assert isinstance(heard, Shown)
    assert heard.bubble is not None


async def test_a_repeat_is_a_duplicate(ana: Person, outside: Outside) -> None:
    await ana.agrees()
    await ana.says("once", ext_id="77")
    await ana.says("once", ext_id="77")
    assert await ana.raws() == ["yes", "once"]
    assert len(outside.seen) == 3


async def test_the_same_id_from_another_address_is_no_duplicate(house: House, ana: Person) -> None:
    bo = Person(house, address="bo")
    await ana.says("mine", ext_id="77")
    await bo.says("mine too", ext_id="77")
    assert await bo.raws() == ["mine too"]


async def test_a_button_of_somebody_else_is_not_read(house: House, ana: Person) -> None:
    await ana.agrees()
    known = await house.peek("push", "ana")
    assert known is not None
    assert known[0].asked is not None
    bo = Person(house, address="bo")
    await bo.does(Open("fr"))
    await bo.does(Tap(known[0].asked.id, "0"))
    assert await bo.raws() == []


async def test_an_edit_changes_what_that_message_said(ana: Person) -> None:
    await ana.agrees()
    await ana.says("Nante", said_id="msg-5")
    await ana.does(Edit("msg-5", "Nantes"))
    assert await ana.raws() == ["yes", "Nante", "Nantes"]


async def test_an_edit_that_comes_first_waits_for_its_message(ana: Person) -> None:
    await ana.agrees()
    await ana.does(Edit("msg-9", "Nantes"))
    assert await ana.raws() == ["yes"]
    await ana.says("Nante", said_id="msg-9")
    assert await ana.raws() == ["yes", "Nante", "Nantes"]


async def test_a_message_that_breaks_the_core_is_kept_and_its_neighbours_go_on(house: House, ana: Person) -> None:
    await ana.agrees()
    bo, cy = Person(house, address="bo"), Person(house, address="cy")
    await house.receive([bo.arrival(Open("fr")), cy.arrival(Open("fr"))])
    from flows.model import Text  # noqa: PLC0415

    await house.receive([bo.arrival(Text("fine")), ana.arrival(Text("!break")), cy.arrival(Text("fine too"))])
    await house.settle()
    assert (await bo.raws(), await cy.raws()) == (["fine"], ["fine too"])
    assert (await ana.lines())[-2:] == ["!break", "fr trouble.1"]
    await ana.says("!break")
    assert (await ana.lines())[-1] == "fr trouble.2"
    await ana.says("and on")
    assert (await ana.raws())[-1] == "and on"


async def test_a_reminder_comes_unless_something_happened_first(house: House, ana: Person, clock: Clock) -> None:
    await ana.agrees()
    await ana.says("!later")
    clock.move(HOUR)
    await house.settle()
    assert (await ana.lines())[-1] == "fr tick.1 remind"
    await ana.says("!later")
    await ana.says("something else")
    before = await ana.lines()
    clock.move(2 * HOUR)
    await house.settle()
    assert await ana.lines() == before


async def test_a_pause_drops_what_was_due(house: House, ana: Person, clock: Clock) -> None:
    await ana.agrees()
    await ana.says("!later")
    await ana.says("!pause")
    clock.move(2 * HOUR)
    await house.settle()
    assert (await ana.lines())[-1] == "fr paused.1"


async def test_a_document_is_drawn_and_comes_as_picture_and_file(house: House, ana: Person, outside: Outside) -> None:
    await ana.agrees()
    await ana.says("je cuisine")
    await ana.says("!cv")
    assert outside.texts()[-4:] == ["fr making.1", "CV.png", "CV.pdf", "fr result.1 True 2"]
    assert outside.seen[-2][2] == b"cv pdf fr ['yes', 'je cuisine']"
    line = (await house.transcript("push", "ana"))[-2].id
    found = await house.document("push", "ana", line)
    assert found is not None
    assert found[1] == outside.seen[-2][2]
    assert await house.document("push", "bo", line) is None


async def test_two_bubbles_keep_their_order(ana: Person, outside: Outside) -> None:
    await ana.agrees()
    await ana.says("!two")
    assert outside.texts()[-2:] == ["fr one.1", "fr two.1"]


@pytest.mark.parametrize("text", ["a\0b", "a\ud800b"])
async def test_letters_that_cannot_be_written_are_left_out(ana: Person, text: str) -> None:
    await ana.agrees()
    await ana.says(text)
    assert (await ana.raws())[-1] == "ab"


async def test_the_conversation_goes_on_after_a_restart(house: House, ana: Person) -> None:
    await ana.agrees()
    await ana.says("kept")
    assert await ana.raws() == ["yes", "kept"]
