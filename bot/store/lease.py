"""Who of several programs on one PostgreSQL database holds what: each says every second that it lives.

The theory. A program is a worker with a number that nobody had before, and the number is the fence: every batch begins
by holding its worker's row, and who finds it gone writes nothing any more, whatever it still believes. A worker whose
program has ended, which the system knows (bot/store/presence.py), is buried by the others at their next sign of life,
and its slots are free; so is one that said nothing for five seconds. That one may only be asleep; when it wakes it
cannot write, and what it had claimed it does not say, since it knows by its own clock that its time was over.

A worker gives back what is more than its share, and takes what is free, until all have the same.
"""

from __future__ import annotations

import json
import logging
import threading
import time
from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress
from typing import TYPE_CHECKING, Final

from bot.logs import note
from bot.store.base import StoreError
from bot.store.presence import Presence
from bot.store.slots import FIRST, SLOTS

if TYPE_CHECKING:
    from bot.store.server import Postgres

LIVES: Final = 5_000  # ms after which a worker that said nothing is taken for dead
MARGIN: Final = 1.0  # seconds before that in which it begins to send nothing more
BEAT: Final = 1.0  # seconds between two signs of life
STEADY: Final = 6  # own signs of life in a row before others are buried: the database, or this machine, was away
AGAIN: Final = 6_000  # ms after a burial before what that worker may have sent is sent again: within ten of a kill
CLOCK: Final = getattr(time, "CLOCK_BOOTTIME", time.CLOCK_MONOTONIC)  # goes on while the machine sleeps
NOW: Final = "CAST(extract(epoch FROM clock_timestamp()) * 1000 AS bigint)"


def _timed(statement: str) -> str:
    """Return a statement with the clock of the database, and with how long a sign of life holds."""
    return statement.replace(":now", NOW).replace(":lives", str(LIVES))


ENTER: Final = _timed("INSERT INTO worker (until) VALUES (:now + :lives) RETURNING id")
LEAVE: Final = "DELETE FROM worker WHERE id = %(worker)s"
FENCE: Final = "SELECT CAST(pg_current_xact_id() AS text) FROM worker WHERE id = %(worker)s FOR KEY SHARE"
SIGN: Final = _timed("UPDATE worker SET until = :now + :lives WHERE id = %(worker)s")
LATE: Final = _timed("SELECT id, until FROM worker WHERE until < :now")
BURY: Final = "DELETE FROM worker WHERE id = %(worker)s AND until = %(until)s"
STRIKE: Final = "DELETE FROM worker WHERE id IN (SELECT CAST(value AS bigint) FROM each_of(%(gone)s))"
DOUBT: Final = """
UPDATE outbox SET status = 'unsure', due = %(due)s, error = 'crash'
WHERE status = 'sending' AND sender NOT IN (SELECT id FROM worker)
"""
LIVING: Final = "SELECT id FROM worker ORDER BY id"
SIGNS: Final = _timed("SELECT id, CAST(until < :now AS INTEGER) FROM worker")
HELD: Final = "SELECT slot, worker FROM lease"
MINE: Final = "SELECT slot FROM lease WHERE worker = %(worker)s"
SLOT: Final = "INSERT INTO lease (slot, worker) VALUES (%(slot)s, 0) ON CONFLICT DO NOTHING"
TAKE: Final = """
UPDATE lease SET worker = %(worker)s
WHERE slot IN (SELECT CAST(value AS bigint) FROM each_of(%(slots)s)) AND worker NOT IN (SELECT id FROM worker)
RETURNING slot
"""
GIVE: Final = """
UPDATE lease SET worker = 0
WHERE slot IN (SELECT CAST(value AS bigint) FROM each_of(%(slots)s)) AND worker = %(worker)s
"""

ELSEWHERE: Final = (
    "other programs that use this database have another folder of keys, or another place in memory: give all of them "
    "one ATOUT_DATA and one ATOUT_MEMORY, on one machine. Where one was killed a moment ago, start again in ten seconds"
)

Change = tuple[frozenset[int], frozenset[int]]  # slots to take, slots to give back

log = logging.getLogger(__name__)


def change(worker: int, living: Sequence[int], held: Mapping[int, int]) -> Change:
    """Return which free slots a worker takes and which of its own it gives back, so that all come to the same."""
    place, among = sorted(living).index(worker), len(living)
    share = SLOTS // among + (place < SLOTS % among)
    mine = sorted(slot for slot, holder in held.items() if holder == worker)
    free = sorted(slot for slot, holder in held.items() if holder not in living)
    return frozenset(free[: max(0, share - len(mine))]), frozenset(mine[share:])


def strike(db: Postgres, presence: Presence, worker: int = 0) -> int:
    """Strike out the workers whose programs have ended, of all but this one; return how many. Raises `StoreError`."""
    living = [int(row[0]) for row in db.run(LIVING, {}).fetchall()]
    return _struck(db, presence, presence.gone(one for one in living if one != worker))


