"""Looking for words in one's own cases: what was said, what was answered, the team's notes.

Nothing is indexed: words are sealed, so the few cases an account holds are opened and looked through, one after the
other, and other work goes in between. Of who did not open their answers only the talk is looked through.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import partial
from http import HTTPStatus
from typing import Final

from starlette.responses import Response

from bot.desk import hidden
from bot.desk.queue import paced
from bot.desk.roles import Action
from bot.desk.spoken import title
from bot.desk.web import ROOT, Here, Page
from bot.store.base import Session, UnreadableError
from bot.store.desk import Case
from bot.transcript import words
from flows.reading import fold
from flows.visible import visible

LINES: Final = 300  # the newest of a case
SHORTEST: Final = 2  # letters
AROUND: Final = 60  # characters shown on each side
MOST: Final = 60  # cases
NAMED: Final = "cv/name"


@dataclass(frozen=True, slots=True)
class Hit:
    """Where the words were found first: some of what stands around them, and the line, "" where there is none."""

    case: Case
    name: str
    text: str
    line: str = ""


async def show(here: Here) -> Response:
    """Show the form."""
    return here.page("search.html", HTTPStatus.OK, asked="", rows=())


async def find(here: Here) -> Response:
    """Show where the words are. They come in a form, for an address is written down in too many places."""
    asked = (await here.fields()).get("q", "").strip()[:100]
    paced(here, asked)
    wanted = fold(asked)
    hits: list[Hit] = []
    if len(wanted) >= SHORTEST:
        cases = await here.run(lambda tx: tx.cases.held(here.account.id, MOST))
        found = [await here.run(partial(_read, here=here, case=case, wanted=wanted)) for case in cases]
        hits = [hit for hit in found if hit]
    rows = [(hit, title(here, hit.case, hit.name)) for hit in hits]
    return here.page("search.html", HTTPStatus.OK, asked=asked, rows=rows)


def _read(tx: Session, here: Here, case: Case, wanted: str) -> Hit | None:
    """Look through a case; that words of it are shown is a line of the log. One that cannot be read here has none."""
    try:
        hit = _look(tx, here, case, wanted)
    except UnreadableError:
        return None
    if hit is not None:
        tx.accounts.log(here.desk.now(), here.account.id, "read", who=case.who, conversation=case.id)
    return hit


def _look(tx: Session, here: Here, case: Case, wanted: str) -> Hit | None:
    facts = tx.facts(case.who)
    seen = visible(here.desk.content, facts) if hidden.agreed(facts) else ()
    name = next((fact.value.text for fact in reversed(seen) if fact.qid == NAMED), "")
    newest = here.desk.office.lines(tx, case, facts, LINES)[::-1]
    for line in sorted(newest, key=lambda one: one.message.event is None):  # their own words first
        message = line.message
        said = words(message.event) if message.event else message.bubble.text if message.bubble else ""
        if wanted in fold(said):
            return Hit(case, name, _around(said, wanted), message.id)
    texts = [*(note.text for note in tx.cases.notes(case.who)), name, *(fact.raw for fact in seen)]
    return next((Hit(case, name, _around(text, wanted)) for text in texts if wanted in fold(text)), None)


def _around(text: str, wanted: str) -> str:
    """Return the part of a text in which the words stand, as near as folding lets it be told."""
    flat = " ".join(text.split())
    place = max(0, fold(flat).find(wanted))
    start, end = max(0, place - AROUND), place + len(wanted) + AROUND
    return f"{'…' if start else ''}{flat[start:end]}{'…' if end < len(flat) else ''}"


PAGES: Final = (Page(f"{ROOT}/search", Action.QUEUE, get=show, post=find),)
