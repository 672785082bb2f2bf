"""What every open page of the desk listens to: it rings when something changed, and says no more than that."""

from __future__ import annotations

import asyncio
from collections import deque
from typing import Final
from weakref import WeakSet

MOST: Final = 64  # open pages of one account: more than any browser holds


class Bell:
    """Rings for every open page; nothing is said but that something changed."""

    def __init__(self) -> None:
        self._open: WeakSet[asyncio.Event] = WeakSet()
        self._pages: dict[str, deque[asyncio.Event]] = {}
        self._ended = False

    def listen(self, account: str) -> asyncio.Event:
        """Return what is set at each ring. An account has so many pages open; the oldest gives way."""
        heard = asyncio.Event()
        self._open.add(heard)
        pages = self._pages.setdefault(account, deque())
        pages.append(heard)
        if len(pages) > MOST:
            pages.popleft().set()
        return heard

    def leave(self, account: str, heard: asyncio.Event) -> None:
        """Forget a page that was closed."""
        pages = self._pages.get(account, deque())
        if heard in pages:
            pages.remove(heard)
        if not pages:
            self._pages.pop(account, None)

    def hears(self, account: str, heard: asyncio.Event) -> bool:
        """Whether a page is still to be told."""
        return not self._ended and heard in self._pages.get(account, ())

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
