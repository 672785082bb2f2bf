"""Asking Telegram what is new, again and again, and telling it "received" only once the house has it.

The offset of a request confirms everything before it, so it moves only after `door.receive` returned: a crash in
between brings the same updates again, and the house knows them by their number. This module decides nothing about
what was said, and no error of the line ends it.
"""

from __future__ import annotations

import logging
from collections.abc import Callable, Mapping, Sequence
from typing import TYPE_CHECKING, Any

from aiogram.exceptions import AiogramError
from aiogram.methods import TelegramMethod

from bot.channels.base import Arrival, BusyError, Door
from bot.channels.bursts import bursts
from bot.channels.telegram.errors import kind
from bot.channels.telegram.parse import WANTED, confirmed
from bot.channels.telegram.receipts import looked_at, taken

if TYPE_CHECKING:
    from aiogram import Bot

    from bot.channels.clock import Clock

LONG_POLL = 25  # seconds the server may hold the request; shorter than what home routers drop
SLACK = 10  # seconds more for the answer to arrive
BATCH = 64  # as many as the house commits at once; Telegram gives up to 100
FIRST_WAIT, LONGEST_WAIT = 1.0, 30.0
SAID = {  # for the operator's log
    "conflict": "telegram: another program, or a webhook, holds this token; only one may; trying again",
    "token": "telegram: token not accepted; ask @BotFather, set ATOUT_TELEGRAM_TOKEN, start again",
    "busy": "telegram: house full or disk failing; messages stay with the platform; trying again",
    "wait": "telegram: asked to wait",
    "network": "telegram: not reached; trying again",
    "server": "telegram: server not well; trying again",
}
UNREAD = "telegram: answer not readable; trying again"

log = logging.getLogger(__name__)


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
        parse: Callable[[Mapping[str, object]], Sequence[Arrival]],
        hint: Callable[[TelegramMethod[bool]], None],
        clock: Clock,
    ) -> None:
        """Hold what is needed; `run` begins."""
        self._bot, self._door, self._parse, self._hint, self._clock = bot, door, parse, hint, clock
        self._offset: int | None = None
        self._wait = 0.0
        self._trouble = ""

    async def run(self) -> None:
        """Poll until cancelled."""
        while True:
            await self.once()

    async def once(self) -> None:
        """Ask once; hand over what came, or wait a little after a failure."""
        try:
            asked_for = RawUpdates(offset=self._offset, timeout=LONG_POLL)
            raws = await self._bot(asked_for, request_timeout=LONG_POLL + SLACK)
        except AiogramError as error:
            trouble, asked = kind(error), float(getattr(error, "retry_after", 0))
        else:
            trouble, asked = await self._take(raws), 0.0
        if trouble:
            await self._unwell(trouble, asked)
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
            self._hint(tap)
        batch = bursts([arrival for raw in raws for arrival in self._parse(raw)])
        try:
            await self._door.receive(batch)
        except BusyError:
            return "busy"
        for mark in looked_at(batch):
            self._hint(mark)
        self._offset = confirmed(raws)
        return "" if self._offset else "garbled"

    def _well(self) -> None:
        if self._trouble:
            log.info("telegram: answering again")
        self._trouble, self._wait = "", 0.0

    async def _unwell(self, trouble: str, asked: float) -> None:
        if trouble != self._trouble:  # once, not at each attempt
            log.warning(SAID.get(trouble, UNREAD))
        self._trouble = trouble
        self._wait = min(max(2 * self._wait, FIRST_WAIT), LONGEST_WAIT)
        await self._clock.sleep(max(asked, self._wait))
