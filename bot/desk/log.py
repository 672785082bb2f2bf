"""What a person is told of the desk: what stands on their case beside their answers, and every look, ten at a time.

The same thing done by the same person several times in a row, on one day, is one line with the first and the last
hour: a page that is open is read again after each note. Why a lead read it is told as it was written.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import UTC, datetime, tzinfo
from typing import Final

from bot.desk import hidden
from bot.desk.glance import about_of, key_of
from bot.desk.opening import LINES, further, in_order
from bot.parts import Parts
from bot.store.base import Conversation, Session, Who
from flows.content import Content
from flows.model import Facts
from flows.readers import ABOUT, ASIDE, ASKED, BETWEEN, WHATS
from flows.summary import About, at_the_desk

LAST: Final = 10  # lines that are told at once
SECOND: Final = 1000  # ms


@dataclass(frozen=True, slots=True)
class Did:
    """What somebody did, from one hour of a day to another. `id` is the first of its lines in the log."""

    id: int
    what: str
    account: str
    first: datetime
    last: datetime
    why: str

    def same(self, other: Did) -> bool:
        """Whether another one only goes on with this one."""
        told = [(one.what, one.account, one.why, one.first.date()) for one in (self, other)]
        return told[0] == told[1]


def looks(tx: Session, who: Who, zone: tzinfo = UTC, before: str = "") -> str:
    """Return the last things done before a line of the log, oldest first, a line each as flows/readers.py reads them.

    Above them stands the line before which older ones are to be had, "" where there are none.
    """
    names = {one.id: one.name for one in tx.accounts.all()}
    upto = int(before) if before.isascii() and before.isdecimal() else 0
    done = [one for one in _done(tx, who, zone) if not upto or one.id < upto]
    shown = done[-LAST:]
    older = str(shown[0].id) if len(done) > LAST else ""
    return "\n".join((older, *(_line(one, names.get(one.account, "")) for one in shown)))


def _done(tx: Session, who: Who, zone: tzinfo) -> list[Did]:
    done: list[Did] = []
    for line in tx.accounts.logged(who):
        if line.what not in WHATS:
            continue
        at = datetime.fromtimestamp(line.at / SECOND, zone)
        one = Did(line.id, line.what, line.account, at, at, " ".join(line.detail.split()))
        if done and done[-1].same(one):
            done[-1] = replace(done[-1], last=at)
        else:
            done.append(one)
    return done


def _line(one: Did, name: str) -> str:
    first, last = (f"{at.hour:02}:{at.minute:02}" for at in (one.first, one.last))
    hours = first if first == last else f"{first}-{last}"
    parts = (one.what, name.replace(BETWEEN, " "), str(one.first.day), str(one.first.month), hours, one.why)
    return BETWEEN.join(parts)


# ---------------------------------------------------------------- what stands on the case


def stands(tx: Session, parts: Parts, who: Who, conversation: str) -> str:
    """Return what the page of an open case says beside the facts, and what was set aside, for flows/readers.py."""
    found, content = tx.load(who, conversation), parts.content
    names = {one.id: one.name.replace(BETWEEN, " ") for one in tx.accounts.all()}
    return "\n".join(_case(tx, content, parts, found, names)) if found and content else ""


def _case(tx: Session, content: Content, parts: Parts, found: Conversation, names: Mapping[str, str]) -> Iterator[str]:
    case, facts = tx.cases.case(found.id), tx.facts(found.who)
    if case is None or case.holder not in ASKED:
        return
    newest, earlier = (
        hidden.lines(tx, case, facts, parts.private, LINES),
        further(tx, case, facts, parts.private, found.state),
    )
    lines = in_order((*earlier, *newest))
    about = about_of(content, case, lines, found.state, parts.window(found.channel, tx.heard(found)))
    window = "" if about.window_minutes is None else str(about.window_minutes)
    yield BETWEEN.join((ABOUT, str(about.at), window, about.source, " ".join(about.words.split())))
    keys = _keys(content, facts, found, about)
    for key, account in tx.cases.aside(found.who, [*keys]).items():
        yield BETWEEN.join((ASIDE, keys[key], names.get(account, "")))


def _keys(content: Content, facts: Facts, found: Conversation, about: About) -> dict[str, str]:
    """Return what each line is about by the name it is set aside under, whoever reads it and whatever they may see."""
    return {
        key_of(point): point.id
        for known in (facts, ())
        for lang in content.languages
        for point in at_the_desk(content, known, found.state, replace(about, lang=lang))
    }
