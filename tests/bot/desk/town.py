"""A house with a desk, its counsellors, and people who talk to it; the clock is moved by hand."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, TypeVar

from bot.app import House, load_content, open_house
from bot.channels.base import Arrival, Bubble, Channel
from bot.loop import run
from bot.settings import Settings
from bot.store.base import Session, Store
from bot.store.desk import Case
from bot.store.staff import Account, Role
from flows.content import Content
from flows.model import Body, Open, Text

T = TypeVar("T")

START = 1_795_428_000_000  # a Monday in November 2026, at eleven in the morning in Paris
MINUTE = 60_000
YES = {"fr": "oui", "en": "yes", "ar": "نعم", "uk": "так"}
HUMAN = {
    "fr": "je veux parler à quelqu'un",
    "en": "i want to talk to someone",
    "ar": "أريد التحدث مع شخص",
    "uk": "хочу поговорити з людиною",
}
WORK = {
    "fr": "je fais le ménage chez une dame",
    "en": "I clean the house of an old lady",
    "ar": "أنظف منزل سيدة",
    "uk": "прибираю в однієї пані",
}


@dataclass
class Hand:
    """A clock moved by hand."""

    at: int = START

    def __call__(self) -> int:
        return self.at


@dataclass
class Town:
    """The house, and what is done in it."""

    folder: Path
    clock: Hand = field(default_factory=Hand)
    channels: Mapping[str, Channel[Any, Any]] = field(default_factory=dict)
    hours: str = ""  # when the team is there
    house: House = field(init=False)
    content: Content = field(init=False)
    number: int = 0

    def __post_init__(self) -> None:
        self.settings = Settings(data=self.folder / "data", key_file=self.folder / "key", hours=self.hours)
        self.content = load_content(self.settings)
        self.open()

    def open(self) -> None:
        """Open the house, for the first time or again."""
        self.house = open_house(self.settings, content=self.content, channels=self.channels, clock=self.clock).house

    async def again(self) -> None:
        """Stop and start: a deploy."""
        await self.house.stop()
        self.open()

    @property
    def store(self) -> Store:
        """What the house keeps."""
        return self.house._store

    async def hires(self, name: str, role: Role = Role.COUNSELLOR, *, here: bool = True) -> Account:
        """Somebody of the staff, at the desk now."""
        account = Account(f"{name.lower():x<10}", role, name, "fr", self.clock.at)

        def work(tx: Session) -> None:
            tx.accounts.create(account)
            if here:
                tx.accounts.begin(f"secret of {name}", account.id, self.clock.at, "a browser")

        await run(self.store, work)
        return account

    async def ago(self, account: Account) -> None:
        """Somebody moves at the desk: their session is used."""
        await run(self.store, lambda tx: tx.accounts.session(f"secret of {account.name}", self.clock.at))

    async def claimed(self, account: Account) -> Case:
        """Somebody of the staff takes the case that waits first."""
        office = self.house.office
        return await office.claim(account, (await office.queue(account, "waiting")).rows[0].case.id)

    def person(self, lang: str = "fr", address: str = "awa", channel: str = "web") -> Person:
        """Somebody who talks to the bot."""
        return Person(self, lang, address, channel)


@dataclass
class Person:
    """One person at one address."""

    town: Town
    lang: str
    address: str
    channel: str

    async def says(self, *words: str) -> list[Bubble]:
        """Say it; return the bubbles that answered the last."""
        return await self.does(*map(Text, words))

    async def does(self, *bodies: Body) -> list[Bubble]:
        """Do it; return the bubbles that answered the last."""
        before: set[str] = set()
        for body in bodies:
            before = {line.id for line in await self.town.house.transcript(self.channel, self.address)}
            self.town.number += 1
            said = f"a{self.town.number}"
            arrival = Arrival(self.channel, self.address, said, body, said_id=said, lang=self.lang)
            await self.town.house.receive([arrival])
            await self.town.house.settle()
        lines = await self.town.house.transcript(self.channel, self.address)
        return [line.bubble for line in lines if line.id not in before and line.bubble]

    async def heard(self) -> list[str]:
        """All that was said to them, by whom."""
        lines = await self.town.house.transcript(self.channel, self.address)
        return [f"{line.by}: {line.bubble.text}" for line in lines if line.bubble]

    async def begins(self) -> list[Bubble]:
        """Agree, and tell a first thing."""
        return await self.does(Open(self.lang), Text(YES[self.lang]), Text(WORK[self.lang]))

    async def asks(self, answer: str = "") -> list[Bubble]:
        """Ask for somebody, and agree to be read unless told otherwise."""
        return await self.says(HUMAN[self.lang], answer or YES[self.lang])
