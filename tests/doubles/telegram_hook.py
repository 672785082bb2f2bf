"""The other way round: Telegram calls an address with each update, in order, until it is taken in.

A host of the internet stands for a port of this machine (`Telegram.hosts`), because only https and four ports are
accepted. What answers may call a method in its answer, as the Bot API allows.
"""

from __future__ import annotations

import asyncio
import json
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

import httpx2

if TYPE_CHECKING:
    from tests.doubles.telegram import Telegram

PORTS = frozenset({None, 80, 88, 443, 8443})
HEADER = "X-Telegram-Bot-Api-Secret-Token"
PATIENCE = 60  # seconds for an answer
PAUSE = 0.05  # seconds until a delivery that failed is tried again; the real one waits longer


def unfit(url: str) -> str:
    """Return what is wrong with an address, "" for nothing."""
    place = urlsplit(url)
    if place.scheme != "https":
        return "An HTTPS URL must be provided for webhook"
    return "" if place.port in PORTS else "Webhook can be set up only on ports 80, 88, 443 or 8443"


async def deliver(telegram: Telegram) -> None:
    """Call the address that is set with what waits, one after the other, for ever."""
    async with httpx2.AsyncClient(timeout=PATIENCE) as client:
        while True:
            await telegram.until(lambda: bool(telegram.here() and telegram.queue), None)
            update, url, kinds = telegram.queue[0], telegram.here(), telegram.hook.get("allowed_updates")
            if kinds and not any(kind in update for kind in kinds):
                await telegram.taken(update, "", {})
                continue
            wrong, answer = await _called(client, url, telegram.secret, update)
            await telegram.taken(update, wrong, answer)
            if wrong:
                await asyncio.sleep(PAUSE)


async def _called(
    client: httpx2.AsyncClient, url: str, secret: str, update: Mapping[str, Any]
) -> tuple[str, Mapping[str, Any]]:
    """Return what went wrong, "" when it was taken, and the method called in the answer."""
    headers = {HEADER: secret} if secret else {}
    try:
        answer = await client.post(url, json=update, headers=headers)
    except (httpx2.TransportError, httpx2.UnsupportedProtocol):
        return "Connection refused", {}
    if not answer.is_success:
        return f"Wrong response from the webhook: {answer.status_code} {answer.reason_phrase}", {}
    try:
        told = json.loads(answer.content or b"{}")
    except ValueError:
        told = {}
    return "", told if isinstance(told, dict) and "method" in told else {}
