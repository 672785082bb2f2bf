"""How often a sign-in may fail. In memory: no name and no place is kept.

What is refused is a name tried from one place: who guesses elsewhere locks nobody out who sits here. A name is counted
over all places too, an hour long, so that a thousand places are no way round; a browser that signed in with this name
before (devices.py) has a budget of its own, and neither of the two touches it. A name nobody has is counted like any
other. Who is signed in already is not touched, and a passkey, which nobody guesses, opens whatever is tried.
"""

from __future__ import annotations

from typing import Final

from bot.pages.rate import Rate
from bot.parts import Now

WINDOW: Final = 15 * 60  # seconds
HOUR: Final = 60 * 60
A_NAME_HERE: Final = 5
A_NAME: Final = 30  # an hour, over all places where nobody signed in with it before: one place alone makes 20
A_PLACE: Final = 50
MILLISECONDS: Final = 1000


class Tries:
    """Counts a try before it is looked at, so that a thousand at the same time are no way round."""

    def __init__(self, now: Now) -> None:
        def clock() -> float:
            return now() / MILLISECONDS

        self._devices = Rate(A_NAME_HERE, clock, WINDOW)
        self._places = Rate(A_PLACE, clock, WINDOW)
        self._here = Rate(A_NAME_HERE, clock, WINDOW)
        self._names = Rate(A_NAME, clock, HOUR)

    def too_many(self, place: str, name: str = "", device: str = "") -> bool:
        """Count a try; whether it comes after too many that failed. What is refused here counts nowhere else."""
        return any(rate.wait(key) for rate, key in self._counted(place, name, device))

    def succeeded(self, place: str, name: str = "", device: str = "") -> None:
        """Take the last try back: it was right."""
        for rate, key in self._counted(place, name, device):
            rate.forgive(key)

    def _counted(self, place: str, name: str, device: str) -> list[tuple[Rate, str]]:
        """Return where a try counts, the narrowest first: one place does not use up what all share."""
        if device:
            return [(self._devices, device)]
        if not name:
            return [(self._places, place)]
        return [(self._here, f"{place} {name}"), (self._places, place), (self._names, name)]
