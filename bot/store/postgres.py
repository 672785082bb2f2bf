"""PostgreSQL as a `Store`: the same queries, the same sessions and the same writer thread as the SQLite file.

Several programs may use a database, each a worker that holds some slots (bot/store/lease.py), where they share the
memory of a machine for the keys of people who did not agree; without that, one.

One connection, one transaction for many pieces of work. A connection that breaks is made again for the next batch; what
was in the one that broke was not acknowledged, so it comes again, and a repeat is known by its delivery. Where it broke
before a commit was answered, the database is asked later, by the number of the transaction, what became of it. The keys
of people stay a file of their own in the data folder: whoever copies the database has nothing to read.
"""

from __future__ import annotations

import fcntl
import json
import os
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from typing import Final

from bot.store.base import TAKEN, InUseError, Session, StoppedError, StoreError
from bot.store.database import Cursor, damaged, named, unusable
from bot.store.fleeting import swept
from bot.store.keys import KeyRing, Pepper, of_nobody
from bot.store.lease import (
    ENTER,
    FENCE,
    GIVE,
    HELD,
    LEAVE,
    LIVING,
    MINE,
    SLOT,
    TAKE,
    Change,
    Lease,
    change,
    clear,
    strike,
)
from bot.store.ledger import NAME as LEDGER
from bot.store.ledger import Ledger
from bot.store.line import Guard
from bot.store.presence import Presence
from bot.store.rows import After
from bot.store.server import ALONE, Postgres, current, migrate, proven, version
from bot.store.session import SqlSession
from bot.store.slots import SLOTS, Held
from bot.store.sqlite import LOCK
from bot.store.whereabouts import DATABASE, here, note
from bot.store.writer import Writer

OWED: Final = 0.5  # seconds between tries to empty the log of the keys after an erasure
GRACE: Final = 10_000  # ms before a bubble that may have been sent is sent again
NUMBER: Final = "SELECT CAST(pg_current_xact_id() AS text)"
BECAME: Final = "SELECT pg_xact_status(CAST(%(number)s AS xid8))"
SAVED, UNDER_WAY = "committed", "in progress"  # what a transaction may have become
UNHEARD: Final = """
UPDATE outbox SET status = 'due'
WHERE status = 'sending' AND sender = %(worker)s AND id IN (SELECT CAST(value AS bigint) FROM each_of(%(claimed)s))
"""


