"""One person on three screens: what is done on the page is done on two phones too, and all have to say the same."""

from __future__ import annotations

from collections.abc import AsyncIterator, Mapping, Sequence
from contextlib import asynccontextmanager
from dataclasses import replace
from itertools import zip_longest
from pathlib import Path

from bot.app import House, load_content, open_house
from bot.channels.base import Bubble, Shown
from bot.channels.terminal.parse import Line
from bot.settings import read
from bot.sim.chat import Chat, Clock, Ids
from bot.sim.life import Life
from flows.content import Content
from flows.model import Open, Tap
from tests.alike.compared import Entry
from tests.alike.lines import at_hand, everywhere
from tests.alike.on_telegram import OnTelegram
from tests.alike.on_whatsapp import OnWhatsApp
from tests.alike.phones import Phones
from tests.alike.screens import Deed, Screen

PAGE = "web"


class Ticking(Clock):
    """A clock that is never read twice alike: the lines of one event have a time of their own."""

    def __call__(self) -> int:
        self.at += 1
        return self.at


class Lives(Life):
    """The house of the page, and what happens to the others with it."""

    screens: Sequence[Screen] = ()

    async def restart(self, content: Content | None = None) -> None:
        await super().restart(content)
        for screen in self.screens:
            await screen.life.restart(content)

    async def desk(self, line: str, now: int) -> None:
        await super().desk(line, now)
        for screen in self.screens:
            await screen.life.desk(line, now)


class Alike(Chat):
    """Somebody on the page whom two others follow step by step."""

    def __init__(self, life: Lives, clock: Clock, lang: str, screens: Sequence[Screen], folder: Path) -> None:
        super().__init__(life, clock, lang, channel=PAGE)
        life.screens = self._screens = screens
        self._folder, self._today = folder, life.content
        self._at = 0
        self._lines: list[Shown] = []
        self._data: dict[str, bytes] = {}
        self.changed = False  # whether a line led elsewhere than the one in the script

    async def send(self, said: Mapping[str, object], kill: str = "") -> list[Bubble]:
        """Do one thing everywhere; return what the page says."""
        new: list[Bubble] = []
        known = await self.life.house.peek(PAGE, self.address) is not None
        words = self.life.content.words[self.shown[-1].lang if known and self.shown else self.lang]
        named = self.life.content is self._today
        done = []
        for line in everywhere(said, words, self.shown, known=known, named=named):
            new += await self._everywhere(at_hand(line, self._folder), kill)
            done.append(line)
        self.changed |= done != [said] and not any("open" in line for line in done)
        return new

    async def _everywhere(self, said: Mapping[str, object], kill: str) -> list[Bubble]:
        messages = self.messages
        opened = Line(Open(str(said.get("open"))))
        new = await (self.do(opened, kill=kill) if "open" in said else super().send(said, kill))
        for screen in self._screens:
            if self.messages == messages:
                await screen.waits(self._at)
            else:
                await screen.does(self._deed(kill))
        if self.messages == messages or not self._deed().more:
            self._compare()
        return new

    async def again(self) -> list[Bubble]:
        new = await super().again()
        for screen in self._screens:
            await screen.again()
        self._compare()
        return new

    async def looks(self) -> list[Bubble]:
        new = await super().looks()
        for screen in self._screens:
            await screen.waits(self._at)
        self._compare()
        return new

    async def same_facts(self) -> None:
        """Check that the same is known everywhere; where a choice had to be written, it was read, and not tapped."""
        mine = await self.life.house.peek(PAGE, self.address)
        for screen in self._screens:
            if screen.wrote:
                continue
            theirs = await screen.life.house.peek(screen.name, screen.address)
            assert [f.value for f in (theirs[1] if theirs else ())] == [f.value for f in (mine[1] if mine else ())]

    # ------------------------------------------------------------ on the way

    async def _deliver(self) -> None:
        self._at = self.clock.at
        await super()._deliver()

    async def _look(self) -> list[Bubble]:
        self._at = max(self._at, self.clock.at)
        return await super()._look()

    async def _read(self, shown: Shown, bubble: Bubble) -> None:
        self._lines.append(shown)
        if bubble.file:
            found = await self.life.house.document(PAGE, self.address, shown.id)
            self._data[bubble.id] = found[1] if found else b""
        await super()._read(shown, bubble)

    def _deed(self, kill: str = "") -> Deed:
        assert self.last is not None
        line, number, _, upload = self.last
        assert line.body is not None
        touched = None
        if isinstance(line.body, Tap):
            ask, place = line.body.ask, int(line.body.choice)
            bubble = next(one for one in reversed(self.shown) if one.ask == ask)
            touched = bubble, bubble.buttons[place]
        return Deed(number, line.body, self._at, upload.data if upload else None, touched, line.next, kill)

    def _compare(self) -> None:
        lines, self._lines = self._lines, []
        times = dict.fromkeys(line.at for line in lines)
        groups = [[line.bubble for line in lines if line.bubble and line.at == at] for at in times]
        for screen in self._screens:
            seen, wanted = screen.compare(groups, self._data)
            assert seen == wanted, _apart(screen.name, self.last and self.last[0], seen, wanted)


def _apart(name: str, line: Line | None, seen: Sequence[Entry], wanted: Sequence[Entry]) -> str:
    """Return where two screens part."""
    apart = ((one, other) for one, other in zip_longest(seen, wanted) if one != other)
    there, here = next(apart)
    return f"after {line}\n{name} shows {there}\nthe page says {here}"


@asynccontextmanager
async def alike(phones: Phones, home: Path, lang: str, *, told: bool = False) -> AsyncIterator[Alike]:
    """Open a house for the page and one for each phone. `told`: only the one on which the app tells the number."""
    settings = replace(read({}), key_file=home / "master.key", dictionaries=home / "none")
    clock, ids = Ticking(), Ids()

    def opener(folder: Path, content: Content) -> House:
        return open_house(replace(settings, data=folder), content=content, clock=clock, ids=ids).house

    life = Lives(home / "web", opener, load_content(settings))
    whatsapp = OnWhatsApp(phones, home / "whatsapp", settings, told=told)
    screens = (whatsapp,) if told else (OnTelegram(phones, home / "telegram", settings, lang), whatsapp)
    chat = Alike(life, clock, lang, screens, home)
    chat.phone = f"+{whatsapp.person.wa_id}" if told else ""
    try:
        yield chat
    finally:
        for one in (life, *screens):
            await one.end()
    assert phones.judged() == []
