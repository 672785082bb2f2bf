"""Rows of the SQLite file into the shell's types and back, sealed and opened on the way.

Everything runs in the writer thread, inside a batch somebody else opens and commits. Queries are in session.sql;
what a person said goes through the person's cipher and no other way.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Collection, Iterator, Sequence
from dataclasses import replace

from bot.channels.base import Bubble, Reached
from bot.store.accounts import SqlAccounts
from bot.store.base import (
    Consented,
    Conversation,
    Job,
    LostKeyError,
    Message,
    StaleError,
    UnreadableError,
    Waits,
    Who,
)
from bot.store.bonds import SqlBonds
from bot.store.cases import SqlCases
from bot.store.clock import SqlClock
from bot.store.codec import pack, unpack
from bot.store.database import Args, Cursor, Database, Row
from bot.store.desk import Cases
from bot.store.files import SqlFiles
from bot.store.following import Bonds
from bot.store.group import Workshops
from bot.store.keys import Cipher, KeyRing, Pepper
from bot.store.notices import SqlNotices
from bot.store.rows import Fate, Foreseen, keyed
from bot.store.slots import slot
from bot.store.staff import Accounts
from bot.store.telling import Notices
from bot.store.uses import SqlUses
from bot.store.using import Uses
from bot.store.workshops import SqlWorkshops
from flows.live import Told
from flows.model import Ask, Body, Edit, Event, Fact, Facts, Floor, State

SILENCE = 2 * 60 * 60 * 1000  # kept while no answer about keeping was given (notes/security.md 4)
PATIENCE = 10 * 60 * 1000  # a last bubble may delay the forgetting of its person by this much
OUTBOX_KEPT = 7 * 24 * 60 * 60 * 1000
INBOX_KEPT = 30 * 24 * 60 * 60 * 1000
UPLOAD_KEPT = 24 * 60 * 60 * 1000  # a file nobody came to read
POSTED_KEPT = 48 * 60 * 60 * 1000  # no platform deletes what is older (Bot API, deleteMessage)
ORPHAN_KEPT = 10 * 60 * 1000  # an edit waits this long for its message (ENGINE.md 3)
WOKEN = 1000  # persons looked at together at a start: however many there are, memory holds so many
FOUND_IN = frozenset({"conversation", "person", "arrival", "fact", "orphan"})  # the tables that `find` reads for sure
AT_HAND = 512  # persons whose facts are held in memory: a bound, so that memory does not grow with the town
ABOUT_A_PERSON = (
    "inbox", "message", "fact", "ask", "outbox", "job", "floor_log", "orphan", "code", "link", "upload",
    "posted", "arrival",
)  # fmt: skip


class SqlSession(SqlFiles):
    """One batch of work on the file."""

    def __init__(self, db: Database, keys: KeyRing, pepper: Pepper, org: int) -> None:
        super().__init__(db, keys, pepper, org)
        self.accounts: Accounts = SqlAccounts(db, keys, pepper, org)
        self.bonds: Bonds = SqlBonds(db, pepper, org)
        self.cases: Cases = SqlCases(db, keys, pepper, org)
        self.workshops: Workshops = SqlWorkshops(db, keys, pepper, org)
        self.notices: Notices = SqlNotices(db, keys, pepper, org)
        self.uses: Uses = SqlUses(db, pepper, org)
        self._clock = SqlClock(db)

    # ------------------------------------------------------------ people and conversations

    def find(self, channel: str, address: str) -> Conversation | None:
        """Return the conversation at an address; who never agreed and whose key is lost is cleared away."""
        row = self._found(channel, address)
        if row is None:
            return None
        who = Who(int(row[1]), str(row[2]))
        with self._reading(who):
            try:
                return self._conversation(row)
            except LostKeyError:
                if row[8] == Consented.GIVEN:  # it may be on a backup
                    raise
        self.forget(who)
        return None

    def foresee(self, channel: str, address: str, ext_id: str, ask: str = "") -> bool:
        """Ask early for what is looked at when that delivery is folded, where that saves ways to the database."""
        if not self._db.waits or (channel, address) in self.after.foreseen:
            return False
        place = self._place(channel, address)
        found, came = self._run("find", place), self._run("came_before", self._delivery(channel, address, ext_id))
        self.after.foreseen[channel, address] = Foreseen(ext_id, found, came)
        if ask:
            self.after.pressed[ask] = self._run("ask_at", {**place, "id": ask})
        return True

    def _found(self, channel: str, address: str) -> Row | None:
        """Return what is at an address; what was asked early, once, and if nothing was written there since."""
        seen = self.after.foreseen.get((channel, address))
        if seen is not None and seen.found is not None:
            row, seen.found = seen.found.fetchone(), None
            if not self._written(FOUND_IN, str(row[2]) if row else ""):
                return row
        return self._one("find", self._place(channel, address))

    def _written(self, tables: Collection[str], person: str) -> bool:
        """Whether what was asked early of this person may be another thing by now."""
        return person in self.after.doubted or any(
            who in {person, ""} and (not table or table in tables) for table, who in self._db.written
        )

    def _place(self, channel: str, address: str) -> Args:
        place = {"org": self._org, "channel": channel, "address": self._address(channel, address)}
        return {**place, "whole": int(self.holding.whole)}

    def whose(self, channel: str, address: str) -> Who | None:
        """Return whose conversation is at an address, whether or not it can be read."""
        row = self._one("whose", {"org": self._org, "channel": channel, "address": self._address(channel, address)})
        return Who(int(row[0]), str(row[1])) if row else None

    def load(self, who: Who, conversation: str) -> Conversation | None:
        """Return a conversation of this person."""
        row = self._one("load", {**keyed(who), "id": conversation, "whole": int(self.holding.whole)})
        return self._conversation(row) if row else None

    def _conversation(self, row: Row) -> Conversation:
        ident, org, person, channel, address, state, version, failures, consent, doubtful, behind, edited, newest = row
        who = Who(org, person)
        self._compare(who, newest)
        cipher = self._keys.cipher(who)
        return Conversation(
            ident,
            who,
            channel,
            cipher.open(address, "conversation", "address", ident).decode(),
            unpack(State, cipher.open(state, "conversation", "state", ident)),
            version,
            failures,
            Consented(consent),
            bool(doubtful),
            str(behind),
            bool(edited),
        )

    def begin(self, conversation: Conversation, at: int) -> None:
        """Write down a new person and conversation, with a key in memory."""
        who = conversation.who
        cipher = self._keys.mint(who)
        self.after.minted.append(who)
        self._run("new_person", {**keyed(who), "at": at, "forget_at": at + SILENCE})
        self._open(conversation, cipher, at)

    def _open(self, conversation: Conversation, cipher: Cipher, at: int) -> None:
        who, ident = conversation.who, conversation.id
        row = {
            "id": ident,
            "channel": conversation.channel,
            "address": self._address(conversation.channel, conversation.address),
            "address_enc": cipher.seal(conversation.address.encode(), "conversation", "address", ident),
            "state": cipher.seal(pack(conversation.state), "conversation", "state", ident),
            "at": at,
        }
        self._run("new_conversation", {**keyed(who), **row})

    # ------------------------------------------------------------ on another phone, and several on one

    def code(self, who: Who, words: str) -> None:
        """Keep the hash of the words that open this person's dossier, in place of any before."""
        self._run("code", {**keyed(who), "hash": self._pepper.hash("code", self._org, words)})

    def coded(self, words: str) -> Who | None:
        """Return whose dossier these words open."""
        row = self._one("coded", {"org": self._org, "hash": self._pepper.hash("code", self._org, words)})
        return Who(self._org, str(row[0])) if row else None

    def has_code(self, who: Who) -> bool:
        """Whether words were given for this person's dossier."""
        return self._one("has_code", keyed(who)) is not None

    def link(self, who: Who, word: str, until: int) -> None:
        """Keep the hash of a word that opens this person's dossier once, until then; one given before ends."""
        self._run("forget_link", keyed(who))
        self._run("link", {**keyed(who), "hash": self._pepper.hash("link", self._org, word), "until": until})

    def linked(self, word: str, now: int) -> Who | None:
        """Return whose dossier this word still opens."""
        row = self._one("linked", {"org": self._org, "hash": self._pepper.hash("link", self._org, word), "now": now})
        return Who(self._org, str(row[0])) if row else None

    def used(self, word: str) -> None:
        """End a word that opened a dossier."""
        self._run("used", {"org": self._org, "hash": self._pepper.hash("link", self._org, word)})

    def newest(self, who: Who) -> Conversation | None:
        """Return the conversation of this person that was last spoken in."""
        row = self._one("newest", keyed(who))
        return self.load(who, str(row[0])) if row else None

    def elsewhere(self, conversation: Conversation) -> bool:
        """Whether this person has another conversation that is still at its address."""
        rows = self._run("places", keyed(conversation.who)).fetchall()
        others = [(str(ident), bytes(place)) for ident, place in rows if ident != conversation.id]
        return any(place != self._pepper.hash("resting", self._org, ident) for ident, place in others)

    def join(self, conversation: Conversation, at: int) -> Conversation:
        """Write down one more conversation of a known person."""
        who, plain = conversation.who, replace(conversation, state=replace(conversation.state, version=0))
        self._open(plain, self._keys.cipher(who), at)
        joined = self.load(who, conversation.id)
        if joined is None:
            raise StaleError(conversation.id)
        return joined

    def rest(self, conversation: Conversation) -> None:
        """Take a conversation off its address; nothing is told there any more."""
        self._away("rest", conversation)
        self.cancel(conversation)
        self.unreachable(conversation.who, conversation.id)

    def away(self, conversation: Conversation) -> None:
        """Take a conversation off its address for good; what was decided is still told there."""
        self._away("away", conversation)

    def _away(self, how: str, conversation: Conversation) -> None:
        away = self._pepper.hash("resting", self._org, conversation.id)
        self._run(how, {**keyed(conversation.who), "id": conversation.id, "away": away})

    def resting(self, channel: str, address: str) -> Conversation | None:
        """Return the conversation that last left this address."""
        place = {"org": self._org, "channel": channel, "address": self._address(channel, address)}
        row = self._one("resting", place)
        try:
            return self.load(Who(self._org, str(row[1])), str(row[0])) if row else None
        except UnreadableError:
            return None  # its key was in memory only, and is gone

    def resume(self, conversation: Conversation, state: State) -> Conversation:
        """Put a conversation back at the address it left, in this state."""
        self._run("resume", {**keyed(conversation.who), "id": conversation.id})
        return replace(conversation, state=state)

    def save(self, before: Conversation, state: State, at: int, *, failures: int = 0) -> Conversation:
        """Keep the new state if the conversation is as it was when it was read."""
        after = replace(before, state=replace(state, version=before.version + 1), version=before.version + 1)
        sealed = self._keys.cipher(before.who).seal(pack(after.state), "conversation", "state", before.id)
        row = {"id": before.id, "version": before.version, "state": sealed, "floor": state.floor.n, "at": at}
        self._sql.must("save", {**keyed(before.who), **row, "failures": failures})
        if before.consent is Consented.OPEN:
            self._run("still_silent", {**keyed(before.who), "forget_at": at + SILENCE})
        return replace(after, failures=failures)

    def consent(self, who: Who, answer: Consented, forget_at: int | None) -> None:
        """Note what was agreed to. A yes puts the key into the file before this commit, a no takes it out after.

        Who erases everything keeps their key where it is until they are forgotten, half a minute: else a crash would
        leave in a chat what is to be deleted there.
        """
        self._run("consent", {**keyed(who), "consent": answer.value, "forget_at": forget_at})
        if answer is not Consented.ERASING:
            self.after.fates.append((who, Fate.KEEP if answer is Consented.GIVEN else Fate.HIDE))

    def forget(self, who: Who) -> None:
        """Destroy everything about this person; the key goes with the commit."""
        for table in ABOUT_A_PERSON:
            self._run(f"forget_{table}", keyed(who))
        self.cases.forget(who)
        self.bonds.forget(who)
        self.workshops.leave(who)
        self.uses.forget(who)
        self._run("forget_conversation", keyed(who))
        self._run("forget_person", keyed(who))
        self._known.pop(who, None)
        self.after.fates.append((who, Fate.DESTROY))

    # ------------------------------------------------------------ what came in

    def enter(self, channel: str, address: str, ext_id: str, who: Who, at: int, outcome: str = "done") -> bool:
        """Note a delivery; False when it came before."""
        row = {**keyed(who), **self._delivery(channel, address, ext_id), "at": at, "outcome": outcome}
        new = self._unseen(channel, address, ext_id)
        if new is None:
            return self._run("enter", row).rowcount == 1
        if new:
            self._sql.must("enter", row)
        return new

    def _unseen(self, channel: str, address: str, ext_id: str) -> bool | None:
        """Whether a delivery never came before; None where that was not asked early."""
        seen = self.after.foreseen.get((channel, address))
        if seen is None or seen.came is None or seen.ext_id != ext_id:
            return None
        came, seen.came = seen.came.fetchone(), None
        return came is None

    def entered(self, channel: str, address: str, ext_id: str, who: Who) -> bool:
        """Whether a delivery of this person came before."""
        if self._unseen(channel, address, ext_id):
            return False
        return self._one("entered", {**keyed(who), **self._delivery(channel, address, ext_id)}) is not None

    def _delivery(self, channel: str, address: str, ext_id: str) -> dict[str, str | bytes]:
        return {"channel": channel, "ext": self._pepper.hash("delivery", self._org, channel, address, ext_id)}

    def hear(self, conversation: Conversation, event: Event, said_id: str) -> None:
        """Keep what a person said."""
        row = {"id": event.id, "at": event.at, "direction": "in", "shown": True, "reached": Reached.UNKNOWN}
        self._message(conversation, row, pack(event), self._said(conversation.id, said_id))

    def spoken(self, conversation: Conversation, said_id: str, *, ours: bool = False) -> str:
        """Return our id of the person's message with that id of the platform, or ""; `ours`: of a bubble."""
        said, way = self._said(conversation.id, said_id), "out" if ours else "in"
        where = {"conversation": conversation.id, "said": said, "direction": way}
        row = self._one("spoken", {**keyed(conversation.who), **where})
        return str(row[0]) if row else ""

    def strand(self, conversation: Conversation, said_id: str, body: Body, at: int) -> None:
        """Keep an edit whose message is not known yet."""
        said = self._said(conversation.id, said_id)
        if said is None or not isinstance(body, Edit):
            return
        sealed = self._keys.cipher(conversation.who).seal(body.text.encode(), "orphan", "body", said.hex())
        row = {"conversation": conversation.id, "said": said, "at": at, "body": sealed}
        self._run("strand", {**keyed(conversation.who), **row})

    def stranded(self, conversation: Conversation, said_id: str) -> Iterator[str]:
        """Drop the edits that waited for this message; yield the new texts, oldest first, when somebody looks."""
        said = self._said(conversation.id, said_id)
        if said is None:
            return iter(())
        row = {"conversation": conversation.id, "said": said}
        return self._edits(conversation.who, said, self._run("stranded", {**keyed(conversation.who), **row}))

    def _edits(self, who: Who, said: bytes, rows: Cursor) -> Iterator[str]:
        for _, _, body in sorted(rows):
            yield self._keys.cipher(who).open(body, "orphan", "body", said.hex()).decode()

    # ------------------------------------------------------------ what is known

    def facts(self, who: Who) -> Facts:
        """Return all facts of a person, oldest first; those of the last few persons are at hand."""
        self._compare(who)
        found = self._known.get(who)
        if found is None:
            rows = self._run("facts", keyed(who)).fetchall()
            with self._reading(who):
                cipher = self._keys.cipher(who)
                found = Told(unpack(Fact, cipher.open(body, "fact", "body", seq)) for seq, body in rows)
        return self._remember(who, found)

    def _compare(self, who: Who, newest: int | None = None) -> None:
        """Let go of the facts at hand when another program wrote more; `newest`: the last number, if it was read."""
        if self.holding.whole or who in self.after.looked:
            return
        self.after.looked.add(who)
        known = self._known.get(who)
        if newest is None:
            row = self._one("newest_fact", keyed(who))
            newest = int(row[0]) if row else 0
        if known is not None and newest != (known[-1].seq if known else 0):
            del self._known[who]

    def _remember(self, who: Who, facts: tuple[Fact, ...]) -> tuple[Fact, ...]:
        self._known[who] = facts
        self._known.move_to_end(who)
        if len(self._known) > AT_HAND:
            self._known.popitem(last=False)
        return facts

    def ask(self, who: Who, ask: str) -> Ask | None:
        """Return a question bubble of this person."""
        row = self._pressed(who, ask)
        if row is None:
            return None
        return unpack(Ask, self._keys.cipher(who).open(row[0], "ask", "body", ask))

    def _pressed(self, who: Who, ask: str) -> Row | None:
        """Return the row of a question bubble; what was asked early, if nothing of this person was asked since."""
        early = self.after.pressed.pop(ask, None)
        row = early.fetchone() if early is not None else None
        if row is not None and row[1] == who.person and not self._written({"ask"}, who.person):
            return row
        return self._one("ask", {**keyed(who), "id": ask})

    def learn(self, who: Who, facts: Sequence[Fact], told: tuple[Fact, ...] = ()) -> None:
        """Add facts; `told` are all there are then, if they are at hand."""
        cipher = self._keys.cipher(who)
        for fact in facts:
            body = cipher.seal(pack(fact), "fact", "body", fact.seq)
            self._run("new_fact", {**keyed(who), "seq": fact.seq, "body": body})
        if facts and who in self._known:
            every = (*self._known[who], *facts)
            self._remember(who, told if told == every else every)

    def asked(self, who: Who, ask: Ask) -> None:
        """Keep a question bubble with its labels as shown."""
        body = self._keys.cipher(who).seal(pack(ask), "ask", "body", ask.id)
        self._run("new_ask", {**keyed(who), "id": ask.id, "body": body})

    def floor(self, conversation: Conversation, floor: Floor, at: int) -> None:
        """Log a change of who speaks."""
        row_id = f"{conversation.id}/{floor.n}"
        owner = self._keys.cipher(conversation.who).seal(floor.owner.encode(), "floor_log", "owner", row_id)
        row = {"conversation": conversation.id, "at": at, "n": floor.n, "holder": floor.holder.value, "owner": owner}
        self._run("floor", {**keyed(conversation.who), **row})

    # ------------------------------------------------------------ what can be deleted in the chat

    def posted(self, who: Who, conversation: str, said_id: str, at: int) -> None:
        """Note what the platform calls a message of a chat, so that it can be deleted there."""
        said = self._keys.cipher(who).seal(said_id.encode(), "posted", "said", conversation)
        self._run("posted", {**keyed(who), "conversation": conversation, "at": at, "said": said})

    def deletable(self, who: Who, channel: str, since: int) -> Sequence[tuple[Conversation, tuple[str, ...]]]:
        """Return this person's messages on a channel that came after a moment, as the platform calls them."""
        found: dict[str, list[str]] = {}
        for conversation, said in self._run("deletable", {**keyed(who), "channel": channel, "since": since}).fetchall():
            name = self._keys.cipher(who).open(said, "posted", "said", conversation).decode()
            found.setdefault(conversation, []).append(name)
        loaded = ((self.load(who, conversation), said) for conversation, said in found.items())
        return [(conversation, tuple(dict.fromkeys(said))) for conversation, said in loaded if conversation]

    # ------------------------------------------------------------ later

    def schedule(self, conversation: Conversation, job: Job, due: int) -> None:
        """Put a job down; one with the same key is replaced."""
        key = self._pepper.hash("job", conversation.id, job.kind, job.name, job.key)
        body = json.dumps([job.name, job.key, job.qid]).encode()
        sealed = self._keys.cipher(conversation.who).seal(body, "job", "body", key.hex())
        row = {"conversation": conversation.id, "kind": job.kind, "key": key, "due": due}
        row |= {"version": job.version, "floor": job.floor, "body": sealed, "slot": slot(conversation.who)}
        self._run("schedule", {**keyed(conversation.who), **row})

    def cancel(self, conversation: Conversation) -> None:
        """Drop what was to be told later."""
        self._run("cancel", {**keyed(conversation.who), "conversation": conversation.id})

    def jobs(self, now: int, skip: Sequence[int], limit: int) -> Sequence[Job]:
        """Return the jobs that are due, but for those in hand."""
        args = {**self._held_here(), "now": now, "skip": json.dumps(list(skip)), "limit": limit}
        rows = self._run("jobs", args).fetchall()
        return [job for job in map(self._job, rows) if job]

    def _job(self, row: Row) -> Job | None:
        ident, org, person, conversation, kind, key, version, floor, body = row
        who = Who(org, person)
        try:
            opened = self._keys.cipher(who).open(body, "job", "body", key.hex())
        except UnreadableError:
            self._run("take", {**keyed(who), "id": ident, "status": "failed"})
            return None
        name, text, qid = json.loads(opened)
        return Job(ident, who, conversation, kind, name, text, qid, version, floor)

    def take(self, job: Job, status: str = "done") -> bool:
        """End a job; False when it was ended or dropped before."""
        return self._run("take", {**keyed(job.who), "id": job.id, "status": status}).rowcount == 1

    def put_off(self, job: Job, due: int) -> None:
        """Have a job done later."""
        self._run("put_off", {**keyed(job.who), "id": job.id, "due": due})

    def next_job(self, skip: Sequence[int]) -> int | None:
        """Return when the next job is due."""
        row = self._one("next_job", {**self._held_here(), "skip": json.dumps(list(skip))})
        return int(row[0]) if row and row[0] is not None else None

    # ------------------------------------------------------------ reading back

    def lines(self, who: Who, conversation: str, after: str) -> Sequence[Message]:
        """Return what was shown after a line, in the order in which it was seen."""
        row = self._one("line_of", {**keyed(who), "id": after}) if after else None
        args = {**keyed(who), "conversation": conversation, "line": (row[0] if row else 0) or 0}
        return [self._read(who, found) for found in self._run("lines", args).fetchall()]

    def everything(self, who: Who) -> Sequence[Message]:
        """Return what was shown to this person and what they said, wherever it was, oldest first."""
        return [self._read(who, found) for found in self._run("everything", keyed(who)).fetchall()]

    def holds(self, who: Who) -> int:
        """Return how many files and voice notes of this person are still here."""
        return int(self._run("holds", keyed(who)).fetchall()[0][0])

    def line(self, who: Who, message: str) -> Message | None:
        """Return one line of this person."""
        row = self._one("line", {**keyed(who), "id": message})
        return self._read(who, row) if row else None

    def _read(self, who: Who, row: Row) -> Message:
        ident, at, direction, body = row
        with self._reading(who):
            opened = self._keys.cipher(who).open(body, "message", "body", ident)
            if direction == "in":
                return Message(ident, at, event=unpack(Event, opened))
            return Message(ident, at, bubble=unpack(Bubble, opened))

    # ------------------------------------------------------------ housekeeping

    def expired(self, now: int) -> Sequence[Who]:
        """Return the persons who are to be forgotten by now."""
        return [Who(*row) for row in self._run("expired", {"now": now, "patience": PATIENCE}).fetchall()]

    def came(self, who: Who, at: int) -> None:
        """Note that somebody who agreed did something: how long they are kept counts from here."""
        self._run("came", {**keyed(who), "at": at})

    def ending(self, before: int, limit: int) -> Sequence[Who]:
        """Return who did nothing since then, and was not told that the end is near."""
        return [Who(*row) for row in self._run("ending", {"before": before, "limit": limit}).fetchall()]

    def warned(self, who: Who, at: int) -> None:
        """Note that somebody was told, or cannot be."""
        self._run("warned", {**keyed(who), "at": at})

    def outlived(self, before: int, told: int, limit: int) -> Sequence[Who]:
        """Return who did nothing since then, and was told by that moment."""
        rows = self._run("outlived", {"before": before, "told": told, "limit": limit}).fetchall()
        return [Who(*row) for row in rows]

    def tidy(self, now: int) -> None:
        """Drop old rows that hold no words, and edits whose message never came."""
        self._run("tidy_outbox", {"before": now - OUTBOX_KEPT})
        self._run("tidy_job", {"before": now - OUTBOX_KEPT})
        self._run("tidy_inbox", {"before": now - INBOX_KEPT})
        self._run("tidy_upload", {"before": now - UPLOAD_KEPT})
        self._run("tidy_posted", {"before": now - POSTED_KEPT})
        self._run("tidy_link", {"before": now})
        self._run("tidy_orphan", {"before": now - ORPHAN_KEPT})
        self.cases.tidy(now)
        self.accounts.tidy(now)
        self.workshops.tidy(now)
        self.notices.tidy(now)
        self.bonds.tidy(now)
        self.uses.tidy(now)

    def back(self, now: int, was: int) -> None:
        """Put right what a clock left that went back; `was` is what it said before, as far as it is known."""
        self.tidy(was)  # what was over stays over
        self._clock.back(now, was)

    def waits(self, now: int) -> Waits:
        """Return what waits, of everybody together."""
        rows = self._run("outbox_waits", {}).fetchall()
        jobs, first = self._one("job_waits", {}) or (0, None)
        lag = max((now - at for how, _, at in rows if how != "closed"), default=0)
        late = now - first if first is not None else 0
        return Waits({how: count for how, count, _ in rows}, max(lag, 0), jobs, max(late, 0))

    def probe(self, now: int) -> None:
        """Write a row of nobody and take it away: to see that rows can be written."""
        row = {"org": self._org, "channel": "", "ext": self._pepper.hash("probe", self._org, str(id(self)), str(now))}
        self._run("enter", {**row, "person": None, "at": now, "outcome": "probe"})
        self._run("probed", row)

    def wake(self, now: int, grace: int, gone: Callable[[Who], bool] | None) -> None:
        """Put right what a crash left. `gone`: whom the ledger calls erased; None where it calls nobody so.

        Who never agreed is gone with the memory their key was in; who refused goes even if the key is still there
        (the crash came between two commits). Who agreed is never cleared away: their keys may be on a backup. Who
        erased everything is forgotten when it is time, as if nothing had happened. Who is `gone`, by the ledger, is
        forgotten whatever the file says: it is an old copy, or the crash came before the commit.
        """
        self._run("left_in_the_middle", {"due": now + grace})
        last, every = Who(0, ""), int(gone is not None)
        while rows := self._run("persons", {**keyed(last), "every": every, "limit": WOKEN}).fetchall():
            for org, person, consent in rows:
                last = Who(org, person)
                erased = gone is not None and gone(last)
                maybe = consent in {Consented.OPEN, Consented.ERASING}
                if not erased and (consent == Consented.GIVEN or (maybe and self._keys.readable(last))):
                    continue
                if not erased:
                    self._run("lost_inbox", keyed(last))  # what they said last may come again; an erasure may not
                self.forget(last)

    def strangers(self, org: int, persons: Sequence[str]) -> Sequence[str]:
        """Return those of some persons who are not here."""
        return [str(row[0]) for row in self._run("strangers", {"org": org, "persons": json.dumps(persons)}).fetchall()]
