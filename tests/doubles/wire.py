"""What the doubles of the platforms share: a server for the length of a block, a form read, a line that breaks.

It knows no platform and nothing of our code.
"""

from __future__ import annotations

import asyncio
import json
import os
import socket
import time
from collections.abc import AsyncIterator, Callable, Sequence
from contextlib import asynccontextmanager
from email.parser import BytesParser
from email.policy import HTTP
from email.utils import formatdate
from pathlib import Path
from typing import Any
from urllib.parse import parse_qsl

import uvicorn
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import BaseRoute
from starlette.types import ASGIApp, Message, Receive, Scope, Send


class Upload(bytes):
    """The bytes of an uploaded file, with the name and the kind they came with."""

    name: str = ""
    kind: str = ""


class Hangup(Response):
    """The line breaks in the middle of the answer."""

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Begin to answer, and return: the server can only close the socket."""
        del scope, receive
        await send({"type": "http.response.start", "status": 200, "headers": [(b"content-length", b"100")]})
        await send({"type": "http.response.body", "body": b"{", "more_body": True})


@asynccontextmanager
async def served(routes: Sequence[BaseRoute], now: Callable[[], float] = time.time) -> AsyncIterator[str]:
    """Serve on a free port for the length of a block; give its address. `now`: its clock."""
    app = _dated(Starlette(routes=routes), now)
    config = uvicorn.Config(app, log_config=None, log_level="critical", lifespan="off", date_header=False)
    server = uvicorn.Server(config)
    with socket.socket(proto=socket.IPPROTO_TCP) as bound:  # without the name asyncio would leave Nagle on: 40 ms more
        bound.bind(("127.0.0.1", 0))
        running = asyncio.create_task(server.serve([bound]))
        try:
            while not server.started:  # noqa: ASYNC110  uvicorn has no event for it
                await asyncio.sleep(0.01)
            yield f"http://127.0.0.1:{bound.getsockname()[1]}"
        finally:
            server.should_exit = server.force_exit = True
            await running


def _dated(app: ASGIApp, now: Callable[[], float]) -> ASGIApp:
    """Say what time it is here in each answer."""

    async def answer(scope: Scope, receive: Receive, send: Send) -> None:
        async def sent(message: Message) -> None:
            if message["type"] == "http.response.start":
                date = (b"date", formatdate(now(), usegmt=True).encode())
                message = {**message, "headers": [*message["headers"], date]}
            await send(message)

        await app(scope, receive, sent)

    return answer


def multipart(kind: str, body: bytes) -> dict[str, Any]:
    """Return the fields of a form; those with a file name are `Upload`."""
    parsed = BytesParser(policy=HTTP).parsebytes(b"content-type: " + kind.encode() + b"\r\n\r\n" + body)
    values: dict[str, Any] = {}
    for part in parsed.iter_parts():
        name = part.get_param("name", header="content-disposition")
        data = bytes(part.get_payload(decode=True))
        file_name = part.get_filename()
        if file_name is None:
            values[str(name)] = data.decode()
            continue
        upload = values[str(name)] = Upload(data)
        upload.name, upload.kind = file_name, part.get_content_type()
    return values


def platforms() -> Path | None:
    """Return the folder of the published schemas (`ATOUT_SHARED`, or `shared` beside a parent of this file)."""
    places = [Path(os.environ["ATOUT_SHARED"])] if os.environ.get("ATOUT_SHARED") else []
    places += [parent / "shared" for parent in Path(__file__).resolve().parents]
    return next((place / "platforms" for place in places if (place / "platforms").is_dir()), None)


async def values_of(request: Request) -> dict[str, Any]:
    """Return what a request to a Bot API holds, whichever way it is written."""
    kind, body = request.headers.get("content-type", ""), await request.body()
    if kind.startswith("multipart/"):
        return _form(kind, body)
    if kind.startswith("application/json"):
        return dict(json.loads(body))
    return dict(parse_qsl(body.decode(), keep_blank_values=True)) | dict(request.query_params)


def _form(kind: str, body: bytes) -> dict[str, Any]:
    values = multipart(kind, body)
    uploads = {name: value for name, value in values.items() if isinstance(value, Upload)}
    for name, value in list(values.items()):
        if isinstance(value, str) and value.startswith("attach://"):
            values[name] = uploads[value.removeprefix("attach://")]
            values.pop(value.removeprefix("attach://"), None)
    return values
