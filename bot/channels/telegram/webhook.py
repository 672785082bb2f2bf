"""The address Telegram calls, where an operator has a public one: the other way in, beside asking what is new.

Who calls is known by a secret that we gave Telegram with the address. It is saved, and then answered: what is not
committed comes again.
"""

from __future__ import annotations

import hashlib
import hmac
import json
import logging
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from http import HTTPStatus
from typing import TYPE_CHECKING, Final
from urllib.parse import urlsplit

from aiogram.exceptions import AiogramError, TelegramBadRequest
from aiogram.methods import DeleteWebhook, GetWebhookInfo, SetWebhook
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from bot.channels.base import BusyError, Door
from bot.channels.hooks import GONE, Bodies, again, empty
from bot.channels.telegram import calls, path
from bot.channels.telegram.errors import kind
from bot.channels.telegram.parse import WANTED
from bot.channels.telegram.receipts import looked_at, taken
from bot.channels.telegram.troubles import ANOTHER, Trouble, waits
from bot.logs import note

if TYPE_CHECKING:
    from aiogram import Bot
    from aiogram.types import WebhookInfo

    from bot.channels.clock import Clock
    from bot.channels.telegram.client import TelegramChannel

HEADER: Final = "x-telegram-bot-api-secret-token"
BODY_MAX: Final = 1024 * 1024  # bytes; an update is a message of 4 096 characters and what is said about it
LOOK: Final = 5 * 60  # seconds between two looks at whether Telegram still calls us
SHORT: Final = 200  # characters of what Telegram says about a delivery that failed
ONE: Final = 1  # connection: over several what somebody writes may come in another order (Bot API, Update)

log = logging.getLogger(__name__)


def secret(token: str) -> str:
    """Return the secret of a token's address: the same at each start, and kept nowhere."""
    return hmac.new(token.encode(), b"webhook", hashlib.sha256).hexdigest()


class Calls:
    """Sees to it that Telegram calls our address: from the start, and when another program took it off meanwhile.

    At the start ours takes the place of any other. Later one of another server is left to it and said: two that took it
    from each other would each get a part of what people write.
    """

    def __init__(self, bot: Bot, url: str, clock: Clock, trouble: Trouble) -> None:
        """Hold what is needed; `run` begins."""
        self._bot, self._url, self._clock, self._trouble = bot, url, clock, trouble
        self._waits = waits()
        self._failed: datetime | None = None  # when Telegram last could not deliver, as far as was said

    async def run(self) -> None:
        """Set the address, and look after it until cancelled."""
        await self._done(self._set)
        while True:
            await self._clock.sleep(LOOK)
            await self._done(self._look)

    async def _done(self, ask: Callable[[], Awaitable[str]]) -> None:
        """Ask until it is answered with the host of who took our place, "" for nobody; say what is in the way."""
        while True:
            try:
                taken_by = await ask()
            except AiogramError as error:
                trouble, asked = kind(error), float(getattr(error, "retry_after", 0))
                if isinstance(error, TelegramBadRequest):
                    trouble = "address" if calls(self._url) else "port"
            else:
                (self._trouble.says("taken", taken_by) if taken_by else self._trouble.over())
                self._waits = waits()
                return
            self._trouble.says(trouble)
            await self._clock.sleep(max(asked, next(self._waits)))

    async def _set(self) -> str:
        word, kinds = secret(self._bot.token), list(WANTED)
        await self._bot(SetWebhook(url=self._url, secret_token=word, allowed_updates=kinds, max_connections=ONE))
        self._failed = None
        return ""

    async def _look(self) -> str:
        info = await self._bot(GetWebhookInfo())
        if info.url == self._url:
            self._undelivered(info)
            return ""
        if info.url:
            return host(info.url) or ANOTHER
        log.warning("%s: another program took the address off that Telegram calls; set again", self._trouble.whose)
        return await self._set()

    def _undelivered(self, info: WebhookInfo) -> None:
        """Say why what waits at Telegram could not be delivered to us, in its own words."""
        if info.pending_update_count and info.last_error_date not in {None, self._failed}:
            self._failed = info.last_error_date
            why = (info.last_error_message or "")[:SHORT]
            said = f"{self._trouble.whose}: cannot deliver to ATOUT_PUBLIC_URL (docs/operators.md)"
            note(log, logging.WARNING, said, why=why)


@dataclass(frozen=True, slots=True)
class Holder:
    """Whose address Telegram called: ours, which it calls no more, or that of a host, "" where it did not say."""

    ours: bool = False
    host: str = ""


async def call_us_no_more(bot: Bot, ours: str) -> Holder:
    """Take our own address back, where it was set before; "": there is none. Another server's stays."""
    try:
        url = (await bot(GetWebhookInfo())).url
        if ours and url == ours:
            return Holder(ours=await bot(DeleteWebhook()))
    except AiogramError:
        return Holder()  # what is in the way is said by who asked
    return Holder(host=host(url))


def host(url: str) -> str:
    """Return the host of an address and nothing more of it: the path of a webhook is often its secret."""
    try:
        return urlsplit(url).hostname or ""
    except ValueError:
        return ""


def webhook(channel: TelegramChannel, door: Door, token: str) -> Starlette:
    """Return the address as an ASGI application."""
    hook = _Hook(channel, door, secret(token))
    return Starlette(routes=[Route(path(channel.name), hook.take, methods=["POST"])], exception_handlers=GONE)


class _Hook:
    """What is delivered at this address."""

    def __init__(self, channel: TelegramChannel, door: Door, word: str) -> None:
        self._channel, self._door, self._word = channel, door, word.encode()
        self._bodies = Bodies(BODY_MAX)

    async def take(self, request: Request) -> Response:
        """Save what is delivered, then say so."""
        if not hmac.compare_digest(request.headers.get(HEADER, "").encode("utf-8", "replace"), self._word):
            return empty(HTTPStatus.UNAUTHORIZED)
        return await self._bodies.taken(request, self._saved)

    async def _saved(self, raw: bytes) -> Response:
        told = update(raw)
        for tap in taken([told]):
            self._channel.hint(tap)
        arrivals = self._channel.parse(told)
        try:
            await self._door.receive(arrivals)
        except BusyError:
            return again()
        for mark in looked_at(arrivals):
            self._channel.hint(mark)
        return empty()


def update(raw: bytes) -> Mapping[str, object]:
    """Return the update; an empty one when it is none, which is set aside as any that cannot be read."""
    try:
        found = json.loads(raw)
    except (ValueError, RecursionError):
        found = None
    return found if isinstance(found, dict) else {}
