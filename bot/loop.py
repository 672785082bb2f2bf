"""A batch of arrivals in: decide, save all of it in one commit, and only then speak.

The theory. Whoever hands something in is told "received" after the commit and never before: a crash before it loses
nothing, because nothing was acknowledged; a crash after it loses nothing, because everything to be said is kept.
A message that cannot be folded does not take its neighbours with it: its savepoint is undone, its words are kept as
they came, and the person is told that something went wrong here. Only a disk that fails refuses the whole batch.

`Rounds` is the other way round: what is due in here is looked for again and again, and done.

One of the three places that catch everything (docs of the house): it records and goes on.
"""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Awaitable, Callable, Coroutine, Sequence
from contextlib import suppress
from dataclasses import dataclass
from typing import Any, Generic, TypeVar

from bot.channels.base import Arrival, BusyError
from bot.door import clean
from bot.fold import Fold, Folded
from bot.logs import note, short
from bot.parts import Now
from bot.store.base import Session, StoppedError, Store, StoreError

T = TypeVar("T")

WAITING_MAX = 2_000  # arrivals that wait for the writer; more are sent away to come again (notes/storage.md 6)
LOOK = 1.0  # seconds between looks at the clock when nothing wakes us

log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class _Done(Generic[T]):
    value: T | None = None
    error: Exception | None = None


def guarded(work: Callable[[Session], T]) -> Callable[[Session], _Done[T]]:
    """Return work that undoes itself when it fails, and tells why instead of raising."""

    def run(tx: Session) -> _Done[T]:
        try:
            with tx.savepoint():
                return _Done(work(tx))
        except StoreError:
            raise
        except Exception as error:  # noqa: BLE001 - recorded by the one who waits
            return _Done(error=error)

    return run


async def run(
    store: Store, work: Callable[[Session], T], then: Callable[[T], None] | None = None, *, first: bool = False
) -> T:
    """Run work in the next batch and return its result; raises what the work raised, after undoing it."""

    def tell(done: _Done[T]) -> None:
        if then is not None and done.error is None:
            then(done.value)  # type: ignore[arg-type] # no error: the value is there

    done = await store.put(guarded(work), tell, first=first)
    if done.error is not None:
        raise done.error
    return done.value  # type: ignore[return-value] # no error: the value is there


class Loop:
    """Takes arrivals in."""

    def __init__(self, store: Store, fold: Fold, announce: Callable[[Folded], None]) -> None:
        self._store = store
        self._fold = fold
        self._announce = announce
        self.open = True

    async def receive(self, arrivals: Sequence[Arrival]) -> None:
        """Take arrivals in; returns once they are committed.

        Raises `BusyError` when too many wait, and when the disk took none of it: either way, they are to come again.
        """
        if not self.open or self._store.waiting + len(arrivals) > WAITING_MAX:
            raise BusyError
        try:
            await asyncio.gather(*(self._store.put(self._work(arrival), self._told) for arrival in arrivals))
        except StoreError as error:
            note(log, logging.ERROR, "not saved", error=error)
            raise BusyError from None

    def _told(self, folded: Folded | None) -> None:
        if folded is not None:
            self._announce(folded)

    def _work(self, arrival: Arrival) -> Callable[[Session], Folded | None]:
        cleaned, masked = clean(arrival)

        def work(tx: Session) -> Folded | None:
            done = guarded(lambda tx: self._fold.arrival(tx, cleaned, masked))(tx)
            if done.error is None:
                return done.value
            note(log, logging.ERROR, "not folded", error=done.error, channel=cleaned.channel)
            return self._failed(tx, cleaned, masked)

        return work

    def _failed(self, tx: Session, arrival: Arrival, masked: tuple[str, ...]) -> Folded | None:
        kept = guarded(lambda tx: self._fold.keep_only(tx, arrival, masked))(tx)
        folded = kept.value
        if kept.error is not None:
            note(log, logging.ERROR, "not kept", error=kept.error, channel=arrival.channel)
        if folded is None:
            return None
        said = guarded(lambda tx: self._fold.trouble(tx, folded))(tx)
        if said.error is not None:
            note(log, logging.ERROR, "not said", error=said.error, conversation=short(folded.conversation.id))
        return said.value or folded


class Rounds:
    """Looks for what is due, again and again, and holds what was begun. `begin` begins it and says how many."""

    def __init__(
        self, name: str, now: Now, begin: Callable[[], Awaitable[int]], next_due: Callable[[], Awaitable[int | None]]
    ) -> None:
        self._name = name
        self._now = now
        self._begin = begin
        self._next_due = next_due
        self._woken = asyncio.Event()
        self._serving: asyncio.Task[str] | None = None
        self.under_way: set[asyncio.Task[None]] = set()
        self.ending = False

    def wake(self) -> None:
        """Say that there is something to do."""
        self._woken.set()

    def start(self) -> asyncio.Task[str]:
        """Begin to look; the task ends at `stop`, or when the store takes nothing any more and then says why."""
        self._serving = asyncio.create_task(self._serve())
        return self._serving

    def hold(self, work: Coroutine[Any, Any, None]) -> None:
        """Begin one thing; its end is a reason to look again."""
        task = asyncio.create_task(work)
        self.under_way.add(task)
        task.add_done_callback(self._ended)

    async def settle(self) -> None:
        """Do what is due until nothing is due now."""
        while await self._begin() or self.under_way:
            await asyncio.gather(*self.under_way)

    async def stop(self, patience: float = 0.0) -> None:
        """Begin nothing new; let what is under way end within `patience` seconds, and let go of the rest."""
        self.ending = True
        self.wake()
        if self._serving is not None:
            await self._serving
        if self.under_way and patience:
            await asyncio.wait(self.under_way, timeout=patience)
        for task in self.under_way:
            task.cancel()
        await asyncio.gather(*self.under_way, return_exceptions=True)

    def _ended(self, task: asyncio.Task[None]) -> None:
        self.under_way.discard(task)
        self.wake()

    async def _serve(self) -> str:
        while not self.ending:
            self._woken.clear()
            try:
                await self._begin()
                wait = self._until(await self._next_due())
            except StoppedError as error:
                return str(error)
            except Exception as error:  # noqa: BLE001 - recorded; what is due stays due
                note(log, logging.ERROR, self._name, error=error)
                wait = LOOK
            if not self.ending:
                with suppress(TimeoutError):
                    await asyncio.wait_for(self._woken.wait(), wait)
        return ""

    def _until(self, due: int | None) -> float:
        return LOOK if due is None else min(max((due - self._now()) / 1000, 0.0), LOOK)