class PostgresStore(Writer):
    """A `Store` on a PostgreSQL database, with the keys of people in a file of the data folder."""

    def __init__(
        self,
        url: str,
        folder: Path,
        master: bytes,
        now: Callable[[], int],
        org: int = 1,
        memory: Path | None = None,
    ) -> None:
        """Open it. `memory`: where the programs of a machine share keys (bot/store/fleeting.py); None: one program."""
        self._url = url
        self._presence = Presence(memory) if memory else None  # of the others: None where there are none
        self._lock = _Folder(folder, shared=self._presence is not None)
        self._fence: Cursor | None = None  # brings the number of the transaction
        self._number = ""
        self._unanswered = False  # the line broke as it was to be committed
        self._doubt: tuple[str, After] | None = None  # the number of such a transaction, and what was to follow
        try:
            here(folder, DATABASE)
            self._pg = Postgres(url)
            with self._pg.starting():
                fresh = not version(self._pg)
                if fresh:
                    of_nobody(folder / "keys.db")
                keys = KeyRing(folder / "keys.db", master, fresh=fresh, memory=memory)
                if memory:
                    swept(memory, now())
                alone = self._fitted()
                pepper = Pepper(keys.root)
                proven(self._pg, pepper)
                session = SqlSession(self._pg, keys, pepper, org)
                super().__init__(session, keys, Ledger(folder / LEDGER, keys.root, now()), now)
                clear(self._pg, self._presence, alone=alone)
                if not self._pg.run(LIVING, {}).fetchall():
                    self._wake_up(now())
                session.holding = self._entered()
            note(folder, DATABASE)
        except StoreError:
            self._lock.release()
            raise
        except OSError as error:
            self._lock.release()
            raise unusable(folder, error) from None
        self._lease = self._signs(self._presence, now) if self._presence else None
        self._guard = Guard(self._pg, self._lease)
        self._guard.start()
        self._thread.start()

    @property
    def speaks(self) -> bool:
        """Whether what was claimed here is still ours to say."""
        return super().speaks and (self._lease is None or self._lease.fresh)

    def _signs(self, presence: Presence, now: Callable[[], int]) -> Lease:
        """Begin to give signs of life."""
        worker = self._session.holding.worker
        lease = Lease(Postgres(self._url), worker, presence, self._change, self._taken, now)
        lease.start()
        return lease

    def _fitted(self) -> bool:
        """Bring the database to today's schema and hold it; whether no other program was connected to it."""
        whole = version(self._pg) == current() and self._presence is not None
        if not whole:
            self._pg.alone()
            migrate(self._pg)
        alone = not whole or self._pg.lonely()
        if self._presence:
            self._hold(self._pg)
            if alone:
                self._pg.run(f"SELECT pg_advisory_unlock({ALONE})", {})
        else:
            self._pg.hurry()
        return alone

    def _hold(self, db: Postgres) -> None:
        if self._presence:
            db.beside()
        else:
            db.alone()
        db.hurry()

    # ------------------------------------------------------------ what is held

    def _entered(self) -> Held:
        """Become a worker, and take what is free."""
        if self._presence is None:
            return Held()
        self._pg.run("BEGIN", {})
        worker = int(self._pg.run(ENTER, {}).fetchall()[0][0])
        self._presence.enter(worker)
        self._pg.run("COMMIT", {})
        for one in range(SLOTS if len(self._pg.run(HELD, {}).fetchall()) < SLOTS else 0):
            self._pg.run(SLOT, {"slot": one})
        living = [int(row[0]) for row in self._pg.run(LIVING, {}).fetchall()]
        held = {int(slot): int(holder) for slot, holder in self._pg.run(HELD, {}).fetchall()}
        take, _ = change(worker, living, held)
        nothing = Held(worker, frozenset())
        rows = self._pg.run(TAKE, {"worker": worker, "slots": nothing.now(take).listed}).fetchall()
        return nothing.now(frozenset(int(row[0]) for row in rows))

    def _change(self, wanted: Change) -> None:
        """Take and give back slots, between two pieces of work.

        Two changes may be one commit, and the second then finds taken what it was to take: so the database says what is
        held. What nobody believes to hold nobody serves.
        """
        take, give = wanted

        def work(_: Session) -> None:
            held = self._session.holding
            self._pg.run(GIVE, {"worker": held.worker, "slots": held.now(give).listed})
            self._pg.run(TAKE, {"worker": held.worker, "slots": held.now(take).listed})
            rows = self._pg.run(MINE, {"worker": held.worker}).fetchall()
            self._session.after.holds = frozenset(int(row[0]) for row in rows)

        self._later(work)

    def _taken(self) -> None:
        """End: others went on."""
        self._fail(TAKEN)
        self._later(lambda _: None)  # so that the thread looks up

    # ------------------------------------------------------------ a batch

    def _begin(self) -> None:
        if not self._pg.whole:
            self._pg.again()
            self._hold(self._pg)
        if self._doubt is not None:
            self._learn(*self._doubt)
        self._pg.gather(hasty=not self._again)
        self._pg.run("BEGIN", {})
        worker = {"worker": self._session.holding.worker}
        self._fence = self._pg.run(FENCE, worker) if self._presence else self._pg.run(NUMBER, {})

    def _proven(self) -> None:
        if self._session.after.fates:  # else what still waits goes with the commit, which fails where it does
            self._pg.settle()
        found = self._fence.fetchone() if self._fence is not None else None
        if found is None:
            self._fail(TAKEN)
            raise StoppedError(TAKEN)
        self._number = str(found[0])

    def _commit(self) -> None:
        self._pg.run("COMMIT", {})
        try:
            self._pg.settle()
        except StoreError:
            self._unanswered = not self._pg.whole
            raise
        self._pg.forget()

    def _left(self, after: After) -> bool:
        unanswered, self._unanswered = self._unanswered, False
        if unanswered:
            self._doubt = self._number, after
        return unanswered

    def _learn(self, number: str, after: After) -> None:
        """Ask what became of a commit that nobody answered, and do what follows. Raises `StoreError` until it is known.

        Who claimed a bubble in it was never told, so that bubble was not sent; by now it may be another worker's.
        """
        try:
            became = self._pg.run(BECAME, {"number": number}).fetchall()[0][0]
        except StoreError as error:
            if self._pg.whole:  # it is a copy that came too late: the next start puts right whichever it was
                self._fail(named(error))
            raise
        if became == UNDER_WAY:
            raise StoreError(f"the last commit is {UNDER_WAY}")
        if became == SAVED:
            mine = {"worker": self._session.holding.worker, "claimed": json.dumps(after.claimed)}
            self._pg.run(UNHEARD, mine)
            self._let_go(after)
        else:
            self._keys.unmint(after.minted)
        self._doubt = None

    def _undo(self) -> None:
        self._pg.undo()

    def _judge(self, name: str) -> None:
        """End where the file of the keys is damaged. The server vouches for its own pages, and comes back."""
        if damaged(name):
            self._fail(name)

    def _patience(self) -> float | None:
        return OWED if self._keys.owes else None

    def _idle(self) -> None:
        self._keys.tend()

    def _tend(self, *, erased: bool) -> None:
        """Nothing: the server tidies by itself, and what it still holds of who was erased has no key any more."""

    def _end(self) -> None:
        """Leave what was held to the others; every commit is on the disk."""
        if self._lease is not None and self._presence is not None:
            self._lease.stop()
            with suppress(StoreError), self._pg.starting():
                self._pg.run(LEAVE, {"worker": self._session.holding.worker})
                self._presence.forget([self._session.holding.worker])
                strike(self._pg, self._presence)  # one that was killed as it began is no reason to keep keys
                if not self._pg.run(LIVING, {}).fetchall():
                    self._keys.last()

    def _let_down(self) -> None:
        if self._lease is not None:
            self._lease.stop()
        self._guard.stop()
        self._pg.close()

    def _released(self) -> None:
        """The lock of the database went with the connection."""
        if self._presence is not None:
            self._presence.leave()
        self._lock.release()

    def _wake_up(self, now: int) -> None:
        self._pg.run("BEGIN", {})
        unused = self._put_right(now, GRACE)
        self._pg.run("COMMIT", {})
        self._session.after = After()
        self._keys.sweep(unused, self._session.strangers)


class _Folder:
    """The lock of a data folder: alone, or with the other programs of a database but with no SQLite file beside."""

    def __init__(self, folder: Path, *, shared: bool) -> None:
        """Take it. Raises `InUseError` and `StoreError`."""
        try:
            folder.mkdir(parents=True, exist_ok=True, mode=0o700)
            self._file = os.open(folder / LOCK, os.O_RDWR | os.O_CREAT, 0o600)
        except OSError as error:
            raise unusable(folder, error) from None
        try:
            fcntl.flock(self._file, (fcntl.LOCK_SH if shared else fcntl.LOCK_EX) | fcntl.LOCK_NB)
        except OSError:
            os.close(self._file)
            raise InUseError(f"{folder}: another atout uses the keys in this folder. Stop it.") from None

    def release(self) -> None:
        """Let go of it."""
        with suppress(OSError):
            os.close(self._file)
