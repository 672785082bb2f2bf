"""What the counsellors' desk may ask of a store: cases, how long people waited, notes and drafts.

A case is found by its conversation and never by a name. What it says in clear are times and who holds the floor; its
language and topic, notes and drafts are under the person's key and end with it.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Protocol

from bot.channels.base import Reached
from bot.store.base import Conversation, Message, Who
from flows.model import Holder


@dataclass(frozen=True, slots=True)
class Case:
    """A conversation as the queue shows it: no words. Times are milliseconds since 1970, UTC."""

    id: str  # the conversation
    who: Who
    holder: Holder
    n: int
    owner: str  # the account that holds the floor, or held it last
    asked: int
    since: int
    signed: int
    heard: int
    urgent: bool
    ended: bool  # by the person: nobody takes it back before they ask again
    lang: str
    topic: str

    @property
    def requested(self) -> bool:
        """Whether the person asked before it was taken: who was written to first, or again, did not."""
        return self.holder is Holder.WAITING or self.asked < self.since


@dataclass(frozen=True, slots=True)
class Line:
    """A line of a transcript, and how far it came; `place` is 0 for what was not shown, `failed`: nor will be."""

    message: Message
    reached: Reached
    place: int
    failed: bool = False


@dataclass(frozen=True, slots=True)
class Draft:
    """What an account has begun to write, and the mark of the page it was begun on: each page that shows it has it."""

    text: str = ""
    mark: str = ""


@dataclass(frozen=True, slots=True)
class Note:
    """Words of the team about a person."""

    id: str
    at: int
    account: str
    text: str


@dataclass(frozen=True, slots=True)
class Reply:
    """Words the team has ready: called by a shortcut, with a text for some languages."""

    id: str
    account: str
    shortcut: str
    texts: Mapping[str, str]

    def said(self, lang: str) -> str:
        """Return the text in this language, else in the first there is."""
        return self.told(lang)[0]

    def told(self, lang: str) -> tuple[str, str]:
        """Return the text in this language, else in the first there is, and its language."""
        there = {code: text for code, text in self.texts.items() if text}
        code = lang if lang in there else next(iter(there), lang)
        return there.get(code, ""), code


@dataclass(frozen=True, slots=True)
class Counts:
    """How many cases there are; nothing about any of them."""

    waiting: int
    held: int
    mine: int


@dataclass(frozen=True, slots=True)
class Done:
    """What was asked, claimed and ended since a moment, by everybody; `wait` is the median, None for too few."""

    asked: int
    claimed: int
    ended: int
    wait: int | None


class Cases(Protocol):
    """Reads and writes inside one batch."""

    def put(self, conversation: Conversation, at: int, *, urgent: bool = False, ended: bool = False) -> None:
        """Note where a conversation stands, as its state says; `ended`: by the person."""
        ...

    def heard(self, conversation: Conversation, at: int) -> None:
        """Note that the person wrote."""
        ...

    def signed(self, case: Case, owner: str, at: int) -> None:
        """Note a sign of who holds the floor."""
        ...

    def moved(self, old: Conversation, new: Conversation) -> None:
        """A case goes on in another conversation of the same person."""
        ...

    def disown(self, who: Who, account: str) -> None:
        """Let the cases of a person that an account held last be nobody's."""
        ...

    def case(self, conversation: str) -> Case | None:
        """Return a case of this organisation."""
        ...

    def waiting(self, limit: int) -> Sequence[Case]:
        """Return who waits, who asked first at the front."""
        ...

    def held(self, owner: str, limit: int) -> Sequence[Case]:
        """Return the cases of an account; of everybody for ""."""
        ...

    def was(self, owner: str, limit: int) -> Sequence[Case]:
        """Return the cases an account held last, that it gave back; the newest first."""
        ...

    def silent(self, before: int, limit: int) -> Sequence[Case]:
        """Return held cases whose owner gave no sign since."""
        ...

    def counts(self, owner: str) -> Counts:
        """Return how many cases there are."""
        ...

    def done(self, since: int) -> Done:
        """Return what was done since a moment."""
        ...

    def waited(self, slot: int, at: int, waited: int) -> None:
        """Note how long somebody waited in that half-day of the week (0 Monday morning .. 13 Sunday afternoon)."""
        ...

    def waits(self, slot: int, limit: int) -> Sequence[int]:
        """Return how long the last ones waited in that half-day, in milliseconds."""
        ...

    def duty(self, since: int) -> tuple[int, int]:
        """Return how many counsellors there are, and how many of them are here: not away, and seen since."""
        ...

    def ahead(self, since: int) -> None:
        """Ask for `duty`, which is looked at a little later."""
        ...

    def lines(self, case: Case, limit: int, before: int = 0, since: int = 0) -> Sequence[Line]:
        """Return the last lines of a case before a place, oldest first, with what is still on its way at the end."""
        ...

    def place(self, case: Case, message: str) -> int:
        """Return where a line stands in its conversation, 0 when it is not there."""
        ...

    def place_at(self, case: Case, at: int) -> int:
        """Return where the last line of a case stood at that time, 0 when there was none."""
        ...

    def put_paper(self, who: Who, ident: str, data: bytes, at: int) -> None:
        """Keep a file that a counsellor hands over."""
        ...

    def paper(self, who: Who, ident: str) -> bytes | None:
        """Return a file that was handed over; None when there is none of that word."""
        ...

    def note(self, who: Who, note: Note) -> None:
        """Keep a note."""
        ...

    def notes(self, who: Who) -> Sequence[Note]:
        """Return the notes about a person, oldest first."""
        ...

    def replies(self) -> Sequence[Reply]:
        """Return the replies the team has ready, by their shortcuts."""
        ...

    def put_reply(self, reply: Reply, at: int) -> None:
        """Keep a reply, or change it."""
        ...

    def drop_reply(self, ident: str) -> None:
        """Forget a reply."""
        ...

    def set_aside(self, who: Who, line: str, account: str, at: int) -> None:
        """A counsellor sets a line of a person's summary aside."""
        ...

    def take_back(self, who: Who, line: str) -> None:
        """Take a line back into the summary."""
        ...

    def aside(self, who: Who, lines: Sequence[str]) -> Mapping[str, str]:
        """Return which of these lines were set aside, each with the account that did."""
        ...

    def keep_draft(self, who: Who, account: str, draft: Draft, at: int) -> None:
        """Keep what an account has begun to write; an empty one drops what was kept under its mark."""
        ...

    def draft(self, who: Who, account: str) -> Draft:
        """Return what an account has begun to write."""
        ...

    def forget(self, who: Who) -> None:
        """Delete every row about a person."""
        ...

    def tidy(self, now: int) -> None:
        """Drop waits of which nothing is told any more."""
        ...
