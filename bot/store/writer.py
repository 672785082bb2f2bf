"""One writer thread, one commit for up to 64 pieces of work, and only then an answer; whatever keeps the rows.

The theory. A commit waits for the disk; sixty-four people can wait together (23 to 61 times more on slow disks). So
whoever has something to read or write hands it in; the thread takes what is there, runs it piece by piece, commits
once, and only then are the waiters told. It takes on no more pieces once some are worked on for a while: who came
first does not wait for who came last. What took long anyhow (a document that was drawn) lets some others go first, and
none of them waits for its commit.

A piece of work must not raise: its owner guards it (bot/loop.py), so that one poisoned message does not take its
neighbours with it. What does raise here is the disk, and then nothing of the batch happened.
"""

from __future__ import annotations

import asyncio
import logging
import sqlite3
import threading
from abc import ABC, abstractmethod
from collections.abc import Callable, Iterator
from contextlib import suppress
from functools import partial
from heapq import nsmallest
from itertools import count
from queue import Empty, PriorityQueue
from typing import Any, NamedTuple, TypeVar

from bot.logs import note
from bot.store.base import ClashError, Session, StoppedError, StoreError, Who
from bot.store.database import named
from bot.store.keys import KeyRing
from bot.store.ledger import Ledger
from bot.store.rows import After, Fate
from bot.store.session import SqlSession
from bot.store.slots import Held
from bot.watching import Watch

T = TypeVar("T")
log = logging.getLogger(__name__)

AHEAD = 16  # pieces at the most for which is asked early what they will look at
BATCH = 64  # throughput is flat beyond
SPELL = 50  # ms after which a batch takes no more pieces; a commit takes about five
FAILED = (sqlite3.Error, StoreError)  # the first: of the file of the rows, as its transactions begin and end
OVERDUE = 5_000  # ms after which it is tidied up though there is always work
TRIES = 5  # times a piece is done again when another program stood in the way
FIRST, NEXT, LAST = range(3)  # what is to be said, what is to be heard, the end
LETS = 16.5  # how many that come after it go before what is to be done later; between the numbers of two others


class _Piece(NamedTuple):
    work: Callable[[Session], Any]
    at: int  # when it was handed in, by our clock
    then: Callable[[Any], None] | None = None
    future: asyncio.Future[Any] | None = None  # None: nobody waits for it
    loop: asyncio.AbstractEventLoop | None = None
    tries: int = 0  # times it was done again because another program stood in the way
    lost: Callable[[], None] | None = None  # called in the thread when it was not saved, before anything else is done
    ahead: Callable[[Session], bool] | None = None  # asks early for what it will look at; whether that was new
    alone: bool = False  # done in a batch of its own: the keys of who was in its last one could not be kept
    later: bool = False  # lets others go first


class _UnkeptError(StoreError):
    """A key could not be put into its file: of whom, nobody knows before each piece is done by itself."""


