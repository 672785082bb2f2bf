"""What is told to machines that watch: `/ready` beside the page, and figures on an address of their own.

Figures are never told where people come: they have a socket of their own, for this machine alone unless a token is set.
Where several processes serve, each takes the next free port and tells its own.
"""

from __future__ import annotations

import asyncio
import errno
import hmac
import logging
import os
import socket
from collections.abc import Generator
from contextlib import contextmanager
from http import HTTPStatus
from typing import Final

import uvicorn
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response
from starlette.routing import Route
from starlette.types import ASGIApp

from bot.app import Made
from bot.logs import note
from bot.ready import Ready
from bot.settings import PREFIX, SettingError, Settings, metrics_at
from bot.watching import Watch

READY: Final = "/ready"
FIGURES: Final = "/metrics"
PORTS: Final = 32  # looked at from the first on: one for each process that serves
UNKNOWN: Final = {"WWW-Authenticate": "Bearer"}
TOLD: Final = {"Cache-Control": "no-store"}

log = logging.getLogger(__name__)


def ready(state: Ready) -> ASGIApp:
    """Return what answers 200 when work can be sent here, else 503 and why in a word."""

    async def answer(_request: Request) -> Response:
        reason = await state.reason()
        status = HTTPStatus.SERVICE_UNAVAILABLE if reason else HTTPStatus.OK
        return PlainTextResponse(reason or "ready", status, TOLD)

    return Starlette(routes=[Route(READY, answer)])


def metrics(made: Made, settings: Settings) -> asyncio.Task[None] | None:
    """Begin to tell figures, where the operator asked for them. Raises `SettingError` when there is no port."""
    place = metrics_at(settings)
    if place is None:
        return None
    door = _door(*place)
    note(log, logging.INFO, "metrics", port=door.getsockname()[1], process=os.getpid())
    return asyncio.create_task(_told(figures(made.watch, made.house.ready, settings.metrics_token.value), door))


def figures(watch: Watch, state: Ready, token: str) -> ASGIApp:
    """Return what tells figures, to who shows the token if there is one."""
    from bot.metrics import TEXT, Metrics  # noqa: PLC0415 - its library is loaded only where figures are asked for

    async def answer(request: Request) -> Response:
        shown = request.headers.get("authorization", "")
        if token and not hmac.compare_digest(shown.encode(), f"Bearer {token}".encode()):
            return PlainTextResponse("", HTTPStatus.UNAUTHORIZED, UNKNOWN)
        told = watch.told(await state.pulse()) if isinstance(watch, Metrics) else b""
        return Response(told, headers=TOLD, media_type=TEXT)

    return Starlette(routes=[Route(FIGURES, answer)])


async def _told(app: ASGIApp, door: socket.socket) -> None:
    with door:
        await _Beside(uvicorn.Config(app, lifespan="off", ws="none", log_config=None, access_log=False)).serve([door])


class _Beside(uvicorn.Server):
    """uvicorn beside the one that serves people, which alone is told to stop."""

    @contextmanager
    def capture_signals(self) -> Generator[None, None, None]:
        """Leave the signals to the other one."""
        yield


def _door(host: str, port: int) -> socket.socket:
    """Return a socket at the first free port."""
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    for one in range(port, port + (PORTS if port else 1)):
        try:
            return socket.create_server((host, one), family=family)
        except OSError as error:
            if error.errno != errno.EADDRINUSE:
                raise SettingError(f"{PREFIX}METRICS: {host} cannot be listened on: {error.strerror}") from None
        except OverflowError:
            break
    raise SettingError(f"{PREFIX}METRICS: no port is free from {port} on")
