"""A phone in front of a house of its own: it does what was done on the page, and tells what it then shows."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from starlette.types import ASGIApp

from bot.app import House, load_content, open_house
from bot.channels.base import Bubble, Button, Limits
from bot.settings import Settings
from bot.sim.chat import Clock, Ids
from bot.sim.life import Life
from flows.content import Content
from flows.model import Body
from tests.alike.compared import Entry, Group, expected

SECOND = 1000  # ms


@dataclass(frozen=True, slots=True)
class Deed:
    """Something a person did on the page: when, and what of it a platform has to know."""

    number: str  # the page's id of it, which an edit names
    body: Body
    at: int
    data: bytes | None = None  # of a file
    touched: tuple[Bubble, Button] | None = None
    more: bool = False  # another one follows at once
    kill: str = ""


class Steady:
    """A clock for the pace of a channel: what is to be waited for is over at once."""

    def __init__(self) -> None:
        self.now = 1000.0

    def time(self) -> float:
        return self.now

    async def sleep(self, seconds: float) -> None:
        self.now += seconds


class Screen(ABC):
    """A phone, on one platform."""

    name: str
    path: str  # of the address the platform calls
    limits: Limits
    address: str

    def __init__(self, home: Path, settings: Settings, hooks: dict[str, ASGIApp]) -> None:
        self.clock = Clock()
        self.asked: dict[str, Any] = {}  # the message that shows the choices of an ask of the page
        self.wrote = False  # whether a choice had to be written: no button or row said it
        self._channels: list[Any] = []
        self._raws: Sequence[bytes] = ()
        self._more = False  # whether what was done last is followed at once
        self._owed: list[Group] = []  # said while nothing could be written: it comes once the person writes
        self._heard = 0
        self._seen: set[object] = set()  # the platform's ids of what was looked at
        ids = Ids()

        def opener(folder: Path, content: Content) -> House:
            channel = self._channel()
            self._channels.append(channel)
            here, channels = replace(settings, data=folder), {self.name: channel}
            house = open_house(here, content=content, channels=channels, clock=self.clock, ids=ids).house
            hooks[self.path] = self._webhook(channel, house)
            return house

        self.life = Life(home, opener, load_content(settings))

    # ------------------------------------------------------------ what happens

    async def does(self, deed: Deed) -> None:
        """Do it, with all that happens to the house meanwhile."""
        self.clock.at = self._heard = deed.at
        self._raws = await self._done(deed)
        if self._more:  # it is on its way already when what answers the one before leaves
            await self.waits(deed.at + SECOND)
        self._more = deed.more
        image = self.life.image() if deed.kill == "before" else None
        await self._deliver()
        if deed.kill:
            await self.life.wake(image or self.life.image())
            await self._deliver()  # nobody told the platform that it was received
        if not deed.more:
            await self.life.house.settle()

    async def again(self) -> None:
        """Have the last message delivered once more."""
        await self._deliver()
        await self.life.house.settle()

    async def waits(self, until: int) -> None:
        """Let time pass."""
        self.clock.at = until
        self._at(until)
        await self.life.house.settle()

    async def end(self) -> None:
        """Stop the house for good."""
        await self.life.end()
        for channel in self._channels:
            await channel.close()

    async def _deliver(self) -> None:
        for raw in self._raws:
            await self._post(raw)

    # ------------------------------------------------------------ what is seen

    def compare(self, groups: Sequence[Group], data: Mapping[str, bytes]) -> tuple[list[Entry], list[Entry]]:
        """Return what came since the last time, and what had to come; and learn where the choices are."""
        self._owed += groups
        closed = self.limits.window is not None and self.clock.at - self._heard > self.limits.window * SECOND
        due, self._owed = ([], self._owed) if closed else (self._owed, [])
        wanted = [entry for group in due for entry in expected(group, self.name, self.limits, data)]
        new = [one for one in self._shown() if one.id not in self._seen]
        self._seen |= {one.id for one in new}
        seen = [entry for one in new for entry in self._entries(one)]
        for one, other in zip(wanted, seen, strict=False):
            if one.ask:
                self.asked[one.ask] = other.shown
        return seen, wanted

    # ------------------------------------------------------------ what each platform has of its own

    @abstractmethod
    def _channel(self) -> Any:  # noqa: ANN401 - the product's, on the double
        """Return the channel."""

    @abstractmethod
    def _webhook(self, channel: Any, house: House) -> ASGIApp:  # noqa: ANN401 - the same
        """Return the address to call."""

    @abstractmethod
    async def _done(self, deed: Deed) -> Sequence[bytes]:
        """Do it on the platform; return what that delivers."""

    @abstractmethod
    async def _post(self, raw: bytes) -> None:
        """Deliver it."""

    @abstractmethod
    def _at(self, at: int) -> None:
        """Let the platform's clock say this."""

    @abstractmethod
    def _shown(self) -> Sequence[Any]:
        """Return the messages on screen."""

    @abstractmethod
    def _entries(self, shown: Any) -> Sequence[Entry]:  # noqa: ANN401 - each has messages of its own
        """Return a message as it is compared."""
