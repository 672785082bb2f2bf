"""How often a sign-in may fail, for an account and for a place on the network. In memory: no name and no place is kept.

A name nobody has is counted like any other. Who is signed in already is not touched by it, and a passkey, which nobody
guesses, opens an account whose password is being guessed.
"""

from __future__ import annotations

from typing import Final

from bot.pages.rate import Rate
from bot.parts import Now

WINDOW: Final = 15 * 60  # seconds
AN_ACCOUNT: Final = 5
A_PLACE: Final = 50
MILLISECONDS: Final = 1000


class Tries:
    """Counts a try before it is looked at, so that a thousand at the same time are no way round."""

    def __init__(self, now: Now) -> None:
        def clock() -> float:
            return now() / MILLISECONDS

        self._accounts = Rate(AN_ACCOUNT, clock, WINDOW)
        self._places = Rate(A_PLACE, clock, WINDOW)

    def too_many(self, place: str, name: str = "") -> bool:
        """Count a try; whether it comes after too many that failed."""
        return bool(self._places.wait(place) or (name and self._accounts.wait(name)))

    def succeeded(self, place: str, name: str = "") -> None:
        """Take the last try back: it was right."""
        self._places.forgive(place)
        if name:
            self._accounts.forgive(name)
