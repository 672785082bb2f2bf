"""Addresses that a platform calls, beside the page: they are let in before the page asks who comes from where."""

from __future__ import annotations

from collections.abc import Mapping

from starlette.types import ASGIApp, Receive, Scope, Send


def hooked(page: ASGIApp, hooks: Mapping[str, ASGIApp]) -> ASGIApp:
    """Return the page with these addresses beside it, each by its exact path."""

    async def answer(scope: Scope, receive: Receive, send: Send) -> None:
        hook = hooks.get(scope["path"]) if scope["type"] == "http" else None
        await (hook or page)(scope, receive, send)

    return answer
