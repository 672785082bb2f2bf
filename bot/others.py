"""The other programs on the same database: what they are told, and what is done when they tell something.

Nothing depends on a word that comes: what it is about is in the store, and is found a moment later without it.
"""

from __future__ import annotations

import asyncio
from collections.abc import Coroutine, Mapping
from contextlib import suppress
from dataclasses import dataclass
from typing import Any

from bot.bus.base import Bus, Kind, Word, place
from bot.channels.base import Again, Writing
from bot.desk.bell import Bell, Ring
from bot.documents import Documents
from bot.fold import Folded
from bot.loop import Rounds, run
from bot.parts import Parts
from bot.store.base import Conversation, Session, Store, StoreError, UnreadableError, Who
from bot.transcript import Listeners


@dataclass(frozen=True, slots=True)
class Here:
    """What of this program others may have a word for."""

    rounds: Mapping[Kind, Rounds]
    listeners: Listeners
    bell: Bell
    documents: Documents


class Others:
    """The other programs, as the house sees them."""

    def __init__(self, bus: Bus, store: Store, parts: Parts, here: Here) -> None:
        self._bus, self._store, self._parts, self._here = bus, store, parts, here
        self._small: set[asyncio.Task[None]] = set()

    def start(self) -> None:
        """Begin to tell and to hear."""
        self._loop = asyncio.get_running_loop()
        self._here.bell.beyond = self._rang
        self._here.documents.beyond = self._gone
        self._bus.start(self._heard)

    async def close(self) -> None:
        """Tell and hear nothing more."""
        await self._bus.close()
        await asyncio.gather(*self._small, return_exceptions=True)

    # ------------------------------------------------------------ told

    def handed(self) -> None:
        """Something waits to be folded."""
        self._bus.tell(Word(Kind.ARRIVED))

    def told(self, folded: Folded) -> None:
        """Something was folded here: tell them what of it is theirs."""
        found = folded.conversation
        if folded.lines and not self._parts.pushes(found.channel):
            self._bus.tell(Word(Kind.SAID, place(found.channel, found.address)))
        if not self._store.held.has(found.who):
            for kind, so in ((Kind.DUE, folded.push), (Kind.JOBS, folded.later)):
                if so:
                    self._bus.tell(Word(kind))

    def writes(self, found: Conversation) -> None:
        """A counsellor writes to a person who reads elsewhere."""
        self._bus.tell(Word(Kind.WRITES, place(found.channel, found.address)))

    def _rang(self, ring: Ring) -> None:
        self._bus.tell(Word(Kind.RING, f"{ring.conversation} {'m' * ring.moved}{'w' * ring.writes}"))

    def _gone(self, who: Who) -> None:
        with suppress(RuntimeError):  # the last of it may be forgotten when nothing runs any more
            self._loop.call_soon_threadsafe(self._bus.tell, Word(Kind.GONE, f"{who.org} {who.person}"))

    # ------------------------------------------------------------ heard

    def _heard(self, word: Word) -> None:
        for kind, rounds in self._here.rounds.items():
            if word.kind in {kind, Kind.ANY}:
                rounds.wake()
        there = self._here.listeners.place(word.about)
        match word.kind:
            case Kind.SAID if there:
                self._here.listeners.tell(there, (Again(),))
            case Kind.WRITES if there:
                self._follow(self._writes(there))
            case Kind.RING:
                conversation, _, marks = word.about.partition(" ")
                self._here.bell.ring_here(Ring(conversation, "m" in marks, "w" in marks))
            case Kind.GONE:
                org, _, person = word.about.partition(" ")
                if org.isdecimal():  # else a stranger said it
                    self._follow(self._let_go(Who(int(org), person)))
            case Kind.ANY:
                self._here.listeners.look()
            case _:
                pass

    def _follow(self, work: Coroutine[Any, Any, None]) -> None:
        task = asyncio.create_task(work)
        self._small.add(task)
        task.add_done_callback(self._small.discard)

    async def _writes(self, there: tuple[str, str]) -> None:
        def work(tx: Session) -> Writing | None:
            found = tx.find(*there)
            return Writing(found.state.floor.name, found.state.lang) if found else None

        with suppress(StoreError, UnreadableError):
            news = await run(self._store, work)
            if news is not None:
                self._here.listeners.tell(there, (news,))

    async def _let_go(self, who: Who) -> None:
        self._here.documents.forget_here(who)
        with suppress(StoreError):
            await run(self._store, lambda tx: tx.dropped(who))
