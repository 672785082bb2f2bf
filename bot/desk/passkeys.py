"""Passkeys: the first way to sign in. The page's script asks the browser, which asks for a finger, a face or a code.

A browser gives a passkey to a host with a name: on this machine that is localhost, and 127.0.0.1 is none. Whoever
guesses passwords cannot lock this door: a passkey that is right opens an account that is locked.
"""

from __future__ import annotations

from http import HTTPStatus
from importlib import import_module
from typing import TYPE_CHECKING, Any, Final

from starlette.responses import JSONResponse, Response

from bot.desk.devices import remember
from bot.desk.keys import CODES, sure
from bot.desk.roles import Action
from bot.desk.sessions import begin, give
from bot.desk.sign_in import back_to
from bot.desk.web import ROOT, Gate, Here, Page, RefusedError, Visitor
from bot.pages.bodies import JSON
from bot.pages.security import own_host
from bot.store.base import Session

if TYPE_CHECKING:
    from bot.desk._ceremony import Party


def _party(visitor: Visitor) -> Party:
    if not visitor.host:
        raise RefusedError("desk.passkey.no_name")
    public = visitor.desk.public
    ours = own_host(visitor.request.scope, public)
    origins = [public] if public.partition("://")[2] == ours else [f"http://{ours}", f"https://{ours}"]
    party: Party = _library().Party(visitor.host, origins)
    return party


def _library() -> Any:  # noqa: ANN401 - a module; it takes a sixth of a second to load, and not everybody has a passkey
    return import_module("bot.desk._ceremony")


# ---------------------------------------------------------------- making one


async def ask_to_make(here: Here) -> Response:
    """Return what the browser is to make."""
    if not sure(here):
        raise RefusedError("desk.sign_in.again", HTTPStatus.FORBIDDEN)
    known = await here.run(lambda tx: tx.accounts.passkeys(here.account.id))
    challenge = here.desk.challenges.give(here.account.id)
    return Response(_library().to_make(_party(here), here.account, known, challenge), media_type=JSON)


async def keep(here: Here) -> Response:
    """Keep the passkey the browser made."""
    said = await here.json()
    challenge = here.desk.challenges.take(said, here.account.id)
    if challenge is None or not sure(here):
        raise RefusedError("desk.passkey.failed", HTTPStatus.FORBIDDEN)
    now, library = here.desk.now(), _library()
    try:
        passkey = library.made(_party(here), here.account.id, said, challenge, now)
    except library.PasskeyError:
        raise RefusedError("desk.passkey.failed", HTTPStatus.FORBIDDEN) from None

    def work(tx: Session) -> str:
        if not tx.accounts.add_passkey(passkey):
            return ""
        tx.accounts.log(now, here.account.id, "passkey added")
        return f"{ROOT}/account" if tx.accounts.recovery_left(here.account.id) else CODES

    path = await here.run(work)
    if not path:
        raise RefusedError("desk.passkey.failed", HTTPStatus.CONFLICT)
    return JSONResponse({"go": path})


# ---------------------------------------------------------------- signing in with one


async def ask_to_use(visitor: Visitor) -> Response:
    """Return what the browser is to sign."""
    return Response(_library().to_use(_party(visitor), visitor.desk.challenges.give()), media_type=JSON)


async def enter(visitor: Visitor) -> Response:
    """Let somebody in whose passkey signed what was asked, whatever else is tried from where they are."""
    said = await visitor.json()
    crowded = visitor.desk.tries.too_many(visitor.place)
    challenge = visitor.desk.challenges.take(said)
    account = await _proved(visitor, said, challenge) if challenge else ""
    if not account:
        if not crowded:  # who knocks all day does not fill the log
            await visitor.run(lambda tx: tx.accounts.log(visitor.desk.now(), "", "sign-in refused", detail="passkey"))
        raise RefusedError("desk.passkey.failed", HTTPStatus.FORBIDDEN)
    if not crowded:
        visitor.desk.tries.succeeded(visitor.place)

    def work(tx: Session) -> tuple[str, str]:
        tx.accounts.log(visitor.desk.now(), account, "signed in", detail="passkey")
        password = tx.accounts.password_of(account)
        return begin(visitor, tx, account), password.login if password else ""

    secret, name = await visitor.run(work)
    response = give(visitor, JSONResponse({"go": back_to(str(said.get("next", "")))}), secret)
    return await remember(visitor, response, name) if name else response


async def _proved(visitor: Visitor, said: dict[str, Any], challenge: bytes) -> str:
    """Return whose passkey signed this, "" when nobody's did."""
    library, now = _library(), visitor.desk.now()
    try:
        credential = library.credential_in(said)
        passkey = await visitor.run(lambda tx: tx.accounts.passkey(credential))
        if passkey is None:
            return ""
        count = library.used(_party(visitor), passkey, said, challenge)
    except library.PasskeyError:
        return ""

    def work(tx: Session) -> str:
        account = tx.accounts.get(passkey.account)
        if account is None or account.disabled:
            return ""
        tx.accounts.use_passkey(passkey, count, now)
        return account.id

    return await visitor.run(work)


GATES: Final = (Gate(f"{ROOT}/passkey/ask", post=ask_to_use), Gate(f"{ROOT}/passkey/sign-in", post=enter))
PAGES: Final = (
    Page(f"{ROOT}/passkey/make", Action.KEYS, post=ask_to_make),
    Page(f"{ROOT}/passkey/keep", Action.KEYS, post=keep),
)
