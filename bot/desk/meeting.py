"""A meeting with one of one's own people: notes for the team, and the summary to take out, in no talk.

Both are what a case that is held has (case.py, export.py), for who said yes to being followed: until they end it, and
each is a line of the log the person sees. A note is the team's: whoever holds a talk with them later reads it there.
"""

from __future__ import annotations

from typing import Final

from starlette.responses import Response

from bot.desk.export import Whose, file
from bot.desk.glance import key_of
from bot.desk.known import Known
from bot.desk.office import KEY_MAX, worded
from bot.desk.people import ONE, ident
from bot.desk.queue import paced, refused
from bot.desk.roles import Action
from bot.desk.web import Here, Page
from bot.desk.whose import CHANNEL, DeskError
from bot.store.base import Session
from bot.store.desk import Note
from flows.summary import About
from flows.summary import summary as summarized


async def note(here: Here) -> Response:
    """Keep a note, once for each page it was written on."""
    fields = await here.fields()
    text, key = fields.get("text", ""), fields.get("key", "")[:KEY_MAX]
    paced(here, text)
    try:
        words = worded(text)

        def keep(tx: Session, known: Known) -> bool:
            now, there = here.desk.now(), known.conversation
            if key and not tx.enter(CHANNEL, f"{here.account.id}/{there.id}", f"{key} note {text}", there.who, now):
                return False
            tx.cases.note(there.who, Note(here.desk.ids(), now, here.account.id, words))
            return True

        await here.desk.office.known(here.account, ident(here), "note", keep)
    except DeskError as error:
        raise refused(error, text) from None
    return here.go(ONE.format(person=ident(here)))


async def summary(here: Here) -> Response:
    """Return the summary as a file, but for what was set aside."""
    paced(here)
    asked = here.request.query_params
    known = await here.desk.office.known(here.account, ident(here), "summary")
    there = known.conversation
    points = summarized(here.desk.content, known.facts, there.state, About(here.lang)).points
    aside = await here.desk.office.aside(there.who, [key_of(one) for one in points])
    notes = await here.run(lambda tx: tx.cases.notes(there.who)) if asked.get("notes") == "yes" else ()
    lines = [one for one in points if key_of(one) not in aside]
    return await file(here, asked.get("format", "txt"), Whose(there.id, known.name), lines, notes)


PAGES: Final = (
    Page(f"{ONE}/note", Action.PEOPLE, post=note),
    Page(f"{ONE}/summary", Action.PEOPLE, get=summary),
)
