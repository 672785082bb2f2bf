"""One program serves the desk: the others pass on what is asked of it.

What a page of the desk was given and not answered yet is in the memory of who gave it: a challenge to sign, a room to
practise in, how often somebody tried. So the desk is where the first of the programs is, and moves when that one ends.
They find each other by sockets in a folder of this user alone; nothing of it is on a network.

Whoever is asked may be asleep or dead, and then says nothing for ever. So what was passed on ends with the browser that
asked, when another program is the first, and when no answer begins; what nothing was read of yet goes to the new one. A
form that was handed over is not handed over twice: who sent it reads that it may be done, with their words below.
"""

from __future__ import annotations

import asyncio
import socket
from collections.abc import AsyncIterator, Coroutine, Sequence
from contextlib import suppress
from http import HTTPStatus
from importlib import import_module
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final, Never, TypeVar

from bot.loop import run
from bot.store.base import Store, StoreError
from bot.store.database import unusable
from bot.store.slots import FIRST

if TYPE_CHECKING:
    from starlette.types import ASGIApp, Message, Receive, Scope, Send

CLIENT: Final = b"atout-client"  # headers between programs: where the browser is, and how it came
SCHEME: Final = b"atout-scheme"
HOPS: Final = frozenset({b"connection", b"keep-alive", b"transfer-encoding", b"upgrade", b"proxy-connection"})
SOCKET: Final = ".sock"
SOON: Final = ".soon"  # of a socket that does not answer yet
PATIENCE: Final = 12.0  # seconds to look for who serves the desk; another one does within ten
PAUSE: Final = 0.3
CONNECT: Final = 2.0
LOOK: Final = 1.0  # seconds between two looks whether who was asked is still the first: five after it fell asleep, not
BEGINS: Final = 30.0  # seconds for an answer to begin: the slowest, a file that is drawn, takes a few
KEPT: Final = 256_000  # bytes of a form that are kept to be handed back: more than the desk takes (bot/desk/web.py)
END: Final = {"type": "http.response.body", "body": b"", "more_body": False}

T = TypeVar("T")


class LeftError(Exception):
    """The browser went away."""


class MovedError(Exception):
    """Another program is the first now."""


def address(folder: Path, worker: int) -> Path:
    """Return the socket of a program."""
    return folder / f"worker-{worker}{SOCKET}"


def opened(folder: Path, worker: int) -> socket.socket:
    """Return the socket of this program, and take away those whose programs are gone. Raises `StoreError`."""
    for other in folder.glob(f"worker-*{SOCKET}"):
        with socket.socket(socket.AF_UNIX) as line, suppress(OSError):
            if line.connect_ex(str(other)):
                other.unlink()
    door, there = socket.socket(socket.AF_UNIX), address(folder, worker)
    try:
        door.bind(str(there.with_suffix(SOON)))
        door.listen()
        there.with_suffix(SOON).rename(there)  # where others look, it answers from the first moment on
    except OSError as error:
        raise unusable(folder, error, "ATOUT_MEMORY") from None
    return door


def closed(at: Sequence[str]) -> None:
    """Take away sockets of this program, by how they were bound."""
    for one in at:
        with suppress(OSError):
            Path(one).with_suffix(SOCKET).unlink()


