"""One program serves the desk: the others pass on what is asked of it.

What a page of the desk was given and not answered yet is in the memory of who gave it: a challenge to sign, a room to
practise in, how often somebody tried. So the desk is where the first of the programs is, and moves when that one ends.
They find each other by sockets in a folder of this user alone; nothing of it is on a network.
"""

from __future__ import annotations

import asyncio
import socket
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import suppress
from http import HTTPStatus
from importlib import import_module
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from bot.channels.hooks import again
from bot.loop import run
from bot.store.base import Store, StoreError
from bot.store.slots import FIRST

if TYPE_CHECKING:
    from starlette.types import ASGIApp, Receive, Scope, Send

CLIENT: Final = b"atout-client"  # headers between programs: where the browser is, and how it came
SCHEME: Final = b"atout-scheme"
HOPS: Final = frozenset({b"connection", b"keep-alive", b"transfer-encoding", b"upgrade", b"proxy-connection"})
PATIENCE: Final = 12.0  # seconds to look for who serves the desk; another one does within ten
PAUSE: Final = 0.3
CONNECT: Final = 2.0


def address(folder: Path, worker: int) -> Path:
    """Return the socket of a program."""
    return folder / f"worker-{worker}.sock"


def opened(folder: Path, worker: int) -> socket.socket:
    """Return the socket of this program, and take away those whose programs are gone."""
    for other in folder.glob("worker-*.sock"):
        with socket.socket(socket.AF_UNIX) as line, suppress(OSError):
            if line.connect_ex(str(other)):
                other.unlink()
    door = socket.socket(socket.AF_UNIX)
    door.bind(str(address(folder, worker)))
    door.listen()
    return door


class Relay:
    """Answers what is asked of the desk where this program is the first, and asks the first where it is not."""

    def __init__(self, desk: ASGIApp, store: Store, folder: Path) -> None:
        self._desk, self._store, self._folder = desk, store, folder

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer one request."""
        if scope["type"] == "http" and scope.get("server") is None:
            await self._desk(told(scope), receive, send)
        elif scope["type"] != "http" or self._store.held.first:
            await self._desk(scope, receive, send)
        else:
            await self._passed_on(scope, receive, send)

    async def _passed_on(self, scope: Scope, receive: Receive, send: Send) -> None:
        until = asyncio.get_running_loop().time() + PATIENCE
        while asyncio.get_running_loop().time() < until:
            if self._store.held.first:
                await self._desk(scope, receive, send)
                return
            if await self._asked(scope, receive, send):
                return
            await asyncio.sleep(PAUSE)
        await again()(scope, receive, send)

    async def _asked(self, scope: Scope, receive: Receive, send: Send) -> bool:
        """Ask who is the first; False when nobody took the call, of which nothing was read then."""
        try:
            first = await run(self._store, lambda tx: tx.holder(FIRST))
        except StoreError:
            return False
        http = import_module("httpx2")
        where = http.AsyncHTTPTransport(uds=str(address(self._folder, first)))
        async with http.AsyncClient(transport=where, timeout=http.Timeout(None, connect=CONNECT)) as line:
            try:
                answer = await line.send(_request(http, scope, receive), stream=True)
            except http.ConnectError:
                return False
            except (http.HTTPError, OSError):
                await again()(scope, receive, send)
                return True
            await _until_gone(_answered(answer, http.HTTPError, send), receive)
        return True


def told(scope: Scope) -> Scope:
    """Return a request that another program passed on as the browser made it."""
    headers = dict(scope["headers"])
    host, _, port = headers.get(CLIENT, b"").decode("latin-1").rpartition(" ")
    rest = [(name, value) for name, value in scope["headers"] if name not in {CLIENT, SCHEME}]
    return {
        **scope,
        "headers": rest,
        "client": (host, int(port)) if port.isdigit() else None,
        "scheme": headers.get(SCHEME, b"http").decode("latin-1"),
    }


def _request(http: Any, scope: Scope, receive: Receive) -> Any:  # noqa: ANN401 - the library is loaded where it is used
    host, port = scope.get("client") or ("", 0)
    headers = [(name, value) for name, value in scope["headers"] if name not in HOPS | {CLIENT, SCHEME}]
    headers += [(CLIENT, f"{host} {port}".encode("latin-1")), (SCHEME, scope["scheme"].encode("latin-1"))]
    query = scope["query_string"].decode("latin-1")
    path = scope.get("raw_path", scope["path"].encode()).decode("latin-1")
    names = {name for name, _ in headers}
    body = _body(receive) if names & {b"content-length"} or scope["method"] in {"POST", "PUT"} else None
    url = f"http://desk{path}{'?' if query else ''}{query}"
    return http.Request(scope["method"], url, headers=headers, content=body)


async def _body(receive: Receive) -> AsyncIterator[bytes]:
    more = True
    while more:
        part = await receive()
        more = part["type"] == "http.request" and part.get("more_body", False)
        yield part.get("body", b"")


async def _answered(answer: Any, broke: type[Exception], send: Send) -> None:  # noqa: ANN401 - see `_request`
    headers = [(name.lower(), value) for name, value in answer.headers.raw if name.lower() not in HOPS]
    await send({"type": "http.response.start", "status": int(HTTPStatus(answer.status_code)), "headers": headers})
    with suppress(broke, OSError):  # who answers ended in the middle: so does this
        async for part in answer.aiter_raw():
            await send({"type": "http.response.body", "body": part, "more_body": True})
    await send({"type": "http.response.body", "body": b"", "more_body": False})


async def _until_gone(work: Awaitable[None], receive: Callable[[], Awaitable[Any]]) -> None:
    """Do it until it is done or the browser went away."""

    async def gone() -> None:
        while (await receive())["type"] != "http.disconnect":
            pass

    doing, leaving = asyncio.ensure_future(work), asyncio.ensure_future(gone())
    await asyncio.wait({doing, leaving}, return_when=asyncio.FIRST_COMPLETED)
    for task in (doing, leaving):
        task.cancel()
    await asyncio.gather(doing, leaving, return_exceptions=True)
