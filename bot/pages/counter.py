"""The counter: a conversation on the office's computer, which leaves nothing there.

Its secret is a cookie of its own, beside the one of the web chat and the one of the desk. It lasts a quarter of an hour
from the last sign of life, so that a computer that was left or switched off forgets it without anybody's help.
"""

from __future__ import annotations

from typing import Final

from starlette.responses import Response
from starlette.types import Scope

from bot.pages.security import cookie_name, hand, held, secured

COOKIE: Final = "atout-counter"
AGE: Final = 15 * 60  # seconds: ten minutes of silence, the minute that is counted down, and some
CLEAR: Final = {"Clear-Site-Data": '"cache", "storage"'}  # not "cookies": it reaches every site of the domain
START: Final = "/desk/counter"  # where a link begins a conversation here


def at_counter(scope: Scope, public: str) -> str | None:
    """Return the secret of the conversation of the counter, when this browser holds one."""
    return held(scope, public, COOKIE)


def give(response: Response, scope: Scope, public: str, secret: str) -> None:
    """Hand the secret to the browser, for a quarter of an hour."""
    hand(response, scope, public, COOKIE, secret, age=AGE)


def take(response: Response, scope: Scope, public: str) -> None:
    """Take the secret from the browser."""
    secure = secured(scope, public)
    name = cookie_name(COOKIE, secure=secure)
    response.delete_cookie(name, path="/", secure=secure, httponly=True, samesite="lax")
