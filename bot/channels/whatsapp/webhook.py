"""The address Meta calls: who it is, is checked on the bytes as they came; then it is saved, and then answered.

A signature is a promise of the one who holds the application's secret: without a secret there is no such address at
all. What cannot be read is answered as received, for it would only come again; what is not committed is not.
"""

from __future__ import annotations

import hashlib
import hmac
import logging
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from http import HTTPStatus
from typing import Final

from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response
from starlette.routing import Route

from bot.channels.base import BusyError, Door
from bot.channels.hooks import GONE, Bodies, again, empty
from bot.channels.whatsapp import parse
from bot.channels.whatsapp.client import WhatsAppChannel
from bot.channels.whatsapp.troubles import Trouble

PATH: Final = "/hooks/whatsapp"
BODY_MAX: Final = 3 * 1024 * 1024  # bytes; as large as Meta says a body may be
SIGNATURE: Final = "x-hub-signature-256"
CHALLENGE_MAX: Final = 256  # characters

log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Secrets:
    """`app` signs what Meta sends; `verify` is what the operator typed into Meta's page beside our address."""

    app: str = field(repr=False)
    verify: str = field(repr=False)


def signed(raw: bytes, header: str, secret: str) -> bool:
    """Whether a body carries the signature of who holds the secret; compared in constant time."""
    wanted = "sha256=" + hmac.new(secret.encode(), raw, hashlib.sha256).hexdigest()
    return bool(secret) and hmac.compare_digest(wanted.encode(), header.encode("utf-8", "replace"))


def webhook(channels: Sequence[WhatsAppChannel], door: Door, secrets: Secrets) -> Starlette:
    """Return the address as an ASGI application; Meta calls one for all numbers of its application."""
    hook = _Hook(channels, door, secrets)
    routes = [Route(PATH, hook.verify, methods=["GET"]), Route(PATH, hook.take, methods=["POST"])]
    return Starlette(routes=routes, exception_handlers=GONE)


class _Hook:
    """What is asked at this address."""

    def __init__(self, channels: Sequence[WhatsAppChannel], door: Door, secrets: Secrets) -> None:
        self._channels, self._door, self._secrets = channels, door, secrets
        self._bodies = Bodies(BODY_MAX)
        self._trouble = Trouble()

    async def verify(self, request: Request) -> Response:
        """Answer Meta's question whether this is the address: it carries no signature, only the word agreed upon."""
        asked: Mapping[str, str] = request.query_params
        word, challenge = asked.get("hub.verify_token", ""), asked.get("hub.challenge", "")
        right = hmac.compare_digest(word.encode("utf-8", "replace"), self._secrets.verify.encode())
        asks = asked.get("hub.mode") == "subscribe"
        if asks:
            self._trouble.verified(well=right)
        if not (right and self._secrets.verify and asks):
            return empty(HTTPStatus.FORBIDDEN)
        return PlainTextResponse(challenge[:CHALLENGE_MAX])

    async def take(self, request: Request) -> Response:
        """Save what is delivered, then say so."""
        signature = request.headers.get(SIGNATURE, "")

        async def checked(raw: bytes) -> Response:
            right = signed(raw, signature, self._secrets.app)
            self._trouble.signed(well=right)
            return await self._saved(raw) if right else empty(HTTPStatus.UNAUTHORIZED)

        return await self._bodies.taken(request, checked)

    async def _saved(self, raw: bytes) -> Response:
        try:
            body = parse.read(raw)
        except parse.UnreadableError:
            log.warning("whatsapp: delivery not readable; set aside")
            return empty()
        meant = parse.numbers(body)
        if meant:
            self._trouble.meant(well=any(one.phone in meant for one in self._channels))
        try:
            for one in self._channels:
                await self._taken(one, body)
        except BusyError:
            return again()
        return empty()

    async def _taken(self, channel: WhatsAppChannel, body: parse.Json) -> None:
        """Hand over what is for this number. Raises `BusyError`."""
        arrivals = channel.parse(body)
        channel.came(len(arrivals))
        await self._door.receive(arrivals)
        for address, report in parse.reports(body, channel.phone):
            await self._door.reported(channel.name, address, report)
        for address, ident in parse.heard(body, channel.phone):
            answered = await self._door.answers(channel.name, address)
            channel.seen(address, ident, answered=answered)
