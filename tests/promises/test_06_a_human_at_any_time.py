"""A human at any time, honestly. Exactly one of {bot, one counsellor} speaks at a time.

Without a desk the contact of the operator is said, or that nobody is behind the page; with one, the request is made at
every question, and taken back there. Who has the floor is a rule of the core, tried here with what is really asked.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial

import pytest

from bot.channels.base import Bubble
from bot.settings import read
from flows.asking import READS, WAITS
from flows.counsel import Claim, Relay, Release
from flows.engine import step
from flows.model import Body, Event, Facts, Holder, Say, State, Text, Voice
from locales.catalogs import catalog
from tests.promises.stops import LANGS, Line, Stops, asked, content, offered, turned

pytestmark = pytest.mark.parametrize("lang", LANGS)
CONTACT = "Mairie, 4 place Verte, 01 99 00 12 34"
SPEAKS = {
    "fr": "je veux parler anglais",
    "en": "I want to speak English",
    "ar": "أريد أن أتكلم الإنجليزية",
    "uk": "хочу говорити англійською",
}
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


async def test_with_a_desk_the_request_is_made_at_every_question_and_the_place_is_kept(stops: Stops, lang: str) -> None:
    said, taken_back, tapped = turned(lang, "human"), turned(lang, "withdraw"), await stops.mine(lang)
    broken = []
    for stop in await stops.of(lang):
        async with stops.again(stop) as person:
            await person.life.desk("Anna comes", person.clock.at)
            here = await person.place()
            line: Line = {"press": "human"} if stop in tapped else {"text": next(said)}
            reads = await person.send(line)
            made = await person.send({"press": "agree"})
            if asked(reads) != READS or asked(made) != WAITS or not _made(made, lang):
                broken.append(f"{stop}: {line} asks {asked(reads)}, then {[b.text for b in made]}")
            floor = (await person.known())[0].floor
            if floor.holder is not Holder.WAITING or await person.place() != here:
                broken.append(f"{stop}: {floor} after {line}")
            for way in ({"press": "continue"}, {"text": next(taken_back)}):
                back = await person.send(way)
                if asked(back) != stop.asks:
                    broken.append(f"{stop}: {way} leads to {asked(back)}")
            if (await person.known())[0].floor.holder is not Holder.BOT:
                broken.append(f"{stop}: the request is still there")
    assert broken == []


def _made(bubbles: Sequence[Bubble], lang: str) -> bool:
    """Whether it is said that somebody was asked for, and nothing of nobody."""
    texts = {text for (key, _), ways in catalog(lang).items() if key == "floor.asked" for text in ways}
    told = [bubble.text for bubble in bubbles]
    return any(text in one for text in texts for one in told) and not nobody(lang) & {*told}


async def test_who_sends_a_voice_note_that_nobody_hears_is_offered_a_person(stops: Stops, lang: str) -> None:
    broken = []
    for stop in await stops.mine(lang):
        async with stops.again(stop) as person:
            new = await person.gets(Voice(seconds=4))
            pressed = await person.send({"press": "human"}) if "human" in offered(new) else []
            told = any(text in bubble.text for bubble in pressed for text in nobody(lang))
            if asked(new) != stop.asks or not told or asked(pressed) != stop.asks:
                broken.append(f"{stop}: {[b.text for b in new]} {offered(new)}")
    assert broken == []


async def test_at_the_languages_a_wish_to_speak_one_is_an_answer(stops: Stops, lang: str) -> None:
    async with stops.again(await stops.at(lang, "cv/languages")) as person:
        new = await person.send({"text": SPEAKS[lang]})
        assert asked(new) != "cv/languages"
        assert (await person.live())["cv/languages"].ids


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
