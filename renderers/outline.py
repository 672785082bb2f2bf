"""What stands in a CV and in which order, for every template and every format.

A part without lines has no heading. `rows` gives the lines of a part with the role each has on the page; where they go
and how they look is decided by whoever draws them. Nothing here knows a page, a font or a file.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import chain

from flows.documents import Cv, Entry, Line
from flows.model import Phrase, Translate
from renderers import bidi
from renderers.words import clean

RTL_LANGUAGES = frozenset({"ar", "ckb", "dv", "fa", "he", "ps", "sd", "ug", "ur", "yi"})
SEPARATOR = " | "  # plain, so that machines see where the telephone ends
PARTS = ("skills", "experiences", "training", "languages", "extras")


@dataclass(frozen=True, slots=True)
class Row:
    """A line in its place. `entry` is what it heads, an experience or a skill; None for one thing of a list."""

    line: Line
    entry: Entry | None = None


def is_rtl(lang: str) -> bool:
    """Whether a language is written from right to left."""
    return lang.partition("-")[0].lower() in RTL_LANGUAGES


def heading(part: str) -> Phrase:
    """The heading of a part."""
    return Phrase(f"cv.heading.{part}")


def parts(cv: Cv) -> Iterator[str]:
    """The parts that have something to say."""
    return (part for part in PARTS if getattr(cv, part) or (part == "skills" and cv.blocks))


def rows(cv: Cv, part: str) -> Iterator[Row]:
    """The lines of a part in reading order."""
    items: tuple[Line, ...] = () if part == "experiences" else getattr(cv, part)
    entries = {"skills": cv.blocks, "experiences": cv.experiences}.get(part, ())
    yield from (Row(line) for line in items)
    for entry in entries:
        yield Row(entry.title, entry)
        yield from (Row(line) for line in entry.lines)


def around(entry: Entry) -> tuple[Line, ...]:
    """When and where an experience was, as far as it was said."""
    return tuple(line for line in (entry.when, entry.where) if line)


def comma(lang: str) -> str:
    """What stands between a title and its time."""
    return "،" if is_rtl(lang) else ","


def contact(cv: Cv) -> list[list[str]]:
    """How the person can be reached, line by line. A town in right-to-left letters gets a line of its own.

    PDFium reads a line by counting its passages of each direction; beside Arabic letters it may turn a telephone round.
    """
    numbers = [text for text in (cv.phone, cv.email) if text]
    if not cv.town:
        return [numbers] if numbers else []
    if numbers and bidi.RIGHT in bidi.sides(cv.town):
        return [numbers, [cv.town]]
    return [[*numbers, cv.town]]


def reach(cv: Cv) -> tuple[str, ...]:
    """How the person can be reached, one thing each; what was not said is left out."""
    return tuple(text for text in (cv.phone, cv.email, cv.town) if text)


def texts(cv: Cv, t: Translate) -> Iterator[str]:
    """Every text that would be printed."""
    phrases = chain(map(heading, parts(cv)), (line.phrase for line in cv.lines()))
    return chain((cv.name, *reach(cv)), map(t, phrases))


def title(cv: Cv, t: Translate) -> str:
    """What a reader calls the file: the name, or the job looked for."""
    return clean(cv.name) or clean(t(cv.title.phrase) if cv.title else "") or "CV"
