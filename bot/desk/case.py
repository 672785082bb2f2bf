"""One case: the conversation, what is known at a glance, and everything a counsellor does in it.

Nothing here decides whose case it is or who may speak: the office does, in the transaction that changes it. What a
counsellor wrote is never lost: what could not be said stays as a draft, and the page says why.
"""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Mapping
from http import HTTPStatus
from typing import Final

from starlette.responses import JSONResponse, Response

from bot.channels.base import platform
from bot.desk.glance import correctable, key_of, points, proposed, seen
from bot.desk.live import Live, stream
from bot.desk.office import KEY_MAX, TEXT_MAX
from bot.desk.opening import Open
from bot.desk.papers import GIVEN_MOST
from bot.desk.queue import done, paced, refused
from bot.desk.reading import Reader
from bot.desk.roles import Action
from bot.desk.spoken import ago, title
from bot.desk.web import ROOT, Here, Page, RefusedError
from bot.desk.whose import DeskError
from bot.pages.bodies import body_of, content_type, fields_in
from bot.store.staff import Role
from flows.model import Phrase

CASE: Final = f"{ROOT}/case/{{case}}"
BYTES: Final = "application/octet-stream"
SAID: Final = "said"  # the header with the fields that go with a file: its name is in no address, so in no log
GIVEN_TEXT_MAX: Final = 1_000  # characters under a file: what WhatsApp and Telegram take
CALM: Final = 0.02  # seconds: what is said is seen at once


async def show(here: Here) -> Response:
    """Show the case."""
    found = await here.desk.office.open(here.account, _ident(here), *where(here.request.query_params))
    return here.page("case.html", HTTPStatus.OK, **await values(here, found))


def where(asked: Mapping[str, str]) -> tuple[str, int]:
    """Return which lines are asked for: those around a line, or before a place; "" and 0 for the last ones."""
    before = asked.get("before", "")
    return asked.get("line", ""), int(before) if before.isascii() and before.isdecimal() and len(before) < 10 else 0  # noqa: PLR2004 - digits


async def told(here: Here, found: Open) -> dict[str, object]:
    """Return what is seen of a case by whoever may read it: the lines of its summary, and of its conversation."""
    office = here.desk.office
    several = points(here.desk.content, found, here.lang, office.window(found))
    aside = await office.aside(found.case.who, [key_of(one) for one in several])
    staff = await here.run(lambda tx: {one.id: one.name for one in tx.accounts.all()})
    now = here.desk.now()
    return {
        "points": seen(several, aside, staff),
        "notes": [(one.text, staff.get(one.account, ""), here.word(ago(now - one.at))) for one in found.notes],
        "correctable": [(qid, here.word(name)) for qid, name in correctable(here.desk.content, found, several)],
        "shown": {line.message.id for line in found.lines},
        "lines": _lines(here, found),
        "earlier": found.older,
        "older": any(where(here.request.query_params)),
    }


async def values(here: Here, found: Open) -> dict[str, object]:
    """Return what the page of a case shows."""
    case, now, office = found.case, here.desk.now(), here.desk.office
    colleagues = await here.run(lambda tx: [one for one in tx.accounts.all() if one.id != here.account.id])
    return {
        **await told(here, found),
        "left": _left(here, found),
        "done": done(here),
        "proposed": [(here.word(name), text) for name, text in proposed(here.desk.content, found)],
        "window": office.window(found),
        "case": case,
        "base": f"{ROOT}/case/{case.id}",  # the path of the page, under which everything is done
        "practice": (),  # the steps of a practice; none: somebody is there
        "title": title(here, case, found.name),
        "spoken": here.say(f"language.{found.state.lang}"),
        "spoken_lang": found.state.lang,
        "spoken_dir": here.desk.direction(found.state.lang),
        "channel": platform(found.conversation.channel),
        "asked": here.word(ago(now - case.asked)) if case.requested else "",
        "topic": here.say(f"button.{case.topic}") if case.topic else "",
        "whole": found.whole,
        "followed": found.followed,
        "urgent": case.urgent,
        "draft": found.draft.text,
        "key": found.draft.mark or here.desk.ids(),
        "once": here.desk.ids(),
        "most": TEXT_MAX,
        "replies": [(one.shortcut, *one.told(case.lang)) for one in await here.desk.office.replies()],
        "colleagues": [one for one in colleagues if not one.disabled and one.role is not Role.OPERATOR],
    }


