"""The house: one store, one loop, one outbox and the jobs, behind the door that channels know; and the desk's office.

It joins parts it was given and chooses none of them (`app.py` does). Nothing is decided here.
"""

from __future__ import annotations

import asyncio
import logging
from collections.abc import AsyncIterator, Callable, Sequence
from typing import TypeVar

from bot import links, say
from bot.bus.base import Bus, Kind, Nobody
from bot.channels.base import BOT, Again, Arrival, Attachment, Bubble, BusyError, Report, Shown, Writing
from bot.desk.bell import GROUPS, Ring
from bot.desk.duty import Duty
from bot.desk.office import Office
from bot.documents import Documents
from bot.documents import shown as shown_document
from bot.fold import Fold, Folded
from bot.jobs import Jobs
from bot.logs import note, short
from bot.loop import Loop, run
from bot.others import Here, Others
from bot.outbox import Outbox
from bot.own import Own
from bot.parts import Parts
from bot.ready import Ready
from bot.returning import Returning
from bot.store.base import Consented, Conversation, Due, Message, Session, Store, StoreError, UnreadableError, Who
from bot.transcript import Listeners, shown, spoken
from flows.aloud import SPEECH
from flows.discreet import SILENCE, shown_from
from flows.model import Facts, Holder, State
from flows.purposes import SPEAKING

T = TypeVar("T")

PAUSES = (0.01, 0.02, 0.05, 0.1, 0.2, 0.4, 0.8, *(1.0,) * 9)  # seconds between looks whether another program folded it

log = logging.getLogger(__name__)


class UnreadError(BusyError):
    """This program cannot read who stands at the door: their words come again, or wait, for one that can."""


