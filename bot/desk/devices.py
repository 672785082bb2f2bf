"""A browser in which a name signed in before, so that whoever guesses that name elsewhere locks nobody out of it.

The mark is made for one name with a key of the house, opens nothing, and is kept by that browser alone, for half a
year: a password and a code are asked for all the same (OWASP, "Slow down online guessing attacks with device
cookies"). A computer several people share holds a mark for each.
"""

from __future__ import annotations

import re
from hmac import compare_digest
from typing import Final

from starlette.responses import Response

from bot.desk.web import Visitor
from bot.pages.security import hand, held
from bot.store.base import Session

COOKIE: Final = "atout-known"
AGE: Final = 180 * 24 * 3600
MOST: Final = 8  # names in a browser
DRAWN: Final = 43  # characters of a mark that were drawn; the rest proves for whom
MARK: Final = rf"[A-Za-z0-9_-]{{{DRAWN}}}[0-9a-f]{{32}}"
SHAPE: Final = re.compile(rf"{MARK}(?:\.{MARK}){{0,{MOST - 1}}}")


def _marks(visitor: Visitor) -> list[str]:
    kept = held(visitor.request.scope, visitor.desk.public, COOKIE, SHAPE)
    return kept.split(".") if kept else []


def _of(tx: Session, marks: list[str], name: str) -> str:
    return next((one for one in marks if compare_digest(tx.accounts.mark(name, one[:DRAWN]), one[DRAWN:])), "")


async def known(visitor: Visitor, name: str) -> str:
    """Return the mark this browser has for a sign-in name, "" for none."""
    marks = _marks(visitor)
    return await visitor.run(lambda tx: _of(tx, marks, name)) if marks else ""


async def remember(visitor: Visitor, response: Response, name: str) -> Response:
    """Give the browser a mark for a name that signed in, in place of the one it had."""
    marks, drawn = _marks(visitor), visitor.desk.fresh()

    def work(tx: Session) -> list[str]:
        before = _of(tx, marks, name)
        return [drawn + tx.accounts.mark(name, drawn), *(one for one in marks if one != before)][:MOST]

    kept = ".".join(await visitor.run(work))
    hand(response, visitor.request.scope, visitor.desk.public, COOKIE, kept, age=AGE)
    return response