def _head(here: Here, found: Open, base: str) -> dict[str, str]:
    """Return what changes over a talk: whether its words worry, and how long it is held without a sign."""
    return {
        "flag": here.fill("case_flag.html", urgent=found.case.urgent),
        "stays": here.fill("case_stays.html", base=base, left=_left(here, found)),
    }


def _left(here: Here, found: Open) -> str:
    """Return within which time a sign is needed, once little of it is left; "" before."""
    minutes = here.desk.office.low(found.case)
    return here.word(Phrase("desk.minutes", {"n": minutes})) if minutes else ""


def _lines(here: Here, found: Open) -> list[object]:
    reader = Reader(here.lang, here.word, found.state.lang)
    return list(reader.read(found.lines))


async def lines(here: Here, called: str = "", base: str = "") -> Response:
    """Send the end of the conversation each time it changed.

    `called`: a name in place of the person's; `base`: the path of the page, where it is not that of a case.
    """
    office, ident = here.desk.office, _ident(here)

    async def draw() -> dict[str, str]:
        try:
            found = await office.peek(here.account, ident)
        except DeskError as error:
            return {"lines": here.fill("case_gone.html", reason=error.reason, name=error.name)}
        values = {
            "lines": _lines(here, found),
            "earlier": found.older,
            "stopped": not found.whole and not found.followed,
            "base": base or f"{ROOT}/case/{ident}",
            "case": found.case,
            "title": called or title(here, found.case, found.name),
        }
        return {"lines": here.fill("lines.html", **values), **_head(here, found, str(values["base"]))}

    return stream(here, Live(lambda ring: ring.conversation == ident, draw, CALM))


# ---------------------------------------------------------------- what is done


Do = Callable[[Here, str, dict[str, str]], Awaitable[None]]


def _done(do: Do, *, stays: bool = True, what: str = "") -> Callable[[Here], Awaitable[Response]]:
    """Return what does it and leads on: back to the case, or to the queue once it is not held any more.

    `what` of `DONE` is said there, for what leaves nothing to be seen.
    """

    async def answer(here: Here) -> Response:
        ident, fields = _ident(here), dict(await here.fields())
        if do is not say:  # which has a pace of its own, and keeps the text
            paced(here, fields.get("text", ""))
        try:
            await do(here, ident, fields)
        except DeskError as error:
            raise refused(error, fields.get("text", "")) from None
        if here.scripted:
            return JSONResponse({"key": here.desk.ids()})
        if stays:
            return here.go(f"{ROOT}/case/{ident}?done={what}" if what else f"{ROOT}/case/{ident}")
        return here.go(f"{ROOT}/queue?view=mine&done={what}")

    return answer


async def say(here: Here, ident: str, fields: dict[str, str]) -> None:
    """Say something."""
    office, text, key = here.desk.office, fields.get("text", ""), _key(fields)
    try:
        if here.desk.pace.wait(here.account.id):
            raise DeskError("fast")  # noqa: TRY301 - as the office refuses
        await office.say(here.account, ident, _number(fields), text, key)
    except DeskError as error:
        error.kept = await office.keep(here.account, ident, text, key)
        raise


async def send_cv(here: Here, ident: str, fields: dict[str, str]) -> None:
    """Send the person their CV as it is now."""
    await here.desk.office.send_cv(here.account, ident, _number(fields), _key(fields))


async def give(here: Here) -> Response:
    """Hand over a file, which a script sends as it is, with what belongs to it in a header."""
    paced(here)
    if content_type(here.request) != BYTES:
        raise RefusedError("desk.unreadable", HTTPStatus.UNSUPPORTED_MEDIA_TYPE)
    data = await body_of(here.request, GIVEN_MOST)
    fields = dict(fields_in(here.request.headers.get(SAID, "").encode()))
    text, key = fields.get("text", ""), _key(fields)
    if data is None:
        raise refused(DeskError("file_heavy"), text)
    if len(text) > GIVEN_TEXT_MAX:
        raise refused(DeskError("long"), text)
    file = (fields.get("name", ""), data)
    await here.desk.office.papers.give(here.account, _ident(here), _number(fields), file, (text, key))
    return JSONResponse({"key": here.desk.ids()})


