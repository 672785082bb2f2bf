"""What is kept of a person, in chapters of plain lines: said in the chat, and printed (flows/printed.py).

Facts tell most of it. What they cannot tell is counted outside, a line each: a word, a blank, and the rest (`COUNTED`).
Nothing is said of what is not there, but for who read: that nobody did is worth a line.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Final

from flows import asking, discreet, follow, purposes, readers, tips
from flows.content import DRAWN, Content
from flows.documents import Chapter
from flows.live import DOCUMENT, known
from flows.model import Fact, Facts, Phrase

KEEPING: Final = "charter/consent"
SECOND: Final = 1000  # ms
COUNTED: Final = ("files", "papers", "notes", "asked")
SINCE, READ, OLDER = "since", "read", "older"  # begin other lines: a time; what was done; that there was more before
SUBJECTS: Final[Mapping[str, tuple[str, ...]]] = {  # how their ids begin; the first that fits, so the widest is last
    "you": ("cv/name", "cv/phone", "cv/told_phone", "cv/email", "cv/town"),
    "life": ("exp/", "craft/"),
    "job": ("project/", "cv/title"),
    "letter": ("letter/",),
    "interview": ("interview/",),
    "former": ("former/",),
    "games": ("game/", "tip/"),
    "cv": ("cv/", "forms/"),
}
ELSEWHERE: Final = (DOCUMENT, purposes.FACT, follow.FACT, "charter/", "consent/", tips.DAILY, discreet.CODE)


@dataclass(frozen=True, slots=True)
class Paper:
    """A document that was made: what it is, in which formats, when, and up to which fact it was drawn."""

    seq: int
    document: str
    formats: tuple[str, ...]
    at: int
    upto: int
    lang: str


def papers(content: Content, facts: Facts) -> tuple[Paper, ...]:
    """Return the documents that were made, oldest first; what was made twice of the same answers stands once."""
    made: dict[tuple[str, int], Paper] = {}
    for fact in facts:
        if not fact.qid.startswith(DOCUMENT) or not fact.value.text.isdecimal():
            continue
        question, upto = known(content, fact.qid), int(fact.value.text)
        document, _, formats = (question.draws if question and question.draws else DRAWN).partition(":")
        before = made.get((document, upto))
        forms = dict.fromkeys((*(before.formats if before else ()), *formats.split("+")))
        made[document, upto] = Paper(fact.seq, document, tuple(forms), fact.at, upto, fact.lang)
    return tuple(sorted(made.values(), key=lambda one: one.seq))


# ---------------------------------------------------------------- agreements


@dataclass(frozen=True, slots=True)
class Agreement:
    """What was agreed to, refused or ended: `text` is the version of what was read before the answer."""

    what: str
    answer: str
    text: str
    lang: str
    at: int


def agreements(facts: Facts) -> tuple[Agreement, ...]:
    """Return every answer about what may be done, oldest first; the newest of each kind counts."""
    return tuple(
        Agreement(fact.qid, fact.value.ids[0], _text(fact), fact.lang, fact.at)
        for fact in facts
        if fact.value.ids and (fact.qid in {KEEPING, asking.AGREED, tips.DAILY} or _of_its_own(fact))
    )


def _of_its_own(fact: Fact) -> bool:
    return fact.qid.startswith((purposes.FACT, follow.FACT))


def _text(fact: Fact) -> str:
    """Return the version of the text: written beside the answer, else that of the form which asked."""
    return fact.value.ids[1] if fact.value.ids[1:] else str(fact.form_version)


def _agreed(content: Content, facts: Facts) -> Iterator[Phrase]:
    """Yield the newest answer of each kind, a line each."""
    names = {fact.qid: fact.value.text for fact in facts if fact.qid.startswith(follow.FACT)}
    for one in {one.what: one for one in agreements(facts)}.values():
        version = one.text.rpartition(".")[2]
        answer = Phrase("agreements.agree" if one.answer in {"agree", "yes"} else "agreements.refuse")
        what = _named(content, one.what, names.get(one.what, ""))
        yield Phrase("mine.agreed", {"what": what, "answer": answer, "when": date(one.at), "n": version})


def _named(content: Content, what: str, name: str) -> Phrase:
    if name:
        return Phrase("mine.followed", {"name": name})
    if what.startswith(purposes.FACT):
        one = purposes.PURPOSES.get(what.removeprefix(purposes.FACT))
        where = one.where(content.host) if one and one.where else ""
        return Phrase(f"label.allow.{what.removeprefix(purposes.FACT)}", {"where": where})
    return Phrase({KEEPING: "label.allow.keep", asking.AGREED: "label.allow.reading"}.get(what, "mine.tips"))


# ---------------------------------------------------------------- chapters


def date(at: int) -> Phrase:
    """Return a day as it is said."""
    day = datetime.fromtimestamp(at / SECOND, UTC)
    return Phrase("mine.date", {"day": str(day.day), "month": Phrase(f"month.of.{day.month}"), "year": str(day.year)})


def subject(qid: str) -> str:
    """Return what an answer is about, "" for what is no answer."""
    if qid.startswith(ELSEWHERE):
        return ""
    return next((name for name, begins in SUBJECTS.items() if qid.startswith(begins)), "other")


def chapters(content: Content, facts: Facts, counted: str) -> tuple[Chapter, ...]:
    """Return what is kept, since when, until when, what was agreed and who read it."""
    several = [line.partition(" ") for line in counted.split("\n")]
    reads = tuple(readers.done([rest for word, _, rest in several if word == READ]))
    lines = {word: rest for word, _, rest in several if word != READ}
    reads += (Phrase("mine.readers.more"),) if lines.get(OLDER) else ()
    since = lines.get(SINCE, "")
    begun = (Phrase("mine.since", {"when": date(int(since))}),) if since.isdecimal() else ()
    subjects = [subject(qid) for qid in dict.fromkeys(fact.qid for fact in facts if fact.value.said)]
    told = tuple(
        _count(f"mine.title.{name}", subjects.count(name), "mine.count.answers")
        for name in (*SUBJECTS, "other")
        if name in subjects
    )
    made = len(papers(content, facts))
    beside = {"made": made, **{name: _number(lines.get(name, "")) for name in COUNTED}}
    rest = tuple(_count(f"mine.kept.{name}", n) for name, n in beside.items() if n)
    rest += (Phrase("mine.notes"),) if beside["notes"] else ()
    rest += () if beside["files"] else (Phrase("mine.files.none"),)
    parts = (
        Chapter(Phrase("mine.answers"), (*begun, *(told or (Phrase("mine.answers.none"),)))),
        Chapter(Phrase("mine.beside"), (Phrase("mine.messages"), *rest, Phrase("mine.address"))),
        Chapter(Phrase("mine.until"), (_until(content, facts),)),
        Chapter(Phrase("mine.agreements"), tuple(_agreed(content, facts))),
        Chapter(Phrase("mine.readers"), reads or (Phrase("mine.readers.none"),)),
    )
    return tuple(part for part in parts if part.lines)


def _count(what: str, n: int, counts: str = "mine.count") -> Phrase:
    return Phrase(counts, {"what": Phrase(what), "n": n})


def _number(text: str) -> int:
    return int(text) if text.isdecimal() else 0


def _until(content: Content, facts: Facts) -> Phrase:
    """Return when it ends, as it is: kept, refused, or not answered yet."""
    answer = next((fact.value.ids[:1] for fact in reversed(facts) if fact.qid == KEEPING and fact.value.ids), ())
    if answer == ("agree",):
        return Phrase("keeping.until", {"n": content.host.months})
    return Phrase("mine.until.refused" if answer else "mine.until.open")
