"""Links that begin a conversation on another computer of the office: 256 random bits, ten minutes, one use, in memory.

After a restart a counsellor presses the button once more; nothing else is lost.
"""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Callable
from typing import Final

from bot.parts import Now

LIVES: Final = 10 * 60 * 1000  # milliseconds
MOST: Final = 1_000  # the oldest gives way: memory is bounded whoever asks


class Starts:
    """Those that were given out and not used, each with the account that did."""

    def __init__(self, fresh: Callable[[], str], now: Now) -> None:
        self._fresh = fresh
        self._now = now
        self._open: OrderedDict[str, tuple[str, int]] = OrderedDict()

    def give(self, account: str) -> str:
        """Return a new one."""
        secret = self._fresh()
        self._open[secret] = account, self._now() + LIVES
        if len(self._open) > MOST:
            self._open.popitem(last=False)
        return secret

    def open(self, secret: str) -> bool:
        """Whether this one can still be used."""
        return self._lives(self._open.get(secret, ("", 0))[1])

    def take(self, secret: str) -> str:
        """Use one up; return the account that gave it, "" when it cannot be used any more."""
        account, until = self._open.pop(secret, ("", 0))
        return account if self._lives(until) else ""

    def _lives(self, until: int) -> bool:
        return until - LIVES <= self._now() < until  # earlier than it was given out: the clock was set back
