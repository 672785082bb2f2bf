"""Together: a person begins on the office's computer, with a conversation of their own, and leaves nothing there.

A browser never holds the desk and the counter at once. To begin here ends the session of the desk in this browser: who
sits down finds a page to sign in behind every address of the desk. To begin elsewhere takes a link of one use; if the
browser that follows it is signed in at the desk, that session ends too. And to sign in takes the counter away.
"""

from __future__ import annotations

from http import HTTPStatus
from typing import Final

from markupsafe import Markup
from starlette.responses import Response

from bot.desk.roles import Action
from bot.desk.sessions import COOKIE, take
from bot.desk.web import ROOT, Gate, Here, Page, Visitor
from bot.pages import counter
from bot.pages.security import held
from bot.store.base import Session
from renderers import qr

PATH: Final = f"{ROOT}/together"


async def show(here: Here) -> Response:
    """Show what begins a conversation, here or elsewhere."""
    return here.page("together.html", link="", square="")


async def link(here: Here) -> Response:
    """Make a link that begins one elsewhere."""
    made = f"{here.site}{counter.START}/{here.desk.starts.give(here.account.id)}"
    square = Markup(qr.render(made))  # noqa: S704 - drawn by us, no word in it
    return here.page("together.html", link=made, square=square)


async def begin(here: Here) -> Response:
    """Begin here: the desk ends in this browser."""
    return await _begun(here, here.account.id)


async def opened(visitor: Visitor) -> Response:
    """Show the languages to begin in, or that the link has ended; a program that looks at it uses nothing up."""
    if not visitor.desk.starts.open(visitor.request.path_params["secret"]):
        return _ended(visitor)
    return visitor.page("start.html")


async def used(visitor: Visitor) -> Response:
    """Use the link, and begin."""
    account = visitor.desk.starts.take(visitor.request.path_params["secret"])
    return await _begun(visitor, account) if account else _ended(visitor)


def _ended(visitor: Visitor) -> Response:
    return visitor.page("notice.html", HTTPStatus.GONE, said=visitor.say("desk.together.link_ended"))


async def _begun(visitor: Visitor, account: str) -> Response:
    desk, scope = visitor.desk, visitor.request.scope
    wanted = (await visitor.fields()).get("lang", "")
    secret, now = held(scope, desk.public, COOKIE), desk.now()

    def work(tx: Session) -> None:
        signed = tx.accounts.session(secret, now, there=False) if secret else None
        if signed is not None:
            tx.accounts.end(signed.account.id, signed.id)
        tx.accounts.log(now, account, "counter begun")

    await visitor.run(work)
    response = visitor.go(f"/?lang={wanted}" if wanted in desk.languages else "/")
    counter.give(response, scope, desk.public, desk.fresh())
    return take(visitor, response)


PAGES: Final = (
    Page(PATH, Action.TOGETHER, get=show, post=begin, menu="desk.menu.together", place=30),
    Page(f"{PATH}/link", Action.TOGETHER, post=link),
)
GATES: Final = (Gate(f"{counter.START}/{{secret}}", opened, used),)
