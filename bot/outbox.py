"""Delivers what was decided: in order for each person, again after a crash, at most one doubt at a time.

The theory. A row is marked as being sent before the call and as sent after it; a crash in between leaves a doubt that
no platform lets us settle: it may not even have left. So a doubtful bubble is sent again after a while, unless what it
asks was answered: then it arrived. A line that breaks leaves a smaller doubt: it did leave, and arrived if the person
wrote after it was decided, by the platform's clock. One that breaks each time must lose nothing: so it is tried again,
ever more rarely, for as long as a platform may be out of order. In a conversation only the oldest open bubble may
leave. A bubble decided under an older floor than today's is refused where it is claimed, in the same transaction: a
counsellor may have spoken since. The store does all of it before it listens on: who has been heard is answered, however
many wait to be heard.

One of the three places that catch everything: it records and goes on.
"""

from __future__ import annotations

import asyncio
import logging
from collections import Counter
from collections.abc import Callable, Coroutine
from contextlib import suppress
from dataclasses import dataclass, replace
from typing import Any, TypeVar

from bot.channels.base import (
    Bubble,
    ClosedError,
    LaterError,
    RefusedError,
    Report,
    SendError,
    UnreachableError,
    UnsureError,
)
from bot.documents import Documents, shown
from bot.logs import note, short
from bot.loop import LOOK, Rounds, look, run
from bot.parts import DrawError, Parts
from bot.store.base import Conversation, Due, Session, StaleError, StoppedError, Store, StoreError
from flows.aloud import SPEECH
from flows.model import Phrase

T = TypeVar("T")

AT_ONCE = 64  # conversations spoken to at the same time, on each channel: a slow one leaves the others their room
FEW = 2  # channels that are asked for what is due without asking first which have something
DOUBT_AFTER = 10_000  # ms before a bubble that may have arrived is sent again (notes/storage.md 6)
LATE_MAX = 2  # times a message is sent again that was taken and then not delivered
DOUBTS_MAX = 5  # times it is, each after three times as long: for twenty minutes
TRIES_MAX = 12
PAUSE = 2_000  # ms before a send that failed for an unknown reason is tried again, doubled each time
PAUSE_MAX = 10 * 60 * 1000
LAST_SENDS = 1.5  # seconds for what is being sent when told to stop: a receipt that is not read is a doubt

log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class _Outcome:
    """What came of a delivery, to be written down."""

    write: Callable[[Session], None]
    shown: bool = False
    posted: tuple[str, ...] = ()  # what the platform calls what was sent, where it can be deleted
    left: bool = False  # the person cannot be reached any more
    how: str = "sent"  # in a word, for who watches


