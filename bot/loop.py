"""A batch of arrivals in: decide, save all of it in one commit, and only then speak.

The theory. Whoever hands something in is told "received" after the commit and never before: a crash before it loses
nothing, because nothing was acknowledged; a crash after it loses nothing, because everything to be said is kept.
A message that cannot be folded does not take its neighbours with it: its savepoint is undone, its words are kept as
they came, and the person is told that something went wrong here. Only a disk that fails refuses the whole batch. What
cannot even be kept is not acknowledged, and comes again; not for ever, for all that comes behind it would wait.

`Rounds` is the other way round: what is due in here is looked for again and again, and done.

One of the three places that catch everything (docs of the house): it records and goes on.
"""

from __future__ import annotations

import asyncio
import logging
from collections import Counter
from collections.abc import Awaitable, Callable, Coroutine, Sequence
from contextlib import suppress
from dataclasses import dataclass, replace
from typing import Any, Generic, TypeVar

from bot.channels.base import Arrival, BusyError
from bot.door import clean
from bot.fold import Fold, Folded
from bot.logs import note, short
from bot.parts import Now
from bot.store.base import Handed, Session, StaleError, StoppedError, Store, StoreError, UnreadableError, Who

T = TypeVar("T")
_Place = tuple[str, str]  # a channel and an address on it

WAITING_MAX = 2_000  # arrivals that wait for the writer; more are sent away to come again (notes/storage.md 6)
LOOK = 1.0  # seconds between looks at the clock when nothing wakes us
UNREAD = 60_000  # ms before what waits of somebody who could not be read here is looked at again
LOOK_AT_OTHERS = 0.2  # the same where another program may have put something down (notes/storage.md 6)
TAKEN_UP = 16  # arrivals that waited, folded in one piece of work: who came meanwhile is not kept waiting for more
TRIES = 5  # times a piece of work is done again that another program's got in the way of
REFUSED_MAX = 5  # times something is refused that can be kept nowhere, before it is let go of

log = logging.getLogger(__name__)


class NotKeptError(Exception):
    """Something that came in could neither be folded nor kept: nothing of it is there, and it is to come again."""


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
    store: Store,
    work: Callable[[Session], T],
    then: Callable[[T], None] | None = None,
    *,
    first: bool = False,
    later: bool = False,
) -> T:
    """Run work in the next batch and return its result; raises what the work raised, after undoing it."""

    def tell(done: _Done[T]) -> None:
        if then is not None and done.error is None:
            then(done.value)  # type: ignore[arg-type] # no error: the value is there

    done = await store.put(guarded(work), tell, first=first, later=later)
    for _ in range(TRIES):
        if not isinstance(done.error, StaleError) or store.held.whole:
            break
        done = await store.put(guarded(work), tell, first=first, later=later)
    if done.error is not None:
        raise done.error
    return done.value  # type: ignore[return-value] # no error: the value is there


def look(store: Store) -> float:
    """Return how many seconds to wait for what others may put down."""
    return LOOK if store.held.whole else LOOK_AT_OTHERS


