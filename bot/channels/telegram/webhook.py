"""The address Telegram calls, where an operator has a public one: the other way in, beside asking what is new.

Who calls is known by a secret that we gave Telegram with the address. It is saved, and then answered: what is not
committed comes again.
"""

from __future__ import annotations

import hashlib
import hmac
import json
import logging
from collections.abc import Mapping
from http import HTTPStatus
from typing import TYPE_CHECKING, Final

from aiogram.exceptions import AiogramError
from aiogram.methods import DeleteWebhook, GetWebhookInfo, SetWebhook
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from bot.channels.base import BusyError, Door
from bot.channels.hooks import GONE, Bodies, again, empty
from bot.channels.telegram.errors import kind
from bot.channels.telegram.parse import WANTED
from bot.channels.telegram.receipts import looked_at, taken
from bot.logs import note

if TYPE_CHECKING:
    from aiogram import Bot

    from bot.channels.telegram.client import TelegramChannel

PATH: Final = "/hooks/telegram"
HEADER: Final = "x-telegram-bot-api-secret-token"
BODY_MAX: Final = 1024 * 1024  # bytes; an update is a message of 4 096 characters and what is said about it
ONE: Final = 1  # connection: over several what somebody writes may come in another order (Bot API, Update)

log = logging.getLogger(__name__)


def secret(token: str) -> str:
    """Return the secret of a token's address: the same at each start, and kept nowhere."""
    return hmac.new(token.encode(), b"webhook", hashlib.sha256).hexdigest()


async def call_us(bot: Bot, public: str) -> None:
    """Tell Telegram to call our address."""
    wanted = SetWebhook(
        url=public + PATH, secret_token=secret(bot.token), allowed_updates=list(WANTED), max_connections=ONE
    )
    try:
        await bot(wanted)
    except AiogramError as error:
        note(log, logging.ERROR, "telegram: address not set; nothing comes in", why=kind(error))


async def call_us_no_more(bot: Bot, public: str) -> None:
    """Take our own address back, where it was set before; another server's stays, and is said."""
    try:
        if public and (await bot(GetWebhookInfo())).url == public + PATH:
            await bot(DeleteWebhook())
    except AiogramError as error:
        note(log, logging.WARNING, "telegram: address not looked at", why=kind(error))


def webhook(channel: TelegramChannel, door: Door, token: str) -> Starlette:
    """Return the address as an ASGI application."""
    hook = _Hook(channel, door, secret(token))
    return Starlette(routes=[Route(PATH, hook.take, methods=["POST"])], exception_handlers=GONE)


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
        update = _read(raw)
        for tap in taken([update]):
            self._channel.hint(tap)
        arrivals = self._channel.parse(update)
        try:
            await self._door.receive(arrivals)
        except BusyError:
            return again()
        for mark in looked_at(arrivals):
            self._channel.hint(mark)
        return empty()


def _read(raw: bytes) -> Mapping[str, object]:
    """Return the update; an empty one when it is none, which is set aside as any that cannot be read."""
    try:
        found = json.loads(raw)
    except (ValueError, RecursionError):
        found = None
    return found if isinstance(found, dict) else {}
