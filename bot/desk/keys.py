"""What somebody signs in with, chosen by themselves: at their first visit, and later when they signed in just now."""

from __future__ import annotations

from collections.abc import Mapping
from http import HTTPStatus
from typing import Final

from markupsafe import Markup
from starlette.responses import Response

from bot.desk import passwords, totp
from bot.desk.devices import remember
from bot.desk.roles import Action
from bot.desk.web import ROOT, Here, Page, RefusedError
from bot.store.base import Session
from bot.store.staff import NAME_MAX, Password
from renderers import qr

WELCOME: Final = f"{ROOT}/welcome"
PASSWORD: Final = f"{ROOT}/password"
CODES: Final = f"{ROOT}/codes"


def sure(here: Here) -> bool:
    """Whether what one signs in with may be changed now: nothing is there yet, or they signed in just now."""
    return not here.account.joined or here.fresh


async def welcome(here: Here) -> Response:
    """Show what there is to choose from."""
    return here.go(ROOT) if here.account.joined else here.page("welcome.html")


# ---------------------------------------------------------------- a password and codes


async def choosing(here: Here) -> Response:
    """Show the secret of the codes as a square and as text, and what else is needed."""
    if not sure(here):
        return here.again()
    known = await here.run(lambda tx: tx.accounts.password_of(here.account.id))
    return _form(here, totp.fresh(), known.login if known else here.account.name)


def _form(here: Here, secret: str, name: str, notice: str = "", status: int = HTTPStatus.OK) -> Response:
    square = Markup(qr.render(totp.address(secret, name or here.account.name)))  # noqa: S704 - drawn by us, no word in it
    spelled = " ".join(secret[place : place + 4] for place in range(0, len(secret), 4))
    values = {"square": square, "secret": secret, "spelled": spelled, "name": name, "notice": notice}
    return here.page("password.html", status, shortest=passwords.SHORTEST, **values)


async def choose(here: Here) -> Response:
    """Keep a password and the secret of the codes, once a code shows that the telephone has it."""
    if not sure(here):
        raise RefusedError("desk.sign_in.again", HTTPStatus.FORBIDDEN)
    fields = await here.fields()
    name, secret = fields.get("name", "").strip()[:NAME_MAX], fields.get("secret", "")
    secret = secret if totp.SECRET.fullmatch(secret) else totp.fresh()
    step = totp.step_of(secret, fields.get("code", ""), here.desk.now())
    wrong = _wrong(fields, name, step)
    if wrong:
        return _form(here, secret, name, wrong, HTTPStatus.UNPROCESSABLE_ENTITY)
    password = Password(here.account.id, name, await passwords.hashed(fields["password"]), secret, step)
    if not await here.run(lambda tx: _kept(here, tx, password)):
        return _form(here, secret, name, "desk.password.taken", HTTPStatus.UNPROCESSABLE_ENTITY)
    return await remember(here, here.go(CODES), name)


def _wrong(fields: Mapping[str, str], name: str, step: int) -> str:
    if not name:
        return "desk.password.no_name"
    weak = passwords.weakness(fields.get("password", ""), name, "atout")
    return weak or ("" if step else "desk.password.wrong_code")


def _kept(here: Here, tx: Session, password: Password) -> bool:
    """Keep it; whoever is signed in elsewhere has to know it from now on."""
    if not tx.accounts.set_password(password):
        return False
    tx.accounts.end_all(here.account.id, but=here.session)
    tx.accounts.log(here.desk.now(), here.account.id, "password set")
    return True


# ---------------------------------------------------------------- codes that help


async def offered(here: Here) -> Response:
    """Say what the codes are for; they are drawn by a press."""
    left = await here.run(lambda tx: tx.accounts.recovery_left(here.account.id))
    return here.page("codes.html", codes=(), left=left)


async def drawn(here: Here) -> Response:
    """Draw new codes, in place of any before, and show them this once."""
    if not sure(here):
        return here.again()
    codes = totp.recovery_codes()

    def work(tx: Session) -> None:
        tx.accounts.set_recovery(here.account.id, [totp.bare(code) for code in codes])
        tx.accounts.log(here.desk.now(), here.account.id, "recovery codes drawn")

    await here.run(work)
    return here.page("codes.html", codes=codes, left=len(codes))


PAGES: Final = (
    Page(WELCOME, Action.KEYS, welcome),
    Page(PASSWORD, Action.KEYS, choosing, choose),
    Page(CODES, Action.KEYS, offered, drawn),
)
