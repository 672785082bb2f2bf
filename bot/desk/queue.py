"""The queue: who waits, by the time at which they asked, and one's own cases; no word of who was not claimed."""

from __future__ import annotations

from collections.abc import Sequence
from http import HTTPStatus
from typing import Final, cast

from starlette.responses import Response

from bot.desk.live import Live, stream
from bot.desk.opening import Row
from bot.desk.roles import Action
from bot.desk.spoken import ago, title
from bot.desk.web import ROOT, Here, Page, RefusedError
from bot.desk.whose import DeskError
from bot.store.staff import Role

VIEWS: Final = ("waiting", "mine", "sleeping")
OWN: Final = ("mine", "sleeping")  # of whom one may know when they wrote
QUEUE: Final = f"{ROOT}/queue"
DONE: Final = ("kept", "given", "closed", "handed")  # what is said once it was done: nothing on the page shows it
CALM: Final = 0.5  # seconds: a list that jumps is no list


async def show(here: Here) -> Response:
    """Show a view of the queue."""
    return here.page("queue.html", HTTPStatus.OK, done=done(here), **await _values(here))


def done(here: Here) -> str:
    """Return the words for what was just done, "" for nothing."""
    what = here.request.query_params.get("done", "")
    return here.say(f"desk.done.{what}") if what in DONE else ""


async def events(here: Here) -> Response:
    """Send the list each time it changed."""
    shown: set[str] = set()

    async def draw() -> dict[str, str]:
        values = await _values(here)
        shown.clear()
        shown.update(str(row["id"]) for row in cast("list[dict[str, object]]", values["rows"]))
        return {"list": here.fill("queue_list.html", **values)}

    mine = here.request.query_params.get("view") == "mine"
    return stream(
        here,
        Live(lambda ring: ring.moved or (mine and not ring.writes and ring.conversation in shown), draw, CALM),
    )


async def _values(here: Here) -> dict[str, object]:
    views = (*VIEWS, "held") if here.account.role is Role.LEAD else VIEWS
    asked = here.request.query_params.get("view", "")
    view = asked if asked in views else VIEWS[0]
    found = await here.desk.office.queue(here.account, view)
    now = here.desk.now()
    return {
        "view": view,
        "views": views,
        "counts": found.counts,
        "rows": [_row(here, row, now, view) for row in _in_order(found.rows, view)],
        "away": here.account.away,
    }


def _in_order(rows: Sequence[Row], view: str) -> Sequence[Row]:
    """Return the rows of a view; of one's own, who wrote and was given no sign since comes first."""
    return sorted(rows, key=lambda row: row.case.heard <= row.case.signed) if view == "mine" else rows


def _row(here: Here, row: Row, now: int, view: str) -> dict[str, object]:
    case = row.case
    return {
        "id": case.id,
        "title": title(here, case, row.title),
        "asked": here.word(ago(now - case.asked)) if case.asked and case.requested else "",
        "heard": here.word(ago(now - case.heard)) if view in OWN else "",
        "unanswered": view == "mine" and case.heard > case.signed,
        "topic": here.say(f"button.{case.topic}") if case.topic else "",
        "lang": here.say(f"language.{case.lang}"),
        "urgent": case.urgent,
        "ended": case.ended,
        "owner": row.owner,
    }


async def claim(here: Here) -> Response:
    """Take a case and open it."""
    ident = here.request.path_params["case"]
    await here.desk.office.claim(here.account, ident)
    return here.go(f"{ROOT}/case/{ident}")


async def away(here: Here) -> Response:
    """Say that one is away, or here again."""
    fields = await here.fields()
    gone = fields.get("away") == "yes"
    await here.run(lambda tx: tx.accounts.away(here.account.id, away=gone))
    return here.go(QUEUE)


def refused(error: DeskError, words: str = "") -> RefusedError:
    """Return the refusal that says why something was not done, and hands back what was written."""
    status = HTTPStatus.TOO_MANY_REQUESTS if error.reason in {"fast", "often"} else HTTPStatus.CONFLICT
    refusal = RefusedError(f"desk.error.{error.reason}", status, name=error.name)
    refusal.words, refusal.kept = words, error.kept
    return refusal


def paced(here: Here, words: str = "") -> None:
    """Raise `RefusedError` when a session does more in a minute than hands do; what was written is handed back."""
    if here.desk.hands.wait(here.session):
        raise refused(DeskError("often"), words)


PAGES: Final = (
    Page(QUEUE, Action.QUEUE, get=show, menu="desk.menu.queue", place=10),
    Page(f"{QUEUE}/events", Action.QUEUE, get=events),
    Page(f"{ROOT}/away", Action.QUEUE, post=away),
    Page(f"{ROOT}/case/{{case}}/claim", Action.CASE, post=claim),
)
