"""Where somebody is signed in: a secret in a cookie, and its hash in the store, which alone says if it counts."""

from __future__ import annotations

import re

from starlette.requests import Request
from starlette.responses import Response

from bot.desk.web import Visitor
from bot.pages import counter
from bot.pages.security import cookie_name, hand, held, secured
from bot.store.base import Session

COOKIE = "atout-desk"
BROWSERS = (("Edg", "Edge"), ("OPR", "Opera"), ("Firefox", "Firefox"), ("Chrom", "Chrome"), ("Safari", "Safari"))
SYSTEMS = (
    ("Android", "Android"),
    ("iPhone|iPad", "iOS"),
    ("Windows", "Windows"),
    ("Mac OS", "macOS"),
    ("Linux", "Linux"),
)


def device(request: Request) -> str:
    """Return which browser this is, in two words at most, so that somebody knows their own again."""
    agent = request.headers.get("user-agent", "")
    named = (next((name for sign, name in among if re.search(sign, agent)), "") for among in (BROWSERS, SYSTEMS))
    return ", ".join(name for name in named if name)


def begin(visitor: Visitor, tx: Session, ident: str) -> str:
    """Begin a session in this batch; return its secret, which is new whatever the browser held before."""
    old, secret, now = (
        held(visitor.request.scope, visitor.desk.public, COOKIE),
        visitor.desk.fresh(),
        visitor.desk.now(),
    )
    before = tx.accounts.session(old, now) if old else None
    if before is not None:
        tx.accounts.end(before.account.id, before.id)
    tx.accounts.begin(secret, ident, now, device(visitor.request))
    return secret


def give(visitor: Visitor, response: Response, secret: str) -> Response:
    """Hand the secret to the browser, until it is closed; a conversation of the counter is there no more."""
    scope, public = visitor.request.scope, visitor.desk.public
    if counter.at_counter(scope, public):
        counter.take(response, scope, public)
    hand(response, scope, public, COOKIE, secret, age=None)
    return response


def take(visitor: Visitor, response: Response) -> Response:
    """Take the secret from the browser."""
    secure = secured(visitor.request.scope, visitor.desk.public)
    name = cookie_name(COOKIE, secure=secure)
    response.delete_cookie(name, path="/", secure=secure, httponly=True, samesite="lax")
    return response
