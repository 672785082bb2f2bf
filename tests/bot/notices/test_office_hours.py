"""The team's hours, in the house: what a person reads, and how long a counsellor may be silent."""

from __future__ import annotations

from collections.abc import AsyncIterator
from dataclasses import replace
from pathlib import Path

import pytest

from bot.loop import run
from flows.model import Holder
from tests.bot.desk.town import MINUTE, Town

HOUR = 60 * MINUTE


@pytest.fixture
async def town(tmp_path: Path) -> AsyncIterator[Town]:
    """A team that is there on mornings; it is Monday, eleven."""
    made = Town(tmp_path)
    made.settings = replace(made.settings, hours="mon-fri 09:00-11:30")
    await made.again()
    yield made
    await made.house.stop()


async def holder(town: Town) -> Holder:
    await town.house.settle()
    return (await run(town.store, lambda tx: [*tx.cases.held("", 9), *tx.cases.waiting(9)]))[0].holder


async def test_nobody_loses_a_case_over_night(town: Town) -> None:
    amina = await town.hires("Amina")
    awa = town.person()
    await awa.begins()
    await awa.asks()
    town.clock.at += 20 * MINUTE
    case = (await run(town.store, lambda tx: tx.cases.waiting(9)))[0]
    await town.house.office.claim(amina, case.id)
    for later in (0, 40 * MINUTE, 20 * HOUR, 60 * MINUTE):  # ten minutes were left, and nine o'clock is to come
        town.clock.at += later
        assert await holder(town) is Holder.HUMAN
    town.clock.at += HOUR
    assert await holder(town) is Holder.WAITING


@pytest.mark.parametrize(("lang", "day"), [("fr", "demain"), ("en", "tomorrow"), ("ar", "غدًا"), ("uk", "завтра")])
async def test_who_asks_while_nobody_is_there_reads_when_the_team_is_back(town: Town, lang: str, day: str) -> None:
    await town.hires("Amina", here=False)
    town.clock.at += HOUR
    awa = town.person(lang)
    await awa.begins()
    said = " ".join(bubble.text for bubble in await awa.asks())
    assert day in said
    assert "09:00" in said or "9:00" in said
