"""One person, several doors: from the page to Telegram, from there to WhatsApp, and nothing is ever mixed up."""

from __future__ import annotations

import asyncio
import re
from collections.abc import AsyncIterator
from dataclasses import dataclass
from pathlib import Path

import pytest
from starlette.routing import Mount

from bot.app import House, open_house
from bot.channels.base import Arrival, Bubble
from bot.channels.telegram import channel as telegram_channel
from bot.channels.whatsapp.client import WhatsAppChannel
from bot.channels.whatsapp.webhook import PATH, Secrets, webhook
from bot.links import FOR_MANY, LIVES
from bot.settings import Settings
from bot.store.group import Counted, Workshop
from flows.model import Body, Open, Phrase, Tap, Text
from locales import languages, translator
from tests.bot.telegram.conftest import HastyClock
from tests.bot.whatsapp.conftest import VERIFY, Ahead, account
from tests.doubles.graph import SECRET, Graph, graph
from tests.doubles.telegram import TOKEN, Telegram, telegram
from tests.doubles.wire import served

FIRST = {"fr": ("je fais le ménage chez une dame", "oui"), "en": ("I clean the house of an old lady", "yes"),
         "ar": ("أنظف بيت سيدة مسنة", "نعم"), "uk": ("прибираю у старшої жінки", "так")}  # fmt: skip
CODE = {"fr": "mon code", "en": "my code", "ar": "رمزي", "uk": "мій код"}
LINK = re.compile(r"^https://(?:t\.me/atout_bot\?start|wa\.me/\d+\?text)=(atout-\w{20})$", re.MULTILINE)


@dataclass
class Doors:
    """A house with a page and both apps."""

    house: House
    tg: Telegram
    meta: Graph
    clock: Ahead
    lang: str
    number: int = 0

    async def page(self, *said: Body, address: str = "awa") -> list[Bubble]:
        """Say it on the page; return what answers the last."""
        before = ""
        for body in said:
            lines = await self.house.transcript("web", address)
            before, self.number = (lines[-1].id if lines else ""), self.number + 1
            await self.house.receive([Arrival("web", address, f"p{self.number}", body, lang=self.lang)])
            await self.house.settle()
        return [line.bubble for line in await self.house.transcript("web", address, before) if line.bubble]

    async def settled(self) -> None:
        await self.tg.until(lambda: not self.tg.queue)
        await self.house.settle()

    async def links(self) -> dict[str, str]:
        """Ask for the code on the page; return the word of each link by its app."""
        said = "\n".join(bubble.text for bubble in await self.page(Text(CODE[self.lang])))
        return {found[0].split("/")[2]: found[1] for found in LINK.finditer(said)}

    async def question(self, channel: str, address: str) -> str:
        lines = await self.house.transcript(channel, address)
        return next(line.bubble.question for line in reversed(lines) if line.bubble and line.bubble.question)


@pytest.fixture(params=languages())
async def doors(request: pytest.FixtureRequest, tmp_path: Path) -> AsyncIterator[Doors]:
    lang, clock = str(request.param), Ahead()
    async with telegram() as tg, graph() as meta:
        bot, number = telegram_channel(TOKEN, translator, tg.url), WhatsAppChannel(account(meta), translator)
        bot._clock = HastyClock()
        settings = Settings(data=tmp_path / "data", key_file=tmp_path / "key", dictionaries=tmp_path / "nowhere")
        house = open_house(settings, channels={bot.name: bot, number.name: number}, clock=clock).house
        polling = asyncio.create_task(bot.run(house))
        async with served([Mount("/", webhook([number], house, Secrets(SECRET, VERIFY)))]) as url:
            meta.webhook = url + PATH
            made = Doors(house, tg, meta, clock, lang)
            await made.page(Open(lang), Text(FIRST[lang][1]), *map(Text, FIRST[lang]))
            yield made
        polling.cancel()
        await asyncio.gather(polling, return_exceptions=True)
        await house.stop()
        await bot.close()
        await number.close()
        assert (tg.wrong, meta.wrong) == ([], [])


async def test_from_the_page_to_telegram_to_whatsapp_at_the_same_question(doors: Doors) -> None:
    here = await doors.question("web", "awa")
    links = await doors.links()
    assert set(links) == {"t.me", "wa.me"}
    awa = doors.tg.person(7, "Awa", doors.lang)
    await awa.starts(links["t.me"])
    await doors.settled()
    assert await doors.question("telegram", "7") == here
    where = translator(doors.lang)(Phrase("where", {"what": ""})).partition(":")[0]
    assert where in awa.shown[-1].text  # nothing above it says what the question is about
    await awa.says(CODE[doors.lang])
    await doors.settled()
    found = [match for one in awa.shown for match in LINK.finditer(one.text)]
    assert [one[0].split("/")[2] for one in found] == ["wa.me"]  # not where the person is
    same = doors.meta.person()
    await same.says(found[0][1])
    await doors.house.settle()
    assert await doors.question("whatsapp", same.user_id) == here


async def test_a_link_opens_once_and_within_the_hour(doors: Doors) -> None:
    here, links = await doors.question("web", "awa"), await doors.links()
    awa, other = doors.tg.person(7, "Awa", doors.lang), doors.tg.person(8, "Bo", doors.lang)
    await awa.starts(links["t.me"])
    await doors.settled()
    await other.starts(links["t.me"])
    await doors.settled()
    assert await doors.question("telegram", "8") == "charter/consent"
    assert translator(doors.lang)(Phrase("link.gone")) in other.shown[-1].text
    later = (await doors.links())["wa.me"]
    doors.clock.ms += LIVES
    late = doors.meta.person()
    await late.says(later)
    await doors.house.settle()
    assert await doors.question("whatsapp", late.user_id) == "charter/consent"
    assert await doors.question("web", "awa") == here