class Writer(ABC):
    """The thread of a `Store`. Who keeps the rows says how a batch begins and ends, and what is tidied between two."""

    def __init__(self, session: SqlSession, keys: KeyRing, ledger: Ledger, now: Callable[[], int]) -> None:
        self._session, self._keys, self._ledger, self._now = session, keys, ledger, now
        self._queue: PriorityQueue[tuple[int, float, _Piece | None]] = PriorityQueue()
        self._numbers, self._before = count(), count(-1, -1)  # of what is handed in, and of what is once more
        self._watch = Watch()
        self._stopped = ""  # why nothing is taken any more
        self._broken = False  # the disk failed
        self._ended = False  # the thread takes no piece any more
        self._in_hand: list[_Piece] = []  # what it works on
        self._untidy = set[str]()  # why it could not be tidied up, as far as the log was told
        self._idled = now()  # when it last was
        self._took = 1  # pieces that the last batch had the time for
        self._again = False  # whether pieces may wait that are done again: with care, each undone by itself
        self.erased = 0  # persons of an old copy who were erased since, found when it was opened
        self._thread = threading.Thread(target=self._work, name="atout-writer", daemon=True)

    # ------------------------------------------------------------ who keeps the rows

    @abstractmethod
    def _begin(self) -> None:
        """Begin a transaction. Raises `StoreError`."""

    @abstractmethod
    def _commit(self) -> None:
        """Save all of it. Raises `StoreError`."""

    @abstractmethod
    def _undo(self) -> None:
        """Undo what is open, if anything is."""

    @abstractmethod
    def _judge(self, name: str) -> None:
        """Say with `_fail` whether what went wrong is the end."""

    @abstractmethod
    def _patience(self) -> float | None:
        """Return how many seconds to wait for work before tidying up; None where there is nothing to tidy."""

    @abstractmethod
    def _idle(self) -> None:
        """Tidy up: nobody has work."""

    @abstractmethod
    def _tend(self, *, erased: bool) -> None:
        """Do what follows a batch; `erased`: somebody, or a file of somebody, was."""

    @abstractmethod
    def _proven(self) -> None:
        """See that a batch may be kept, before anything is written that cannot be undone. Raises `StoppedError`."""

    @abstractmethod
    def _left(self, after: After) -> bool:
        """Hold on to what was to follow a batch where nobody knows whether it was saved; return whether that is so."""

    @abstractmethod
    def _end(self) -> None:
        """Leave all in order; nothing failed."""

    @abstractmethod
    def _released(self) -> None:
        """Let another one have it."""

    @abstractmethod
    def _let_down(self) -> None:
        """Let go of the connection, whatever happened."""

    @property
    def waiting(self) -> int:
        """How many pieces of work wait."""
        return self._queue.qsize()

    @property
    def oldest(self) -> int:
        """For how many ms the oldest of them waits."""
        with self._queue.mutex:
            times = [piece.at for _, _, piece in self._queue.queue if piece is not None]
        return max(self._now() - min(times), 0) if times else 0

    def watched(self, watch: Watch) -> None:
        """Tell this one of each commit from now on."""
        self._watch = watch

    @property
    def held(self) -> Held:
        """What of the store this program holds."""
        return self._session.holding

    @property
    def speaks(self) -> bool:
        """Whether what was claimed here is still ours to say: who holds all of it loses nothing to others."""
        return not self._stopped

    def put(
        self,
        work: Callable[[Session], T],
        then: Callable[[T], None] | None = None,
        *,
        first: bool = False,
        later: bool = False,
        lost: Callable[[], None] | None = None,
        ahead: Callable[[Session], bool] | None = None,
    ) -> asyncio.Future[T]:
        """Hand in work; the future is done after the commit."""
        loop = asyncio.get_running_loop()
        future: asyncio.Future[T] = loop.create_future()
        if self._stopped:
            future.set_exception(StoppedError(self._stopped))
        else:
            piece = _Piece(work, self._now(), then, future, loop, lost=lost, ahead=ahead, later=later)
            self._hand_in(FIRST if first else NEXT, piece, LETS if later else 0)
            if self._ended:  # it did so in this very moment
                self._refuse_rest()
        return future

    async def close(self) -> None:
        """Finish what was handed in and let go of everything."""
        if not self._stopped:
            self._stopped = "closed"
            self._hand_in(LAST, None)
        await asyncio.to_thread(self._thread.join)
        self._keys.close()
        self._released()

    def _later(self, work: Callable[[Session], Any]) -> None:
        """Hand in work of our own, before what waits; nobody waits for it."""
        self._hand_in(FIRST, _Piece(work, self._now()))

    def _hand_in(self, rank: int, piece: _Piece | None, lets: float = 0) -> None:
        self._queue.put((rank, next(self._numbers) + lets, piece))

    # ------------------------------------------------------------ the thread

    def _work(self) -> None:
        try:
            while not self._broken and (piece := self._next(self._patience())):
                self._batch(piece)
                if self._patience() is not None and not 0 <= self._now() - self._idled < OVERDUE:
                    self._idly()
            if not self._broken:
                if self._keys.owes:
                    self._tidy_up(self._keys.tend)
                self._end()
        finally:  # whatever happened, nobody waits for ever
            self._stopped = self._stopped or "the writer failed"
            self._ended = True
            self._refuse_rest()
            self._let_down()

    def _next(self, patience: float | None) -> _Piece | None:
        """Wait for a piece, and tidy up when none comes for a while; None at the end."""
        while not self._broken:
            try:
                return self._queue.get(timeout=patience)[-1]
            except Empty:
                self._idly()
                patience = self._patience()
        return None

    def _tidy_up(self, work: Callable[[], None]) -> bool:
        """Do what nobody waits for. What does not go now goes a little later: then the log is told once, and False."""
        try:
            work()
        except (*FAILED, OSError) as error:
            name = named(error)
            self._judge(name)
            if name not in self._untidy:
                note(log, logging.WARNING, "not tidied up yet", why=name)
            self._untidy.add(name)
            return False
        return True

    def _idly(self) -> None:
        """Tidy up, though there is no hurry."""
        self._idled = self._now()
        if self._tidy_up(self._idle):
            self._untidy.clear()

    def _pieces(self, first: _Piece, until: int) -> Iterator[_Piece]:
        """Yield a piece, and what waits as well while there is room in this batch and it is not late."""
        yield first
        for _ in range(0 if first.alone else BATCH - 1):
            if self._queue.empty() or self._now() >= until or (self._next_later() and not first.later):
                return
            piece = self._queue.get()[-1]
            if piece is None:
                self._hand_in(LAST, None)  # the end comes after this batch
                return
            yield piece

    def _next_later(self) -> bool:
        """Whether what is next lets others go first; only this thread takes what waits."""
        with self._queue.mutex:
            *_, piece = self._queue.queue[0]
        return piece is not None and piece.later

    def _batch(self, first: _Piece) -> None:
        batch = self._in_hand = [first]
        results: list[Any] = []
        whole, until = False, self._now() + SPELL
        self._again = self._again and self._any_again(first)
        try:
            self._begin()
            for piece in self._pieces(first, until):
                if piece is not first:
                    batch.append(piece)
                self._foresee(piece)
                results.append(piece.work(self._session))
            self._proven()
            self._note(self._session.after.of(Fate.DESTROY))
            self._keep(self._session.after.of(Fate.KEEP))
            with self._watch.committing(len(batch)):
                self._commit()
            whole = True
        except ClashError as error:
            self._once_more(batch, named(error))
        except _UnkeptError as error:
            self._apart(batch, named(error))
        except FAILED as error:
            self._lost(batch, named(error))
        finally:
            self._took = len(batch)
            after, self._session.after = self._session.after, After()
        if not whole:
            self._session.undo()
            if not self._left(after):
                self._keys.unmint(after.minted)
            return
        try:
            self._let_go(after)
        except FAILED as error:  # a key is still in its file: the next start takes it out
            self._fail(named(error))
        finally:
            self._tell(batch, results)
        self._tidy_up(partial(self._tend, erased=bool(after.of(Fate.DESTROY)) or after.emptied))

    def _any_again(self, first: _Piece) -> bool:
        """Whether some piece of those that wait, or this one, was undone before."""
        with self._queue.mutex:
            waiting = [piece for *_, piece in self._queue.queue if piece is not None]
        return any(piece.tries for piece in (first, *waiting))

    def _foresee(self, piece: _Piece) -> None:
        """Ask on one way for what this piece and the next ones will look at, unless that was done."""
        if piece.ahead is None or not piece.ahead(self._session):
            return
        with self._queue.mutex:
            waiting = nsmallest(min(self._took, AHEAD), self._queue.queue)
        for *_, one in waiting:
            if one is not None and one.ahead is not None:
                one.ahead(self._session)

    def _let_go(self, after: After) -> None:
        """Take keys out of the file. A crash before it is made good at the next start."""
        hidden = after.of(Fate.HIDE)
        self._ledger.erased([who for who in hidden if self._keys.filed(who)], self._now())
        for who in hidden:
            self._keys.only_in_memory(who)
        for who in after.of(Fate.DESTROY):
            self._keys.forget(who)
        if after.holds is not None:
            self._session.holding = self._session.holding.now(after.holds)

    def _put_right(self, now: int, grace: int) -> list[Who]:
        """Put right what a crash left, in an open transaction; return whose keys in the file are to be destroyed.

        A key of nobody here stays, unless its person is erased: the rows may be in another store, or in a newer copy.
        """
        self._session.wake(now, grace, self._ledger.gone if self._ledger.anybody else None)
        forgotten = set(self._session.after.of(Fate.DESTROY))
        self.erased = sum(map(self._ledger.gone, forgotten))
        unused = self._keys.unused(self._session.strangers)
        ended = [who for who in unused if who in forgotten or self._ledger.gone(who)]
        if len(ended) < len(unused):
            note(log, logging.WARNING, "keys of people who are not here", count=len(unused) - len(ended))
        self._ledger.erased(ended, now)
        return ended

    def _note(self, erased: list[Who]) -> None:
        """Write down who is erased, before anything of them is gone: what a crash leaves, the next start finishes."""
        self._ledger.erased([who for who in erased if self._keys.filed(who)], self._now())

    def _keep(self, persons: list[Who]) -> None:
        """Commit the keys of those who agreed, before the words that need them."""
        try:
            self._ledger.again(persons, self._now())
            self._keys.keep(persons)
        except StoreError as error:
            raise _UnkeptError(named(error)) from None

    def _lost(self, batch: list[_Piece], name: str) -> None:
        """Undo the batch. A disk that fails is not asked again: a page may be marked clean."""
        self._undo()
        self._judge(name)
        refused: StoreError = StoppedError(name) if self._stopped else StoreError(name)
        self._in_hand = []
        _lose(batch, refused)

    def _once_more(self, batch: list[_Piece], name: str) -> None:
        """Undo the batch and hand it in again, in its order and before what waits."""
        self._undo()
        self._in_hand = []
        _lose([piece for piece in batch if piece.tries >= TRIES], StoreError(name))
        for piece in reversed(batch):  # also before what was handed in again and is not done yet
            if piece.tries < TRIES:
                self._again = True
                self._queue.put((FIRST, next(self._before), piece._replace(tries=piece.tries + 1)))

    def _apart(self, batch: list[_Piece], name: str) -> None:
        """Undo the batch and do each piece by itself: who agrees waits for their key to be kept, and nobody else."""
        self._judge(name)
        if self._stopped or len(batch) == 1:
            self._lost(batch, name)
            return
        self._undo()
        self._in_hand = []
        for piece in reversed(batch):
            self._queue.put((FIRST, next(self._before), piece._replace(alone=True)))

    def _fail(self, name: str) -> None:
        """Take nothing any more; who waits is told why."""
        self._stopped, self._broken = name, True

    def _tell(self, batch: list[_Piece], results: list[Any]) -> None:
        self._in_hand = []
        pairs = {id(piece): result for piece, result in zip(batch, results, strict=True)}
        _resolve_all(batch, lambda piece: _resolve(piece, pairs[id(piece)]))

    def _refuse_rest(self) -> None:
        """Tell all who wait that nothing of theirs happened; two threads may come here at once."""
        rest, self._in_hand = self._in_hand, []
        with suppress(Empty):
            while True:
                rest += filter(None, self._queue.get_nowait()[-1:])
        _resolve_all(rest, lambda piece: _refuse(piece, StoppedError(self._stopped)))


