"""Anything may arrive at any step: there is always a useful reply, and nothing is lost."""

from __future__ import annotations

from collections.abc import Mapping

import pytest

from flows.model import Body, Contact, Media, Open, Place, Unsupported, Voice
from locales.catalogs import catalog
from tests.promises.stops import FIRST, LANGS, Stops, asked, ways

pytestmark = pytest.mark.parametrize("lang", LANGS)
THINGS: Mapping[str, Body] = {
    "a photo": Media("photo"),
    "a file": Media("file", "cv_2011.pdf"),
    "a file that is held": Media("file", "cv_2012.pdf", held=True),
    "a video": Media("video"),
    "a sticker that says nothing": Media("sticker", emoji="🦄"),
    "a sticker without a sign": Media("sticker"),
    "a place": Place(),
    "a voice note nobody heard": Voice("", 3600),
    "a poll": Unsupported("poll"),
    "the page again": Open("fr"),
}
CARD = Contact("B", "06 39 98 10 07")


async def test_whatever_is_sent_is_answered_and_the_question_stays(stops: Stops, lang: str) -> None:
    broken = []
    for stop in await stops.mine(lang):
        things = {**THINGS, "a card of somebody else": CARD} if stop.topic != "contact" else THINGS
        async with stops.again(stop) as person:
            here = await person.place()
            repeated = await person.again()
            for name, body in things.items():
                new = await person.gets(body)
                if asked(new) != stop.asks or await person.place() != here:
                    broken.append(f"{stop}: {name} asks {asked(new)}")
            broken += [f"{stop}: a repeat is answered"] * bool(repeated)
    assert broken == []


async def test_an_edit_a_silence_and_another_language_keep_the_place(stops: Stops, lang: str) -> None:
    hello, other = next(iter((await stops.of(lang))[0].person.said.values())), "en" if lang != "en" else "uk"
    broken = []
    for stop in await stops.mine(lang):
        async with stops.again(stop) as person:
            here = await person.place()
            tried = {
                "an edited hello": await person.send({"edit": hello, "text": "%%%"}),
                "a sign after a silence": await person.does({"wait": "PT5H"}, {"text": "?"}),
                "another language": await person.send({"lang": other}),
                "the first language": await person.send({"lang": lang}),
            }
            broken += [f"{stop}: {name} asks {asked(new)}" for name, new in tried.items() if asked(new) != stop.asks]
            broken += [f"{stop}: not in {other}"] * ({b.lang for b in tried["another language"]} != {other})
            resumed = "\n".join(b.text for b in tried["a sign after a silence"])
            if stop.question != FIRST:  # who has agreed to nothing is forgotten by then, and greeted
                broken += [f"{stop}: no word on where we were"] * (not any(w in resumed for w in where(lang)))
            broken += [f"{stop}: the place moved"] * (await person.place() != here)
    assert broken == []


def where(lang: str) -> list[str]:
    return [text for (key, _), texts in catalog(lang).items() if key == "resume" for text in texts]


async def test_a_voice_note_is_an_answer_after_a_yes_only(stops: Stops, lang: str) -> None:
    broken = []
    for stop in await stops.mine(lang):
        async with stops.again(stop) as person:
            here = await person.place()
            heard = await person.gets(Voice("2019", 2))
            broken += [f"{stop}: kept before a yes"] * (await person.place() != here)
            again = await person.send({"press": "again"})
            broken += [f"{stop}: asks {asked(heard)} then {asked(again)}"] * (
                (asked(heard), asked(again)) != ("menu/heard", stop.asks)
            )
            broken += [f"{stop}: kept after a no"] * (await person.place() != here)
    assert broken == []


async def test_an_edit_of_an_answer_changes_that_answer_and_keeps_the_place(stops: Stops, lang: str) -> None:
    """Each answer told in words, edited into itself and into noise: nothing is lost."""
    async with stops.again(await stops.at(lang, "menu/end")) as person:
        here = await person.place()
        for text, number in list(person.said.items()):
            for new in (text, "%%%", text):
                assert asked(await person.send({"edit": number, "text": new})) == "menu/end", f"{number} into {new}"
        assert await person.place() == here


async def test_an_answer_edited_into_not_knowing_is_taken_back(stops: Stops, lang: str) -> None:
    async with stops.again(await stops.at(lang, "cv/facts")) as person:
        numbers = {fact.source: fact.qid for fact in (await person.known())[1]}
        for text, number in list(person.said.items()):
            await person.send({"edit": number, "text": ways(lang, "unknown")[0]})
            assert await person.open() == "cv/facts", f"{number} {numbers}: {text}"
        live = await person.live()
    assert {q for q in ("cv/name", "cv/phone", "cv/town", "exp/e1/when") if live[q].said} == set()
