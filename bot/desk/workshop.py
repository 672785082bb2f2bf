"""Workshops: a group begins together by one link, and who leads it sees how many came how far; nobody is in a count.

A count of one or two is not said, and neither is one that leaves one or two out: both would be about somebody in the
room. There is no list, and no way from here to a conversation.
"""

from __future__ import annotations

from functools import partial
from http import HTTPStatus
from typing import Final

from markupsafe import Markup
from starlette.exceptions import HTTPException
from starlette.responses import Response

from bot import links
from bot.desk.bell import GROUPS, Ring
from bot.desk.live import Live, stream
from bot.desk.roles import Action
from bot.desk.web import ROOT, Here, Page, RefusedError
from bot.store.base import Session
from bot.store.group import Workshop
from flows.model import Phrase
from renderers import qr

PATH: Final = f"{ROOT}/workshop"
HOUR: Final = 60 * 60 * 1000  # ms
LAST: Final = {"4": 4 * HOUR, "24": 24 * HOUR}
TITLE_MAX: Final = 80  # characters
AT_ONCE: Final = 10  # workshops of one account
FEW: Final = 3  # fewer people are not counted alone
CALM: Final = 1.0  # seconds


async def show(here: Here) -> Response:
    """Show what makes a workshop, and those that go on."""
    now = here.desk.now()
    found = await here.run(lambda tx: tx.workshops.of(here.account.id, now))
    return here.page("workshops.html", workshops=found, room=len(found) < AT_ONCE)


async def make(here: Here) -> Response:
    """Make a workshop and lead to it."""
    fields, now = await here.fields(), here.desk.now()
    lasts = LAST.get(fields.get("hours", ""), LAST["4"])
    word, title = links.drawn_for_many(here.desk.ids), fields.get("title", "").strip()[:TITLE_MAX]
    made = Workshop(here.desk.ids(), here.account.id, now, now + lasts, title, word)

    def work(tx: Session) -> None:
        if len(tx.workshops.of(here.account.id, now)) >= AT_ONCE:
            raise RefusedError("desk.workshop.enough", HTTPStatus.CONFLICT)
        tx.workshops.put(made)
        tx.accounts.log(now, here.account.id, "workshop begun")

    await here.run(work)
    return here.go(f"{PATH}/{made.id}")


async def _mine(here: Here) -> Workshop:
    """Return the workshop of the address; only who made it has it, until it ends."""
    ident, now = here.request.path_params["workshop"], here.desk.now()
    found = await here.run(lambda tx: tx.workshops.of(here.account.id, now))
    mine = next((one for one in found if one.id == ident), None)
    if mine is None:
        raise HTTPException(HTTPStatus.NOT_FOUND)
    return mine


async def one(here: Here) -> Response:
    """Show a workshop: its link and its counts."""
    mine = await _mine(here)
    square, cells = _square(here, mine), await _cells(here)
    return here.page("workshop.html", HTTPStatus.OK, one=mine, link=link(here, mine), square=square, **cells)


async def events(here: Here) -> Response:
    """Send the counts each time they changed."""
    await _mine(here)
    return stream(here, Live(_of_a_group, partial(_drawn, here), CALM))


def _of_a_group(ring: Ring) -> bool:
    return ring.conversation == GROUPS


async def _drawn(here: Here) -> dict[str, str]:
    return {"counts": here.fill("workshop_counts.html", **await _cells(here))}


async def _cells(here: Here) -> dict[str, object]:
    ident = here.request.path_params["workshop"]
    found = await here.run(lambda tx: tx.workshops.counts(ident))
    several = (("joined", found.joined), ("told", found.told), ("cv", found.have_cv))
    return {"cells": [(name, here.word(cell(count, found.joined))) for name, count in several]}


def cell(count: int, joined: int) -> Phrase:
    """Return how a count is said: neither a few nor all but a few, who would be counted alone."""
    if count < FEW:
        return Phrase("desk.workshop.few")
    if 0 < joined - count < FEW:
        return Phrase("desk.workshop.nearly")
    return Phrase("desk.workshop.count", {"n": str(count)})


async def screen(here: Here) -> Response:
    """Show the link to the whole room, in every language."""
    mine = await _mine(here)
    told = [(lang, here.desk.translator(lang)(Phrase("desk.workshop.join"))) for lang in here.desk.languages]
    return here.page("workshop_screen.html", one=mine, link=link(here, mine), square=_square(here, mine), told=told)


async def end(here: Here) -> Response:
    """End a workshop: its link leads nowhere more, its counts are gone."""
    mine = await _mine(here)

    def work(tx: Session) -> None:
        tx.workshops.end(here.account.id, mine.id)
        tx.accounts.log(here.desk.now(), here.account.id, "workshop ended")

    await here.run(work)
    return here.go(PATH)


def link(here: Here, mine: Workshop) -> str:
    """Return the address that people follow."""
    return links.on_page(here.site, mine.word)


def _square(here: Here, mine: Workshop) -> Markup:
    return Markup(qr.render(link(here, mine)))  # noqa: S704 - drawn by us, no word in it


PAGES: Final = (
    Page(PATH, Action.WORKSHOP, get=show, post=make, menu="desk.menu.workshop", place=31),
    Page(f"{PATH}/{{workshop}}", Action.WORKSHOP, get=one),
    Page(f"{PATH}/{{workshop}}/events", Action.WORKSHOP, get=events),
    Page(f"{PATH}/{{workshop}}/screen", Action.WORKSHOP, get=screen),
    Page(f"{PATH}/{{workshop}}/end", Action.WORKSHOP, post=end),
)
