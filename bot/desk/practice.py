"""Practising on an invented case: the pages of a real one, before a house where nobody lives.

What a counsellor does goes to the handlers of case.py, given the office of their room in place of the real one.
"""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from dataclasses import replace
from http import HTTPStatus
from typing import Final

from starlette.responses import JSONResponse, Response

from bot.desk import case
from bot.desk.live import Live, stream
from bot.desk.practising import LASTS, STEPS, FullError, Room
from bot.desk.queue import paced, refused
from bot.desk.roles import Action
from bot.desk.web import ROOT, Here, Page, RefusedError
from bot.desk.whose import DeskError
from flows.model import Holder

PRACTICE: Final = f"{ROOT}/practice"
CASE: Final = f"{PRACTICE}/case"
HOURS: Final = LASTS // 3_600_000


async def show(here: Here) -> Response:
    """Show where the practice stands: to begin, the invented person waiting, or what was done."""
    room = await here.desk.rooms.of(here.account)
    if room is None:
        others = sorted(here.desk.languages, key=lambda lang: lang == here.lang)  # reading two languages comes first
        return here.page("practice.html", HTTPStatus.OK, stands="none", steps=(), others=others, hours=HOURS)
    holder = (await room.state()).floor.holder
    if holder is Holder.HUMAN:
        return here.go(CASE)
    stands = "waiting" if holder is Holder.WAITING else "given"
    return here.page("practice.html", HTTPStatus.OK, stands=stands, steps=_steps(room), others=(), hours=HOURS)


def _steps(room: Room) -> list[tuple[str, bool]]:
    return [(step, step in room.done) for step in STEPS]


async def begin(here: Here) -> Response:
    """Begin, with a person who speaks the language that was chosen."""
    lang = (await here.fields()).get("lang", "")
    paced(here)
    lang = lang if lang in here.desk.languages else here.lang
    try:
        await here.desk.rooms.begin(replace(here.account, lang=here.lang), lang, tuple(here.desk.languages))
    except FullError:
        raise RefusedError("desk.busy", HTTPStatus.SERVICE_UNAVAILABLE) from None
    return here.go(PRACTICE)


async def end(here: Here) -> Response:
    """End, and destroy all of it."""
    await here.desk.rooms.end(here.account.id)
    return here.go(PRACTICE)


async def claim(here: Here) -> Response:
    """Take the invented case."""
    room, inside = await _inside(here)
    await inside.desk.office.claim(here.account, room.case)
    room.done.add("claim")
    return here.go(CASE)


async def _inside(here: Here) -> tuple[Room, Here]:
    """Return the room, and who asks as its office knows them. Raises `RefusedError` when it is gone."""
    room = await here.desk.rooms.of(here.account)
    if room is None:
        raise RefusedError("desk.practice.over", HTTPStatus.CONFLICT)
    here.request.path_params["case"] = room.case
    desk = replace(here.desk, office=room.house.office, typing=room.house.typing)
    return room, replace(here, desk=desk)


async def show_case(here: Here) -> Response:
    """Show the case as the real page does, with the steps beside it."""
    room, inside = await _inside(here)
    line, before = case.where(here.request.query_params)
    try:
        found = await inside.desk.office.open(here.account, room.case, line, before)
    except DeskError:
        return here.go(PRACTICE)
    if line:
        room.done.add("source")
    values = await case.values(inside, found)
    own = {"base": CASE, "practice": _steps(room), "colleagues": [], "shown": set()}
    own["title"] = here.say("desk.practice.person")
    return here.page("case.html", HTTPStatus.OK, **{**values, **own})


async def steps(here: Here) -> Response:
    """Send the steps each time something was done."""
    room, inside = await _inside(here)

    async def draw() -> dict[str, str]:
        return {"steps": inside.fill("practice_steps.html", practice=_steps(room))}

    return stream(inside, Live(lambda _ring: True, draw, case.CALM))


async def lines(here: Here) -> Response:
    """Send the end of the conversation each time it changed."""
    _, inside = await _inside(here)
    return await case.lines(inside, here.say("desk.practice.person"), CASE)


async def cv(here: Here) -> Response:
    """Show the CV of the invented person."""
    _, inside = await _inside(here)
    return await case.cv(inside)


Then = Callable[[Room, dict[str, str]], Awaitable[None]]


async def _answered(room: Room, fields: dict[str, str]) -> None:
    text = fields.get("text", "").strip()
    room.done.add("ready" if any(words in text for words in room.ready) else "answer")
    await room.answers()


async def _noted(room: Room, _fields: dict[str, str]) -> None:
    room.done.add("note")


async def _proposed(room: Room, _fields: dict[str, str]) -> None:
    room.done.add("propose")


async def _given(room: Room, _fields: dict[str, str]) -> None:
    room.done.add("back")
    await room.agrees()


async def _kept(_room: Room, _fields: dict[str, str]) -> None:
    """Nothing of the seven."""


def _done(do: case.Do, then: Then = _kept) -> Callable[[Here], Awaitable[Response]]:
    """Return what does it in the room, ticks the step once it was really done, and leads on."""

    async def answer(here: Here) -> Response:
        room, inside = await _inside(here)
        fields = dict(await here.fields())
        paced(here, fields.get("text", ""))
        try:
            await do(inside, room.case, fields)
        except DeskError as error:
            raise refused(error, fields.get("text", "")) from None
        await then(room, fields)
        return JSONResponse({"key": here.desk.ids()}) if here.scripted else here.go(PRACTICE)

    return answer


PAGES: Final = (
    Page(PRACTICE, Action.CASE, get=show),
    Page(f"{PRACTICE}/begin", Action.CASE, post=begin),
    Page(f"{PRACTICE}/end", Action.CASE, post=end),
    Page(f"{PRACTICE}/claim", Action.CASE, post=claim),
    Page(f"{PRACTICE}/steps/events", Action.CASE, get=steps),
    Page(CASE, Action.CASE, get=show_case),
    Page(f"{CASE}/events", Action.CASE, get=lines),
    Page(f"{CASE}/cv", Action.CASE, get=cv),
    Page(f"{CASE}/say", Action.CASE, post=_done(case.say, _answered)),
    Page(f"{CASE}/send-cv", Action.CASE, post=_done(case.send_cv)),
    Page(f"{CASE}/note", Action.CASE, post=_done(case.note, _noted)),
    Page(f"{CASE}/draft", Action.CASE, post=_done(case.draft)),
    Page(f"{CASE}/suggest", Action.CASE, post=_done(case.suggest, _proposed)),
    Page(f"{CASE}/aside", Action.CASE, post=_done(case.aside)),
    Page(f"{CASE}/here", Action.CASE, post=_done(case.stays)),
    Page(f"{CASE}/give-back", Action.CASE, post=_done(case.give_back, _given)),
    Page(f"{CASE}/close", Action.CASE, post=_done(case.close)),
)
