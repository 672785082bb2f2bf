"""How one is told that a person waits: the ways one named, which are silent, and one's quiet hours.

The page names a way and never tries one. A word that links a chat is shown once; a browser's address goes through the
rules of what may be sent to before it is kept. The worker that shows the sentences in a browser is open to all: a
browser looks for a new one whether or not somebody is signed in.
"""

from __future__ import annotations

import json
import re
from functools import cache
from http import HTTPStatus
from pathlib import Path
from string import Template
from typing import Final

from starlette.responses import JSONResponse, Response

from bot import notices
from bot.desk.roles import Action
from bot.desk.web import ROOT, Desk, Gate, Here, Page, RefusedError, Visitor
from bot.notices.base import SAYS
from bot.notices.linking import drawn
from bot.notices.rules import Quiet, Way
from bot.pages.assets import ICON, SCRIPT_TYPE, asset
from bot.store.base import Session

PATH: Final = f"{ROOT}/ways"
WORKER: Final = f"{ROOT}/worker.js"
TIME: Final = re.compile(r"([01]\d|2[0-3]):([0-5]\d)", re.ASCII)


async def show(here: Here) -> Response:
    """Show them."""
    return await _shown(here)


async def _shown(here: Here, link: str = "") -> Response:
    def work(tx: Session) -> tuple[tuple[Way, ...], Quiet | None]:
        return tuple(tx.notices.ways(here.account.id)), tx.notices.quiet(here.account.id)

    ways, quiet = await here.run(work)
    offered = here.desk.offered
    key = await offered.push.public() if offered.push else ""
    times = [f"{minute // 60:02}:{minute % 60:02}" for minute in ((quiet.begin, quiet.end) if quiet else ())]
    return here.page("ways.html", ways=ways, times=times, offered=offered, key=key, link=link, worker=WORKER)


async def change(here: Here) -> Response:
    """Silence a way, use it again, or forget it."""
    fields = await here.fields()
    ident, what, account = fields.get("way", ""), fields.get("do", ""), here.account.id

    def work(tx: Session) -> None:
        if what == "drop":
            tx.notices.drop(account, ident)
            tx.accounts.log(here.desk.now(), account, "way removed")
        elif what in {"silence", "use"}:
            tx.notices.silence(account, ident, silenced=what == "silence")

    await here.run(work)
    return here.go(PATH)


async def link_telegram(here: Here) -> Response:
    """Show a link that opens Telegram and names the chat there, once."""
    telegram, desk = here.desk.offered.telegram, here.desk
    word = await here.run(lambda tx: drawn(tx, here.account.id, desk.ids, desk.now()))
    link = await telegram(word) if telegram else ""
    if not link:
        raise RefusedError("desk.ways.not_now", HTTPStatus.SERVICE_UNAVAILABLE)
    return await _shown(here, link)


async def add_mail(here: Here) -> Response:
    """Keep an e-mail address."""
    from bot.notices.mail import NAME, is_address  # noqa: PLC0415 - its library is loaded only where it is used

    address = (await here.fields()).get("address", "").strip()
    if not here.desk.offered.mail or not is_address(address):
        raise RefusedError("desk.ways.wrong_mail")
    await _add(here, NAME, address)
    return here.go(PATH)


async def add_browser(here: Here) -> Response:
    """Keep the browser a script of ours speaks for."""
    push = here.desk.offered.push
    said = await here.json()
    try:
        browser = push.browser(said) if push else None
    except ValueError:
        browser = None
    if push is None or browser is None:
        raise RefusedError("desk.ways.wrong_push")
    await _add(here, push.name, browser.kept)
    return JSONResponse({"go": PATH})


async def _add(here: Here, kind: str, to: str) -> None:
    """Keep a way. Raises `RefusedError` when there are too many."""
    way, account, now = Way(here.desk.ids(), kind, to), here.account.id, here.desk.now()

    def work(tx: Session) -> bool:
        kept = tx.notices.add(account, way, now)
        if kept:
            tx.accounts.log(now, account, "way added", detail=kind)
        return kept

    if not await here.run(work):
        raise RefusedError("desk.ways.many", HTTPStatus.CONFLICT)


async def keep_quiet(here: Here) -> Response:
    """Keep one's quiet hours, or that there are none."""
    fields = await here.fields()
    quiet: Quiet | None = None
    if fields.get("do") != "none":
        quiet = Quiet(_minute(fields.get("from", "")), _minute(fields.get("to", "")))
    await here.run(lambda tx: tx.notices.set_quiet(here.account.id, quiet))
    return here.go(PATH)


def _minute(text: str) -> int:
    """Return the minute of a day. Raises `RefusedError`."""
    match = TIME.fullmatch(text)
    if match is None:
        raise RefusedError("desk.ways.wrong_time")
    return int(match[1]) * 60 + int(match[2])


# ---------------------------------------------------------------- what a browser runs


async def worker(visitor: Visitor) -> Response:
    """Return the script that shows the sentences."""
    return Response(_worker(visitor.desk.languages[0], _words(visitor.desk)), media_type=SCRIPT_TYPE)


def _words(desk: Desk) -> str:
    """Return every sentence a browser may be asked to show, as JSON."""
    found = {
        lang: {kind.value: desk.translator(lang)(phrase) for kind, phrase in SAYS.items()}
        | {"lang": lang, "dir": desk.direction(lang)}
        for lang in desk.languages
    }
    return json.dumps(found)


@cache
def _worker(lang: str, words: str) -> str:
    source = (Path(notices.__file__).parent / "worker.js").read_text(encoding="utf-8")
    icon = asset(ICON, f"{ROOT}/static/").path
    return Template(source).substitute(words=words, desk=ROOT, icon=icon, lang=lang)


PAGES: Final = (
    Page(PATH, Action.QUEUE, show, change, menu="desk.menu.ways", place=85),
    Page(f"{PATH}/telegram", Action.QUEUE, post=link_telegram),
    Page(f"{PATH}/mail", Action.QUEUE, post=add_mail),
    Page(f"{PATH}/push", Action.QUEUE, post=add_browser),
    Page(f"{PATH}/quiet", Action.QUEUE, post=keep_quiet),
)
GATES: Final = (Gate(WORKER, worker),)
