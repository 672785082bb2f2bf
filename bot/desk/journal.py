"""The log of the desk, for a lead and an operator: who did what, when. An operator sees no reason and opens no case."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from starlette.responses import Response

from bot.desk.roles import Action
from bot.desk.spoken import CALLED
from bot.desk.web import ROOT, Here, Page
from bot.store.base import Session
from bot.store.staff import Line
from locales import MissingWords

PATH: Final = f"{ROOT}/log"
MOST: Final = 50
NUMBER: Final = 15  # digits
TO_SOMEBODY: Final = frozenset({"invited", "disabled", "sessions ended"})  # their detail is an account


@dataclass(frozen=True, slots=True)
class Told:
    """A line as it is read."""

    at: str
    who: str
    what: str
    case: str
    code: str  # the letters by which the case is spoken of
    detail: str


async def shown(here: Here) -> Response:
    """Show the last lines, or those before one."""
    asked = here.request.query_params.get("before", "")
    before = int(asked) if asked.isascii() and asked.isdecimal() and len(asked) <= NUMBER else 0
    reasons = here.may(Action.READ)

    def work(tx: Session) -> tuple[Mapping[str, str], Sequence[Line], str]:
        names = {one.id: one.name for one in tx.accounts.all()}
        return names, tx.accounts.lines(before, MOST, reasons=reasons), tx.accounts.head()

    names, lines, head = await here.run(work)
    told = [_told(here, names, line) for line in lines]
    older = lines[-1].id if len(lines) == MOST else 0
    return here.page("log.html", lines=told, older=older, cases=reasons, head=head)


def _told(here: Here, names: Mapping[str, str], line: Line) -> Told:
    detail = names.get(line.detail, "") if line.what in TO_SOMEBODY else line.detail if line.conversation else ""
    who, code = names.get(line.account, ""), line.conversation[-CALLED:].upper()
    return Told(here.when(line.at), who, _what(here, line.what), line.conversation, code, detail)


def _what(here: Here, what: str) -> str:
    """Return what was done in words; its name as it was kept where there are none."""
    try:
        return here.say("desk.log." + what.replace(" ", "_").replace("-", "_"))
    except MissingWords:
        return what


PAGES: Final = (Page(PATH, Action.LOG, shown, menu="desk.menu.log", place=85),)
