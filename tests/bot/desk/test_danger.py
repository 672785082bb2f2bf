"""Words of danger at the desk: who asked is marked, who did not is told to nobody, and each hears what is so."""

from __future__ import annotations

import pytest

from bot.store.staff import Account
from tests.bot.desk.test_office import LANGS, is_said
from tests.bot.desk.town import Town
from tests.flows.test_danger import ALARM


async def urgent(town: Town, anna: Account) -> list[bool]:
    """Whether those who wait are marked, in the order of the queue."""
    return [row.case.urgent for row in (await town.house.office.queue(anna, "waiting")).rows]


@pytest.mark.parametrize("lang", LANGS)
async def test_who_waits_is_marked_and_told_so(town: Town, lang: str) -> None:
    anna = await town.hires("Anna")
    awa = town.person(lang)
    await awa.begins()
    await awa.asks()
    assert await urgent(town, anna) == [False]
    shown = await awa.says(ALARM[lang])
    assert [is_said(shown[-2].text, lang, key) for key in ("danger.a.numbers", "danger.reads.marked")] == [True, True]
    assert await urgent(town, anna) == [True]


@pytest.mark.parametrize("lang", LANGS)
async def test_nobody_is_told_until_the_person_asks_and_then_it_is_marked(town: Town, lang: str) -> None:
    anna = await town.hires("Anna")
    awa = town.person(lang)
    await awa.begins()
    shown = await awa.says(ALARM[lang])
    assert is_said(shown[-2].text, lang, "danger.reads.unknown")
    assert await urgent(town, anna) == []
    await town.again()
    await awa.asks()
    assert await urgent(town, anna) == [True]


@pytest.mark.parametrize("lang", LANGS)
async def test_while_a_counsellor_speaks_one_automatic_bubble_comes_and_the_case_is_marked(
    town: Town, lang: str
) -> None:
    anna = await town.hires("Anna")
    awa = town.person(lang)
    await awa.begins()
    await awa.asks()
    rows = (await town.house.office.queue(anna, "waiting")).rows
    case = await town.house.office.claim(anna, rows[0].case.id)
    before = len(await awa.heard())
    await awa.says(ALARM[lang])
    await awa.says(ALARM[lang])
    lines = (await awa.heard())[before:]
    assert len([line for line in lines if is_said(line, lang, "danger.a.held")]) == 1
    assert (await town.house.office.open(anna, case.id)).case.urgent
