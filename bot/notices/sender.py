"""Carries out what the rules say, beside everything else: it holds up nothing, and no trouble of its own leaves here.

The theory. What is being told is written down before it leaves, in the same transaction that found it was to be told;
so nobody is told twice, whoever looks. What did not leave is taken back, and the next look, a second later, finds it
again, with what is true by then: it may go another way, or somebody may have taken the request. When the program ends
in between, nobody can say whether a notice arrived; it is sent once more at the next start, since a person who waits
must not be forgotten, and phones and mailboxes show the second as the first. A program that was asleep for so long that
others may tell what it was telling sends nothing when it wakes: each way asks for that last.

Of what happened the log says the account, by a short id, and the kind of way. No address is in it.
"""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, replace
from functools import partial
from typing import Final

from bot.logs import note, short
from bot.loop import Rounds, run
from bot.notices.base import GoneError, LaterError, Notice, Notifier, NotOursError, RejectedError
from bot.notices.hours import MINUTE, Hours
from bot.notices.rules import APART, Member, Plan, Telling, Waiting, Way, plan
from bot.parts import Now
from bot.store.base import Session, Store, StoreError
from bot.store.staff import IDLE

MOST: Final = 200  # requests looked at: whoever is told opens a queue that shows them all
PATIENCE: Final = 40.0  # seconds for one way, whatever it does
TOGETHER: Final = 8  # ways tried at once
LAST: Final = 0.4  # seconds for what is under way when told to stop
FIRST_REST: Final = 15_000  # ms a way rests after it did not work once; twice as long each time
LONGEST_REST: Final = 15 * MINUTE
REFUSED_REST: Final = 60 * MINUTE  # what is refused now will be in a minute

log = logging.getLogger(__name__)

Queue = Callable[[Session], Sequence[Waiting]]
Outcome = BaseException | None
Done = tuple[Telling, Sequence[Outcome]]
Seen = tuple[Sequence[Waiting], Sequence[Member]]
NOTHING: Final[Seen] = ((), ())


def queue(tx: Session) -> Sequence[Waiting]:
    """Return who waits, by the cases of the desk."""
    return [Waiting(case.id, case.asked, case.n) for case in tx.cases.waiting(MOST)]


@dataclass(frozen=True, slots=True)
class Words:
    """The language of who chose none, and the address of the desk, "" for none outside this machine."""

    lang: str
    link: str = ""


class Sender:
    """Tells the staff, for as long as the program runs."""

    def __init__(
        self,
        store: Store,
        notifiers: Mapping[str, Notifier],
        hours: Hours,
        now: Now,
        words: Words,
        waiting: Queue = queue,
    ) -> None:
        self._store = store
        self._notifiers = notifiers
        self._hours = hours
        self._now = now
        self._words = words
        self._waiting = waiting
        self._again: int | None = None
        self._awake = False
        self._seen = NOTHING
        self._done: list[Done] = []
        self._room = asyncio.Semaphore(TOGETHER)
        self.rounds = Rounds("notices", now, self._begin, self._soon)

    async def stop(self) -> None:
        """Begin nothing new; what is under way has a moment to leave, and what left is written down."""
        await self.rounds.stop(LAST)
        with suppress(StoreError):  # else it is told once more at the next start
            await run(self._store, partial(self._settle, done=tuple(self._done)))

    async def _soon(self) -> int | None:
        return self._again

    async def _begin(self) -> int:
        """Begin to tell whom is to be told now; return how many."""
        if not self._store.held.first:  # another program tells them
            self._awake, self._again = False, None
            return 0
        done = tuple(self._done)
        seen, self._seen = self._seen, NOTHING  # what a disk did not take is looked at whole again
        found, self._seen = await run(self._store, partial(self._look, done=done, before=seen))
        self._awake = True
        del self._done[: len(done)]  # only now: a disk that was full is asked again
        self._again = found.again
        for telling in found.tellings:
            self.rounds.hold(self._tell(telling))
        return len(found.tellings)

    def _look(self, tx: Session, done: Sequence[Done], before: Seen) -> tuple[Plan, Seen]:
        """Return what is to be told, written down as under way, and what was seen. `before`: at the last look."""
        if not self._awake:
            tx.notices.wake()
        self._settle(tx, done)
        waiting, now = self._waiting(tx), self._now()
        if not waiting:
            return Plan(), NOTHING
        staff = [
            replace(one, ways=tuple(way for way in one.ways if way.kind in self._notifiers))
            for one in tx.notices.staff(now - IDLE)
        ]
        seen = (waiting, staff)
        if seen == before and not done and (self._again is None or now < self._again):
            return Plan(again=self._again), seen  # the rules promise that there is nothing before
        found = plan(now, waiting, staff, tx.notices.told(waiting), tx.notices.last(now - APART), self._hours)
        for telling in found.tellings:
            tx.notices.begin(telling, now)
        return found, seen

    # ------------------------------------------------------------ one notice

    async def _tell(self, telling: Telling) -> None:
        """Tell one account, on all devices of a way; that one of them was reached is enough."""
        notice = Notice(telling.kind, telling.lang or self._words.lang, self._words.link)
        tried = (self._try(way, notice) for way in telling.ways)
        outcomes: list[Outcome] = await asyncio.gather(*tried, return_exceptions=True)
        self._done.append((telling, outcomes))  # written down at the next look, which its end brings on

    async def _try(self, way: Way, notice: Notice) -> None:
        async with self._room, asyncio.timeout(PATIENCE):
            await self._notifiers[way.kind].notify(way.to, notice, self._ours)

    def _ours(self) -> None:
        """Raise `NotOursError` once others may have taken over what was to be told here."""
        if not self._store.speaks:
            raise NotOursError

    def _settle(self, tx: Session, done: Sequence[Done]) -> None:
        """Write down what came of what was told."""
        for telling, outcomes in done:
            for way, outcome in zip(telling.ways, outcomes, strict=True):
                self._learn(tx, telling.account, way, outcome)
            if any(outcome is None for outcome in outcomes):
                tx.notices.sent(telling)
            else:
                tx.notices.undo(telling)

    def _learn(self, tx: Session, account: str, way: Way, outcome: Outcome) -> None:
        who = short(account)
        match outcome:
            case None:
                tx.notices.well(account, way.id)
                note(log, logging.INFO, "told", account=who, way=way.kind)
            case NotOursError():
                pass  # whoever tells it now finds it is to be told; the way is well
            case GoneError():
                tx.notices.drop(account, way.id)
                note(log, logging.WARNING, "a way to somebody is gone", account=who, way=way.kind)
            case RejectedError():
                tx.notices.rest(account, way.id, self._now() + REFUSED_REST)
                note(log, logging.ERROR, "a notice was refused", why=str(outcome), account=who, way=way.kind)
            case LaterError() | TimeoutError():
                after = int(getattr(outcome, "after", 0) * 1000)
                tx.notices.rest(account, way.id, self._now() + max(after, rest(way.tries)))
                note(
                    log,
                    logging.WARNING,
                    "a notice waits",
                    why=getattr(outcome, "reason", "") or "slow",
                    account=who,
                    way=way.kind,
                )
            case _:  # a fault of ours, or the program ends
                tx.notices.rest(account, way.id, self._now() + LONGEST_REST)
                note(log, logging.ERROR, "a notice failed", error=outcome, account=who, way=way.kind)


def rest(tries: int) -> int:
    """Return for how long a way rests that did not work so often before, in milliseconds."""
    return min(FIRST_REST << min(tries, 10), LONGEST_REST)
