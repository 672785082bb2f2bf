"""The cases of the counsellors' desk in the SQLite file, by cases.sql; words go through the person's cipher."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from statistics import median
from typing import Any

from bot.channels.base import Bubble, Reached
from bot.store.base import Conversation, Message, UnreadableError, Who
from bot.store.codec import unpack
from bot.store.database import Database, Row, Statements
from bot.store.desk import Case, Counts, Done, Draft, Line, Note, Reply
from bot.store.keys import Cipher, KeyRing, Pepper
from bot.store.staff import IDLE
from flows.asking import TOPIC
from flows.model import Event, Holder

ENOUGH = 5  # waits a median is told of
WAITS_KEPT = 180 * 24 * 60 * 60 * 1000  # ms: half a year ago, another team was there
FOR_EVER = 1 << 62  # a place behind every line
ABOUT_A_PERSON = ("desk_case", "desk_note", "desk_draft", "desk_aside", "desk_paper")


class SqlCases:
    """One batch of work on the desk's tables."""

    def __init__(self, db: Database, keys: KeyRing, pepper: Pepper, org: int) -> None:
        self._sql = Statements(db, "cases.sql")
        self._keys = keys
        self._house = keys.house(org)
        self._pepper = pepper
        self._org = org

    # ------------------------------------------------------------ cases

    def put(self, conversation: Conversation, at: int, *, urgent: bool = False, ended: bool = False) -> None:
        """Note where a conversation stands, as its state says; `ended`: by the person."""
        floor = conversation.state.floor
        row = {"conversation": conversation.id, "holder": floor.holder.value, "n": floor.n, "owner": floor.owner}
        row |= {
            "asked": floor.asked,
            "since": floor.since,
            "at": at,
            "heard": at,
            "urgent": int(urgent),
            "ended": int(ended),
        }
        self._run("put", {**_who(conversation.who), **row, "body": self._seal_about(conversation)})

    def _seal_about(self, conversation: Conversation) -> bytes:
        state = conversation.state
        about = json.dumps([state.lang, state.notes.get(TOPIC, "")]).encode()
        return self._cipher(conversation.who).seal(about, "desk_case", "body", conversation.id)

    def heard(self, conversation: Conversation, at: int) -> None:
        """Note that the person wrote."""
        self._run("heard", {**_who(conversation.who), "conversation": conversation.id, "at": at})

    def signed(self, case: Case, owner: str, at: int) -> None:
        """Note a sign of who holds the floor."""
        self._run("signed", {**_who(case.who), "conversation": case.id, "owner": owner, "at": at})

    def moved(self, old: Conversation, new: Conversation) -> None:
        """A case goes on in another conversation of the same person."""
        row = {"old": old.id, "conversation": new.id, "body": self._seal_about(new)}
        self._run("moved", {**_who(old.who), **row})

    def disown(self, who: Who, account: str) -> None:
        """Let the cases of a person that an account held last be nobody's."""
        self._run("disown", {**_who(who), "owner": account})

    def case(self, conversation: str) -> Case | None:
        """Return a case of this organisation."""
        return next(self._cases("case", {"conversation": conversation}), None)

    def waiting(self, limit: int) -> Sequence[Case]:
        """Return who waits, who asked first at the front."""
        return list(self._cases("waiting", {"limit": limit}))

    def held(self, owner: str, limit: int) -> Sequence[Case]:
        """Return the cases of an account; of everybody for ""."""
        return list(self._cases("held" if owner else "all_held", {"owner": owner, "limit": limit}))

    def was(self, owner: str, limit: int) -> Sequence[Case]:
        """Return the cases an account held last, that it gave back; the newest first."""
        return list(self._cases("was", {"owner": owner, "limit": limit}))

    def silent(self, before: int, limit: int) -> Sequence[Case]:
        """Return held cases whose owner gave no sign since."""
        return list(self._cases("silent", {"before": before, "limit": limit}))

    def _cases(self, name: str, args: Mapping[str, Any]) -> Iterator[Case]:
        for row in self._run(name, {"org": self._org, **args}):
            ident, org, person, holder, n, owner, asked, since, signed, heard, urgent, ended, body = row
            who = Who(org, person)
            try:
                lang, topic = json.loads(self._cipher(who).open(body, "desk_case", "body", ident))
            except UnreadableError:
                continue  # its key was in memory only, and is gone
            holds, marks = Holder(holder), (bool(urgent), bool(ended))
            yield Case(ident, who, holds, n, owner, asked, since, signed, heard, *marks, lang, topic)

    def counts(self, owner: str) -> Counts:
        """Return how many cases there are."""
        return Counts(*self._run("counts", {"org": self._org, "owner": owner})[0])

    def done(self, since: int) -> Done:
        """Return what was done since a moment."""
        args = {"org": self._org, "since": since}
        waits = [int(row[0]) for row in self._run("waits_since", args)]
        asked, claimed, ended = self._run("done", args)[0]
        return Done(asked, claimed, ended, int(median(waits)) if len(waits) >= ENOUGH else None)

    # ------------------------------------------------------------ who is here, and how long people wait

    def waited(self, slot: int, at: int, waited: int) -> None:
        """Note how long somebody waited."""
        self._run("waited", {"org": self._org, "slot": slot, "at": at, "waited": waited})

    def waits(self, slot: int, limit: int) -> Sequence[int]:
        """Return how long the last ones waited in that half-day."""
        rows = self._run("waits", {"org": self._org, "slot": slot, "limit": limit})
        return [int(row[0]) for row in rows]

    def duty(self, since: int) -> tuple[int, int]:
        """Return how many counsellors there are, and how many of them are here."""
        there, here = self._sql.once("duty", self._here(since)).fetchall()[0]
        return int(there), int(here)

    def ahead(self, since: int) -> None:
        """Ask how many there are, which is looked at a little later."""
        self._sql.once("duty", self._here(since))

    def _here(self, since: int) -> dict[str, int]:
        return {"org": self._org, "since": since, "until": since + 2 * IDLE}

    def tidy(self, now: int) -> None:
        """Drop old waits."""
        self._run("tidy_waits", {"before": now - WAITS_KEPT})

    # ------------------------------------------------------------ words

    def lines(self, case: Case, limit: int, before: int = 0, since: int = 0) -> Sequence[Line]:
        """Return the last lines of a case before a place, oldest first, with what is still on its way at the end."""
        args = {**_who(case.who), "conversation": case.id, "limit": limit, "before": before or FOR_EVER, "since": since}
        rows = self._run("last_lines", args)[::-1]
        late = self._run("unsent_lines", args) if not before else []
        return [self._line(case.who, row) for row in (*rows, *late)]

    def place(self, case: Case, message: str) -> int:
        """Return where a line stands in its conversation, 0 when it is not there."""
        rows = self._run("place", {**_who(case.who), "conversation": case.id, "id": message})
        return int(rows[0][0] or 0) if rows else 0

    def place_at(self, case: Case, at: int) -> int:
        """Return where the last line stood at that time, 0 when there was none."""
        rows = self._run("place_at", {**_who(case.who), "conversation": case.id, "at": at})
        return int(rows[0][0]) if rows else 0

    def _line(self, who: Who, row: Row) -> Line:
        ident, at, direction, body, reached, place, failed = row
        opened = self._cipher(who).open(body, "message", "body", ident)
        if direction == "in":
            return Line(Message(ident, at, event=unpack(Event, opened)), Reached(reached), place or 0)
        return Line(Message(ident, at, bubble=unpack(Bubble, opened)), Reached(reached), place or 0, bool(failed))

    def note(self, who: Who, note: Note) -> None:
        """Keep a note."""
        body = self._cipher(who).seal(note.text.encode(), "desk_note", "body", note.id)
        self._run("new_note", {**_who(who), "id": note.id, "at": note.at, "account": note.account, "body": body})

    def notes(self, who: Who) -> Sequence[Note]:
        """Return the notes about a person, oldest first."""
        cipher = self._cipher(who)
        rows = self._run("notes", _who(who))
        return [Note(i, at, by, cipher.open(body, "desk_note", "body", i).decode()) for i, at, by, body in rows]

    def replies(self) -> Sequence[Reply]:
        """Return the replies the team has ready, by their shortcuts."""
        found = []
        for ident, account, body in self._run("replies", {"org": self._org}):
            shortcut, texts = json.loads(self._house.open(body, "desk_reply", "body", ident))
            found.append(Reply(ident, account, shortcut, texts))
        return sorted(found, key=lambda one: (one.shortcut, one.id))

    def put_reply(self, reply: Reply, at: int) -> None:
        """Keep a reply, or change it."""
        body = json.dumps([reply.shortcut, dict(reply.texts)]).encode()
        sealed = self._house.seal(body, "desk_reply", "body", reply.id)
        self._run("put_reply", {"org": self._org, "id": reply.id, "account": reply.account, "at": at, "body": sealed})

    def drop_reply(self, ident: str) -> None:
        """Forget a reply."""
        self._run("drop_reply", {"org": self._org, "id": ident})

    def set_aside(self, who: Who, line: str, account: str, at: int) -> None:
        """A counsellor sets a line of a person's summary aside."""
        self._run("set_aside", {**_who(who), "line": self._name(who, line), "account": account, "at": at})

    def take_back(self, who: Who, line: str) -> None:
        """Take a line back into the summary."""
        self._run("take_back", {**_who(who), "line": self._name(who, line)})

    def aside(self, who: Who, lines: Sequence[str]) -> Mapping[str, str]:
        """Return which of these lines were set aside, each with the account that did."""
        by = {bytes(line): account for line, account in self._run("aside", _who(who))}
        return {line: by[name] for line in lines if (name := self._name(who, line)) in by} if by else {}

    def _name(self, who: Who, line: str) -> bytes:
        return self._pepper.hash("line", who.org, who.person, line)

    def keep_draft(self, who: Who, account: str, draft: Draft, at: int) -> None:
        """Keep what an account has begun to write; an empty one drops what was kept under its mark."""
        row = {**_who(who), "account": account, "mark": draft.mark}
        if not draft.text:
            self._run("drop_draft", row)
            return
        body = self._cipher(who).seal(draft.text.encode(), "desk_draft", "body", account)
        self._run("put_draft", {**row, "at": at, "body": body})

    def draft(self, who: Who, account: str) -> Draft:
        """Return what an account has begun to write."""
        for mark, body in self._run("draft", {**_who(who), "account": account}):
            return Draft(self._cipher(who).open(body, "desk_draft", "body", account).decode(), mark)
        return Draft()

    # ------------------------------------------------------------ files that are handed over

    def put_paper(self, who: Who, ident: str, data: bytes, at: int) -> None:
        """Keep a file that a counsellor hands over."""
        body = self._cipher(who).seal(data, "desk_paper", "body", ident)
        self._run("put_paper", {**_who(who), "id": ident, "at": at, "body": body})

    def paper(self, who: Who, ident: str) -> bytes | None:
        """Return a file that was handed over; None when there is none of that word."""
        for (body,) in self._run("paper", {**_who(who), "id": ident}):
            return self._cipher(who).open(body, "desk_paper", "body", ident)
        return None

    # ------------------------------------------------------------ plumbing

    def forget(self, who: Who) -> None:
        """Delete every row about a person."""
        for table in ABOUT_A_PERSON:
            self._run(f"forget_{table}", _who(who))

    def _run(self, name: str, args: Mapping[str, Any]) -> list[Row]:
        return self._sql.run(name, args).fetchall()

    def _cipher(self, who: Who) -> Cipher:
        return self._keys.cipher(who)


def _who(who: Who) -> dict[str, Any]:
    return {"org": who.org, "person": who.person}
