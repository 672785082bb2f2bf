"""Who may speak to a page: the right Host, the page itself, with the right headers on every answer.

Decisions read the raw `scope` and its headers, never an address put together from them: a forged Host once
changed the path that a check saw (CVE-2026-48710, Starlette before 1.0.1). No token is needed against forged
forms: the browser says where a request comes from (Sec-Fetch-Site, else Origin), and silence is refused.
"""

from __future__ import annotations

import re
from http.cookies import CookieError, SimpleCookie
from typing import Protocol

from starlette.datastructures import Headers, MutableHeaders
from starlette.responses import Response
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from bot.pages.address import LOOPBACK

SAFE = frozenset({"GET", "HEAD"})
LOCAL = re.compile(rf"(?:{'|'.join(map(re.escape, sorted(LOOPBACK)))})(?::\d{{1,5}})?")  # no "localhost:80@evil"
TOKEN = re.compile(r"[A-Za-z0-9_-]{43}")  # 256 bits in base64url
POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; connect-src 'self'; "
    "font-src 'self'; media-src 'self' blob:; worker-src 'self'; manifest-src 'self'; form-action 'self'; "
    "base-uri 'none'; frame-ancestors 'none'"
)
HEADERS = {
    "Content-Security-Policy": POLICY,
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Referrer-Policy": "no-referrer",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
}
POWERS = "camera=(), geolocation=(), microphone=()"  # none, on all pages but the one that records
RECORDS = POWERS.replace("microphone=()", "microphone=(self)")
HSTS = "max-age=31536000; includeSubDomains"


class Refuse(Protocol):
    """What draws a refusal."""

    def __call__(self, scope: Scope, key: str, status: int) -> Response:
        """Return the answer that says why."""
        ...


class Guard:
    """Refuses what is not ours before anything else sees it, and puts the headers on every answer."""

    def __init__(self, app: ASGIApp, public: str, refuse: Refuse) -> None:
        self._app = app
        self._public = public
        self._refuse = refuse

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer one request, or refuse it."""
        if scope["type"] == "lifespan":
            await self._app(scope, receive, send)
        elif scope["type"] == "http":
            await self._http(scope, receive, send)
        else:
            await send({"type": "websocket.close", "code": 1008})

    async def _http(self, scope: Scope, receive: Receive, send: Send) -> None:
        app = self._app
        if own_host(scope, self._public) is None:
            app = self._refuse(scope, "web.wrong_address", 421)
        elif not from_the_page(scope, self._public):
            app = self._refuse(scope, "web.refused", 403)
        await app(scope, receive, dressed(send, secure=self._public.startswith("https:")))


def dressed(send: Send, *, secure: bool) -> Send:
    """Return what sends an answer with our headers. `secure`: it is to come under TLS alone."""

    async def out(message: Message) -> None:
        if message["type"] == "http.response.start":
            headers = MutableHeaders(scope=message)
            headers.update(HEADERS)
            headers.setdefault("Permissions-Policy", POWERS)
            headers.setdefault("Cache-Control", "no-store")
            if secure:
                headers["Strict-Transport-Security"] = HSTS
        await send(message)

    return out


def own_host(scope: Scope, public: str) -> str | None:
    """The Host asked for when it is ours (the public one, or this machine's own names); None when it is not."""
    hosts = Headers(scope=scope).getlist("host")
    host = hosts[0].lower() if len(hosts) == 1 else ""
    if public and host == public.partition("://")[2]:
        return host
    return host if LOCAL.fullmatch(host) else None


def from_the_page(scope: Scope, public: str) -> bool:
    """Whether a request may act: a read from anywhere but a foreign page's own code, a write from our page only."""
    headers = Headers(scope=scope)
    site, sender = headers.get("sec-fetch-site"), headers.get("origin")
    if scope["method"] in SAFE:
        return site in {None, "same-origin", "none"} or headers.get("sec-fetch-mode") == "navigate"
    if site is not None:
        return site == "same-origin"
    host = own_host(scope, public)
    return sender is not None and sender in ({public} if public else {f"http://{host}", f"https://{host}"})


def secured(scope: Scope, public: str) -> bool:
    """Whether the answer travels under TLS: all but this machine's own names."""
    return public.startswith("https:") and own_host(scope, public) == public.partition("://")[2]


def cookie_name(name: str, *, secure: bool) -> str:
    """The name of a cookie; the prefix binds it to this host and to TLS (RFC 6265bis, 4.1.3)."""
    return f"__Host-{name}" if secure else name


def held(scope: Scope, public: str, name: str, shape: re.Pattern[str] = TOKEN) -> str | None:
    """What the browser holds under this name, when it has the shape of one of ours: of a secret, or another one."""
    secure = secured(scope, public)
    jar: SimpleCookie = SimpleCookie()
    for header in Headers(scope=scope).getlist("cookie"):
        try:
            jar.load(header)
        except CookieError:
            continue
    morsel = jar.get(cookie_name(name, secure=secure))
    return morsel.value if morsel and shape.fullmatch(morsel.value) else None


def hand(response: Response, scope: Scope, public: str, name: str, secret: str, *, age: int | None) -> None:
    """Hand a secret to the browser, for so many seconds or until it is closed; no script can read it."""
    secure = secured(scope, public)
    known = cookie_name(name, secure=secure)
    response.set_cookie(known, secret, max_age=age, path="/", secure=secure, httponly=True, samesite="lax")
