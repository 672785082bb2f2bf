"""A counsellor's invitation at every door: asked about once the agreement is given, opened by one person alone."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from dataclasses import dataclass

from bot.sim import desk
from bot.store.staff import Account
from flows.model import Phrase, Text
from locales import translator
from tests.bot.test_links import FIRST, Doors, doors

__all__ = ["doors"]

WORD = "with-" + "anna".ljust(20, "0")
NO = {"fr": "non", "en": "no", "ar": "لا", "uk": "ні"}
CHANNELS = ("web", "telegram", "whatsapp")


@dataclass
class Guest:
    """Somebody at one door: what they are told, and how they write and follow the link there."""

    doors: Doors
    channel: str
    address: str
    says: Callable[[str], Awaitable[object]]
    follows: Callable[[str], Awaitable[object]]
    lang: str

    @property
    def place(self) -> tuple[str, str]:
        """Where they are."""
        return self.channel, self.address

    async def told(self) -> list[str]:
        """All that was said to them."""
        lines = await self.doors.house.transcript(self.channel, self.address)
        return [line.bubble.text for line in lines if line.bubble]

    async def lines(self) -> str:
        """All that stands in the chat, both ways."""
        return str(await self.doors.house.transcript(self.channel, self.address))

    async def question(self) -> str:
        """What they are asked now."""
        return await self.doors.question(self.channel, self.address)

    async def wrote(self, *words: str) -> str:
        """Write one thing after the other; return what is asked then."""
        for text in words:
            await self.says(text)
            await self.doors.settled()
        return await self.question()

    async def followed(self, word: str = WORD) -> str:
        """Follow the link; return what is asked then."""
        await self.follows(word)
        await self.doors.settled()
        return await self.question()


def guest(doors: Doors, channel: str, number: int) -> Guest:
    """Somebody new at a door. WhatsApp tells no language: the house's, until one is written."""
    if channel == "telegram":
        one = doors.tg.person(number, "Bo", doors.lang)
        return Guest(doors, channel, str(number), one.says, one.starts, doors.lang)
    if channel == "whatsapp":
        other = doors.meta.person(f"3361234567{number}")
        return Guest(doors, channel, other.user_id, other.says, other.says, "fr")
    address = f"bo{number}"

    async def says(text: str) -> object:
        return await doors.page(Text(text), address=address)

    return Guest(doors, channel, address, says, says, doors.lang)


async def invites(doors: Doors) -> Account:
    """Anna is at the desk, and made an invitation."""
    await desk.act(doors.house, "Anna comes", doors.clock())
    await desk.act(doors.house, "Anna invites", doors.clock())
    return (await doors.house.run(lambda tx: tx.accounts.all()))[0]


async def followed(anna: Account, doors: Doors) -> set[tuple[str, str]]:
    """Where the people are whom she follows."""
    people, _ = await doors.house.office.people(anna)
    return {(one.conversation.channel, one.conversation.address) for one in people}


def said(lang: str, key: str, **args: str) -> str:
    return translator(lang)(Phrase(key, args))


async def test_who_is_new_agrees_first_and_is_asked_then(doors: Doors) -> None:
    for channel in CHANNELS:
        anna, bo = await invites(doors), guest(doors, channel, 3)
        assert await bo.followed() == "charter/consent"
        assert bo.place not in await followed(anna, doors)
        assert await bo.wrote(FIRST[bo.lang][1]) == "menu/follow"
        assert "Anna" in (await bo.told())[-1]
        assert bo.place not in await followed(anna, doors)
        assert await bo.wrote(FIRST[bo.lang][1]) not in {"menu/follow", "charter/consent"}
        assert bo.place in await followed(anna, doors)
        assert "with-" not in await bo.lines()


async def test_who_has_a_dossier_keeps_it_and_a_no_changes_nothing(doors: Doors) -> None:
    for channel in CHANNELS:
        anna, bo = await invites(doors), guest(doors, channel, 3)
        here = await bo.wrote(said(bo.lang, "button.menu"), FIRST[bo.lang][1], FIRST[bo.lang][0])
        assert await bo.followed() == "menu/follow"
        assert await bo.wrote(NO[bo.lang]) == here
        assert bo.place not in await followed(anna, doors)
        assert await bo.followed() == here
        assert said(bo.lang, "follow.gone") in (await bo.told())[-1]


async def test_a_link_pressed_twice_says_nothing_else_the_second_time(doors: Doors) -> None:
    for channel in CHANNELS:
        anna, bo = await invites(doors), guest(doors, channel, 3)
        gone = said(bo.lang, "follow.gone")
        assert await bo.followed() == "charter/consent"
        assert await bo.followed() == "charter/consent"
        assert await bo.wrote(FIRST[bo.lang][1]) == "menu/follow"
        assert await bo.followed() == "menu/follow"
        assert not any(gone in text for text in await bo.told())
        here = await bo.wrote(FIRST[bo.lang][1])
        assert bo.place in await followed(anna, doors)
        assert await bo.followed() == here
        assert said(bo.lang, "follow.since") in (await bo.told())[-1]
        assert not any(gone in text for text in await bo.told())


async def test_it_opens_for_one_person_and_no_other(doors: Doors) -> None:
    for channel in CHANNELS:
        anna, bo, cy = await invites(doors), guest(doors, channel, 3), guest(doors, channel, 4)
        await bo.followed()
        await bo.wrote(FIRST[bo.lang][1], FIRST[bo.lang][1])
        assert await cy.followed() == "charter/consent"
        assert said(cy.lang, "follow.gone") in (await cy.told())[-1]
        assert await cy.wrote(FIRST[cy.lang][1]) not in {"menu/follow", "charter/consent"}
        assert {bo.place, cy.place} & await followed(anna, doors) == {bo.place}
