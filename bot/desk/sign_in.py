"""Signing in: a passkey first (passkeys.py), or a name, a password and a code, all at once.

There is one answer to whatever is wrong, and the same work whether a name exists or not. A code that helps when the
telephone is gone stands for the code of six digits; who has only a passkey and lost it comes in with such a code alone.
"""

from __future__ import annotations

import re
from http import HTTPStatus
from typing import Final

from starlette.responses import Response

from bot.desk import passwords, totp
from bot.desk.devices import known as known_here
from bot.desk.devices import remember
from bot.desk.roles import Action
from bot.desk.sessions import begin, give, take
from bot.desk.web import ROOT, Gate, Here, Page, Visitor
from bot.store.base import Session
from bot.store.staff import NAME_MAX, Password

PATH: Final = f"{ROOT}/sign-in"
RECOVER: Final = f"{ROOT}/recover"
OURS: Final = re.compile(rf"{ROOT}(/[A-Za-z0-9_-]+)*")


def back_to(path: str) -> str:
    """Return a path of the desk to lead on to; anything else leads to its first page."""
    return path if OURS.fullmatch(path) else ROOT


async def shown(visitor: Visitor) -> Response:
    """Show the page to sign in."""
    query = visitor.request.query_params
    notice = "desk.sign_in.again" if "again" in query else ""
    return _page(visitor, query.get("next", ""), notice)


def _page(visitor: Visitor, back: str, notice: str = "", name: str = "", status: int = HTTPStatus.OK) -> Response:
    return visitor.page("sign_in.html", status, next=back_to(back), notice=notice, name=name)


async def sign_in(visitor: Visitor) -> Response:
    """Let somebody in who knows the name, the password and the code."""
    fields = await visitor.fields()
    name, back = fields.get("name", "").strip()[:NAME_MAX], fields.get("next", "")
    tries, tried, device = visitor.desk.tries, passwords.same(name).casefold(), await known_here(visitor, name)
    if tries.too_many(visitor.place, tried, device):
        return _page(visitor, back, "desk.sign_in.wait", name, HTTPStatus.TOO_MANY_REQUESTS)
    known = await visitor.run(lambda tx: tx.accounts.password(name))
    right = await passwords.right(known.hash if known else "", fields.get("password", ""))
    code = fields.get("code", "")
    secret = await visitor.run(lambda tx: _entered(visitor, tx, known, code, right=right))
    if not secret:
        return _page(visitor, back, "desk.sign_in.wrong", name, HTTPStatus.FORBIDDEN)
    tries.succeeded(visitor.place, tried, device)
    return await remember(visitor, give(visitor, visitor.go(back_to(back)), secret), name)


def _entered(visitor: Visitor, tx: Session, known: Password | None, code: str, *, right: bool) -> str:
    """Use the code up and begin a session, in one batch; "" when anything is wrong."""
    now, ident = visitor.desk.now(), known.account if known else ""
    step = totp.step_of(known.totp if known else "", code, now)
    helped = tx.accounts.recovery_of(totp.bare(code)) == ident
    if known is None or not right or not (step or helped):
        tx.accounts.log(now, ident, "sign-in refused")
        return ""
    if not (tx.accounts.step(ident, step) if step else tx.accounts.recover(totp.bare(code))):
        tx.accounts.log(now, ident, "sign-in refused", detail="code used")
        return ""
    tx.accounts.log(now, ident, "signed in", detail="password" if step else "recovery code")
    return begin(visitor, tx, ident)


# ---------------------------------------------------------------- with a code that helps


async def recovering(visitor: Visitor) -> Response:
    """Show the page for who has a passkey no more."""
    return visitor.page("recover.html", notice="")


async def recover(visitor: Visitor) -> Response:
    """Let somebody in who has no password, by a code of one use."""
    code = totp.bare((await visitor.fields()).get("code", ""))
    if visitor.desk.tries.too_many(visitor.place):
        return visitor.page("recover.html", HTTPStatus.TOO_MANY_REQUESTS, notice="desk.sign_in.wait")

    def work(tx: Session) -> str:
        ident = tx.accounts.recovery_of(code)
        if not ident or tx.accounts.password_of(ident) is not None:
            tx.accounts.log(visitor.desk.now(), ident, "sign-in refused", detail="recovery code")
            return ""
        tx.accounts.recover(code)
        tx.accounts.log(visitor.desk.now(), ident, "signed in", detail="recovery code")
        return begin(visitor, tx, ident)

    secret = await visitor.run(work)
    if not secret:
        return visitor.page("recover.html", HTTPStatus.FORBIDDEN, notice="desk.recover.wrong")
    visitor.desk.tries.succeeded(visitor.place)
    return give(visitor, visitor.go(f"{ROOT}/account"), secret)


# ---------------------------------------------------------------- and out


async def sign_out(here: Here) -> Response:
    """End this session."""

    def work(tx: Session) -> None:
        tx.accounts.end(here.account.id, here.session)
        tx.accounts.log(here.desk.now(), here.account.id, "signed out")

    await here.run(work)
    return take(here, here.go(PATH))


GATES: Final = (Gate(PATH, shown, sign_in), Gate(RECOVER, recovering, recover))
PAGES: Final = (Page(f"{ROOT}/sign-out", Action.LEAVE, post=sign_out),)
