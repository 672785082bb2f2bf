"""What every open page of the desk listens to: it rings when something changed, and says no more than that."""

from __future__ import annotations

import asyncio
from weakref import WeakSet


class Bell:
    """Rings for every open page; nothing is said but that something changed."""

    def __init__(self) -> None:
        self._open: WeakSet[asyncio.Event] = WeakSet()
        self._ended = False

    def listen(self) -> asyncio.Event:
        """Return what is set at each ring."""
        heard = asyncio.Event()
        self._open.add(heard)
        return heard

    def ring(self) -> None:
        """Wake every open page."""
        for heard in tuple(self._open):
            heard.set()

    def close(self) -> None:
        """End every open page, now and from now on."""
        self._ended = True
        self.ring()

    @property
    def ended(self) -> bool:
        """Whether nothing rings any more."""
        return self._ended
