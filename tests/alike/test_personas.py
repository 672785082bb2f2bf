"""The ten invented people hold the same conversation on the page, on Telegram and on WhatsApp, to their last paper."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from tests.alike.chat import alike
from tests.alike.phones import Phones
from tests.personas.replay import Person, hold, the_ten

TEN = the_ten()[0]


@pytest.mark.skipif(not TEN and os.environ.get("CI") != "true", reason="the ten people are not beside this copy")
def test_there_are_the_ten() -> None:
    assert len(TEN) == 10


@pytest.mark.asyncio(loop_scope="module")
@pytest.mark.parametrize("person", TEN, ids=[person["id"] for person in TEN])
async def test_somebody_is_told_the_same_everywhere(phones: Phones, tmp_path: Path, person: Person) -> None:
    async with alike(phones, tmp_path, person["lang"]) as chat:
        found = await hold(person, chat)
        await chat.same_facts()
    assert found.first