class House:
    """What a channel may ask of the house (`Door`), and what the one who runs it needs."""

    def __init__(self, store: Store, parts: Parts, duty: Duty | None = None, bus: Bus | None = None) -> None:
        self._store = store
        self._parts = parts
        self._listeners = Listeners()
        own = Own(parts, parts.content, parts.print_) if parts.content and parts.print_ else None
        self._documents = Documents(parts.draw, parts.speak, own, parts.picture)
        self._documents.may_speak = lambda facts: parts.allowed(facts, SPEAKING)
        self._tasks: tuple[asyncio.Task[str], ...] = ()
        duty = duty or Duty()
        fold = Fold(parts, self._documents.forget, duty)
        self._returning = Returning(parts, self._documents.forget)
        self._loop = Loop(store, fold, self._announce, parts.now)
        self.ready = Ready(store, self._loop, parts.now)
        self._jobs = Jobs(store, parts, fold, self._documents, self._announce, self._witness)
        self._outbox = Outbox(store, parts, self._documents, self._told, self._lost)
        self.office = Office(store, parts, fold, duty, self._documents, self._announce)
        rounds = {Kind.ARRIVED: self._loop.rounds, Kind.DUE: self._outbox.rounds, Kind.JOBS: self._jobs.rounds}
        here = Here(rounds, self._listeners, self.office.bell, self._documents)
        self._others = Others(bus or Nobody(), store, parts, here)

    # ------------------------------------------------------------ running

    async def start(self) -> None:
        """Begin to deliver what is due, now and later."""
        rounds = (self._outbox.rounds, self._jobs.rounds, self.office.rounds, self._loop.rounds)
        self._tasks = tuple(one.start() for one in rounds)
        self._others.start()

    async def ended(self) -> str:
        """Return when nothing is delivered any more: why, or "" when it was told to stop."""
        done, _ = await asyncio.wait(self._tasks, return_when=asyncio.FIRST_COMPLETED)
        return next(iter(done)).result()

    async def stop(self) -> None:
        """Refuse new work, finish what was handed in and what is being sent, checkpoint, let go of the files."""
        self._loop.open = False
        self._listeners.close()
        await self._loop.rounds.stop()
        await self.office.rounds.stop()
        await self._jobs.stop()
        await self._outbox.stop()
        await self._others.close()
        await self._store.close()

    async def settle(self) -> None:
        """Do and deliver everything that is due now, and what follows from it."""
        while True:
            await self._loop.rounds.settle()
            await self.office.rounds.settle()
            await self._jobs.rounds.settle()
            await self._outbox.rounds.settle()
            if not await self._jobs.start_due() and not await self._outbox.start_due():
                return

    # ------------------------------------------------------------ the door

    async def receive(self, arrivals: Sequence[Arrival]) -> None:
        """Take arrivals in; returns once they are committed. Raises `BusyError` when the house is full.

        Where the answer is read and not pushed, it is there by then, or almost: who folds it may be another program.
        """
        waiting = await self._loop.receive(arrivals)
        for arrival in () if self._store.held.whole else waiting:
            if not self._parts.pushes(arrival.channel):
                await self._folded(arrival)

    async def _folded(self, arrival: Arrival) -> None:
        for pause in PAUSES:
            if not await self._door(lambda tx: tx.still_handed(arrival.channel, arrival.address)):
                return
            await asyncio.sleep(pause)

    async def reported(self, channel: str, address: str, report: Report) -> None:
        """Take in what became of a message: how far it came, or that it is to be sent again, once there is a way.

        Raises `BusyError` when the disk did not take it.
        """

        def work(tx: Session, found: Conversation) -> tuple[Conversation, bool]:
            if report.error is None:
                return found, tx.reached(found, report)
            news = tx.unreached(found, report)
            self._outbox.reopen(tx, found, report, report.error)
            return found, news

        try:
            known = await self._with(channel, address, work)
        except UnreadError:
            return  # how far a message came is not worth to be told again and again
        if known is None:
            return
        found, news = known
        if news and found.state.floor.holder is Holder.HUMAN:
            self.office.bell.ring(Ring(found.id))
        if self._parts.pushes(found.channel):
            self._outbox.rounds.wake()

    async def answers(self, channel: str, address: str) -> bool:
        """Return whether the program answers here, and so reads and writes now: not while a counsellor speaks.

        Raises `BusyError` when the disk does not tell.
        """
        try:
            holder = await self._with(channel, address, lambda _, found: found.state.floor.holder)
        except UnreadError:
            return False
        return holder is not Holder.HUMAN

    async def writes(self, channel: str, address: str) -> None:
        """Tell the desk that the person of this address is writing, while a counsellor speaks with them."""
        found = await self._with(channel, address, lambda _, found: found)
        if found is not None and found.state.floor.holder is Holder.HUMAN:
            self.office.bell.ring(Ring(found.id, writes=True))

    async def transcript(self, channel: str, address: str, after: str = "") -> Sequence[Shown]:
        """Return the lines of this address' conversation after the line `after`, oldest first. Raises `BusyError`."""

        def work(tx: Session) -> list[Shown]:
            found = tx.find(channel, address)
            messages = self._seen(tx, found, after) if found else ()
            return [line for line in map(shown, messages) if line]

        return await self._door(work)

    def _seen(self, tx: Session, found: Conversation, after: str = "") -> Sequence[Message]:
        """Return the lines after one, without what was hidden, or is until a code is there (flows/discreet.py).

        Who erased all reads that it is so, and nothing else, although their rows are there for as long as that takes.
        """
        if found.consent is Consented.ERASING:
            return tx.lines(found.who, found.id, after)[-1:]
        start = self._shown_from(tx, found)
        if start is None:
            return ()
        if not start:
            return tx.lines(found.who, found.id, after)
        left = tx.lines(found.who, found.id, start)
        place = next((n for n, line in enumerate(left, start=1) if line.id == after), 0)
        return left[place:]

    def _shown_from(self, tx: Session, found: Conversation) -> str | None:
        state, now = found.state, self._parts.now()
        quiet = (
            state.paused or abs(now - state.seen) > SILENCE
        )  # only then is it of any use to know whether a code is set
        return shown_from(state, tx.facts(found.who) if quiet else (), now)

    async def document(self, channel: str, address: str, line: str) -> tuple[Attachment, bytes] | None:
        """Return the document shown in that line, drawn again, or its voice.

        None when it is not of this address, and of a voice elsewhere that the person did not agree to.
        """

        def work(tx: Session) -> tuple[Who, Attachment, str] | None:
            found = tx.find(channel, address)
            message = tx.line(found.who, line) if found else None
            if found is None or message is None or message.bubble is None:
                return None
            hidden = found.consent is Consented.ERASING or self._shown_from(tx, found) != ""
            if hidden and line not in {one.id for one in self._seen(tx, found)}:
                return None
            file = message.bubble.file or self._voice(message.bubble)
            if file and file.document == SPEECH and not self._documents.may_speak(tx.facts(found.who)):
                return None
            return (found.who, file, message.bubble.lang) if file else None

        asked = await self._door(work)
        if asked is None:
            return None
        who, file, lang = asked
        return file, await shown_document(self._store, self._documents, who, file, lang)

    def _voice(self, bubble: Bubble) -> Attachment | None:
        """Return what would read a line aloud that has no document, None where nothing does."""
        there = self._parts.content is not None and bubble.lang in self._parts.content.host.voices
        return say.voice(bubble) if there and bubble.text else None

    async def doors(self) -> Sequence[tuple[str, str]]:
        """Return the apps a link leads to: each name, and its address with `BLANK` where the word belongs."""
        apps = self._parts.channels.values()
        return [(one.name, address) for one in apps if (address := await one.invitation(links.BLANK))]

    async def depart(self, channel: str, address: str) -> None:
        """Leave this address for good: who agreed, or went on elsewhere, keeps the dossier; any other is forgotten."""

        def work(tx: Session, found: Conversation) -> tuple[Conversation, bool]:
            kept = found.consent is Consented.GIVEN or tx.elsewhere(found)
            if kept:
                self._returning.depart(tx, found)
            else:
                tx.forget(found.who)
            return found, kept

        done = await self._with(channel, address, work)
        if done is None:
            return
        found, kept = done
        if not kept:
            self._documents.forget(found.who)
        self.office.bell.ring(Ring(found.id, moved=True))

    def listen(self, channel: str, address: str) -> AsyncIterator[Shown | Writing | Again]:
        """Return new lines of this address' conversation, as they come, from this call on; and that one is written."""
        return self._listeners.add((channel, address))

    # ------------------------------------------------------------ for the desk

    async def typing(self, who: Who, conversation: str) -> None:
        """Show the person that the counsellor who speaks with them writes; said again while it goes on."""
        try:
            found = await run(self._store, lambda tx: tx.load(who, conversation))
        except UnreadableError:  # what was written is kept all the same
            return
        if found is None or found.state.floor.holder is not Holder.HUMAN:
            return
        channel = self._parts.channels.get(found.channel)
        if channel is not None:
            channel.typing(found.address)
        else:
            self._listeners.tell((found.channel, found.address), (Writing(found.state.floor.name, found.state.lang),))
            self._others.writes(found)

    # ------------------------------------------------------------ for who runs it

    async def run(self, work: Callable[[Session], T]) -> T:
        """Run work in the next batch of the store, and return its result once it is committed."""
        return await run(self._store, work)

    async def peek(self, channel: str, address: str) -> tuple[State, Facts] | None:
        """Return where a conversation stands and what is known; None when there is none."""
        return await self._with(channel, address, lambda tx, found: (found.state, tx.facts(found.who)))

    async def forget(self, channel: str, address: str) -> bool:
        """Destroy everything about the person of this address; False when there is nobody."""

        def work(tx: Session, found: Conversation) -> Who:
            tx.forget(found.who)
            return found.who

        who = await self._with(channel, address, work)
        if who is not None:
            self._documents.forget(who)
        return who is not None

    async def consent(self, channel: str, address: str) -> Consented | None:
        """Return what the person of this address answered about keeping."""
        return await self._with(channel, address, lambda _, found: found.consent)

    async def _with(self, channel: str, address: str, work: Callable[[Session, Conversation], T]) -> T | None:
        def find(tx: Session) -> T | None:
            found = tx.find(channel, address)
            return work(tx, found) if found else None

        return await self._door(find)

    async def _door(self, work: Callable[[Session], T]) -> T:
        """Run work for who stands at the door.

        Raises `BusyError` when the disk, or the database, does not answer, `UnreadError` when they cannot be read here.
        """
        try:
            return await run(self._store, work)
        except StoreError as error:
            note(log, logging.ERROR, "not read or saved", error=error, why=str(error))
            raise BusyError from None
        except UnreadableError:  # the log was told who
            raise UnreadError from None

    # ------------------------------------------------------------ after a commit

    def _announce(self, folded: Folded) -> None:
        found = folded.conversation
        if folded.handed:
            self._loop.rounds.wake()
            self._others.handed()
            return
        self._parts.watch.folded(found.channel, folded.questions)
        self._listeners.tell((found.channel, found.address), folded.lines)
        self._others.told(folded)
        for _ in folded.summons:
            note(log, logging.WARNING, "a person asks for somebody", conversation=short(found.id))
        if folded.desk:
            self.office.bell.ring(Ring(found.id, folded.moved))
        if folded.counted:
            self.office.bell.ring(Ring(GROUPS))
        if folded.push:
            self._outbox.rounds.wake()
        if folded.later:
            self._jobs.rounds.wake()

    def _witness(self, head: str) -> None:
        """Note where the log of the desk ends, so that it stands outside the file (`atout doctor --log-head`)."""
        note(log, logging.INFO, "the log of the desk", head=head)

    def _told(self, due: Due) -> None:
        self._listeners.tell((due.channel, due.address), (spoken(due.bubble, due.at),))
        if due.bubble.by != BOT:
            self.office.bell.ring(Ring(due.conversation))

    async def _lost(self, due: Due) -> None:
        await self._jobs.unreachable(due.who, due.conversation)
        self.office.bell.ring(Ring(due.conversation))
