"""What every open page of the desk listens to: it rings for one conversation, and says no more than which.

A page names what it wants to hear: the conversation it shows, or any change of the queue. What nobody wants costs
nothing. A page that went away is dropped with its ear.
"""

from __future__ import annotations

import asyncio
from collections import deque
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Final

GROUPS: Final = "workshop"  # rings in place of a conversation: a count may have changed, nobody's is named
MOST: Final = 64  # open pages of one account: more than any browser holds


@dataclass(frozen=True, slots=True)
class Ring:
    """Something changed in a conversation; `moved`: where it stands in the queue, too.

    `writes`: nothing changed, the person is writing.
    """

    conversation: str
    moved: bool = False
    writes: bool = False


@dataclass(eq=False)
class Ear:
    """One page's ear: set when something it wants rang.

    `writes`: the person is writing; `changed`: there is something to draw. Both since it was last looked at.
    """

    account: str
    wants: Callable[[Ring], bool]
    heard: asyncio.Event = field(default_factory=asyncio.Event)
    writes: bool = False
    changed: bool = True  # nothing was drawn yet

    def taken(self) -> tuple[bool, bool]:
        """Return whether the person writes and whether something changed, and listen anew."""
        told = self.writes, self.changed
        self.writes = self.changed = False
        self.heard.clear()
        return told


class Bell:
    """Rings for every open page."""

    def __init__(self) -> None:
        self.beyond: Callable[[Ring], None] = _nobody  # tells the pages that are open at other programs
        self._pages: dict[str, deque[Ear]] = {}
        self._ended = False

    def listen(self, account: str, wants: Callable[[Ring], bool]) -> Ear:
        """Return an ear for what is wanted. An account has so many pages open; the oldest gives way."""
        ear, pages = Ear(account, wants), self._pages.setdefault(account, deque())
        pages.append(ear)
        if len(pages) > MOST:
            pages.popleft().heard.set()
        return ear

    def leave(self, ear: Ear) -> None:
        """Forget a page that was closed."""
        pages = self._pages.get(ear.account, deque())
        if ear in pages:
            pages.remove(ear)
        if not pages:
            self._pages.pop(ear.account, None)

    def hears(self, ear: Ear) -> bool:
        """Whether a page is still to be told."""
        return not self._ended and ear in self._pages.get(ear.account, ())

    def ring(self, ring: Ring) -> None:
        """Wake the pages that want this, wherever they are open."""
        self.beyond(ring)
        self.ring_here(ring)

    def ring_here(self, ring: Ring) -> None:
        """Wake the pages that want this and are open here."""
        for ear in self._ears():
            if ear.wants(ring):
                ear.writes |= ring.writes
                ear.changed |= not ring.writes
                ear.heard.set()

    def close(self) -> None:
        """End every open page, now and from now on."""
        self._ended = True
        for ear in self._ears():
            ear.heard.set()

    def _ears(self) -> list[Ear]:
        return [ear for pages in self._pages.values() for ear in pages]


def _nobody(_ring: Ring) -> None:
    """There is no other program."""
