"""A human at any time, honestly. Exactly one of {bot, one counsellor} speaks at a time.

No desk is part of the program yet: the contact of the operator is said, or that nobody is behind the page. Who has
the floor is a rule of the core, tried here with what is really asked.
"""

from __future__ import annotations

from functools import partial

import pytest

from bot.settings import read
from flows.counsel import Claim, Relay, Release
from flows.engine import step
from flows.model import Body, Event, Facts, Say, State, Text
from locales.catalogs import catalog
from tests.promises.stops import LANGS, Stops, asked, content, turned

pytestmark = pytest.mark.parametrize("lang", LANGS)
CONTACT = "Mairie, 4 place Verte, 01 99 00 12 34"
STAFFED = read({"ATOUT_CONTACT": CONTACT})


def nobody(lang: str) -> set[str]:
    return {text for (key, _), texts in catalog(lang).items() if key == "human.nobody" for text in texts}


async def test_who_asks_for_a_person_is_told_the_truth_and_keeps_the_place(stops: Stops, lang: str) -> None:
    said, tapped, broken = turned(lang, "human"), await stops.mine(lang), []
    for stop in await stops.of(lang):
        async with stops.again(stop) as person:
            here = await person.place()
            for line in ({"text": next(said)}, {"press": "human"})[: 1 + (stop in tapped)]:
                new = await person.send(line)
                told = any(text in bubble.text for bubble in new for text in nobody(lang))
                if not told or asked(new) != stop.asks or await person.place() != here:
                    broken.append(f"{stop}: {line} says {[b.text for b in new]}")
    assert broken == []


async def test_the_contact_of_the_operator_is_said_whole(stops: Stops, lang: str) -> None:
    said, broken = turned(lang, "human"), []
    for stop in await stops.mine(lang):
        async with stops.again(stop, STAFFED) as person:
            new = await person.send({"text": next(said)})
            if CONTACT not in new[-1].text or asked(new) != stop.asks:
                broken.append(f"{stop}: {[b.text for b in new]}")
    assert broken == []


async def test_while_a_counsellor_speaks_the_bot_is_silent_and_the_place_is_kept(stops: Stops, lang: str) -> None:
    broken = []
    for stop in await stops.mine(lang):
        async with stops.again(stop) as person:
            state, facts = await person.known()
            broken += [f"{stop}: {why}" for why in _episode(state, facts, stop.asks)]
    assert broken == []


def _notice(say: Say, n: int) -> bool:
    """Whether this is the notice that somebody speaks now: once, at the first claim."""
    return n == 0 and [part.key for part in say.parts] == ["floor.claimed"]


def _episode(state: State, facts: Facts, question: str) -> list[str]:
    """A counsellor claims, speaks, is spoken to and gives back; what goes wrong.

    The bot says once who speaks now, and nothing else until it has the floor again.
    """
    play = partial(step, content())
    wrong, before = [], state.last_out
    told: tuple[Body, ...] = (Claim("anna"), Claim("bo"), Text("2019"), Relay("bo", "?"), Relay("anna", "!"))
    for n, body in enumerate(told):
        out = play(state, facts, Event(f"f{n}", state.seen + n, body))
        state = out.state
        says = [effect for effect in out.effects if isinstance(effect, Say) and not _notice(effect, n)]
        wrong += [f"{say.by or 'the bot'} speaks after {body}" for say in says if say.by != "anna"]
        wrong += [f"a fact is kept after {body}"] * bool(out.facts)
        wrong += ["nothing is relayed"] * (body == Relay("anna", "!") and not says)
    for name, body in (("b", Release("bo")), ("a", Release("anna"))):
        out = play(state, facts, Event(name, state.seen + 9, body))
        state = out.state
        wrong += ["one who has not the floor gave it back"] * (name == "b" and bool(out.effects))
    asks = [effect.ask.qid for effect in out.effects if isinstance(effect, Say) and effect.ask]
    wrong += [f"asks {asks} when it is given back"] * (asks != [question])
    return wrong + ["in the same words"] * (state.last_out == before)
