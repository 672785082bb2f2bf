"""The one next action of a project: tied to a fact, dated where it can be, and none where nothing specific is known.

It promises nothing and asks nobody to come back with a result.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
from typing import Final

from flows.content import Content
from flows.live import Live
from flows.model import Arg, Phrase
from flows.project.law import EXTRAS, HELD, missing

TRAINING: Final = "cv/training"
WEEK: Final = timedelta(days=7)
# What the law asks and a person can go and ask for; the rest is done by the employer, or needs no step.
ASKED_FOR: Final = frozenset({"licence_b", "licence_c", "licence_d", "caces", "cnaps", "deas", "bafa"})


def step(content: Content, live: Live, codes: tuple[str, ...]) -> Phrase:
    """Return the next action for these occupations, the first that has one; or only that they are kept."""
    found = (_lacks(content, live, code) or _no_phone(live) or _send(content, live, code) for code in codes)
    return next((one for one in found if one), Phrase("step.none"))


def _lacks(content: Content, live: Live, code: str) -> Phrase | None:
    """Return whom to ask for what the law asks, when the person was asked and does not have it."""
    names = (name for name in missing(content, live, code) if name in ASKED_FOR and _told(live, name))
    return next((Phrase(f"step.{name}") for name in names), None)


def _told(live: Live, name: str) -> bool:
    """Whether the person was asked about it: licences in one question, diplomas in another, which may hold it."""
    if name in HELD:
        return live.said(EXTRAS)
    return live.value(TRAINING) is not None and not live.said(TRAINING)


def _no_phone(live: Live) -> Phrase | None:
    asked = live.value("cv/phone")
    return Phrase("step.phone") if asked and not asked.said and not live.text("cv/email") else None


def _send(content: Content, live: Live, code: str) -> Phrase | None:
    """Return a kind of place in her town to send the CV to, within a week: the CV and a way to answer are there."""
    date = _date(live)
    reached = live.text("cv/phone") or live.text("cv/email")
    if code not in content.occupations or date is None or not reached:
        return None
    town = live.text("cv/town")
    args: Mapping[str, Arg] = {"date": date, "place": Phrase(f"place.{code}")}
    return Phrase("step.send", {**args, "town": town}) if town else Phrase("step.send.anywhere", args)


def _date(live: Live) -> Phrase | None:
    """Return the day a week after what was told last; the second of a month rather than its first."""
    if not live.log:
        return None
    day = datetime.fromtimestamp(live.log[-1].at / 1000, UTC) + WEEK
    return Phrase("date.day", {"day": str(max(2, day.day)), "month": Phrase(f"month.of.{day.month}")})
