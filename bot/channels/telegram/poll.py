"""Asking Telegram what is new, again and again, and telling it "received" only once the house has it.

The offset of a request confirms everything before it, so it moves only after `door.receive` returned: a crash in
between brings the same updates again, and the house knows them by their number. This module decides nothing about
what was said, and no error of the line ends it.
"""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Mapping, Sequence
from typing import TYPE_CHECKING, Any

from aiogram.exceptions import AiogramError
from aiogram.methods import TelegramMethod

from bot.channels.base import BusyError, Door
from bot.channels.bursts import bursts
from bot.channels.telegram.errors import kind
from bot.channels.telegram.parse import WANTED, confirmed
from bot.channels.telegram.receipts import looked_at, taken
from bot.channels.telegram.troubles import Trouble, waits

if TYPE_CHECKING:
    from aiogram import Bot

    from bot.channels.clock import Clock
    from bot.channels.telegram.client import TelegramChannel
    from bot.channels.telegram.webhook import Holder

LONG_POLL = 25  # seconds the server may hold the request; shorter than what home routers drop
SLACK = 10  # seconds more for the answer to arrive
BATCH = 64  # as many as the house commits at once; Telegram gives up to 100


class RawUpdates(TelegramMethod[list[dict[str, Any]]]):
    """getUpdates with each update left as it came: typed as a whole, one bad update would lose the batch."""

    __returning__ = list[dict[str, Any]]
    __api_method__ = "getUpdates"

    offset: int | None = None
    limit: int = BATCH
    timeout: int
    allowed_updates: tuple[str, ...] = WANTED


class Poller:
    """One token's poll."""

    def __init__(
        self,
        bot: Bot,
        door: Door,
        channel: TelegramChannel,
        clock: Clock,
        trouble: Trouble,
        free: Callable[[], Awaitable[Holder]],
    ) -> None:
        """Hold what is needed; `run` begins. `free`: take off a webhook of ours, if that is what is in the way."""
        self._bot, self._door, self._channel, self._clock = bot, door, channel, clock
        self._trouble, self._free = trouble, free
        self._offset: int | None = None
        self._waits = waits()

    async def run(self) -> None:
        """Poll until cancelled."""
        while True:
            await self.once()

    async def once(self) -> None:
        """Ask once; hand over what came, or wait a little after a failure."""
        host = ""
        try:
            asked_for = RawUpdates(offset=self._offset, timeout=LONG_POLL)
            raws = await self._bot(asked_for, request_timeout=LONG_POLL + SLACK)
        except AiogramError as error:
            trouble, asked = kind(error), float(getattr(error, "retry_after", 0))
            if trouble == "webhook":
                holder = await self._free()
                if holder.ours:
                    return
                host = holder.host
        else:
            trouble, asked = await self._take(raws), 0.0
        if trouble:
            self._trouble.says(trouble, host)
            await self._clock.sleep(max(asked, next(self._waits)))
        else:
            self._well()

    async def _take(self, raws: Sequence[Mapping[str, object]]) -> str:
        """Hand over what came and move the offset; return what is in the way, "" when nothing is."""
        if not raws:
            # All is confirmed by now. Numbers start again at random after a week of silence (Bot API, Update), and
            # an offset kept from before would then swallow what is new.
            self._offset = None
            return ""
        for tap in taken(raws):
            self._channel.hint(tap)
        batch = bursts([arrival for raw in raws for arrival in self._channel.parse(raw)])
        try:
            await self._door.receive(batch)
        except BusyError:
            return "busy"
        for mark in looked_at(batch):
            self._channel.hint(mark)
        self._offset = confirmed(raws)
        return "" if self._offset else "garbled"

    def _well(self) -> None:
        self._trouble.over()
        self._waits = waits()
