"""My people: who said yes to being followed by this counsellor, what they agreed to show, and how others are invited.

The list is by name. Nothing in it says how long somebody was silent, how far they came or what they are worth, and what
is not there cannot be sorted by. An invitation is shown once: what is kept of its word opens nothing.
"""

from __future__ import annotations

from http import HTTPStatus
from typing import Final

from starlette.responses import Response

from bot import links
from bot.desk.known import Known, last_question, told
from bot.desk.office import TEXT_MAX
from bot.desk.queue import paced
from bot.desk.roles import Action
from bot.desk.spoken import CALLED, ago
from bot.desk.staff import origin_of
from bot.desk.web import ROOT, Here, Page
from bot.desk.whose import DeskError
from bot.store.base import Session
from bot.store.following import Invitation
from flows.model import Phrase
from flows.reading import fold
from flows.summary import About, day, summary
from renderers import qr

PATH: Final = f"{ROOT}/people"
ONE: Final = f"{PATH}/{{person}}"
OPEN: Final = 100  # invitations of one counsellor at once: more than anybody prints


def title(here: Here, known: Known) -> str:
    """Return what a person is called: by the name they told, else by the letters of their case."""
    return known.name or here.say("desk.person", code=known.conversation.id[-CALLED:].upper())


async def shown(here: Here) -> Response:
    """Show who said yes, by name, and the invitations that are open."""
    now, content = here.desk.now(), here.desk.content
    people, unread = await here.desk.office.people(here.account)
    opened = await here.run(lambda tx: tx.bonds.invitations(here.account.id, now))
    rows = []
    for one in sorted(people, key=lambda one: (not one.name, fold(one.name), one.bond.at)):
        asked = last_question(content, one)
        rows.append({
            "id": one.bond.id,
            "title": title(here, one),
            "lang": here.say(f"language.{one.conversation.state.lang}"),
            "asked": here.word(asked) if asked else "",
            "since": _day(here, one.bond.at),
        })  # fmt: skip
    waiting = [(one.id, _day(here, one.at), _day(here, one.until)) for one in opened]
    return here.page("people.html", rows=rows, unread=unread, opened=waiting)


def _day(here: Here, at: int) -> str:
    said = day(at)
    return here.word(said) if said else ""


async def person(here: Here) -> Response:
    """Show what one of them agreed to show."""
    known = await here.desk.office.known(here.account, ident(here))
    content, state, now = here.desk.content, known.conversation.state, here.desk.now()
    lines = summary(content, known.facts, state, About(here.lang)).points
    asked = last_question(content, known)
    notes, names = await here.run(
        lambda tx: (tx.cases.notes(known.conversation.who), {one.id: one.name for one in tx.accounts.all()})
    )
    return here.page(
        "person.html",
        base=ONE.format(person=known.bond.id),
        title=title(here, known),
        lang_of=here.say(f"language.{state.lang}"),
        since=_day(here, known.bond.at),
        asked=here.word(asked) if asked else "",
        told=[(here.word(name), here.say("desk.people.told", answer=said)) for name, said in told(content, known)],
        points=[here.word(one.phrase) for one in lines],
        notes=[(one.text, names.get(one.account, ""), here.word(ago(now - one.at))) for one in notes],
        once=here.desk.ids(),
        most=TEXT_MAX,
    )


async def cv(here: Here) -> Response:
    """Show the CV as it would be now."""
    paced(here)
    data = await here.desk.office.cv_of(here.account, ident(here))
    return Response(data, media_type="application/pdf", headers={"Content-Disposition": "inline; filename=CV.pdf"})


async def write(here: Here) -> Response:
    """Take the floor, and open the case."""
    try:
        case = (await here.desk.office.write(here.account, ident(here))).id
    except DeskError as error:
        if error.reason != "mine":
            raise
        case = error.name
    return here.go(f"{ROOT}/case/{case}")


async def invite(here: Here) -> Response:
    """Make an invitation, and show it this once: a link for each door, a square for a camera, a page to print."""
    now, word = here.desk.now(), links.invitation(here.desk.ids)
    made = Invitation(here.desk.ids(), now, now + links.INVITES)

    def work(tx: Session) -> bool:
        if len(tx.bonds.invitations(here.account.id, now)) >= OPEN:
            return False
        tx.bonds.invite(here.account.id, made, word)
        tx.accounts.log(now, here.account.id, "invited_person", detail=made.id)
        return True

    if not await here.run(work):
        raise DeskError("full")
    page = links.on_page(origin_of(here), word)
    doors = [("web", page, qr.render(page))]
    doors += [(name, address, qr.render(address)) for name, address in await here.desk.office.doors(word)]
    said = [(lang, here.desk.direction(lang), _invites(here, lang, made.until)) for lang in here.desk.languages]
    return here.page("invite_person.html", HTTPStatus.OK, doors=doors, said=said, until=_day(here, made.until))


def _invites(here: Here, lang: str, until: int) -> tuple[str, str]:
    """Return the sentences of the page to print in a language: who invites, and until when."""
    translate = here.desk.translator(lang)
    said = day(until) or ""
    return (
        translate(Phrase("desk.people.paper", {"name": here.account.name})),
        translate(Phrase("desk.people.until", {"day": said})),
    )


async def revoke(here: Here) -> Response:
    """Take an invitation back."""
    ident, now = (await here.fields()).get("invitation", ""), here.desk.now()

    def work(tx: Session) -> None:
        tx.bonds.revoke(here.account.id, ident)
        tx.accounts.log(now, here.account.id, "revoked_person", detail=ident[:20])

    await here.run(work)
    return here.go(PATH)


def ident(here: Here) -> str:
    """Return the name of the bond a page is about."""
    return str(here.request.path_params["person"])


PAGES: Final = (
    Page(PATH, Action.PEOPLE, get=shown, menu="desk.menu.people", place=20),
    Page(f"{PATH}/invite", Action.PEOPLE, post=invite),
    Page(f"{PATH}/revoke", Action.PEOPLE, post=revoke),
    Page(ONE, Action.PEOPLE, get=person),
    Page(f"{ONE}/cv", Action.PEOPLE, get=cv),
    Page(f"{ONE}/write", Action.PEOPLE, post=write),
)
