"""One more CV, for another occupation, from the same facts. The first one stays as it was."""

from __future__ import annotations

from typing import Final

from flows.content import Content, Parsed, Reading
from flows.live import Live
from flows.model import Choice, Kind, Phrase, Value
from flows.project import titles
from flows.project.ranking import JOB, ranked
from flows.project.rules import NEAR, printed_title, told_jobs
from flows.reading import answer_word, pick

SECOND: Final = "project/second"


def offered(live: Live, _item: str) -> bool:
    """There is a first CV."""
    return live.said("document/first")


def entering(live: Live) -> tuple[tuple[str, Value], ...]:
    """Another occupation is asked for each time."""
    return ((SECOND, Value(Kind.REMOVED)),) if live.fact(SECOND) else ()


def choices(content: Content, live: Live, _item: str) -> tuple[Choice, ...]:
    """The occupations nearest to what was told, but the one that is on the first CV; or none."""
    first = live.ids(JOB)[:1]
    codes = [one.code for one in ranked(content, live) if one.code not in first]
    others = (Choice("other", Phrase("button.other")), Choice("none", Phrase("button.none")))
    return titles.choices(codes[:NEAR], *others)


def read(reading: Reading) -> Parsed | None:
    """Read an occupation: one on screen, or one that the words name."""
    picked = pick(reading.folded, reading.choices, (), reading.words)
    if picked == "none" or answer_word(reading.folded, reading.words) in {"no", "none"}:
        return Parsed(Value(Kind.CHOICE, ids=("none",)))
    if picked and picked != "other":
        return Parsed(Value(Kind.CHOICE, ids=(picked,)))
    codes, named = told_jobs(reading)[:1], printed_title(reading)
    return Parsed(Value(Kind.CHOICE, ids=codes, text=named)) if codes or named else None


def wanted(live: Live, _item: str) -> bool:
    """Draw it once an occupation was chosen."""
    value = live.value(SECOND)
    return value is not None and value.said and value.ids != ("none",)
