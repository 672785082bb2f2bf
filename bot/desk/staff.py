"""Who works here: a lead lets counsellors in and sees them; an operator does so for everybody, and ends accounts."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from http import HTTPStatus
from typing import Final

from starlette.responses import Response

from bot.desk.invitation import LIVES
from bot.desk.invitation import PATH as INVITATION
from bot.desk.roles import INVITED_BY, Action
from bot.desk.web import ROOT, Here, Page, RefusedError
from bot.pages.security import own_host, secured
from bot.store.base import Session
from bot.store.staff import Account, Role, public_name, unled

PATH: Final = f"{ROOT}/staff"


async def shown(here: Here) -> Response:
    """Show everybody, and the form to invite."""
    return await _page(here)


async def _page(here: Here, link: str = "", whose: str = "") -> Response:
    now = here.desk.now()

    def work(tx: Session) -> Sequence[tuple[Account, bool]]:
        return [(one, tx.accounts.open_until(one.id) > now) for one in tx.accounts.all()]

    people = await here.run(work)
    mine = INVITED_BY[here.account.role]
    roles = [role for role in Role if role in mine]
    no_lead = unled(account for account, _ in people)
    return here.page("staff.html", people=people, roles=roles, mine=mine, link=link, whose=whose, no_lead=no_lead)


async def invite(here: Here) -> Response:
    """Write down somebody new, or let somebody begin anew; the link is shown this once."""
    fields = await here.fields()
    account = await _again(here, fields["account"]) if "account" in fields else _fresh(here, fields)
    secret, now = here.desk.fresh(), here.desk.now()

    def work(tx: Session) -> None:
        if "account" not in fields:
            tx.accounts.create(account)
        tx.accounts.invite(account.id, secret, now + LIVES)
        tx.accounts.log(now, here.account.id, "invited", detail=account.id)

    await here.run(work)
    return await _page(here, f"{origin_of(here)}{INVITATION}/{secret}", account.name)


def _fresh(here: Here, fields: Mapping[str, str]) -> Account:
    name, role = public_name(fields.get("name", "")), fields.get("role", Role.COUNSELLOR.value)
    if role not in INVITED_BY[here.account.role]:
        raise RefusedError("desk.not_yours", HTTPStatus.FORBIDDEN)
    if not name:
        raise RefusedError("desk.staff.no_name", HTTPStatus.UNPROCESSABLE_ENTITY)
    return Account(here.desk.ids(), Role(role), name, "", here.desk.now())


async def _again(here: Here, ident: str) -> Account:
    """Return somebody of those one may invite, and not oneself."""
    account = await here.run(lambda tx: tx.accounts.get(ident))
    if account is None or account.disabled or account.id == here.account.id:
        raise RefusedError("desk.missing", HTTPStatus.NOT_FOUND)
    if account.role not in INVITED_BY[here.account.role]:
        raise RefusedError("desk.not_yours", HTTPStatus.FORBIDDEN)
    return account


def origin_of(here: Here) -> str:
    """Return where this page is read, for the link to be of the same place."""
    scope, public = here.request.scope, here.desk.public
    return public if secured(scope, public) else f"http://{own_host(scope, public)}"


async def disable(here: Here) -> Response:
    """End somebody's account, and all its sessions."""
    account = await _again(here, (await here.fields()).get("account", ""))

    def work(tx: Session) -> None:
        if tx.accounts.disable(account.id):
            tx.accounts.log(here.desk.now(), here.account.id, "disabled", detail=account.id)

    await here.run(work)
    return here.go(PATH)


PAGES: Final = (
    Page(PATH, Action.ACCOUNTS, shown, menu="desk.menu.staff", place=80),
    Page(f"{PATH}/invite", Action.INVITE, post=invite),
    Page(f"{PATH}/disable", Action.ACCOUNTS, post=disable),
)
