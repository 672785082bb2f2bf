"""What came in at one program and is another one's to fold: it waits in a table, in its order, sealed.

Whoever delivered it is told "received" once it stands there, so its turn comes whatever happens to either program.
"""

from __future__ import annotations

import json
from collections.abc import Collection, Sequence

from bot.channels.base import Arrival
from bot.store.base import Handed, LostKeyError, UnreadableError, Who
from bot.store.codec import Coming, pack, unpack
from bot.store.keys import drawn
from bot.store.rows import Rows, keyed
from bot.store.slots import slot


class SqlHanding(Rows):
    """The table of what was handed over."""

    def alone(self) -> bool:
        """Whether there is no other program."""
        return self.holding.whole

    def ours(self, who: Who) -> bool:
        """Whether this person is to be folded by this program."""
        return self.holding.has(who)

    def holder(self, slot: int) -> int:
        """Return which worker holds a slot, 0 for none."""
        row = self._one("holder", {"slot": slot})
        return int(row[0]) if row else 0

    def hand_over(self, who: Who, arrival: Arrival, masked: tuple[str, ...]) -> None:
        """Keep what came in for the program that folds this person, in the order in which it came."""
        word = drawn()
        body = self._keys.cipher(who).seal(pack(Coming(arrival, masked)), "arrival", "body", word)
        address = self._address(arrival.channel, arrival.address)
        self._run("hand_over", {**keyed(who), "slot": slot(who), "body": body, "word": word, "address": address})

    def handed(self, limit: int, skip: Collection[str] = ()) -> Sequence[Handed]:
        """Return the oldest of what waits to be folded here, but for what is of some persons."""
        args = {**self._held_here(), "limit": limit, "skip": json.dumps(list(skip))}
        rows = self._run("handed", args).fetchall()
        return [Handed(number, Who(org, person), body, word) for number, org, person, body, word in rows]

    def coming(self, handed: Handed) -> tuple[Arrival, tuple[str, ...]]:
        """Return what came in, and what was covered in it."""
        with self._reading(handed.who):
            opened = self._keys.cipher(handed.who).open(handed.body, "arrival", "body", handed.word)
            coming = unpack(Coming, opened)
        return coming.arrival, coming.masked

    def unread(self, handed: Handed, error: UnreadableError) -> None:
        """Let what cannot be read here wait, unless its key is lost and its person is gone, or never agreed."""
        if isinstance(error, LostKeyError):
            self._run("given_up", {**keyed(handed.who), "id": handed.id})

    def taken_up(self, handed: Handed) -> None:
        """End the wait of something."""
        self._run("taken_up", {**keyed(handed.who), "id": handed.id})

    def dropped(self, who: Who) -> None:
        """Let go of what is at hand of a person: another program erased them, or took their key away."""
        self._known.pop(who, None)
        self._keys.drop(who)

    def still_handed(self, channel: str, address: str) -> bool:
        """Whether something of the person of this address waits to be folded."""
        place = {"org": self._org, "channel": channel, "address": self._address(channel, address)}
        return self._one("still_handed", place) is not None
