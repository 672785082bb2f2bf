"""What a lead does with a case that is not theirs: give it to somebody else, or read it, with a written reason.

Both are lines of the log the person can see, the reason too. Reading changes nothing: whoever holds the floor holds it.
"""

from __future__ import annotations

from collections.abc import Mapping
from http import HTTPStatus
from typing import Final

from starlette.responses import Response

from bot.desk import case
from bot.desk.queue import QUEUE
from bot.desk.roles import Action
from bot.desk.spoken import title
from bot.desk.web import ROOT, Here, Page
from bot.desk.whose import DeskError
from bot.store.staff import Role

CASE: Final = f"{ROOT}/case/{{case}}"


async def give(here: Here) -> Response:
    """Give a case that somebody holds to another of the team."""
    fields = await here.fields()
    await here.desk.office.reassign(here.account, here.request.path_params["case"], fields.get("to", ""))
    return here.go(f"{QUEUE}?view=held")


async def ask(here: Here) -> Response:
    """Ask for the reason, or show other lines to who wrote one a short while ago."""
    asked = here.request.query_params
    if asked.keys() & {"line", "before"}:
        try:
            return await _shown(here, "", asked)
        except DeskError as error:
            if error.reason != "reason":
                raise
    staff = await here.run(lambda tx: tx.accounts.all())
    able = [one for one in staff if not one.disabled and one.role is not Role.OPERATOR]
    return here.page("reason.html", HTTPStatus.OK, case=_ident(here), colleagues=able, where=case.where(asked))


async def read(here: Here) -> Response:
    """Show the case, once the reason was written."""
    fields = await here.fields()
    reason = fields.get("reason", "")
    if not reason.strip():
        raise DeskError("reason")
    return await _shown(here, reason, fields)


async def _shown(here: Here, reason: str, asked: Mapping[str, str]) -> Response:
    ident = _ident(here)
    found = await here.desk.office.read(here.account, ident, reason, *case.where(asked))
    values = await case.told(here, found) | {"older": any(case.where(asked)), "base": f"{CASE}/read".format(case=ident)}
    return here.page("read.html", HTTPStatus.OK, **values, title=title(here, found.case, found.name))


def _ident(here: Here) -> str:
    return str(here.request.path_params["case"])


PAGES: Final = (
    Page(f"{CASE}/reassign", Action.REASSIGN, post=give),
    Page(f"{CASE}/read", Action.READ, get=ask, post=read),
)