def _lose(batch: list[_Piece], error: StoreError) -> None:
    """Tell that these were not saved."""
    for piece in batch:
        if piece.lost is not None:
            piece.lost()
    _resolve_all(batch, lambda piece: _refuse(piece, error))


def _resolve_all(batch: list[_Piece], resolve: Callable[[_Piece], None]) -> None:
    """Tell the waiters, each on its own event loop, with one wake-up a loop."""
    for loop in {piece.loop for piece in batch}:
        mine = [piece for piece in batch if piece.loop is loop]
        if loop is not None and not loop.is_closed():
            loop.call_soon_threadsafe(_each, loop, mine, resolve)


def _each(loop: asyncio.AbstractEventLoop, batch: list[_Piece], resolve: Callable[[_Piece], None]) -> None:
    """Tell each by itself: what goes wrong with one keeps nobody behind it waiting."""
    for piece in batch:
        loop.call_soon(resolve, piece)


def _resolve(piece: _Piece, result: Any) -> None:  # noqa: ANN401 - the result of any work
    try:
        if piece.then is not None:
            piece.then(result)
    finally:  # it is saved, whatever came of telling it
        if piece.future is not None and not piece.future.done():
            piece.future.set_result(result)


def _refuse(piece: _Piece, error: Exception) -> None:
    if piece.future is not None and not piece.future.done():
        piece.future.set_exception(error)
