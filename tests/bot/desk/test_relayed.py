"""While a counsellor speaks, the person sees the very lines of the desk, and what they agreed to can be changed."""

from __future__ import annotations

from collections.abc import AsyncIterator
from dataclasses import replace
from pathlib import Path

import pytest

from bot.channels.base import BOT, Bubble
from bot.desk.glance import key_of, points
from flows.model import Holder, Phrase, State, Tap
from locales.translate import translator
from tests.bot.desk.test_office import SEEN, is_said
from tests.bot.desk.town import MINUTE, YES, Person, Town
from tests.bot.little import Outside

LANGS = tuple(YES)
WINDOW = 24 * 60 * 60  # seconds, as WhatsApp has it
STOP = {"fr": "ne plus montrer", "en": "stop showing", "ar": "إيقاف العرض", "uk": "більше не показувати"}
DATA = {"fr": "mes données", "en": "my data", "ar": "بياناتي", "uk": "мої дані"}
BEFORE = {
    "fr": "mon voisin m'a parlé de vous",
    "en": "my neighbour told me about you",
    "ar": "جاري حدثني عنكم",
    "uk": "сусід розповів про вас",
}


class Phone(Outside):
    """An app that takes an answer for a day."""

    def __init__(self) -> None:
        super().__init__()
        self.limits = replace(self.limits, window=WINDOW)


@pytest.fixture
async def phoned(tmp_path: Path) -> AsyncIterator[Town]:
    phone = Phone()
    made = Town(tmp_path, channels={phone.name: phone})
    yield made
    await made.house.stop()


async def state_of(person: Person) -> State:
    found = await person.town.house.peek(person.channel, person.address)
    assert found is not None
    return found[0]


def automatic(bubbles: list[Bubble], lang: str) -> bool:
    """Whether each of these bubbles says that it comes from the program, and asks nothing."""
    opens = [translator(lang)(Phrase("floor.automatic", {}, n)).rstrip(".") for n in (1, 2, 3)]
    return bool(bubbles) and all(
        one.by == BOT and one.text.startswith((opens[0], opens[1], opens[2])) and not one.buttons for one in bubbles
    )


@pytest.mark.parametrize("lang", LANGS)
async def test_the_person_reads_every_line_of_the_desk_while_it_is_read(phoned: Town, lang: str) -> None:
    town, translate = phoned, translator(lang)
    anna, awa = await town.hires("Anna"), town.person(lang, channel=Outside.name)
    await awa.begins()
    await awa.says(BEFORE[lang])
    town.clock.at += MINUTE
    await awa.asks()
    office = town.house.office
    case = await town.claimed(anna)
    opened = await office.open(anna, case.id)
    several = points(town.content, opened, lang, office.window(opened))
    life = next(one for one in several if one.id.startswith("life/"))
    await office.set_aside(anna, case.id, key_of(life))
    bubbles = await awa.says(SEEN[lang])
    told = "\n".join(one.text for one in bubbles)
    opened = await office.open(anna, case.id)
    several = points(town.content, opened, lang, office.window(opened))
    assert {"asked", "stands", "agreements", "chat"} <= {one.id for one in several}
    assert [one.id for one in several if translate(one.phrase) not in told] == []
    assert BEFORE[lang] in told
    assert translate(Phrase("summary.window.hours", {"n": 24})) in told
    aside = translate(Phrase("seen.aside", {"name": "Anna"}))
    assert [line for line in told.split("\n") if aside in line] == [
        line for line in told.split("\n") if translate(life.phrase) in line
    ]
    assert automatic(bubbles, lang)
    assert (await state_of(awa)).floor.holder is Holder.HUMAN


@pytest.mark.parametrize("lang", LANGS)
async def test_while_the_request_waits_the_lines_are_those_of_who_takes_it(phoned: Town, lang: str) -> None:
    anna, awa = await phoned.hires("Anna"), phoned.person(lang, channel=Outside.name)
    await awa.begins()
    await awa.says(BEFORE[lang])
    phoned.clock.at += MINUTE
    await awa.asks()
    told = "\n".join(one.text for one in await awa.says(SEEN[lang]))
    office = phoned.house.office
    opened = await office.open(anna, (await phoned.claimed(anna)).id)
    for point in points(phoned.content, opened, lang, office.window(opened)):
        assert translator(lang)(point.phrase) in told


@pytest.mark.parametrize("lang", LANGS)
async def test_a_word_stops_the_reading_at_once(town: Town, lang: str) -> None:
    anna, awa = await town.hires("Anna"), town.person(lang)
    here = (await awa.begins())[-1].question
    town.clock.at += MINUTE
    await awa.asks()
    office = town.house.office
    case = await town.claimed(anna)
    assert (await office.open(anna, case.id)).facts
    for _ in range(2):
        said = await awa.says(STOP[lang])
        assert is_said(said[-1].text, lang, "seen.stopped")
        assert automatic(said, lang)
        opened = await office.open(anna, case.id)
        assert (opened.facts, opened.whole) == ((), False)
        assert all(line.message.at >= case.asked for line in opened.lines)
    closed = await awa.says(SEEN[lang])
    assert is_said(closed[0].text, lang, "seen.closed")
    assert automatic(closed, lang)
    several = points(town.content, await office.open(anna, case.id), lang, None)
    assert [one.id for one in several if translator(lang)(one.phrase) not in "\n".join(b.text for b in closed)] == []
    await office.say(anna, case.id, case.n, "Bonjour", "k1")
    await office.give_back(anna, case.id, case.n)
    state = await state_of(awa)
    assert state.asked is not None
    assert (state.floor.holder, state.asked.qid) == (Holder.BOT, here)


@pytest.mark.parametrize("lang", LANGS)
async def test_who_wants_their_data_is_told_the_two_words(town: Town, lang: str) -> None:
    anna, awa = await town.hires("Anna"), town.person(lang)
    await awa.begins()
    await awa.asks()
    await town.claimed(anna)
    said = await awa.says(DATA[lang])
    label = translator(lang)(Phrase("button.data"))
    assert label.casefold() in said[-1].text.casefold()
    assert len(await awa.says(DATA[lang])) == 1
    quoted = [word for word in town.content.words[lang].commands["assistant"] if word in said[-1].text]
    back = await awa.says(quoted[-1])
    assert (await state_of(awa)).floor.holder is Holder.BOT
    assert back[-1].question
    assert (await awa.says(label))[-1].question == "menu/data"


async def test_an_old_button_stops_and_opens_the_reading(town: Town) -> None:
    anna, awa = await town.hires("Anna"), town.person()
    await awa.begins()
    await awa.asks()
    menu = (await awa.says(SEEN["fr"]))[-1]
    assert [button.id for button in menu.buttons][:1] == ["stop_reading"]
    case = await town.claimed(anna)
    said = await awa.does(Tap(menu.ask, "0"))
    assert automatic(said, "fr")
    assert not (await town.house.office.open(anna, case.id)).whole
