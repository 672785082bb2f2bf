"""What an open page hears: what it wants, and whether there is anything to draw."""

from __future__ import annotations

from dataclasses import replace

from bot.desk.bell import Bell, Ring
from flows.model import Text
from tests.bot.desk.town import Town


def test_a_page_draws_for_what_changed_and_not_for_who_writes() -> None:
    bell = Bell()
    ear = bell.listen("anna", lambda ring: ring.conversation == "hers")
    assert ear.taken() == (False, True)  # it begins with a drawing
    bell.ring(Ring("another"))
    assert not ear.heard.is_set()
    bell.ring(Ring("hers", writes=True))
    assert ear.heard.is_set()
    assert ear.taken() == (True, False)
    bell.ring(Ring("hers", writes=True))
    bell.ring(Ring("hers"))
    assert ear.taken() == (True, True)
    assert not ear.heard.is_set()
    assert ear.taken() == (False, False)


async def test_a_page_is_told_of_words_that_could_only_be_kept(town: Town) -> None:
    anna, awa = await town.hires("Anna"), town.person()
    await awa.begins()
    await awa.asks()
    case = await town.claimed(anna)
    town.content = replace(town.content, words={})  # a release that understands no language: nothing can be decided
    await town.again()
    office = town.house.office
    ear = office.bell.listen(anna.id, lambda ring: ring.conversation == case.id)
    ear.taken()
    town.clock.at += 1000
    assert await awa.says("je suis devant la porte") == []  # one voice: the assistant does not come between
    assert ear.heard.is_set()
    assert ear.taken() == (False, True)
    opened = await office.open(anna, case.id)
    event = opened.lines[-1].message.event
    assert event is not None
    assert event.body == Text("je suis devant la porte")
    assert opened.case.heard == town.clock.at