async def note(here: Here, ident: str, fields: dict[str, str]) -> None:
    """Keep a note."""
    await here.desk.office.note(here.account, ident, fields.get("text", ""), _key(fields))


async def draft(here: Here, ident: str, fields: dict[str, str]) -> None:
    """Keep what is being written, and show that it is."""
    office, text, key = here.desk.office, fields.get("text", ""), _key(fields)
    try:
        case = await office.draft(here.account, ident, text, key)
    except DeskError as error:
        error.kept = await office.keep(here.account, ident, text, key)
        raise
    if text.strip():
        await here.desk.typing(case.who, ident)


async def suggest(here: Here, ident: str, fields: dict[str, str]) -> None:
    """Propose an answer."""
    qid, text = fields.get("qid", ""), fields.get("text", "")
    await here.desk.office.suggest(here.account, ident, _number(fields), qid, text, _key(fields))


async def aside(here: Here, ident: str, fields: dict[str, str]) -> None:
    """Set a line of the summary aside, or take it back."""
    back = fields.get("back") == "yes"
    await here.desk.office.set_aside(here.account, ident, fields.get("line", ""), back=back)


async def cv(here: Here) -> Response:
    """Show the CV as it would be now."""
    paced(here)
    file, data = await here.desk.office.cv(here.account, _ident(here))
    return Response(data, media_type=file.mime, headers={"Content-Disposition": "inline; filename=CV.pdf"})


async def stays(here: Here, ident: str, _fields: dict[str, str]) -> None:
    """Say that one is still on it."""
    await here.desk.office.here(here.account, ident)


async def give_back(here: Here, ident: str, fields: dict[str, str]) -> None:
    """Give the floor back."""
    await here.desk.office.give_back(here.account, ident, _number(fields))


async def close(here: Here, ident: str, fields: dict[str, str]) -> None:
    """End the conversation."""
    await here.desk.office.close(here.account, ident, _number(fields))


async def _transfer(here: Here, ident: str, fields: dict[str, str]) -> None:
    await here.desk.office.transfer(here.account, ident, _number(fields), fields.get("to", ""))


def _key(fields: dict[str, str]) -> str:
    """Return what a form was marked with."""
    return fields.get("key", "")[:KEY_MAX]


def _number(fields: dict[str, str]) -> int:
    """Return the number of the floor a page was drawn with; -1, which is nobody's, for what is no number."""
    text = fields.get("n", "")
    return int(text) if text.isascii() and text.isdecimal() and len(text) < 10 else -1  # noqa: PLR2004 - digits


def _ident(here: Here) -> str:
    return str(here.request.path_params["case"])


PAGES: Final = (
    Page(CASE, Action.CASE, get=show),
    Page(f"{CASE}/events", Action.CASE, get=lines),
    Page(f"{CASE}/say", Action.CASE, post=_done(say)),
    Page(f"{CASE}/send-cv", Action.CASE, post=_done(send_cv)),
    Page(f"{CASE}/give", Action.CASE, post=give),
    Page(f"{CASE}/note", Action.CASE, post=_done(note)),
    Page(f"{CASE}/draft", Action.CASE, post=_done(draft)),
    Page(f"{CASE}/suggest", Action.CASE, post=_done(suggest)),
    Page(f"{CASE}/aside", Action.CASE, post=_done(aside)),
    Page(f"{CASE}/cv", Action.CASE, get=cv),
    Page(f"{CASE}/here", Action.CASE, post=_done(stays, what="kept")),
    Page(f"{CASE}/give-back", Action.CASE, post=_done(give_back, stays=False, what="given")),
    Page(f"{CASE}/close", Action.CASE, post=_done(close, stays=False, what="closed")),
    Page(f"{CASE}/transfer", Action.CASE, post=_done(_transfer, stays=False, what="handed")),
)
