"""The secret of a conversation: a browser holds it in a cookie, and no script can read it."""

from __future__ import annotations

import hashlib

from starlette.responses import Response
from starlette.types import Scope

from bot.pages import counter
from bot.pages.counter import at_counter
from bot.pages.security import hand, held

COOKIE = "atout"
COOKIE_AGE = 180 * 24 * 3600  # as long as answers are kept after the last message
PLACE = 16  # hex digits of the mark of a place: it tells two apart, and leads back to none


def address_of(scope: Scope, public: str) -> str | None:
    """The secret the browser holds, when it has the shape of one of ours; at the counter, that of the counter."""
    return at_counter(scope, public) or held(scope, public, COOKIE)


def place_of(address: str) -> str:
    """A mark of this secret that a script may read: what waits in a browser belongs to one place and no other."""
    return hashlib.sha256(f"place {address}".encode()).hexdigest()[:PLACE]


def give(response: Response, scope: Scope, public: str, address: str) -> None:
    """Hand the secret to the browser; at the counter, for a quarter of an hour more."""
    if at_counter(scope, public) == address:
        counter.give(response, scope, public, address)
        return
    hand(response, scope, public, COOKIE, address, age=COOKIE_AGE)
