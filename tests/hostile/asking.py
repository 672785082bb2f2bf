"""Asks an application as no client would: any method, any bytes in a head, a body that never ends."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from urllib.parse import unquote_to_bytes

from starlette.types import ASGIApp, Message

CHUNK = b"x" * 65_536
MOST = 24 * 1024 * 1024  # bytes: twice what any door takes, a file included
Head = tuple[bytes, bytes]


@dataclass
class Answer:
    """What came back, and how much of the body was taken."""

    status: int = 0
    headers: dict[str, str] = field(default_factory=dict)
    body: bytes = b""
    taken: int = 0


async def ask(
    app: ASGIApp, method: str, path: str, query: str = "", headers: Iterable[Head] = (), body: Iterable[bytes] = (b"",)
) -> Answer:
    """Ask once. Who asks hangs up when the body was sent, or when the first bytes of a stream came."""
    answer, left = Answer(), iter(body)
    held = [next(left, None)]  # the next chunk: the last one says that it is the last

    async def receive() -> Message:
        chunk, held[0] = held[0], next(left, None)
        if chunk is None or answer.body:
            return {"type": "http.disconnect"}
        answer.taken += len(chunk)
        return {"type": "http.request", "body": chunk, "more_body": held[0] is not None}

    async def send(message: Message) -> None:
        if message["type"] == "http.response.start":
            answer.status = message["status"]
            answer.headers = {
                name.decode("latin-1").lower(): value.decode("latin-1") for name, value in message["headers"]
            }
        else:
            answer.body += message.get("body", b"")

    raw = path.encode("utf-8", "surrogateescape")
    scope = {
        "type": "http", "asgi": {"version": "3.0"}, "http_version": "1.1", "scheme": "http", "root_path": "",
        "method": method, "path": unquote_to_bytes(raw).decode("utf-8", "replace"), "raw_path": raw,
        "query_string": query.encode("utf-8", "surrogateescape"), "headers": list(headers),
        "client": ("127.0.0.1", 5), "server": ("127.0.0.1", 8000),
    }  # fmt: skip
    await app(scope, receive, send)
    return answer


def endless() -> Iterable[bytes]:
    """A body that ends only where nobody would take more."""
    return (CHUNK for _ in range(MOST // len(CHUNK)))
