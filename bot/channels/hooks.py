"""Addresses that a platform calls, beside the page: they are let in before the page asks who comes from where.

Each checks for itself who calls, saves what is delivered, and only then says so. What these share is here.
"""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Mapping
from http import HTTPStatus
from typing import Final

from starlette.requests import ClientDisconnect, Request
from starlette.responses import PlainTextResponse, Response
from starlette.types import ASGIApp, Receive, Scope, Send

from bot.pages.bodies import body_of
from bot.pages.security import dressed

AT_ONCE: Final = 64  # bodies read at the same time
SOON: Final = {"Retry-After": "3"}  # seconds


class Bodies:
    """Reads what is delivered: only so much, and only so many at the same time."""

    def __init__(self, most: int) -> None:
        """Take at most `most` bytes a delivery."""
        self._most = most
        self._reading = 0

    async def taken(self, request: Request, take: Callable[[bytes], Awaitable[Response]]) -> Response:
        """Read a body and hand it on; refuse one that is too large as soon as that is known."""
        if self._reading >= AT_ONCE:
            return again()
        self._reading += 1
        try:
            raw = await body_of(request, self._most)
        finally:
            self._reading -= 1
        return await take(raw) if raw is not None else empty(HTTPStatus.REQUEST_ENTITY_TOO_LARGE)


def empty(status: HTTPStatus = HTTPStatus.OK) -> Response:
    """Return an answer without words."""
    return PlainTextResponse("", status)


def again() -> Response:
    """Return that it was not taken in, and is to come again."""
    return PlainTextResponse("", HTTPStatus.SERVICE_UNAVAILABLE, SOON)


async def left(_request: Request, _error: Exception) -> Response:
    """Answer one who hung up before all of it had come."""
    return empty(HTTPStatus.BAD_REQUEST)


GONE: Final = {ClientDisconnect: left}  # for the handlers of an application


def hooked(page: ASGIApp, hooks: Mapping[str, ASGIApp]) -> ASGIApp:
    """Return the page with these addresses beside it, each by its exact path."""

    async def answer(scope: Scope, receive: Receive, send: Send) -> None:
        hook = hooks.get(scope["path"]) if scope["type"] == "http" else None
        if hook is None:
            await page(scope, receive, send)
        else:
            await hook(scope, receive, dressed(send, secure=False))

    return answer


def beside(page: ASGIApp, root: str, room: ASGIApp) -> ASGIApp:
    """Return the page with a room of its own under this path."""

    async def answer(scope: Scope, receive: Receive, send: Send) -> None:
        within = scope["type"] == "http" and (scope["path"] == root or scope["path"].startswith(f"{root}/"))
        await (room if within else page)(scope, receive, send)

    return answer
