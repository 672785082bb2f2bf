"""Save, then speak: what the person told us survives a crash, a restart and a deploy, at every question.

That each instant of a commit and of a send can be the last is swept in tests/bot/test_crash.py.
"""

from __future__ import annotations

from itertools import cycle

import pytest

from bot.sim.deploys import GONE, RENAMED, deployed
from flows.model import Value
from tests.promises.stops import FIRST, LANGS, Person, Stop, Stops

pytestmark = pytest.mark.parametrize("lang", LANGS)
Seen = tuple[str, dict[str, Value], list[str], int]


async def mine(stops: Stops, lang: str) -> list[Stop]:
    """Each question in one of the languages; before an agreement nothing is kept, so nothing can survive."""
    return [stop for stop in await stops.mine(lang) if stop.question != FIRST]


async def seen(person: Person) -> Seen:
    """Where it stands, and everything that was shown."""
    lines = await person.life.house.transcript("terminal", person.address)
    texts = [line.bubble.text for line in lines if line.bubble is not None]
    return *await person.place(), texts, len((await person.known())[1])


async def test_killed_around_a_commit_nothing_is_lost_and_nothing_said_twice(stops: Stops, lang: str) -> None:
    broken, kills = [], cycle(("before", "after"))
    for stop in await mine(stops, lang):
        found: list[Seen] = []
        for kill in ("", next(kills)):
            async with stops.again(stop) as person:
                await person.send({"text": "1"}, kill)
                found.append(await seen(person))
        broken += [f"{stop}: killed {kill} the commit"] * (found[0] != found[1])
    assert broken == []


async def test_a_restart_changes_nothing_and_goes_on(stops: Stops, lang: str) -> None:
    broken = []
    for stop in await mine(stops, lang):
        async with stops.again(stop) as person:
            before = await seen(person)
            await person.life.restart()
            broken += [f"{stop}: after a restart"] * (await seen(person) != before)
            broken += [f"{stop}: no answer after a restart"] * (not await person.send({"text": "1"}))
    assert broken == []


async def test_a_deploy_keeps_every_answer_and_goes_on(stops: Stops, lang: str) -> None:
    broken = []
    for stop in await mine(stops, lang):
        async with stops.again(stop) as person:
            before = await person.live()
            await person.life.restart(deployed(person.life.content))
            after = await person.live()
            lost = {q for q, value in before.items() if after.get(_named(q)) != value and q != GONE}
            broken += [f"{stop}: lost {sorted(lost)}"] * bool(lost)
            broken += [f"{stop}: no answer after a deploy"] * (not await person.send({"text": "1"}))
    assert broken == []


def _named(question: str) -> str:
    """The name of a question after the deploy."""
    parts = question.split("/")
    pattern = "/".join(("exp", "*", *parts[2:])) if parts[0] == "exp" else question
    return RENAMED.get(pattern, question).replace("*", parts[1] if len(parts) > 1 else "")