def clear(db: Postgres, presence: Presence | None, *, alone: bool) -> int:
    """Do the same at a start, also of those who have no file: a copy of the database holds workers too.

    They are gone when nobody else is connected (`alone`), and when they are late. One that is neither lives elsewhere:
    it has keys of its own, and whoever agreed there could not be read here, nor be erased. Raises `StoreError`.
    """
    rows = [(int(worker), bool(late)) for worker, late in db.run(SIGNS, {}).fetchall()]
    if presence is None:  # whoever is alone has no neighbours
        return _struck(db, None, [worker for worker, _ in rows])
    absent = presence.absent(worker for worker, late in rows if alone or late)
    gone = {*absent, *presence.gone(worker for worker, _ in rows)}
    if set(presence.absent(worker for worker, _ in rows)) - gone:
        raise StoreError(ELSEWHERE)
    return _struck(db, presence, sorted(gone))


def _struck(db: Postgres, presence: Presence | None, gone: Sequence[int]) -> int:
    count = db.run(STRIKE, {"gone": json.dumps(gone)}).rowcount if gone else 0
    if presence is not None:
        presence.forget(gone)
    if count:  # another one may have seen it at the same time
        note(log, logging.WARNING, "workers have ended", count=count)
    return count


class Lease:
    """The signs of life of one worker, in a thread and on a connection of their own."""

    def __init__(
        self,
        db: Postgres,
        worker: int,
        presence: Presence,
        changes: Callable[[Change], None],
        lost: Callable[[], None],
        now: Callable[[], int],
    ) -> None:
        """Hold a connection of its own, and what to tell: `changes` of what is held, and that it was `lost`."""
        self.worker = worker
        self._db, self._presence, self._changes, self._lost, self._now = db, presence, changes, lost, now
        self._db.hurry()
        self._until = _clock() + LIVES / 1000
        self._steady = 0
        self._late = frozenset[tuple[int, int]]()  # who was late at the last look, and since when
        self._ends = threading.Event()
        self._thread = threading.Thread(target=self._run, name="atout-lease", daemon=True)

    @property
    def fresh(self) -> bool:
        """Whether nobody can have taken this worker for dead yet."""
        return _clock() < self._until - MARGIN

    @property
    def silent(self) -> float:
        """For how many seconds an answer is waited for; 0 where none is."""
        return self._db.silent

    def cut(self) -> None:
        """End the line, from any thread: it is made again."""
        self._db.cut()

    def start(self) -> None:
        """Begin to give signs of life."""
        self._thread.start()

    def stop(self) -> None:
        """Give no more."""
        self._ends.set()
        if self._thread.is_alive() and self._thread is not threading.current_thread():
            self._thread.join()
        self._db.close()

    def _run(self) -> None:
        while not self._ends.wait(BEAT):
            try:
                if not self._db.whole:
                    self._db.again()
                    self._db.hurry()
                if not self._beat():
                    self._lost()
                    return
            except StoreError as error:
                self._steady = 0
                self._undo()
                note(log, logging.WARNING, "no sign of life", error=error, why=str(error))

    def _beat(self) -> bool:
        """Give a sign of life and look at the others; False when this one was buried."""
        asked, me = _clock(), {"worker": self.worker}
        if self._db.run(SIGN, me).rowcount != 1:
            return False
        self._steady = self._steady + 1 if asked < self._until else 0  # who slept has not heard the others
        self._until = asked + LIVES / 1000
        buried = self._bury()
        living = [int(row[0]) for row in self._db.run(LIVING, {}).fetchall()]
        held = {int(slot): int(worker) for slot, worker in self._db.run(HELD, {}).fetchall()}
        if self.worker not in living:
            return False
        if buried or held.get(FIRST) == self.worker:
            self._db.run(DOUBT, {"due": self._now() + AGAIN})
        wanted = change(self.worker, living, held)
        if any(wanted):
            self._changes(wanted)
        return True

    def _bury(self) -> bool:
        """Strike out whose programs have ended, and who gave no sign for too long; whether there was anybody.

        Late at one look may be a clock that was set; late at two, with no sign between, is silence.
        """
        ended = strike(self._db, self._presence, self.worker)
        late = frozenset((int(worker), int(until)) for worker, until in self._db.run(LATE, {}).fetchall())
        silent, self._late = sorted(late & self._late) if self._steady > STEADY else [], late
        buried = sum(self._db.run(BURY, {"worker": worker, "until": until}).rowcount for worker, until in silent)
        if buried:
            note(log, logging.WARNING, "workers taken for dead", count=buried)
        return ended + buried > 0

    def _undo(self) -> None:
        with suppress(StoreError):
            if self._db.whole and self._db.in_transaction:
                self._db.run("ROLLBACK", {})


def _clock() -> float:
    """Return the seconds of a clock that nobody sets."""
    return time.clock_gettime(CLOCK)
