"""Rooms to practise in: an invented person in a house of their own, for one account, gone at the end.

The house is a real one (the same loop, core and office) over a store of its own in a temporary folder, enciphered with
a key that is in memory alone. Nothing of it can stand in the queue, the counts, the log or the notices of the real one,
because it is not there: docs/decisions/practice.md.
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from itertools import count
from typing import Final

from bot.channels.base import Arrival
from bot.desk.duty import Duty
from bot.fold import Folded
from bot.house import House
from bot.parts import Now, Parts
from bot.store.base import Session, Store
from bot.store.desk import Reply
from bot.store.staff import Account
from flows.model import Body, Holder, Open, Phrase, State, Text, Translate
from flows.proposed import MENU

CHANNEL: Final = "practice"
ADDRESS: Final = "invented"
LASTS: Final = 2 * 60 * 60 * 1000  # ms
MOST: Final = 20  # rooms at once
LIFE: Final = ("yes", "work", "yes", "human", "yes")  # what the invented person has told before anybody comes
TURNS: Final = ("papers", "years", "clear")  # what they answer, one after the other; the last again and again
STEPS: Final = ("claim", "source", "answer", "ready", "note", "propose", "back")


class FullError(Exception):
    """There are as many rooms as there may be."""


class Invented(House):
    """A house of invented people: its store is destroyed when it stops, and it tells no operator that somebody asks."""

    def __init__(self, store: Store, parts: Parts, duty: Duty, destroy: Callable[[], None]) -> None:
        super().__init__(store, parts, duty)
        self.destroy = destroy

    async def stop(self) -> None:
        """Let go of everything; pages that are open see nothing more."""
        self.office.bell.close()
        await super().stop()
        self.destroy()

    def _witness(self, head: str) -> None:
        """What is invented leaves no trace."""

    def _announce(self, folded: Folded) -> None:
        super()._announce(replace(folded, summons=()))


@dataclass(slots=True)
class Room:
    """One account's invented case. `done`: which steps the counsellor really did."""

    house: Invented
    lang: str
    word: Translate
    until: int
    case: str = ""
    ready: tuple[str, ...] = ()  # what counts as the ready reply when it is sent
    done: set[str] = field(default_factory=set)
    turn: int = 0
    number: count[int] = field(default_factory=count)

    async def state(self) -> State:
        """Return where the invented person's conversation stands."""
        found = await self.house.peek(CHANNEL, ADDRESS)
        return found[0] if found else State()

    async def says(self, key: str) -> None:
        """Let the invented person say one of their sentences."""
        await self.does(Text(self.word(Phrase(f"desk.practice.says.{key}"))))

    async def does(self, body: Body) -> None:
        """Let the invented person do something."""
        await self.house.receive([Arrival(CHANNEL, ADDRESS, f"p{next(self.number)}", body, lang=self.lang)])

    async def lives(self, account: Account, reply: Mapping[str, str], shortcut: str) -> None:
        """Tell the life up to where somebody is asked for, with a ready reply at the desk."""

        def work(tx: Session) -> None:
            tx.accounts.create(replace(account, away=False))
            tx.cases.put_reply(Reply("reply", account.id, shortcut, reply), account.at)

        await self.house.run(work)
        await self.does(Open(self.lang))
        for key in LIFE:
            await self.says(key)
        waiting = await self.house.run(lambda tx: tx.cases.waiting(1))
        self.case = waiting[0].id
        self.ready = (f"/{shortcut}", reply[self.lang])

    async def answers(self) -> None:
        """Let the invented person answer what was written to them."""
        await self.says(TURNS[min(self.turn, len(TURNS) - 1)])
        self.turn += 1

    async def agrees(self) -> None:
        """Let the invented person say yes to what was proposed, once the assistant asks."""
        state = await self.state()
        if state.floor.holder is Holder.BOT and state.asked is not None and state.asked.qid == MENU:
            await self.says("yes")


class Rooms:
    """The rooms there are, one an account at most."""

    def __init__(self, make: Callable[[], Invented], now: Now, word: Callable[[str], Translate]) -> None:
        self._make = make
        self._now = now
        self._word = word
        self._rooms: dict[str, Room] = {}
        self._ends: dict[str, asyncio.TimerHandle] = {}
        self._ending: set[asyncio.Task[None]] = set()

    async def of(self, account: Account) -> Room | None:
        """Return the room of an account, when it has one and its time is not over."""
        room = self._rooms.get(account.id)
        if room is not None and self._now() >= room.until:
            await self.end(account.id)
            return None
        return room if room is not None and room.case else None

    async def begin(self, account: Account, lang: str, languages: tuple[str, ...]) -> None:
        """Open a room, in place of one there was. Raises `FullError`."""
        await self.end(account.id)
        if len(self._rooms) >= MOST:
            raise FullError
        room = self._rooms[account.id] = Room(self._make(), lang, self._word(lang), self._now() + LASTS)
        loop = asyncio.get_running_loop()
        self._ends[account.id] = loop.call_later(LASTS / 1000, self._over, account.id)
        reply = {one: self._word(one)(Phrase("desk.practice.reply")) for one in {*languages, lang}}
        await room.lives(account, reply, self._word(account.lang or lang)(Phrase("desk.practice.shortcut")))

    async def end(self, ident: str) -> None:
        """Destroy the room of an account, if it has one."""
        timer, room = self._ends.pop(ident, None), self._rooms.pop(ident, None)
        if timer is not None:
            timer.cancel()
        if room is not None:
            await room.house.stop()

    def close(self) -> None:
        """Let the pages of every room end, when the server stops: nothing is taken from under them."""
        for room in self._rooms.values():
            room.house.office.bell.close()

    async def stop(self) -> None:
        """Destroy every room."""
        for ident in tuple(self._rooms):
            await self.end(ident)

    def _over(self, ident: str) -> None:
        task = asyncio.ensure_future(self.end(ident))
        self._ending.add(task)
        task.add_done_callback(self._ending.discard)
