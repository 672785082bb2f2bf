"""With a model that is honest the invented people have more on their CV, and are promised no less.

The double stands elsewhere, is asked after a yes, and sees masked words; each person says yes to what they told and no
to the rest. It is the same conversation otherwise: what a replay without a model gives is compared with, not a page.
"""

from __future__ import annotations

import asyncio
import re
import tempfile
from functools import cache
from pathlib import Path

import pytest

from bot.spelling import worker
from tests.personas.compared import promises
from tests.personas.helped import ELSEWHERE, OWN, helping
from tests.personas.page import PAGE
from tests.personas.replay import Replayed, replay
from tests.personas.test_personas import NAMES, NEVER, PERSONS, conversation

LONG = 120.0  # seconds: a dictionary may take as long to load as a busy machine needs
MORE = ("fr_aidante_enfant", "fr_livreur_pecheur")  # whose CV has what no list of words found
ROW = re.compile(r"\| (?P<way>[^|]+) \| (?P<facts>\d+) of \d+ \|(?: \d+ \|){4} (?P<promises>\d+) of \d+ \|")


@pytest.fixture(autouse=True)
def unhurried(monkeypatch: pytest.MonkeyPatch) -> None:
    """Wait for dictionaries."""
    monkeypatch.setattr(worker, "LOOKING", LONG)


@cache
def helped(name: str, way: str = ELSEWHERE) -> Replayed:
    """The conversation of one person, in a house that has a model."""
    person = next(person for person in PERSONS if person["id"] == name)

    async def held() -> Replayed:
        async with helping(way) as whom:
            with tempfile.TemporaryDirectory() as home:
                return await replay(person, NEVER, Path(home), whom.of(person))

    return asyncio.run(held())


@pytest.mark.parametrize("name", NAMES)
def test_with_a_model_nobody_has_less_and_no_promise_is_broken(name: str) -> None:
    alone, found = conversation(name), helped(name)
    assert [fact for fact in found.missing if fact not in alone.missing] == []
    kept = promises(found)
    assert [promise for promise, was in promises(alone).items() if was and not kept[promise]] == []
    assert found.first == alone.first, "the first CV comes no later"


@pytest.mark.parametrize("way", [ELSEWHERE, OWN])
@pytest.mark.parametrize("name", MORE)
def test_with_a_model_some_have_more(name: str, way: str) -> None:
    alone, found = conversation(name), helped(name, way)
    assert found.facts > alone.facts
    assert found.kept > 0
    assert found.spent.asked > 0


def test_the_page_says_that_there_is_more_and_nothing_less() -> None:
    found = {row["way"]: row for row in ROW.finditer(PAGE.read_text(encoding="utf-8"))}
    off = found.pop("none")
    assert found
    assert all(int(row["facts"]) > int(off["facts"]) for row in found.values())
    assert all(int(row["promises"]) >= int(off["promises"]) for row in found.values())
