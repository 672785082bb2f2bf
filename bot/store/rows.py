"""What every query of the SQLite file goes through: statements by their names, savepoints, the hashes of addresses.

It knows no table. What happens to the keys of people around the commit of a batch is noted here, and undone with it.
"""

from __future__ import annotations

import logging
from collections import OrderedDict
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from enum import Enum, auto

from bot.logs import note, short
from bot.store.base import UnreadableError, Who
from bot.store.database import Args, Cursor, Database, Row, Statements
from bot.store.keys import KeyRing, Pepper
from bot.store.slots import Held
from flows.model import Fact

TOLD = 1000  # persons of whom it is remembered that the log was told about them

log = logging.getLogger(__name__)


class Fate(Enum):
    """What becomes of a person's key."""

    KEEP = auto()  # before the commit: it goes into the file
    HIDE = auto()  # after it: it leaves the file
    DESTROY = auto()  # after it: it is no more


@dataclass(slots=True)
class Foreseen:
    """What was asked early about an arrival that waits for its turn; what was looked at is let go of."""

    ext_id: str
    found: Cursor | None  # its conversation
    came: Cursor | None  # a row if it came before


@dataclass(slots=True)
class After:
    """What happens to keys around the commit of a batch: the last word about each person counts."""

    fates: list[tuple[Who, Fate]] = field(default_factory=list)
    minted: list[Who] = field(default_factory=list)  # whose key was made: it goes when they are not saved
    emptied: bool = False  # after: a file of somebody was destroyed, and the log still holds it
    holds: frozenset[int] | None = None  # after: what this program holds is this
    claimed: list[int] = field(default_factory=list)  # bubbles that whoever asked for this batch is to send
    doubted: set[str] = field(default_factory=set)  # persons of whom it is doubted since then whether a bubble arrived
    looked: set[Who] = field(default_factory=set)  # whose facts were compared with what others may have written
    foreseen: dict[tuple[str, str], Foreseen] = field(default_factory=dict)  # of the next arrival at a place
    pressed: dict[str, Cursor] = field(default_factory=dict)  # questions asked for early, by their ids

    def of(self, fate: Fate) -> list[Who]:
        """Return the persons whose key comes to this."""
        return [who for who, last in dict(self.fates).items() if last is fate]

    def mark(self) -> tuple[int, int]:
        """Return where the lists are, to come back to."""
        return len(self.fates), len(self.minted)

    def back(self, mark: tuple[int, int]) -> list[Who]:
        """Undo what was noted since; return whose keys were made."""
        fates, minted = mark
        unsaved = self.minted[minted:]
        del self.fates[fates:], self.minted[minted:]
        return unsaved


class Rows:
    """The open file, and a batch of work on it."""

    def __init__(self, db: Database, keys: KeyRing, pepper: Pepper, org: int) -> None:
        self._db = db
        self._keys = keys
        self._pepper = pepper
        self._org = org
        self._sql = Statements(db, "session.sql")
        self._depth = 0
        self._known: OrderedDict[Who, tuple[Fact, ...]] = OrderedDict()
        self._refused: set[Who] = set()
        self.holding = Held()
        self.after = After()

    def undo(self) -> None:
        """Forget what this batch read: it was not saved."""
        self._known.clear()

    # ------------------------------------------------------------ plumbing

    def _run(self, name: str, args: Args) -> Cursor:
        return self._sql.run(name, args)

    def _one(self, name: str, args: Args) -> Row | None:
        rows = self._run(name, args).fetchall()
        return rows[0] if rows else None

    @contextmanager
    def savepoint(self) -> Iterator[None]:
        """Undo everything written inside when it ends with an error."""
        self._depth += 1
        name, mark, whole = f"s{self._depth}", self.after.mark(), False
        self._db.enter(name)
        try:
            yield
            self._db.leave(name)
            whole = True
        finally:
            self._depth -= 1
            if not whole:
                self._keys.unmint(self.after.back(mark))
                self._known.clear()
                self._db.back(name)

    @contextmanager
    def _reading(self, who: Who) -> Iterator[None]:
        """Tell the log, once a person, that this program cannot read what is kept of them."""
        try:
            yield
        except UnreadableError as error:
            if who not in self._refused:
                note(
                    log,
                    logging.ERROR,
                    "cannot be read here, and is left as it is",
                    person=short(who.person),
                    error=error,
                )
            if len(self._refused) < TOLD:
                self._refused.add(who)
            raise

    def _held_here(self) -> Args:
        """What a query takes to find what is held here."""
        return {"worker": self.holding.worker, "whole": int(self.holding.whole), "slots": self.holding.listed}

    def _address(self, channel: str, address: str) -> bytes:
        return self._pepper.hash("address", self._org, channel, address)

    def _said(self, conversation: str, said_id: str) -> bytes | None:
        return self._pepper.hash("said", self._org, conversation, said_id) if said_id else None


def keyed(who: Who) -> dict[str, int | str]:
    """Return the columns that name a person in every table about them."""
    return {"org": who.org, "person": who.person}