class Loop:
    """Takes arrivals in."""

    def __init__(self, store: Store, fold: Fold, announce: Callable[[Folded], None], now: Now) -> None:
        self._store = store
        self._fold = fold
        self._announce = announce
        self._refused = Counter[tuple[str, str, str]]()  # how often what could not be kept came
        self._now = now
        self._unread: dict[Who, int] = {}  # who cannot be read here, and until when that is believed
        self.open = True
        self.rounds = Rounds("arrivals", now, self._take_up, self._none_due, look(store))

    async def receive(self, arrivals: Sequence[Arrival]) -> Sequence[Arrival]:
        """Take arrivals in; returns, once they are committed, those that may wait to be folded: here they were not.

        Raises `BusyError` when too many wait, when the disk took none of it, and when one could not be kept: they are
        to come again.
        """
        if not self.open or self._store.waiting + len(arrivals) > WAITING_MAX:
            raise BusyError
        again, refused = dict[_Place, int](), set[_Place]()
        handed_in = (self._put(arrival, number, again, refused) for number, arrival in enumerate(arrivals))
        try:
            done = await asyncio.gather(*handed_in)
        except StoreError as error:
            note(log, logging.ERROR, "not saved", error=error, why=str(error))
            raise BusyError from None
        if any(one.error for one in done):
            raise BusyError
        return [arrival for arrival, one in zip(arrivals, done, strict=True) if one.value is None or one.value.handed]

    def _told(self, folded: Folded | None) -> None:
        if folded is not None:
            self._announce(folded)

    def _put(
        self, arrival: Arrival, number: int, again: dict[_Place, int], refused: set[_Place]
    ) -> asyncio.Future[_Done[Folded | None]]:
        """Hand in an arrival; `refused`: from where something of the same delivery was.

        All behind that comes again too, so it is refused as well: what was written first is folded first.
        """
        cleaned, masked = clean(arrival)
        place = cleaned.channel, cleaned.address

        def work(tx: Session) -> _Done[Folded | None]:
            if place in refused:
                return _Done(error=NotKeptError())
            try:
                return _Done(self._in_turn(tx, cleaned, masked, number, again))
            except NotKeptError as error:  # nothing is left of it, so there is nothing to undo
                refused.add(place)
                return _Done(error=error)

        def ahead(tx: Session) -> bool:
            return self._fold.foresee(tx, cleaned)

        def taken(done: _Done[Folded | None]) -> None:
            if done.error is None:
                self._refused.pop(_which(cleaned), None)
            self._told(done.value)

        return self._store.put(work, taken, lost=lambda: refused.add(place), ahead=ahead)

    def _in_turn(
        self,
        tx: Session,
        arrival: Arrival,
        masked: tuple[str, ...],
        number: int,
        again: dict[_Place, int],
        *,
        waited: bool = False,
    ) -> Folded | None:
        """Fold an arrival behind those it came with. `again`: from where the last one came before, and its number.

        That is so after a crash. It was answered, and what stands behind it may be the reply: it is read by itself.
        """
        place = arrival.channel, arrival.address
        alone = replace(arrival, follows=False) if again.get(place, number) < number else arrival
        folded = self._folded(tx, alone, masked, waited=waited)
        if folded is None:
            again[place] = number
        else:
            again.pop(place, None)
        return folded

    def _folded(self, tx: Session, arrival: Arrival, masked: tuple[str, ...], *, waited: bool = False) -> Folded | None:
        """Fold an arrival, or keep it where it cannot be folded now, or at all.

        Raises `NotKeptError`; where one that waited cannot be folded yet, `StaleError` when another program's got in
        the way, and `UnreadableError` when this program cannot read its person. What comes from such a one waits.
        """
        done = guarded(lambda tx: self._fold.arrival(tx, arrival, masked, waited=waited))(tx)
        if isinstance(done.error, StaleError) and not tx.alone():
            if waited:
                raise done.error
            kept = guarded(lambda tx: self._fold.stale(tx, arrival, masked))(tx)
            done = kept if kept.value else guarded(lambda tx: self._fold.arrival(tx, arrival, masked))(tx)
        if done.error is None:
            return done.value
        if isinstance(done.error, UnreadableError) and not _readable(tx, arrival):
            if waited:
                raise done.error
            if guarded(lambda tx: _waits(tx, arrival, masked))(tx).error is None:
                return None
        note(log, logging.ERROR, "not folded", error=done.error, channel=arrival.channel)
        return self._failed(tx, arrival, masked)

    # ------------------------------------------------------------ what came in elsewhere

    async def _take_up(self) -> int:
        """Fold what waits to be folded here, oldest first; return how many."""
        if self.rounds.ending:
            return 0
        done, again = 0, dict[_Place, int]()
        while taken := await run(self._store, lambda tx: self._some(tx, again), self._told_all):
            done += len(taken)
            if len(taken) < TAKEN_UP:
                break
        return done

    async def _none_due(self) -> int | None:
        return None

    def _some(self, tx: Session, again: dict[_Place, int]) -> list[tuple[Arrival, Folded | None]]:
        folded: list[tuple[Arrival, Folded | None]] = []
        held_up: set[Who] = set()
        now = self._now()
        self._unread = {who: until for who, until in self._unread.items() if now < until <= now + UNREAD}
        handed = tx.handed(TAKEN_UP, [who.person for who in self._unread])
        self._foresee(tx, handed)
        for one in handed:
            if one.who in held_up:
                continue
            try:
                with tx.savepoint():
                    arrival, masked = tx.coming(one)
                    found = self._in_turn(tx, arrival, masked, one.id, again, waited=True)
                    tx.taken_up(one)
                folded.append((arrival, found))
            except (StaleError, NotKeptError):  # its turn comes again, and nothing of this person comes before
                held_up.add(one.who)
            except UnreadableError as error:  # the same, in a program that can read it
                held_up.add(one.who)
                self._unread[one.who] = now + UNREAD
                tx.unread(one, error)
        return folded

    def _foresee(self, tx: Session, handed: Sequence[Handed]) -> None:
        """Ask on one way for what folding these will look at."""
        for one in handed:
            with suppress(UnreadableError):  # it is found out again in its turn
                self._fold.foresee(tx, tx.coming(one)[0])

    def _told_all(self, folded: list[tuple[Arrival, Folded | None]]) -> None:
        for arrival, one in folded:
            self._refused.pop(_which(arrival), None)
            self._told(one)

    def _failed(self, tx: Session, arrival: Arrival, masked: tuple[str, ...]) -> Folded | None:
        """Keep words that could not be folded, and say that something went wrong. Raises `NotKeptError`."""
        kept = guarded(lambda tx: self._fold.keep_only(tx, arrival, masked))(tx)
        folded = kept.value
        if kept.error is not None:
            note(log, logging.ERROR, "not kept", error=kept.error, channel=arrival.channel)
            self._refuse(arrival)
        if folded is None:
            return None
        said = guarded(lambda tx: self._fold.trouble(tx, folded))(tx)
        if said.error is not None:
            note(log, logging.ERROR, "not said", error=said.error, conversation=short(folded.conversation.id))
        return said.value or folded

    def _refuse(self, arrival: Arrival) -> None:
        """Raise `NotKeptError`, unless this came so often that it only holds up what comes behind it."""
        self._refused[_which(arrival)] += 1
        if self._refused[_which(arrival)] <= REFUSED_MAX:
            raise NotKeptError
        note(log, logging.ERROR, "given up", channel=arrival.channel)