class Outbox:
    """Delivers bubbles to the channels they are pushed to."""

    def __init__(
        self,
        store: Store,
        parts: Parts,
        documents: Documents,
        tell: Callable[[Due], None],
        lost: Callable[[Due], Coroutine[Any, Any, None]],
    ) -> None:
        self._store = store
        self._parts = parts
        self._documents = documents
        self._tell = tell
        self._lost = lost
        self._paused: dict[str, tuple[int, int]] = {}  # since when, and until when
        self._spoken_to: Counter[str] = Counter()  # conversations, on each channel
        self.rounds = Rounds("outbox", parts.now, self.start_due, self._next_due, look(store))

    async def stop(self) -> None:
        """Let what is being sent arrive and be written down; what had not left is delivered at the next start."""
        await self.rounds.stop(LAST_SENDS)

    def reopen(self, tx: Session, conversation: Conversation, report: Report, error: SendError) -> None:
        """Make a message due again that the platform took and then failed to deliver, unless it is of no use."""
        if isinstance(error, LaterError | UnsureError):
            wait = error.after if isinstance(error, LaterError) else 0
            why = "closed" if isinstance(error, ClosedError) else "failed late"
            tx.reopen(conversation, report, self._parts.now() + int(wait * 1000), most=LATE_MAX, error=why)

    async def start_due(self) -> int:
        """Begin to deliver what is due; return to how many conversations."""
        now, served = self._parts.now(), self._served()
        if not served or self.rounds.ending:
            return 0
        room = {name: AT_ONCE - self._spoken_to[name] for name in served}

        def work(tx: Session) -> list[Due]:
            among = tx.due_on(now) if len(served) > FEW else served
            return [due for name in served if name in among for due in tx.claim(now, (name,), room[name])]

        rows = await run(self._store, work, first=True)
        for due in rows:
            self.rounds.hold(self._chain(due))
        return len(rows)

    def _served(self) -> tuple[str, ...]:
        """Return the channels that are pushed to from here and now, and have room; what is due elsewhere stays due."""
        now = self._parts.now()
        self._paused = {name: pause for name, pause in self._paused.items() if pause[0] <= now < pause[1]}
        free = (name for name in self._parts.channels if name not in self._paused)
        return tuple(name for name in free if self._spoken_to[name] < AT_ONCE)

    async def _next_due(self) -> int | None:
        served = self._served()
        return await run(self._store, lambda tx: tx.next_due(served), first=True) if served else None

    # ------------------------------------------------------------ one conversation

    async def _chain(self, due: Due) -> None:
        """Deliver one bubble after the other of one conversation; each mark and the next claim are one commit."""
        self._spoken_to[due.channel] += 1
        following: Due | None = due
        try:
            while following is not None:
                due = following
                outcome = await self._deliver(due)
                following = await self._mark(due, outcome)
                await self._told(due, outcome)
        except StoppedError as error:  # the disk: the start after next sees to it
            note(log, logging.WARNING, "not marked", error=error, conversation=short(due.conversation))
        except Exception as error:  # noqa: BLE001 - recorded; what is in hand is in doubt
            note(log, logging.ERROR, "not marked", error=error, conversation=short(due.conversation))
            await self._doubted(following or due)
        finally:
            self._spoken_to[due.channel] -= 1

    async def _mark(self, due: Due, outcome: _Outcome) -> Due | None:
        """Write down what came of a delivery; return what is next, claimed."""

        def work(tx: Session) -> Due | None:
            outcome.write(tx)
            for said in outcome.posted:
                tx.posted(due.who, due.conversation, said, self._parts.now())
            if due.channel in self._paused or self.rounds.ending:
                return None
            return tx.claim_next(due.who, due.conversation, self._parts.now())

        return await self._written(due, work)

    async def _told(self, due: Due, outcome: _Outcome) -> None:
        self._parts.watch.delivered(due.channel, outcome.how)
        if outcome.shown:
            self._tell(due)
        if outcome.left:
            await self._lost(due)

    async def _doubted(self, due: Due) -> None:
        """Say of a bubble that nobody knows whether it arrived: as one being sent it would hold up all behind it."""
        with suppress(StaleError, StoppedError):  # forgotten meanwhile, or the disk
            await self._written(due, self._unsure(due, due.part).write)

    async def _written(self, due: Due, work: Callable[[Session], T]) -> T:
        """Write down what came of a delivery. A disk that is full is asked until it takes it: all else waits for it."""
        while True:
            try:
                return await run(self._store, work, first=True)
            except StoppedError:
                raise
            except StoreError as error:
                note(log, logging.WARNING, "not marked yet", error=error, conversation=short(due.conversation))
            await asyncio.sleep(LOOK)

    async def _deliver(self, due: Due) -> _Outcome:
        sent: list[str] = []
        outcome = await self._tried(due, sent)
        return replace(outcome, posted=tuple(filter(None, sent))) if self._parts.deletes(due.channel) else outcome

    async def _tried(self, due: Due, sent: list[str]) -> _Outcome:
        """Send each part; `sent` takes what the platform calls them, also when a later one fails."""
        part = due.part
        try:
            channel = self._parts.channels[due.channel]
            if self._parts.closed(due.channel, due.heard):
                raise ClosedError  # noqa: TRY301 - nothing is drawn or asked for what may not leave
            calls = channel.build(due.address, *await self._drawn(due))
            (self._parts.repeated.add if due.doubtful else self._parts.repeated.discard)((due.channel, due.address))
            for part, call in enumerate(calls[due.part :], start=due.part):  # noqa: B007 - where it stopped is kept
                sent.append((await channel.send(call, self._ours)).ext_id)
            said = sent[-1] if sent else ""
            return _Outcome(lambda tx: tx.sent(due, said), shown=not due.bubble.gone)
        except LaterError as error:
            if isinstance(error, ClosedError):
                await self._knock(due)
            return self._later(due, part, error)
        except UnsureError:
            return self._unsure(due, part)
        except UnreachableError:
            return _Outcome(lambda tx: tx.unreachable(due.who, due.conversation), left=True, how="unreachable")
        except (RefusedError, DrawError) as error:
            note(log, logging.WARNING, "refused", error=error, conversation=short(due.conversation), why=str(error))
            return _Outcome(lambda tx: tx.failed(due, "refused"), how="refused")
        except Exception as error:  # noqa: BLE001 - recorded, tried again, given up in the end
            note(log, logging.ERROR, "not delivered", error=error, conversation=short(due.conversation))
            return self._broken(due, part)

    def _ours(self) -> None:
        """Raise `LaterError` once we are told to stop, or others may have taken over what was claimed here."""
        if self.rounds.ending or not self._store.speaks:
            raise LaterError(0)

    async def _knock(self, due: Due) -> None:
        """Ask the person to write, for what waits until then; once for each time the window closed on something."""
        channel = self._parts.channels[due.channel]
        try:
            for call in channel.knock(due.address, due.bubble.lang):
                await channel.send(call, self._ours)
        except SendError as error:
            note(log, logging.WARNING, "not knocked", error=error, conversation=short(due.conversation), why=str(error))

    async def _drawn(self, due: Due) -> tuple[Bubble, bytes | None]:
        """Return a bubble with the bytes of its document; in place of a voice that fails, that it does."""
        bubble = due.bubble
        if bubble.file is None:
            return bubble, None
        try:
            return bubble, await shown(self._store, self._documents, due.who, bubble.file, bubble.lang, first=True)
        except DrawError:
            if bubble.file.document != SPEECH:
                raise
        return replace(
            bubble, file=None, text=self._parts.translator(bubble.lang, "vous")(Phrase("aloud.failed"))
        ), None

    def _later(self, due: Due, part: int, error: LaterError) -> _Outcome:
        at = self._parts.now() + max(int(error.after * 1000), 1)
        why = "closed" if isinstance(error, ClosedError) else "later"
        if error.everybody:
            self._paused[due.channel] = self._parts.now(), at
        return _Outcome(lambda tx: tx.again(due, at, part=part, doubt=False, error=why), how=why)

    def _unsure(self, due: Due, part: int) -> _Outcome:
        if due.doubts >= DOUBTS_MAX:
            return _Outcome(lambda tx: tx.sent(due, "", "unsure"), shown=True, how="unsure")
        at = self._parts.now() + DOUBT_AFTER * 3**due.doubts
        return _Outcome(lambda tx: tx.again(due, at, part=part, doubt=True, error="unsure"), how="unsure")

    def _broken(self, due: Due, part: int) -> _Outcome:
        if due.tries >= TRIES_MAX:
            return _Outcome(lambda tx: tx.failed(due, "broken"), how="given up")
        at = self._parts.now() + min(PAUSE << due.tries, PAUSE_MAX)
        return _Outcome(lambda tx: tx.again(due, at, part=part, doubt=False, error="broken"), how="broken")
