"""What telling the staff may ask of a store: ways to each account, when not to, what was told, and a key for web push.

An address comes in as it is, is sealed with the key of the house, and is found again by a keyed hash.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Protocol

from bot.notices.rules import Member, Quiet, Telling, Told, Waiting, Way


class Notices(Protocol):
    """Reads and writes inside one batch."""

    # -- whom, and by which way
    def staff(self, since: int) -> Sequence[Member]:
        """Return who may be told, with their ways. At the desk are those who were seen there since."""
        ...

    def ways(self, account: str) -> Sequence[Way]:
        """Return the ways to an account, oldest first."""
        ...

    def add(self, account: str, way: Way, at: int) -> bool:
        """Keep a way, or take one with that address up again; False when there are too many."""
        ...

    def silence(self, account: str, way: str, *, silenced: bool) -> None:
        """Note whether a way is used."""
        ...

    def drop(self, account: str, way: str) -> None:
        """Forget a way."""
        ...

    def rest(self, account: str, way: str, until: int) -> None:
        """Note that a way did not work, and is left alone until then."""
        ...

    def well(self, account: str, way: str) -> None:
        """Note that a way works."""
        ...

    def quiet(self, account: str) -> Quiet | None:
        """Return the quiet hours of an account."""
        ...

    def set_quiet(self, account: str, quiet: Quiet | None) -> None:
        """Note the quiet hours of an account; None: none."""
        ...

    # -- a chat that names itself as a way
    def invite(self, account: str, word: str, until: int) -> None:
        """Keep the hash of a word of one use, in place of any before."""
        ...

    def link(self, word: str, way: Way, now: int) -> str:
        """Keep a way by a word and return whose it is, "" when the word opens nothing.

        The chat that used a word may use it again, for a platform delivers twice; no other may.
        """
        ...

    # -- what was told
    def told(self, waiting: Sequence[Waiting]) -> Sequence[Told]:
        """Return who was told, or is being told, of these requests, under any number."""
        ...

    def last(self, since: int) -> Mapping[str, int]:
        """Return when each account was last told of anything."""
        ...

    def begin(self, telling: Telling, at: int) -> None:
        """Note that somebody is being told."""
        ...

    def sent(self, telling: Telling) -> None:
        """Note that they were."""
        ...

    def undo(self, telling: Telling) -> None:
        """Note that they were not: they are to be told again."""
        ...

    def wake(self) -> None:
        """Take back what was being told when the program ended: whether it arrived, nobody can say."""
        ...

    # -- the rest
    def key(self, fresh: bytes) -> bytes:
        """Return the key of this house for web push; the fresh one from now on where there is none."""
        ...

    def tidy(self, now: int) -> None:
        """Drop what is old, and the addresses of accounts that ended."""
        ...
