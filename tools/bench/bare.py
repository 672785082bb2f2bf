"""The yardstick of the server: Starlette and uvicorn with one page that says "ok", and nothing of ours.

usage: python -m tools.bench.bare. It prints its address, as `atout serve` does, and serves until it is stopped.
"""

from __future__ import annotations

import socket

import uvicorn
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import PlainTextResponse
from starlette.routing import Route


async def health(_request: Request) -> PlainTextResponse:
    """Say that it answers."""
    return PlainTextResponse("ok")


def main() -> None:
    """Serve."""
    door = socket.create_server(("127.0.0.1", 0), backlog=2048)
    print(f"It answers on http://127.0.0.1:{door.getsockname()[1]}", flush=True)
    config = uvicorn.Config(Starlette(routes=[Route("/health", health)]), log_config=None, access_log=False)
    uvicorn.Server(config).run([door])


if __name__ == "__main__":
    main()
