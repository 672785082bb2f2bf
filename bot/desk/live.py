"""What changes on an open page, as it happens: over Server-Sent Events, drawn again on the server.

A stream holds nothing but the bell it listens to. It draws what it shows again when the bell rang, waits a moment so
that what comes together is drawn once, and sends it only if it differs. It ends when the browser leaves, the session
does or the server stops; the browser comes again by itself.
"""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Callable
from typing import Final

from starlette.responses import Response, StreamingResponse

from bot.desk.web import Here

BEAT: Final = 20.0  # seconds of silence before a comment is sent, so that proxies keep the line open
CALM: Final = 0.05  # seconds in which what rings together is drawn once
EVENTS: Final = "text/event-stream"  # a page that is open asks, again and again, whether or not somebody sits there
RETRY: Final = 2000  # milliseconds before the browser comes again

Draw = Callable[[], AsyncIterator[str]]


def stream(here: Here, name: str, draw: Draw) -> Response:
    """Return a stream of events of this name: what `draw` yields, again after each ring."""

    async def send() -> AsyncIterator[str]:
        bell = here.desk.office.bell
        whose, last = here.account.id, ""
        heard = bell.listen(whose)
        yield f"retry: {RETRY}\n\n"
        try:
            while bell.hears(whose, heard) and await here.still():  # a session that ended sees nothing more
                heard.clear()
                async for html in draw():
                    if html != last:
                        yield event(name, html)
                    last = html
                try:
                    await asyncio.wait_for(heard.wait(), BEAT)
                except TimeoutError:
                    yield ": still here\n\n"
                await asyncio.sleep(CALM)
        finally:
            bell.leave(whose, heard)

    headers = {"X-Accel-Buffering": "no"}
    if here.request.method == "HEAD":  # which has no body, and would wait for its end for ever
        return Response(media_type=EVENTS, headers=headers)
    return StreamingResponse(send(), media_type=EVENTS, headers=headers)


def event(name: str, html: str, ident: str = "") -> str:
    """Return one event of a stream."""
    data = "".join(f"data: {line}\n" for line in html.rstrip("\n").split("\n"))
    return f"event: {name}\n{f'id: {ident}' + chr(10) if ident else ''}{data}\n"
