"""Replies the team has ready: a shortcut, and the same words in the languages people speak."""

from __future__ import annotations

import re
from collections.abc import Mapping
from http import HTTPStatus
from typing import Final

from starlette.responses import Response

from bot.desk.office import TEXT_MAX
from bot.desk.roles import Action
from bot.desk.web import BODY_MAX, ROOT, Here, Page
from bot.desk.whose import DeskError
from bot.store.desk import Reply

REPLIES: Final = f"{ROOT}/replies"
LETTER: Final = 9  # bytes of one in a form, at most: three, each written with a percent sign
SHORTCUT: Final = re.compile(r"[\w-]{1,20}")


async def show(here: Here) -> Response:
    """Show them, and an empty one to fill in."""
    found = await here.desk.office.replies()
    return here.page(
        "replies.html",
        HTTPStatus.OK,
        replies=[(one, here.desk.ids()) for one in (Reply("new", "", "", {}), *found)],
        most=TEXT_MAX,
    )


async def keep(here: Here) -> Response:
    """Keep one."""
    fields = await here.fields(BODY_MAX + LETTER * TEXT_MAX * (len(here.desk.languages) - 1))
    shortcut = fields.get("shortcut", "").strip().removeprefix("/").casefold()
    texts = {lang: fields.get(f"text.{lang}", "").strip() for lang in here.desk.languages}
    wrong = _wrong(shortcut, texts)
    if wrong:
        raise DeskError(wrong)
    ident = fields.get("id", "new")
    await here.desk.office.keep_reply(here.account, "" if ident == "new" else ident, shortcut, texts)
    return here.go(REPLIES)


def _wrong(shortcut: str, texts: Mapping[str, str]) -> str:
    """Return what is wrong with a reply, "" when nothing is."""
    if not SHORTCUT.fullmatch(shortcut):
        return "shortcut"
    if any(len(text) > TEXT_MAX for text in texts.values()):
        return "long"
    return "" if any(texts.values()) else "empty"


async def drop(here: Here) -> Response:
    """Forget one."""
    fields = await here.fields()
    await here.desk.office.drop_reply(here.account, fields.get("id", ""))
    return here.go(REPLIES)


PAGES: Final = (
    Page(REPLIES, Action.QUEUE, get=show, post=keep, menu="desk.menu.replies"),
    Page(f"{REPLIES}/drop", Action.QUEUE, post=drop),
)
