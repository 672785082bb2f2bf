"""How many messages of one person are read in a minute: by the clock of the platform, where it tells when they left.

So who wrote one a minute while nobody could be reached is not taken for somebody in a hurry; and what is folded again,
since its batch was undone, counts once. In memory: nothing here is written down, and a start forgets all of it.
"""

from __future__ import annotations

from collections import OrderedDict, deque
from typing import Final

MINUTE: Final = 60 * 1000  # ms
PEOPLE: Final = 10_000  # remembered; who was quiet longest gives way


class Hurry:
    """Counts. `most`: messages of a minute; 0: all are read."""

    def __init__(self, most: int) -> None:
        self._most = most
        self._sent: OrderedDict[tuple[str, str], deque[tuple[int, str]]] = OrderedDict()

    def over(self, channel: str, address: str, at: int, ident: str) -> bool:
        """Return whether a message sent at this time is one too many; one that is not counts. `ident`: which it is."""
        if not self._most:
            return False
        key = (channel, address)
        times = self._sent.setdefault(key, deque())
        self._sent.move_to_end(key)
        if any(ident == one for _, one in times):
            return False
        near = sum(abs(at - time) < MINUTE for time, _ in times)
        if near >= self._most:
            return True
        times.append((at, ident))
        if len(times) > 2 * self._most:
            times.popleft()
        if len(self._sent) > PEOPLE:
            self._sent.popitem(last=False)
        return False