def _which(arrival: Arrival) -> tuple[str, str, str]:
    return arrival.channel, arrival.address, arrival.ext_id


def _readable(tx: Session, arrival: Arrival) -> bool:
    """Whether this program can read what is kept of whom it came from."""
    try:
        found = tx.find(arrival.channel, arrival.address)
        return found is None or tx.facts(found.who) is not None
    except UnreadableError:
        return False


def _waits(tx: Session, arrival: Arrival, masked: tuple[str, ...]) -> None:
    """Keep what came from somebody who cannot be read here, for a program that can.

    Raises `UnreadableError` where it cannot be kept either: their key is lost.
    """
    who = tx.whose(arrival.channel, arrival.address)
    if who is not None and not tx.entered(arrival.channel, arrival.address, arrival.ext_id, who):
        tx.hand_over(who, arrival, masked)


class Rounds:
    """Looks for what is due, again and again, and holds what was begun. `begin` begins it and says how many."""

    def __init__(
        self,
        name: str,
        now: Now,
        begin: Callable[[], Awaitable[int]],
        next_due: Callable[[], Awaitable[int | None]],
        look: float = LOOK,
    ) -> None:
        self._name = name
        self._look = look
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
        return self._look if due is None else min(max((due - self._now()) / 1000, 0.0), self._look)
