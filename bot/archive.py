"""What a person takes along: one zip of everything, as data for any program and as documents to be read.

It is made in memory each time it is sent or loaded, and let go of at once: no file of it is ever on this machine. Names
inside are of our own making and say nothing of anybody. The format is described in docs/my-data.md; what is written
there is what `restored` reads back.
"""

from __future__ import annotations

import zipfile
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, tzinfo
from io import BytesIO
from typing import Final

import msgspec

from bot.channels.base import Attachment
from bot.desk.log import looks
from bot.store.base import Message, Session, Who
from bot.store.using import DAY
from bot.transcript import shown
from flows.aloud import SPEECH
from flows.content import Content
from flows.discreet import CODE
from flows.held import OLDER, READ, SINCE, Agreement, agreements, papers
from flows.model import Fact, Facts
from flows.readers import WHATS

FORMAT: Final = "atout-person"
VERSION: Final = 1  # of the format: another one when a reader of the old would not understand the new
MOST: Final = 8 * 1024 * 1024  # bytes of documents: a zip that a telephone loads, and every app takes
DATA: Final = "data.json"
SECOND: Final = 1000  # ms
ANEW: Final = ("docx", "txt", "json")  # formats in which a CV is taken along beside those it was made in
MORE: Final[Mapping[str, tuple[str, ...]]] = {
    "cv": ANEW,
    "anonymous": ("docx", "txt"),
    "second": ("docx", "txt"),
    "letter": ("txt",),
}


class ImportRefusedError(Exception):
    """The bytes are no data of ours; its message names what is wrong, never a word of it."""


@dataclass(frozen=True, slots=True)
class Line:
    """A message as it was seen. `by`: person, bot, or a counsellor's public name. `choices`: what could be tapped."""

    id: str
    at: int
    by: str
    text: str
    lang: str = ""
    choices: tuple[str, ...] = ()
    file: str = ""


@dataclass(frozen=True, slots=True)
class Reading:
    """What was done with the dossier at the desk, by whom, and the reason where one was written."""

    at: int
    what: str
    by: str
    why: str


@dataclass(frozen=True, slots=True)
class Asked:
    """So many times a model was asked on a day, for a purpose."""

    day: str
    purpose: str
    times: int


@dataclass(frozen=True, slots=True)
class Document:
    """A document in the archive, or one that had no room in it (`file` is "")."""

    file: str
    what: str
    at: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Data:
    """Everything that is kept of a person as data, as docs/my-data.md describes it."""

    format: str = FORMAT
    version: int = VERSION
    made_at: int
    facts: tuple[Fact, ...]
    agreements: tuple[Agreement, ...] = ()
    messages: tuple[Line, ...] = ()
    readings: tuple[Reading, ...] = ()
    model: tuple[Asked, ...] = ()
    documents: tuple[Document, ...] = ()
    team_notes: int = 0
    months_kept: int = 0


def restored(data: bytes) -> Facts:
    """Return the facts out of a `data.json`. Raises `ImportRefusedError`."""
    try:
        read = msgspec.json.decode(data, type=Data)
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError):
        raise ImportRefusedError("not data of ours") from None
    if (read.format, read.version) != (FORMAT, VERSION):
        raise ImportRefusedError("another format")
    return read.facts


def written(data: Data) -> bytes:
    """Return the data as JSON that a person can read, too."""
    return msgspec.json.format(msgspec.json.encode(data), indent=2)


# ---------------------------------------------------------------- out of the store


def counted(tx: Session, who: Who, zone: tzinfo) -> str:
    """Return what is counted beside the facts, a line each as flows/held.py reads them."""
    messages = tx.everything(who)
    numbers = {
        SINCE: min((one.at for one in messages), default=0),
        "files": tx.holds(who),
        "papers": len(_given(messages)),
        "notes": len(tx.cases.notes(who)),
        "asked": sum(one.asked for one in tx.uses.told(who)),
    }
    older, *done = looks(tx, who, zone).split("\n")
    lines = [f"{name} {number}" for name, number in numbers.items()]
    return "\n".join((*lines, *([f"{OLDER} 1"] if older else []), *(f"{READ} {line}" for line in done if line)))


def read(tx: Session, who: Who, now: int, months: int) -> tuple[Data, tuple[Attachment, ...]]:
    """Return all that is kept of a person, but for documents, and the files that counsellors handed over.

    The code of four digits stays out: who finds the file could try all of them, and people have one code for much.
    """
    names = {one.id: one.name for one in tx.accounts.all()}
    facts = tuple(fact for fact in tx.facts(who) if fact.qid != CODE)
    messages = tx.everything(who)
    data = Data(
        made_at=now,
        facts=facts,
        agreements=agreements(facts),
        messages=tuple(_lines(messages)),
        readings=tuple(
            Reading(one.at, one.what, names.get(one.account, ""), one.detail)
            for one in tx.accounts.logged(who)
            if one.what in WHATS
        ),
        model=tuple(Asked(_day(one.day * DAY), one.purpose, one.asked) for one in tx.uses.told(who)),
        team_notes=len(tx.cases.notes(who)),
        months_kept=months,
    )
    return data, _given(messages)


def _lines(messages: Sequence[Message]) -> Iterator[Line]:
    for one in map(shown, messages):
        if one is None:
            continue
        bubble = one.bubble
        if bubble is None:
            yield Line(one.id, one.at, one.by, one.text)
        else:
            choices, file = tuple(button.label for button in bubble.buttons), bubble.file
            name = file.name if file and file.document != SPEECH else ""
            yield Line(one.id, one.at, one.by, bubble.text, bubble.lang, choices, name)


def _given(messages: Sequence[Message]) -> tuple[Attachment, ...]:
    """Return the files that counsellors handed over, each once."""
    files = (one.bubble.file for one in messages if one.bubble is not None)
    return tuple({file.held: file for file in files if file and file.held and file.document != SPEECH}.values())


def _day(at: int) -> str:
    return datetime.fromtimestamp(at / SECOND, UTC).date().isoformat()


# ---------------------------------------------------------------- one file


@dataclass(frozen=True, slots=True)
class Entry:
    """A document to be put in: what it is, when it was made, how it is drawn (or which file it is)."""

    name: str
    what: str
    at: int
    file: Attachment
    lang: str = ""


def entries(content: Content, facts: Facts, given: Sequence[Attachment]) -> tuple[Entry, ...]:
    """Return the documents to be put in, the newest first: what has no room is the oldest."""
    made = [
        Entry(
            f"{one.document}-{one.seq}.{form}",
            one.document,
            one.at,
            Attachment(one.document, form, "", "", one.upto),
            one.lang,
        )
        for one in papers(content, facts)
        for form in dict.fromkeys((*one.formats, *MORE.get(one.document, ())))
    ]
    handed = [Entry(f"team-{n}.{one.format}", "team", 0, one) for n, one in enumerate(given, start=1)]
    return (*sorted(made, key=lambda one: -one.at), *handed)


def packed(data: Data, files: Mapping[str, bytes]) -> bytes:
    """Return the zip: the data first, then the files."""
    at = datetime.fromtimestamp(data.made_at / SECOND, UTC).timetuple()[:6]
    out = BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in ((DATA, written(data)), *files.items()):
            archive.writestr(zipfile.ZipInfo(name, at), content, zipfile.ZIP_DEFLATED)
    return out.getvalue()
