"""What changes on an open page, as it happens: over Server-Sent Events, drawn again on the server.

A stream holds nothing but its ear. It draws what it shows again when something it wants rang, waits a moment so that
what comes together is drawn once, and sends it only if it differs. It ends when the browser leaves, the session does or
the server stops; the browser comes again by itself.
"""

from __future__ import annotations

import asyncio
import random
from collections.abc import AsyncIterator, Awaitable, Callable, Mapping
from dataclasses import dataclass
from typing import Final

from starlette.responses import Response, StreamingResponse

from bot.desk.bell import Ring
from bot.desk.web import Here
from bot.store.base import StoreError

BEAT: Final = 20.0  # seconds of silence before a comment is sent, so that proxies keep the line open
EARLY: Final = 0.6  # of it, at the least: pages that came back together after a start are not drawn together for ever
EVENTS: Final = "text/event-stream"  # a page that is open asks, again and again, whether or not somebody sits there
RETRY: Final = 2000  # milliseconds before the browser comes again
HEADERS: Final = {"X-Accel-Buffering": "no"}


@dataclass(frozen=True, slots=True)
class Live:
    """Parts of a page that change together: what they want to hear, how each is drawn by its name, how long to wait."""

    wants: Callable[[Ring], bool]
    draw: Callable[[], Awaitable[Mapping[str, str]]]
    calm: float  # seconds in which what rings together is drawn once


def stream(here: Here, live: Live) -> Response:
    """Return the stream of a part of a page."""
    if here.request.method == "HEAD":  # which has no body, and would wait for its end for ever
        return Response(media_type=EVENTS, headers=HEADERS)
    return StreamingResponse(_send(here, live), media_type=EVENTS, headers=HEADERS)


async def _send(here: Here, live: Live) -> AsyncIterator[str]:
    bell = here.desk.office.bell
    last: dict[str, str] = {}
    ear = bell.listen(here.account.id, live.wants)
    try:
        yield f"retry: {RETRY}\n\n"
        while await here.still() and bell.hears(ear):  # in this order: what rings from here on is not taken for heard
            writes, changed = ear.taken()
            if writes:
                yield event("writes", "1")
            if changed:
                drawn = await live.draw()
                for name, html in drawn.items():
                    if html != last.get(name, ""):
                        yield event(name, html)
                last.update(drawn)
            try:
                await asyncio.wait_for(ear.heard.wait(), random.uniform(EARLY * BEAT, BEAT))  # noqa: S311 - no secret # nosec B311
            except TimeoutError:
                ear.changed = True  # how long ago something was
                yield ": still here\n\n"
            await asyncio.sleep(live.calm)
    except StoreError:
        return  # the browser comes again by itself
    finally:
        bell.leave(ear)


def event(name: str, html: str) -> str:
    """Return one event of a stream."""
    data = "".join(f"data: {line}\n" for line in html.rstrip("\n").split("\n"))
    return f"event: {name}\n{data}\n"
