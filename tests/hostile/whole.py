"""All that `atout serve` answers, as one application in this process: pages, desk, streams, what platforms call."""

from __future__ import annotations

import re
import secrets
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path

from starlette.applications import Starlette
from starlette.routing import Route
from starlette.types import ASGIApp

from bot.app import Made, fresh_id, now, open_house
from bot.channels.web import Site, app
from bot.commands._telling import told
from bot.commands.serve import Served, _desk, _hooks, _telegram, _whatsapp
from bot.desk.sessions import COOKIE
from bot.loop import run
from bot.settings import Secret, Settings
from bot.store.base import Session
from bot.store.staff import Account, Password, Role
from tests.bot.web.serving import site
from tests.doubles.graph import PHONE
from tests.doubles.telegram import TOKEN

PARAMETER = re.compile(r"{(\w+)}")
HOST = (b"host", b"127.0.0.1:8000")
PUBLIC = "https://cv.example.org"  # what Telegram calls; this machine's own names are served beside it
NOWHERE = "http://127.0.0.1:9"
OURS = (b"sec-fetch-site", b"same-origin")
APP_SECRET, VERIFY = "an app secret", "a word agreed upon"


@dataclass
class Whole:
    """The application, where its routes come from, and who is signed in."""

    app: ASGIApp
    routes: tuple[Route, ...]
    made: Made
    folder: Path

    async def cookie(self, role: Role) -> tuple[bytes, bytes]:
        """Return what a browser holds in which somebody new signed in."""
        secret, account = secrets.token_urlsafe(32), Account(fresh_id(), role, f"Zoé {fresh_id()}", "fr", now())

        def work(tx: Session) -> None:
            tx.accounts.create(account)
            tx.accounts.set_password(Password(account.id, account.id, "", "", 0))
            tx.accounts.begin(secret, account.id, now(), "")

        await run(self.made.store, work)
        return b"cookie", f"{COOKIE}={secret}; atout={secrets.token_urlsafe(32)}".encode()

    def paths(self) -> Iterator[tuple[str, str]]:
        """Yield each door there is, and an address of it: its parameters are words nobody knows."""
        for route in self.routes:
            yield route.path, PARAMETER.sub("x" * 10, route.path)


@asynccontextmanager
async def whole(folder: Path, public: str = PUBLIC) -> AsyncIterator[Whole]:
    """Open a house with all its doors; nothing is sent from it."""
    settings = Settings(
        data=folder / "data", key_file=folder / "key", dictionaries=folder / "nowhere", public_url=public,
        telegram_token=Secret(TOKEN), telegram_webhook=True, telegram_api=NOWHERE,
        whatsapp_api=NOWHERE, whatsapp_phone=PHONE, whatsapp_token=Secret("t"),
        whatsapp_secret=Secret(APP_SECRET), whatsapp_verify=Secret(VERIFY),
    )  # fmt: skip
    (bot,), (number,) = _telegram(settings), _whatsapp(settings)
    made = open_house(settings, channels={bot.name: bot, number.name: number})
    try:
        pages: Site = site(public=public)
        telling = told(settings, made, bot)
        chat, desk = app(made.house, pages), _desk(settings, made, pages, telling)
        hooks = _hooks(settings, [(bot, made.house)], [number], made.house)
        called = [route for hook in hooks.values() if isinstance(hook, Starlette) for route in hook.routes]
        yield Whole(
            Served(chat, desk, hooks).joined(),
            tuple(one for one in (*chat.routes, *desk.routes, *called) if isinstance(one, Route)),
            made,
            settings.data,
        )
    finally:
        await made.rooms.stop()
        await made.house.stop()
        await bot.close()
        await number.close()
