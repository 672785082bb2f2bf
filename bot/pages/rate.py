"""How often: a sliding window a key, in memory. Nothing here is written down, so no address of a person is kept."""

from __future__ import annotations

from collections import OrderedDict, deque
from collections.abc import Callable
from ipaddress import IPv6Address, ip_address

MINUTE = 60.0
KEYS_MAX = 10_000  # the oldest key gives way: memory is bounded whoever knocks


class Rate:
    """At most `limit` in any minute, or another window of seconds, for one key."""

    def __init__(self, limit: int, clock: Callable[[], float], window: float = MINUTE) -> None:
        self._limit = limit
        self._clock = clock
        self._window = window
        self._seen: OrderedDict[str, deque[float]] = OrderedDict()

    def wait(self, key: str) -> float:
        """0.0 when there is room, and then it counts; else how many seconds to wait."""
        now = self._clock()
        times = self._seen.setdefault(key, deque())
        self._seen.move_to_end(key)
        while times and not now - self._window < times[0] <= now:  # later than now: the clock was set back
            times.popleft()
        if len(times) >= self._limit:
            return times[0] + self._window - now
        times.append(now)
        if len(self._seen) > KEYS_MAX:
            self._seen.popitem(last=False)
        return 0.0

    def forgive(self, key: str) -> None:
        """Take back what counted last for a key."""
        times = self._seen.get(key)
        if times:
            times.pop()


def neighbourhood(client: str) -> str:
    """The key of a network address: one IPv4 address, or the /64 that one IPv6 household holds."""
    try:
        address = ip_address(client)
    except ValueError:
        return client
    if isinstance(address, IPv6Address) and address.ipv4_mapped is None:
        return str(IPv6Address(int(address) >> 64 << 64))
    return client
