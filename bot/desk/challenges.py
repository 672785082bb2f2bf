"""What a browser was asked to sign: 256 random bits, for five minutes and one answer, in memory.

After a restart somebody presses the button once more; nothing else is lost.
"""

from __future__ import annotations

import base64
import binascii
import json
import secrets
from collections import OrderedDict
from typing import Any, Final

from bot.parts import Now

LIVES: Final = 5 * 60 * 1000  # milliseconds
MOST: Final = 10_000  # the oldest gives way: memory is bounded whoever asks
BYTES: Final = 32


class Challenges:
    """Those that were given out and not answered. `whose` is the account that may answer, "" for anybody."""

    def __init__(self, now: Now) -> None:
        self._now = now
        self._open: OrderedDict[bytes, tuple[str, int]] = OrderedDict()

    def give(self, whose: str = "") -> bytes:
        """Return a new one."""
        challenge = secrets.token_bytes(BYTES)
        self._open[challenge] = whose, self._now() + LIVES
        if len(self._open) > MOST:
            self._open.popitem(last=False)
        return challenge

    def take(self, said: dict[str, Any], whose: str = "") -> bytes | None:
        """Return the one this answers, which is used up by it; None when there is none for this account."""
        challenge = _challenge_in(said)
        owner, until = self._open.pop(challenge, ("", 0))
        fresh = until - LIVES <= self._now() < until  # earlier than it was given out: the clock was set back
        return challenge if owner == whose and fresh else None


def _challenge_in(said: dict[str, Any]) -> bytes:
    """Return the challenge that was signed, b"" where there is none to be found."""
    try:
        data = json.loads(_decoded(said["response"]["clientDataJSON"]))
        return _decoded(data["challenge"])
    except (ValueError, TypeError, LookupError, AttributeError, binascii.Error, RecursionError):
        return b""


def _decoded(text: str) -> bytes:
    return base64.urlsafe_b64decode(text + "=" * (-len(text) % 4))
