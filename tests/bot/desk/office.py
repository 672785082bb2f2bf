"""An office for a test: the real desk on a real port over a real store, a clock to move, and people with keys."""

from __future__ import annotations

import asyncio
import re
import secrets
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cache, partial
from html import unescape
from pathlib import Path
from typing import TypeVar

import httpx2
import pyotp
import uvicorn
from starlette.types import Receive, Scope, Send

from bot.app import fresh_id, load_content, now, open_house
from bot.channels.hooks import beside
from bot.channels.web import app as chat
from bot.desk.app import DeskApp, app
from bot.desk.invitation import LIVES, PATH
from bot.desk.totp import STEP
from bot.desk.web import ROOT, Desk
from bot.drawing import Drawing
from bot.house import House
from bot.settings import Settings
from bot.store.aside import accounts
from bot.store.keys import master_key
from bot.store.staff import Account, Accounts, Role
from flows.content import Content
from locales.grammar import direction
from locales.translate import translator
from tests.bot.web.serving import site

T = TypeVar("T")

LANGUAGES = ("fr", "en", "ar", "uk")
FROM_PAGE = {"Sec-Fetch-Site": "same-origin"}
WORDS = "quatre mots sans lien"


@dataclass
class Clock:
    """The time of the office, ahead of ours by so many milliseconds."""

    ahead: int = 0
    stood: int = 0  # when it stood still; 0: it goes on

    def __call__(self) -> int:
        return (self.stood or now()) + self.ahead

    @contextmanager
    def stands(self) -> Iterator[None]:
        """Let no time pass by itself: what counts by the minute is counted in one, however long it takes."""
        self.stood = now()
        yield
        self.stood = 0


@dataclass
class Office:
    """A running desk."""

    at: str
    folder: Path
    key: bytes
    clock: Clock
    app: DeskApp
    house: House
    loop: asyncio.AbstractEventLoop

    def tell(self, work: Callable[[Accounts], T]) -> T:
        """Do what a command does, beside the server."""
        with accounts(self.folder, self.key) as known:
            return work(known)

    def invite(self, role: Role = Role.COUNSELLOR, name: str = "Amina") -> str:
        """The path of a new link."""
        account, secret = Account(fresh_id(), role, name, "", self.clock()), secrets.token_urlsafe(32)

        def work(known: Accounts) -> None:
            known.create(account)
            known.invite(account.id, secret, self.clock() + LIVES)

        self.tell(work)
        return f"{PATH}/{secret}"

    def browser(self, **headers: str) -> httpx2.Client:
        """A browser nobody is signed in with."""
        return httpx2.Client(base_url=self.at, headers={"Accept-Language": "fr", **FROM_PAGE, **headers})

    def joined(self, role: Role = Role.COUNSELLOR, name: str = "Amina") -> Person:
        """Somebody who was invited, chose a password and is signed in."""
        person = Person(self, name, self.browser())
        assert person.http.post(self.invite(role, name), data={"lang": "fr"}).status_code == 303
        person.secret = hidden(person.http.get("/desk/password").text, "secret")
        fields = {"name": name, "password": WORDS, "secret": person.secret, "code": person.code()}
        answer = person.http.post("/desk/password", data=fields)
        assert answer.headers.get("location") == "/desk/codes", answer.text
        return person


@dataclass
class Person:
    """Somebody of the staff, with their browser."""

    office: Office
    name: str
    http: httpx2.Client
    secret: str = ""

    def code(self) -> str:
        """The code their telephone shows now."""
        return pyotp.TOTP(self.secret).generate_otp(self.office.clock() // STEP)

    def later_code(self) -> str:
        """A code that was not used yet: the telephone is asked a step later."""
        self.office.clock.ahead += STEP
        return self.code()

    def sign_in(self, http: httpx2.Client | None = None, **changes: str) -> httpx2.Response:
        """Send the form to sign in."""
        fields = {"name": self.name, "password": WORDS, "next": "", **changes}
        if "code" not in fields:
            fields["code"] = self.later_code()
        return (http or self.http).post("/desk/sign-in", data=fields)


def hidden(page: str, name: str) -> str:
    found = re.search(rf'name="{name}" value="([^"]*)"', page)
    assert found, page
    return unescape(found[1])


def shown_codes(page: str) -> list[str]:
    return re.findall(r"<code>([^<]+)</code>", page)


@cache
def content() -> Content:
    """What the house asks and understands, loaded once for all tests."""
    return load_content(Settings())


@contextmanager
def opened(
    folder: Path,
    clock: Clock | None = None,
    languages: tuple[str, ...] = LANGUAGES,
    public: str = "",
    asks: Content | None = None,
    *,
    whole: bool = False,
) -> Iterator[Office]:
    """A house and its desk at an address of this machine, until the block ends; `whole`: with the web chat beside."""
    clock, asks = clock or Clock(), asks or content()
    settings = Settings(data=folder / "data", key_file=folder / "master.key", public_url=public)
    made = open_house(settings, content=asks, clock=clock)
    key, _ = master_key(settings.key_file)
    fresh = partial(secrets.token_urlsafe, 32)
    pages = app(
        Desk(
            store=made.store,
            translator=translator,
            direction=direction,
            languages=languages,
            public=public,
            fresh=fresh,
            ids=fresh_id,
            now=clock,
            office=made.house.office,
            content=asks,
            rooms=made.rooms,
            typing=made.house.typing,
            summarized=Drawing(asks, translator).summary,
            closers=[made.house.office.bell.close],
        )
    )
    page = chat(made.house, site(public=public)) if whole else None
    server = uvicorn.Server(
        uvicorn.Config(beside(page or nothing, ROOT, pages), "127.0.0.1", 0, log_level="warning", lifespan="off")
    )
    loop = asyncio.new_event_loop()
    thread = threading.Thread(target=loop.run_until_complete, args=(server.serve(),), daemon=True)
    thread.start()
    while not server.started:
        time.sleep(0.01)
    port = server.servers[0].sockets[0].getsockname()[1]
    try:
        yield Office(f"http://localhost:{port}", folder / "data", key, clock, pages, made.house, loop)
    finally:
        if page:
            loop.call_soon_threadsafe(page.close)
        server.should_exit = True
        loop.call_soon_threadsafe(pages.close)
        thread.join(60)
        for stop in (made.rooms.stop, made.house.stop):
            closing = threading.Thread(target=loop.run_until_complete, args=(stop(),))  # a browser has one here
            closing.start()
            closing.join()


async def nothing(_scope: Scope, _receive: Receive, send: Send) -> None:
    """What is not the desk: another application, which is not asked here."""
    await send({"type": "http.response.start", "status": 418, "headers": []})
    await send({"type": "http.response.body", "body": b""})
