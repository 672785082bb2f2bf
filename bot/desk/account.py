"""One's own account: what one signs in with, where one is signed in, the language one reads."""

from __future__ import annotations

from dataclasses import dataclass
from http import HTTPStatus
from typing import Final

from starlette.responses import Response

from bot.desk.keys import sure
from bot.desk.roles import Action
from bot.desk.web import ROOT, Here, Page, RefusedError
from bot.store.base import Session
from bot.store.staff import Passkey, Password, Signed

PATH: Final = f"{ROOT}/account"
KEY_ID: Final = 16  # hex digits by which the page names a passkey


@dataclass(frozen=True, slots=True)
class _Known:
    passkeys: tuple[Passkey, ...]
    password: Password | None
    sessions: tuple[Signed, ...]
    left: int


async def shown(here: Here) -> Response:
    """Show all of it."""
    ident, now = here.account.id, here.desk.now()

    def work(tx: Session) -> _Known:
        known = tx.accounts
        sessions = tuple(known.sessions(ident, now))
        return _Known(tuple(known.passkeys(ident)), known.password_of(ident), sessions, known.recovery_left(ident))

    found = await here.run(work)
    keys = [(_named(one), one) for one in found.passkeys]
    spare = len(keys) + bool(found.password) > 1  # the last way in is not taken away
    return here.page("account.html", keys=keys, spare=spare, found=found)


def _named(passkey: Passkey) -> str:
    return passkey.credential.hex()[:KEY_ID]


async def speak(here: Here) -> Response:
    """Keep the language one reads."""
    lang = (await here.fields()).get("lang", "")
    if lang not in here.desk.languages:
        raise RefusedError("desk.unreadable")
    await here.run(lambda tx: tx.accounts.speak(here.account.id, lang))
    return here.go(PATH)


async def end_sessions(here: Here) -> Response:
    """End one session, or all but this one."""
    named = (await here.fields()).get("session", "")

    def work(tx: Session) -> None:
        ended = tx.accounts.end(here.account.id, named) if named else tx.accounts.end_all(here.account.id, here.session)
        if ended:
            tx.accounts.log(here.desk.now(), here.account.id, "sessions ended", detail=here.account.id)

    await here.run(work)
    return here.go(PATH)


async def drop_passkey(here: Here) -> Response:
    """Forget a passkey, but for the last way in."""
    if not sure(here):
        return here.again()
    named = (await here.fields()).get("passkey", "")

    def work(tx: Session) -> bool:
        keys = tx.accounts.passkeys(here.account.id)
        found = next((one for one in keys if _named(one) == named), None)
        if found is None or (len(keys) == 1 and tx.accounts.password_of(here.account.id) is None):
            return False
        tx.accounts.drop_passkey(found)
        tx.accounts.log(here.desk.now(), here.account.id, "passkey removed")
        return True

    if not await here.run(work):
        raise RefusedError("desk.account.last", HTTPStatus.CONFLICT)
    return here.go(PATH)


PAGES: Final = (
    Page(PATH, Action.SELF, shown, menu="desk.menu.account", place=90),
    Page(f"{PATH}/language", Action.SELF, post=speak),
    Page(f"{PATH}/sessions", Action.SELF, post=end_sessions),
    Page(f"{PATH}/passkeys", Action.SELF, post=drop_passkey),
)