async def test_two_dossiers_are_never_made_one_without_a_yes(doors: Doors) -> None:
    awa = doors.tg.person(7, "Awa", doors.lang)
    await awa.starts()
    for text in (FIRST[doors.lang][1], FIRST[doors.lang][0], FIRST[doors.lang][1], "1 3"):
        await awa.says(text)
        await doors.settled()
    there, here = await doors.question("telegram", "7"), await doors.question("web", "awa")
    assert there != here
    word = (await doors.links())["t.me"]
    for said, expected in (("1", there), ("2", here)):
        await awa.starts(word)
        await doors.settled()
        assert await doors.question("telegram", "7") == "menu/link"
        await awa.says(said)
        await doors.settled()
        assert await doors.question("telegram", "7") == expected
        await awa.starts()  # without a link: what was decided is not asked again
        await doors.settled()
        assert await doors.question("telegram", "7") == expected
    await awa.starts(word)
    await doors.settled()
    assert await doors.question("telegram", "7") == here
    assert not any(word in one.text for one in awa.shown)


async def test_the_page_shows_links_that_can_be_tapped(doors: Doors) -> None:
    from bot.channels.web.build import line  # noqa: PLC0415 - only here

    await doors.links()
    drawn = [line(one, str) for one in await doors.house.transcript("web", "awa")]
    tapped = [found for html in drawn for found in re.findall(r'<a href="(https://[^"]+)"', html)]
    assert [one.split("/")[2] for one in tapped] == ["t.me", "wa.me"]
    assert sum(html.count("<svg") for html in drawn) >= len(tapped)  # a square for a phone's camera beside each


async def test_a_tap_on_what_was_asked_before_still_works_after_the_link(doors: Doors) -> None:
    links = await doors.links()
    awa = doors.tg.person(7, "Awa", doors.lang)
    await awa.starts(links["t.me"])
    await doors.settled()
    asked = next(b for b in (one.bubble for one in await doors.house.transcript("web", "awa")) if b and b.buttons)
    version, ask, _ = asked.buttons[0].payload.split(".")
    assert version == "1"
    assert await doors.page(Tap(ask, "0"))


async def test_the_links_are_found_by_buttons_alone(doors: Doors) -> None:
    """From the menu, "my data", and there by a button."""
    bubbles = await doors.page(Text(translator(doors.lang)(Phrase("button.data"))))
    button = next(one for one in bubbles[-1].buttons if one.id == "elsewhere")
    _, ask, place = button.payload.split(".")
    said = await doors.page(Tap(ask, place))
    assert len(LINK.findall("\n".join(bubble.text for bubble in said))) == 2


async def test_a_workshop_is_joined_at_every_door_and_nobody_loses_their_place(doors: Doors) -> None:
    word, lang = f"{FOR_MANY}{'a1b2c3d4e5' * 2}", doors.lang
    workshop = Workshop("room", "claire", doors.clock(), doors.clock() + LIVES, "", word)
    await doors.house.run(lambda tx: tx.workshops.put(workshop))
    here = await doors.question("web", "awa")
    await doors.page(Text(word))
    asked = [await doors.question("web", "awa")]
    ben, cy = doors.tg.person(7, "Ben", lang), doors.meta.person()
    await ben.starts(word)
    await doors.settled()
    await cy.says(word)
    await doors.house.settle()
    asked += [await doors.question("telegram", "7"), await doors.question("whatsapp", cy.user_id)]
    assert asked == ["menu/workshop"] * 3
    assert await counted(doors) == Counted(3, 1, 0)  # who came with an experience told has told one

    await doors.page(Tap("continue", (await doors.page(Open(lang)))[-1].id))
    assert await doors.question("web", "awa") == here
    there = await doors.house.peek("whatsapp", cy.user_id)
    assert there is not None
    await cy.says(
        label(there[0].lang, "button.uncounted")
    )  # WhatsApp tells no language: the house's, until one is written
    await doors.house.settle()
    assert await counted(doors) == Counted(2, 1, 0)
    for text in (label(lang, "choice.workshop.stay"), FIRST[lang][1], *FIRST[lang]):
        await ben.says(text)
        await doors.settled()
    assert await counted(doors) == Counted(2, 2, 0)
    await cy.says(word)  # who follows it again is asked again, and counted until the next no
    await doors.house.settle()
    assert await counted(doors) == Counted(3, 2, 0)


async def counted(doors: Doors) -> Counted:
    return await doors.house.run(lambda tx: tx.workshops.counts("room"))


def label(lang: str, key: str) -> str:
    return translator(lang)(Phrase(key))


async def test_who_came_by_a_link_and_writes_another_alphabet_is_asked_again_in_it_at_once(doors: Doors) -> None:
    cy = doors.meta.person()
    await cy.says(f"{FOR_MANY}{'0' * 20}")
    await doors.house.settle()
    await cy.says(FIRST[doors.lang][1])
    await doors.house.settle()
    asked = await doors.question("whatsapp", cy.user_id)
    assert (asked == "charter/consent") == (doors.lang in {"ar", "uk"})
    if asked == "charter/consent":
        await cy.says(FIRST[doors.lang][1])  # a yes, in the language in which it was asked again
        await doors.house.settle()
        there = await doors.house.peek("whatsapp", cy.user_id)
        assert there is not None
        assert there[0].lang == doors.lang
        assert await doors.question("whatsapp", cy.user_id) != "charter/consent"
