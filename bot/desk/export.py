"""What leaves the page: the summary as text or as a Word file, with the team's notes if wanted, and the text of a file.

A file a person sent is never handed on: in a process of its own it is read, or drawn as a picture, and only that is
shown. All of this is in the log the person sees.
"""

from __future__ import annotations

import asyncio
from base64 import b64encode
from collections.abc import Sequence
from dataclasses import dataclass, replace
from http import HTTPStatus
from typing import Final

from starlette.responses import Response

from bot.desk.glance import key_of, points
from bot.desk.opening import Open
from bot.desk.queue import paced
from bot.desk.roles import Action
from bot.desk.spoken import CALLED
from bot.desk.web import ROOT, Here, Page
from bot.desk.whose import DeskError
from bot.files.found import AWAY, GONE, LOCKED
from bot.parts import DrawError
from bot.store.desk import Note
from flows.documents import Point, Summary
from flows.model import Phrase
from flows.summary import day

CASE: Final = f"{ROOT}/case/{{case}}"
WORD: Final = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
JPEG: Final = "image/jpeg"
SAID: Final = frozenset({LOCKED, GONE, AWAY})  # why nothing can be shown, where there is something to be done about it
FORMATS: Final = {"txt": ("text/plain; charset=utf-8", "inline"), "docx": (WORD, "attachment")}


async def summary(here: Here) -> Response:
    """Return the summary as a file: whose it is, then its lines but for what was set aside, with dates and links."""
    paced(here)
    asked = here.request.query_params
    form = asked.get("format", "txt")
    found = await here.desk.office.exported(here.account, here.request.path_params["case"])
    if form not in FORMATS:
        raise DeskError("no_format")
    several = points(here.desk.content, found, here.lang, here.desk.office.window(found))
    aside = await here.desk.office.aside(found.case.who, [key_of(one) for one in several])
    lines = [_led(here, found, one) for one in several if key_of(one) not in aside]
    notes = found.notes if asked.get("notes") == "yes" else ()
    return await file(here, form, Whose(found.case.id, found.name), lines, notes)


@dataclass(frozen=True, slots=True)
class Whose:
    """Of whom a file is: the conversation, by the last letters of which they are called, and the name they told."""

    conversation: str
    name: str

    @property
    def code(self) -> str:
        """The letters a case is called by: a counsellor keeps several files."""
        return self.conversation[-CALLED:].upper()


async def file(here: Here, form: str, whose: Whose, lines: Sequence[Point], notes: Sequence[Note]) -> Response:
    """Return a summary as a file of a format: of whom, its lines, and the notes of the team."""
    if form not in FORMATS:
        raise DeskError("no_format")
    staff = await here.run(lambda tx: {one.id: one.name for one in tx.accounts.all()})
    several = (_who(here, whose), *lines, *(_noted(note, staff.get(note.account, "")) for note in notes))
    try:
        data = await asyncio.to_thread(here.desk.summarized, Summary(here.lang, several), form)
    except DrawError:
        raise DeskError("no_format") from None
    mime, way = FORMATS[form]
    return Response(
        data, media_type=mime, headers={"Content-Disposition": f'{way}; filename="atout-{whose.code}.{form}"'}
    )


def _led(here: Here, found: Open, point: Point) -> Point:
    """Return a line with the addresses of its messages, which open for who has the case."""
    case = f"{here.site}{CASE.format(case=found.case.id)}"
    return replace(point, links=tuple(f"{case}?line={one}#m{one}" for one in point.sources))


def _who(here: Here, whose: Whose) -> Point:
    """Return the first line: of whom this is, as the desk calls them, and on which day it was taken out."""
    person = Phrase("desk.person", {"code": whose.code})
    said = Phrase("desk.export.who", {"person": person, "name": whose.name}) if whose.name else person
    return Point("who", said, (), (), day(here.desk.now()))


def _noted(note: Note, name: str) -> Point:
    """Return a note of the team as a line of the file."""
    text = " ".join(note.text.split())
    return Point(f"note/{note.id}", Phrase("desk.note.line", {"name": name, "text": text}), (), (), day(note.at))


async def text(here: Here) -> Response:
    """Show the text of a file that came in this conversation."""
    paced(here)
    case, line = here.request.path_params["case"], here.request.path_params["line"]
    found = await here.desk.office.papers.text(here.account, case, line)
    why = "" if found.text else here.say("desk.file.none")
    return here.page("file.html", HTTPStatus.OK, case=case, line=line, text=found.text, why=why)


async def look(here: Here) -> Response:
    """Show a picture that came in this conversation, or a page of a file, drawn anew."""
    paced(here)
    case, line = here.request.path_params["case"], here.request.path_params["line"]
    asked = here.request.query_params.get("page", "")
    page = int(asked) if asked.isascii() and asked.isdecimal() and len(asked) < 4 else 1  # noqa: PLR2004 - digits
    found = await here.desk.office.papers.page(here.account, case, line, page)
    picture = f"data:{JPEG};base64,{b64encode(found.data).decode()}" if found.data else ""
    why = "" if picture else here.say(f"desk.look.{found.verdict if found.verdict in SAID else 'none'}")
    return here.page(
        "look.html", HTTPStatus.OK, case=case, line=line, picture=picture, page=page, pages=found.pages, why=why
    )


PAGES: Final = (
    Page(f"{CASE}/look/{{line}}", Action.CASE, get=look),
    Page(f"{CASE}/summary", Action.CASE, get=summary),
    Page(f"{CASE}/file/{{line}}", Action.CASE, get=text),
)
