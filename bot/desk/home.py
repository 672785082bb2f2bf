"""The first page: who speaks with people comes to the queue, who keeps accounts to the team."""

from __future__ import annotations

from typing import Final

from starlette.responses import Response

from bot.desk.queue import QUEUE
from bot.desk.roles import Action
from bot.desk.staff import PATH as STAFF
from bot.desk.web import ROOT, Here, Page


async def home(here: Here) -> Response:
    """Lead on."""
    return here.go(QUEUE if here.may(Action.QUEUE) else STAFF)


PAGES: Final = (Page(ROOT, Action.HOME, home),)
