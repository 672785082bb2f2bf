"""What a renderer receives: documents made of phrases, each line with its proof.

A line's `proof` names the facts (their `seq`) it rests on: remove them and the line is gone.
Names, phone and e-mail are the person's own; all the rest is a phrase of the catalogs, in the document's language.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from flows.model import Phrase, Span

CLAIR: Final = "clair"  # skills, then experiences with what was done in each
PREUVES: Final = "preuves"  # skills, each with where it was shown, then a short list of experiences

LAYOUTS: Final = {"skills": PREUVES, "lives": CLAIR}  # as they are called where another layout is asked for


@dataclass(frozen=True, slots=True)
class Line:
    """One line of a document. `lang` is the language of words that are the person's own, "" for a catalog phrase."""

    phrase: Phrase
    proof: tuple[int, ...]
    lang: str = ""


@dataclass(frozen=True, slots=True)
class Entry:
    """One experience, or one skill with where it was shown: a title, and what stands below it.

    `when` and `where` are set if said; `span` is the same time as a machine can read it.
    """

    title: Line
    when: Line | None = None
    where: Line | None = None
    lines: tuple[Line, ...] = ()
    span: Span | None = None


@dataclass(frozen=True, slots=True)
class Cv:
    """A one-page CV. An empty part has no heading. `lang` is the language of the document.

    `column`: the times of the experiences may stand in a column of their own; otherwise each follows its title.
    `template` says how it is laid out; in `PREUVES` there are `blocks` instead of `skills`.
    """

    lang: str
    name: str = ""
    title: Line | None = None
    phone: str = ""
    email: str = ""
    town: str = ""
    skills: tuple[Line, ...] = ()
    experiences: tuple[Entry, ...] = ()
    training: tuple[Line, ...] = ()
    languages: tuple[Line, ...] = ()
    extras: tuple[Line, ...] = ()
    column: bool = True
    template: str = CLAIR
    blocks: tuple[Entry, ...] = ()

    def lines(self) -> tuple[Line, ...]:
        """Every line that claims something, in reading order."""
        found: list[Line] = [self.title] if self.title else []
        found += self.skills
        for entry in (*self.blocks, *self.experiences):
            found += [entry.title, *(part for part in (entry.when, entry.where) if part), *entry.lines]
        return (*found, *self.training, *self.languages, *self.extras)


@dataclass(frozen=True, slots=True)
class Letter:
    """A letter of at most 150 words. A block is a paragraph, a line in it a sentence with its proof.

    How it greets and ends are words of the renderer's: they claim nothing.
    """

    lang: str
    name: str = ""
    phone: str = ""
    email: str = ""
    town: str = ""
    employer: str = ""
    blocks: tuple[tuple[Line, ...], ...] = ()

    def lines(self) -> tuple[Line, ...]:
        """Every sentence that claims something, in reading order."""
        return tuple(line for block in self.blocks for line in block)


@dataclass(frozen=True, slots=True)
class Practised:
    """One question of a practice interview and the person's answer; `short` is for a page the whole would not fit."""

    question: Phrase
    answer: str
    short: str
    proof: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class Interview:
    """A page to keep of a practice interview: for the person alone, in the language they practised in."""

    lang: str
    name: str
    job: Phrase | None
    answers: tuple[Practised, ...]


@dataclass(frozen=True, slots=True)
class Point:
    """One line of a summary: a phrase, the facts it rests on (`proof`) and the messages they came in (`sources`).

    `id` names what it is about, the same each time ("job", "life/e2"). `day` is the date of the newest of the messages.
    A line without any says how the conversation stands: it was not told, it is so. `links` are the addresses of the
    messages, in their order, where who hands the summary out knows some.
    """

    id: str
    phrase: Phrase
    proof: tuple[int, ...] = ()
    sources: tuple[str, ...] = ()
    day: Phrase | None = None
    links: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Summary:
    """What stands at the head of a case: a few lines, the same for the counsellor and for the person.

    `lang` is the language of who reads it.
    """

    lang: str
    points: tuple[Point, ...] = ()


@dataclass(frozen=True, slots=True)
class Chapter:
    """Lines that belong together, under a heading."""

    heading: Phrase
    lines: tuple[Phrase, ...]


@dataclass(frozen=True, slots=True)
class Owned:
    """What is kept of a person, for the person alone, in the language of their conversation."""

    lang: str
    chapters: tuple[Chapter, ...]
