"""Asks the application directly, as a browser would, with no server in between."""

from __future__ import annotations

from uuid import uuid4

import httpx2

from bot.channels.web import Site, app
from tests.bot.web.house import House
from tests.bot.web.serving import site

HOME = "http://127.0.0.1:8000"
FROM_PAGE = {"Sec-Fetch-Site": "same-origin"}
ADDRESS = "a" * 43


class Browser:
    """One browser: it keeps its cookie and says where a request comes from."""

    def __init__(self, house: House, settings: Site | None = None, home: str = HOME, lang: str = "fr") -> None:
        self.chat = app(house, settings or site())
        transport = httpx2.ASGITransport(self.chat, raise_app_exceptions=False)
        self.http = httpx2.AsyncClient(transport=transport, base_url=home, headers={"Accept-Language": lang})

    async def open(self) -> httpx2.Response:
        return await self.http.get("/")

    async def say(self, headers: dict[str, str] | None = None, **fields: object) -> httpx2.Response:
        body = {"id": uuid4().hex, **fields}
        return await self.http.post("/say", json=body, headers=FROM_PAGE if headers is None else headers)

    async def post(self, content: bytes, kind: str = "application/json") -> httpx2.Response:
        return await self.http.post("/say", content=content, headers={**FROM_PAGE, "Content-Type": kind})

    async def form(self, **fields: str) -> httpx2.Response:
        return await self.http.post("/say", data=fields, headers=FROM_PAGE)
