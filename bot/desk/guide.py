"""The guide for who answers people: two printed pages, in the reader's language, with the names buttons really have."""

from __future__ import annotations

from http import HTTPStatus
from typing import Final

from starlette.responses import Response

from bot.desk.roles import Action
from bot.desk.web import ROOT, Here, Page
from flows.model import Arg

FIRST: Final = (("see", 4), ("queue", 4), ("take", 4), ("lease", 4), ("back", 5), ("fix", 4))
SECOND: Final = (
    ("notes", 3),
    ("ready", 3),
    ("files", 2),
    ("tongues", 3),
    ("danger", 4),
    ("person", 4),
    ("log", 3),
    ("never", 4),
    ("keys", 3),
)
"""What stands on each page: a subject, and how many lines it has."""
NAMED: Final = {
    "away": "desk.away",
    "claim": "desk.claim",
    "here": "desk.here",
    "back": "desk.give_back",
    "close": "desk.close",
    "give": "desk.give",
    "more": "desk.more",
    "urgent": "desk.urgent",
}
"""The buttons and marks the guide speaks of."""


async def show(here: Here) -> Response:
    """Show the guide."""
    names: dict[str, Arg] = {name: here.say(key) for name, key in NAMED.items()}
    names["minutes"] = here.desk.office.lease
    sheets = [[_subject(here, name, many, names) for name, many in sheet] for sheet in (FIRST, SECOND)]
    return here.page("guide.html", HTTPStatus.OK, sheets=sheets)


def _subject(here: Here, name: str, many: int, names: dict[str, Arg]) -> tuple[str, str, list[str]]:
    lines = [here.say(f"desk.guide.{name}.{number}", **names) for number in range(1, many + 1)]
    return name, here.say(f"desk.guide.{name}"), lines


PAGES: Final = (Page(f"{ROOT}/guide", Action.HOME, get=show, menu="desk.menu.guide", place=90),)