class Relay:
    """Answers what is asked of the desk where this program is the first, and asks the first where it is not."""

    def __init__(self, desk: ASGIApp, unanswered: ASGIApp, store: Store, folder: Path) -> None:
        """`unanswered`: what answers, in place of the first, who asked it in vain."""
        self._desk, self._unanswered, self._store, self._folder = desk, unanswered, store, folder

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer one request."""
        if scope["type"] == "http" and scope.get("server") is None:
            await self._desk(told(scope), receive, send)
        elif scope["type"] != "http" or self._store.held.first:
            await self._desk(scope, receive, send)
        else:
            await self._passed_on(scope, receive, send)

    async def _passed_on(self, scope: Scope, receive: Receive, send: Send) -> None:
        asker = _Asker(scope, receive)
        until = asyncio.get_running_loop().time() + PATIENCE
        while asyncio.get_running_loop().time() < until:
            if self._store.held.first:
                await self._desk(scope, asker.receive, send)
                return
            if await self._asked(asker, send):
                return
            await asyncio.sleep(PAUSE)
        await self._unanswered(scope, asker.anew, send)

    async def _asked(self, asker: _Asker, send: Send) -> bool:
        """Ask who is the first; False when another one may be asked, since nothing was read of it."""
        http = import_module("httpx2")
        try:
            first = await self._first()
            where = http.AsyncHTTPTransport(uds=str(address(self._folder, first)))
            async with http.AsyncClient(transport=where, timeout=http.Timeout(None, connect=CONNECT)) as line:
                asked = line.send(_request(http, asker), stream=True)
                answer = await _before(asked, asker.left(), self._moved(first), asker.late())
                await self._answered(answer, first, asker, send)
        except (StoreError, http.ConnectError, http.ConnectTimeout):
            return False
        except MovedError:
            if not asker.read:
                return False
            await self._unanswered(asker.scope, asker.anew, send)
        except (http.HTTPError, OSError):  # a `TimeoutError` is one too
            if not asker.read and not asker.lost:  # once: a page that ends who draws it is not to end them all
                asker.lost = True
                return False
            await self._unanswered(asker.scope, asker.anew, send)
        except LeftError:
            pass  # and nobody waits for an answer
        return True

    async def _answered(self, answer: Any, first: int, asker: _Asker, send: Send) -> None:  # noqa: ANN401 - see `_request`
        """Pass an answer on for as long as it goes on; who breaks off in the middle ends it here too."""
        headers = [(name.lower(), value) for name, value in answer.headers.raw if name.lower() not in HOPS]
        await send({"type": "http.response.start", "status": int(HTTPStatus(answer.status_code)), "headers": headers})
        with suppress(import_module("httpx2").HTTPError, OSError, MovedError):
            await _before(_sent(answer, send), asker.left(), self._moved(first))
        await send(END)

    async def _first(self) -> int:
        """Return who is the first. Raises `StoreError`."""
        return await run(self._store, lambda tx: tx.holder(FIRST))

    async def _moved(self, first: int) -> Never:
        """Raise `MovedError` when another program is the first than this one."""
        while not self._store.held.first:
            await asyncio.sleep(LOOK)
            with suppress(StoreError):
                if await self._first() != first:
                    break
        raise MovedError


class _Asker:
    """Who asks: what they send, of which each part is read once, and whether they are still there."""

    def __init__(self, scope: Scope, receive: Receive) -> None:
        self.scope = scope
        self.says = scope["method"] in {"POST", "PUT"} or b"content-length" in dict(scope["headers"])
        self.read = False  # whether somebody was given some of it
        self.lost = False  # whether somebody ended who was to answer
        self._given: list[Message] = []  # what was read of a form
        self._size = 0
        self._receive = receive
        self._begun = False
        self._all = asyncio.Event()
        if not self.says:
            self._all.set()

    async def receive(self) -> Message:
        """Return what comes next, for who answers it here: where nothing is sent that is said first, and once."""
        if self.says or self._begun:
            return await self._receive()
        self._begun = True
        return {"type": "http.request", "body": b"", "more_body": False}

    async def anew(self) -> Message:
        """Return the same from the start, for who answers here in place of one who was given it."""
        if self._given:
            return self._given.pop(0)
        if self._size > KEPT:
            return {"type": "http.request", "body": b"", "more_body": False}
        return await self.receive()

    async def body(self) -> AsyncIterator[bytes]:
        """Yield what they send. Raises `LeftError`: a part of it is not to be taken for all."""
        self.read = more = True
        while more:
            part = await self._receive()
            if part["type"] != "http.request":
                raise LeftError
            self._size += len(part.get("body", b""))
            if self._size <= KEPT:
                self._given.append(part)
            more = part.get("more_body", False)
            yield part.get("body", b"")
        self._all.set()

    async def left(self) -> Never:
        """Raise `LeftError` when they went away."""
        await self._all.wait()
        while (await self._receive())["type"] != "http.disconnect":
            pass
        raise LeftError

    async def late(self) -> Never:
        """Raise `TimeoutError` when no answer began a while after all was sent."""
        await self._all.wait()
        await asyncio.sleep(BEGINS)
        raise TimeoutError


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


def _request(http: Any, asker: _Asker) -> Any:  # noqa: ANN401 - the library is loaded where it is used
    scope = asker.scope
    host, port = scope.get("client") or ("", 0)
    headers = [(name, value) for name, value in scope["headers"] if name not in HOPS | {CLIENT, SCHEME}]
    headers += [(CLIENT, f"{host} {port}".encode("latin-1")), (SCHEME, scope["scheme"].encode("latin-1"))]
    query = scope["query_string"].decode("latin-1")
    path = scope.get("raw_path", scope["path"].encode()).decode("latin-1")
    url = f"http://desk{path}{'?' if query else ''}{query}"
    return http.Request(scope["method"], url, headers=headers, content=asker.body() if asker.says else None)


async def _sent(answer: Any, send: Send) -> None:  # noqa: ANN401 - see `_request`
    async for part in answer.aiter_raw():
        await send({"type": "http.response.body", "body": part, "more_body": True})


async def _before(work: Coroutine[Any, Any, T], *ends: Coroutine[Any, Any, Never]) -> T:
    """Return what comes of it, unless an end comes before: then raise what that one does."""
    doing, others = asyncio.ensure_future(work), [asyncio.ensure_future(one) for one in ends]
    try:
        done, _ = await asyncio.wait({doing, *others}, return_when=asyncio.FIRST_COMPLETED)
    finally:
        for task in (doing, *others):
            task.cancel()
        await asyncio.gather(doing, *others, return_exceptions=True)
    for end in others:
        if doing not in done and end in done:
            end.result()
    return doing.result()
