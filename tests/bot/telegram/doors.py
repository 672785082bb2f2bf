"""A small house to stand behind the channel: it keeps what came, and can be full, slow or killed."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable, Sequence

from bot.channels.base import Arrival, Attachment, BusyError, Report, Shown

Answer = Callable[[Arrival], Awaitable[None]]


class Killed(Exception):  # noqa: N818  no error of ours: the process is gone
    """The process died."""


class SmallDoor:
    """Keeps arrivals once each, as the house does, and answers them when told how."""

    def __init__(self, answer: Answer | None = None) -> None:
        self.kept: dict[str, Arrival] = {}
        self.delivered: list[str] = []
        self.busy = 0
        self.die_after_commit = False
        self.changed = asyncio.Event()
        self._answer = answer

    async def receive(self, arrivals: Sequence[Arrival]) -> None:
        if self.busy:
            self.busy -= 1
            raise BusyError
        self.delivered += [arrival.ext_id for arrival in arrivals]
        fresh = [arrival for arrival in arrivals if arrival.ext_id not in self.kept]
        self.kept |= {arrival.ext_id: arrival for arrival in fresh}
        self.changed.set()
        if self.die_after_commit:
            raise Killed
        for arrival in fresh if self._answer else ():
            await self._answer(arrival)  # type: ignore[misc]

    @property
    def bodies(self) -> list[object]:
        return [arrival.body for arrival in self.kept.values()]

    async def until(self, count: int, seconds: float = 60) -> None:
        """Wait until so many different things have come."""
        async with asyncio.timeout(seconds):
            while len(self.kept) < count:
                self.changed.clear()
                await self.changed.wait()

    async def reported(self, channel: str, address: str, report: Report) -> None:
        raise NotImplementedError

    async def answers(self, channel: str, address: str) -> bool:
        raise NotImplementedError

    async def writes(self, channel: str, address: str) -> None:
        raise NotImplementedError

    async def transcript(self, channel: str, address: str, after: str = "") -> Sequence[Shown]:
        raise NotImplementedError

    async def document(self, channel: str, address: str, line: str) -> tuple[Attachment, bytes] | None:
        raise NotImplementedError

    def listen(self, channel: str, address: str) -> AsyncIterator[Shown]:
        raise NotImplementedError
