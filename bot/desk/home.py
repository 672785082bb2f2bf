"""The first page of who is signed in."""

from __future__ import annotations

from typing import Final

from starlette.responses import Response

from bot.desk.roles import Action
from bot.desk.web import ROOT, Here, Page


async def home(here: Here) -> Response:
    """Show what there is for this account."""
    left = await here.run(lambda tx: tx.accounts.recovery_left(here.account.id))
    return here.page("home.html", left=left)


PAGES: Final = (Page(ROOT, Action.HOME, home, menu="desk.menu.home"),)
