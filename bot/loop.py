"""A batch of arrivals in: decide, save all of it in one commit, and only then speak.

The theory. Whoever hands something in is told "received" after the commit and never before: a crash before it loses
nothing, because nothing was acknowledged; a crash after it loses nothing, because everything to be said is kept.
A message that cannot be folded does not take its neighbours with it: its savepoint is undone, its words are kept as
they came, and the person is told that something went wrong here. Only a disk that fails refuses the whole batch.

One of the three places that catch everything (docs of the house): it records and goes on.
"""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Generic, TypeVar

from bot.channels.base import Arrival, BusyError
from bot.door import clean
from bot.fold import Fold, Folded
from bot.logs import note, short
from bot.store.base import Session, Store, StoreError

T = TypeVar("T")

WAITING_MAX = 2_000  # arrivals that wait for the writer; more are sent away to come again (notes/storage.md 6)

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


async def run(store: Store, work: Callable[[Session], T], then: Callable[[T], None] | None = None) -> T:
    """Run work in the next batch and return its result; raises what the work raised, after undoing it."""

    def tell(done: _Done[T]) -> None:
        if then is not None and done.error is None:
            then(done.value)  # type: ignore[arg-type] # no error: the value is there

    done = await store.put(guarded(work), tell)
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
