"""An event loop on which time passes only when nobody has anything to do: a day in some minutes, and always the same.

Everything runs on it unchanged, since all that waits asks the loop: timers, timeouts, the pace of a channel. While the
thread of a store works on something, time stands still; so what is measured is waiting that was asked for, and never
the time this machine took.
"""

from __future__ import annotations

import asyncio
import selectors
from collections.abc import Coroutine, Mapping
from typing import Any, TypeVar

T = TypeVar("T")
LOOK = 0.05  # real seconds after which it is looked again whether a thread is done


class _Selector(selectors.BaseSelector):
    """The system's own, but that time is let pass in place of waiting."""

    def __init__(self) -> None:
        self._real = selectors.DefaultSelector()
        self.now = 0.0
        self.busy = 0  # pieces of work in threads

    def register(self, fileobj: Any, events: int, data: Any = None) -> selectors.SelectorKey:  # noqa: ANN401
        return self._real.register(fileobj, events, data)

    def unregister(self, fileobj: Any) -> selectors.SelectorKey:  # noqa: ANN401
        return self._real.unregister(fileobj)

    def modify(self, fileobj: Any, events: int, data: Any = None) -> selectors.SelectorKey:  # noqa: ANN401
        return self._real.modify(fileobj, events, data)

    def select(self, timeout: float | None = None) -> list[tuple[selectors.SelectorKey, int]]:
        if self.busy or timeout is None:
            return self._real.select(LOOK if timeout is None else min(timeout, LOOK))
        found = self._real.select(0)
        if not found:
            self.now += timeout
        return found

    def close(self) -> None:
        self._real.close()

    def get_map(self) -> Mapping[Any, selectors.SelectorKey]:
        return self._real.get_map()


class VirtualLoop(asyncio.SelectorEventLoop):
    """The loop. `busy` and `idle` say that a thread was given a piece of work, and that it is done."""

    def __init__(self) -> None:
        self._pace = _Selector()
        super().__init__(self._pace)

    def time(self) -> float:
        return self._pace.now

    def jump(self, to: float) -> None:
        """Let nobody run until then, as if the machine had slept."""
        self._pace.now = max(self._pace.now, to)

    def busy(self) -> None:
        self._pace.busy += 1

    def idle(self, _future: object = None) -> None:
        self._pace.busy -= 1


def played(work: Coroutine[Any, Any, T], at: float = 0.0) -> T:
    """Run work to its end on such a loop, which begins at a second."""
    loop = VirtualLoop()
    loop.jump(at)
    try:
        return loop.run_until_complete(work)
    finally:
        loop.run_until_complete(loop.shutdown_asyncgens())
        loop.close()


def virtual() -> VirtualLoop:
    """Return the loop that runs."""
    loop = asyncio.get_running_loop()
    if not isinstance(loop, VirtualLoop):
        raise TypeError("not on a virtual loop")
    return loop
