"""What goes out, as rows: a bubble is due, being sent, sent, given up, or nobody can say whether it arrived.

A row is written in the transaction that decided it and carries the floor's number of that moment; an older number is
refused when the row is claimed. Only this file moves a row from one of these states to another.
"""

from __future__ import annotations

import json
from collections.abc import Collection, Sequence
from dataclasses import replace

from bot.channels.base import Bubble, Reached, Report
from bot.store.base import Conversation, Due, UnreadableError, Who
from bot.store.codec import CodecError, pack, unpack
from bot.store.database import Args, Cursor, Row
from bot.store.handing import SqlHanding
from bot.store.rows import keyed
from bot.store.slots import slot

UNKNOWN = 60_000  # ms before a bubble is looked at again that is in words of another version
DOUBTS = frozenset({"unsure", "crash"})  # why nobody could say whether a bubble arrived


class SqlOutbox(SqlHanding):
    """The outbox of the file, and the messages that stand in it."""

    def _message(self, conversation: Conversation, row: Args, body: bytes, said: bytes | None = None) -> None:
        sealed = self._keys.cipher(conversation.who).seal(body, "message", "body", row["id"])
        args = {**keyed(conversation.who), **row, "conversation": conversation.id, "body": sealed, "said": said}
        self._run("new_message", args)

    def speak(self, conversation: Conversation, bubble: Bubble, at: int, floor: int, *, push: bool) -> None:
        """Keep a bubble; put it in the outbox when the channel is to be pushed, else it is shown now."""
        reached = Reached.UNKNOWN if push else Reached.TAKEN
        row: Args = {"id": bubble.id, "at": at, "direction": "out", "shown": not push, "reached": reached}
        self._message(conversation, row, pack(bubble))
        if push:
            due = {"conversation": conversation.id, "channel": conversation.channel, "message": bubble.id}
            where = {"slot": slot(conversation.who), "at": at, "floor": floor}
            self._run("new_due", {**keyed(conversation.who), **due, **where})

    def claim(self, now: int, served: Sequence[str], limit: int) -> Sequence[Due]:
        """Mark the oldest open bubble of each conversation of these channels as being sent, and return them."""
        args = {**self._held_here(), "now": now, "served": json.dumps(list(served)), "limit": limit}
        found: list[Due] = []
        while rows := self._run("claim", args).fetchall():
            claimed = sorted(rows)
            asked = [self._bubble(row) for row in claimed]
            read = [self._due(row, one.fetchall(), now) for row, one in zip(claimed, asked, strict=True)]
            dues = [due for due in read if due]
            found += dues
            if len(dues) == len(rows):
                break
        return found

    def due_on(self, now: int) -> Collection[str]:
        """Return the channels on which something is due here."""
        return {str(row[0]) for row in self._run("due_on", {**self._held_here(), "now": now}).fetchall()}

    def claim_next(self, who: Who, conversation: str, now: int) -> Due | None:
        """Do the same for one conversation."""
        if not self.holding.has(who):
            return None
        args = {**keyed(who), "conversation": conversation, "now": now, "worker": self.holding.worker}
        while (row := self._one("claim_next", args)) and not (due := self._due(row, self._bubble(row).fetchall(), now)):
            pass
        return due if row else None

    def _bubble(self, row: Row) -> Cursor:
        """Ask for the words of a bubble that was claimed just now."""
        self.after.claimed.append(row[0])
        return self._run("bubble", {**keyed(Who(row[1], row[2])), "message": row[4]})

    def _due(self, row: Row, found: Sequence[Row], now: int) -> Due | None:
        """Return a claimed bubble; None when it arrived, or is given up for its older floor or its unreadable words.

        `found`: the words, and where they go. Words only another version of the program knows wait for it.
        """
        ident, org, person, conversation, message, part, tries, doubts, at, floor, error = row
        who = Who(org, person)
        try:
            body, channel, address, floor_now, heard, reached = found[0] if found else (b"", "", b"", floor, 0, 0)
            cipher = self._keys.cipher(who)
            bubble = unpack(Bubble, cipher.open(body, "message", "body", message))
            address = cipher.open(address, "conversation", "address", conversation).decode()
        except CodecError:
            later = {"status": "due", "due": now + UNKNOWN, "part": part, "doubt": 0, "error": error}
            self._run("again", {**keyed(who), "id": ident, **later})
            return None
        except UnreadableError:
            self._run("failed", {**keyed(who), "id": ident, "error": "unreadable"})
            return None
        if floor < floor_now:
            self._run("failed", {**keyed(who), "id": ident, "error": "floor"})
            return None
        where = (ident, who, conversation, channel, address)
        due = Due(*where, part, tries, doubts, bubble, at, heard or 0, error in DOUBTS)
        if reached and error in DOUBTS:
            self.sent(due, "", error)
            return None
        return due

    def sent(self, due: Due, ext_id: str, error: str = "") -> None:
        """Note that a bubble was shown; with an error, that nobody can say so, and that it is not sent again."""
        self._run("sent", {**keyed(due.who), "id": due.id, "error": error})
        self._shown(due.who, due.conversation, due.bubble.id, ext_id, Reached.UNKNOWN if error else Reached.TAKEN)

    def _shown(self, who: Who, conversation: str, message: str, ext_id: str, reached: Reached = Reached.TAKEN) -> None:
        row = {"message": message, "conversation": conversation, "said": self._said(conversation, ext_id)}
        self._run("shown", {**keyed(who), **row, "reached": reached})

    def again(self, due: Due, at: int, *, part: int, doubt: bool, error: str) -> None:
        """Try a bubble again later, unless it was given up meanwhile, or the doubt whether it arrived was ended."""
        if doubt and self._one("arrived", {**keyed(due.who), "message": due.bubble.id}):
            self.sent(due, "", error)
            return
        if doubt:
            self.after.doubted.add(due.who.person)
        row = {"id": due.id, "due": at, "part": part, "doubt": int(doubt), "error": error}
        self._run("again", {**keyed(due.who), **row, "status": "unsure" if doubt else "due"})

    def failed(self, due: Due, error: str) -> None:
        """Give a bubble up."""
        self._run("failed", {**keyed(due.who), "id": due.id, "error": error})

    def unreachable(self, who: Who, conversation: str) -> None:
        """Give up everything that is due for this conversation."""
        self._run("give_up", {**keyed(who), "conversation": conversation})

    def settled(self, conversation: Conversation, before: int) -> None:
        """The person spoke again: what left, may have arrived and was decided before that moment did arrive."""
        where = {**keyed(conversation.who), "conversation": conversation.id, "before": before}
        for ident, message in self._run("unsure", where).fetchall():
            self._arrived(conversation, ident, message)

    def answered(self, conversation: Conversation, before: int, questions: Collection[str]) -> None:
        """The person answered: what may not even have left before a crash did arrive, if that is what was answered."""
        who = conversation.who
        where = {**keyed(who), "conversation": conversation.id, "before": before}
        for ident, message in self._run("crashed", where).fetchall():
            found = self._one("bubble", {**keyed(who), "message": message})
            body = self._keys.cipher(who).open(found[0], "message", "body", message) if found else b""
            if found and unpack(Bubble, body).question in questions:
                self._arrived(conversation, ident, message)

    def _arrived(self, conversation: Conversation, ident: int, message: str) -> None:
        self._run("sent", {**keyed(conversation.who), "id": ident, "error": "unsure"})
        self._shown(conversation.who, conversation.id, message, "")

    def opened(self, conversation: Conversation, at: int) -> None:
        """The person wrote: what waited for that may be sent."""
        self._run("opened", {**keyed(conversation.who), "conversation": conversation.id, "at": at})

    def reopen(self, conversation: Conversation, report: Report, due: int, *, most: int, error: str) -> None:
        """Send again what the platform took and could not deliver after all; so many times at most."""
        self._run("reopen", {**self._reported(conversation, report), "due": due, "most": most, "error": error})

    def reached(self, conversation: Conversation, report: Report) -> bool:
        """Note how far a message came; a doubt whether it left ends with that. Return whether it is news."""
        where = self._reported(conversation, report if report.whole else replace(report, bubble=""))
        news = self._run("reached", {**where, "reached": report.reached}).fetchall()
        for (ident,) in self._run("doubted", where).fetchall():
            self._run("sent", {**keyed(conversation.who), "id": ident, "error": "unsure"})
            self._shown(conversation.who, conversation.id, report.bubble, report.ext_id)
        return bool(news)

    def unreached(self, conversation: Conversation, report: Report) -> bool:
        """Note that a message was taken and then not delivered. Return whether it is news."""
        return bool(self._run("unreached", self._reported(conversation, report)).fetchall())

    def _reported(self, conversation: Conversation, report: Report) -> Args:
        said = self._said(conversation.id, report.ext_id)
        return {**keyed(conversation.who), "conversation": conversation.id, "message": report.bubble, "said": said}

    def heard(self, conversation: Conversation) -> int:
        """Return when the person last wrote."""
        row = self._one("heard", {**keyed(conversation.who), "conversation": conversation.id})
        return int(row[0]) if row else 0

    def next_due(self, served: Sequence[str]) -> int | None:
        """Return when the next bubble may be sent on these channels."""
        row = self._one("next_due", {**self._held_here(), "served": json.dumps(list(served))})
        return int(row[0]) if row and row[0] is not None else None
