"""How much there is to do and was done: counts of the whole team, and of nobody in it."""

from __future__ import annotations

from functools import partial
from http import HTTPStatus
from typing import Final

from starlette.responses import Response

from bot.desk.roles import Action
from bot.desk.spoken import ago
from bot.desk.web import ROOT, Here, Page
from bot.store.base import Session
from bot.store.desk import Done

DAY: Final = 24 * 60 * 60 * 1000  # ms
SPANS: Final = (("day", DAY), ("week", 7 * DAY), ("month", 30 * DAY))


async def show(here: Here) -> Response:
    """Show what waits now, and what was asked and answered of late."""
    now = here.desk.now()
    counts = await here.run(lambda tx: tx.cases.counts(""))
    done = [(name, await here.run(partial(_done, since=now - span))) for name, span in SPANS]
    rows = [(name, one, here.word(ago(one.wait)) if one.wait is not None else "") for name, one in done]
    return here.page("counts.html", HTTPStatus.OK, counts=counts, rows=rows)


def _done(tx: Session, since: int) -> Done:
    return tx.cases.done(since)


PAGES: Final = (Page(f"{ROOT}/counts", Action.COUNTS, get=show, menu="desk.menu.counts"),)
