"""What a counsellor does: look at the queue, take a case, speak, note, hand over, give back.

Each of these is one piece of work of the store: the floor is looked at and moved in the same transaction, so of two who
press at once one wins and the other reads the winner's name, and who lost the floor says nothing in it. What is said
goes through the core as an event like any other. Every look and every move is a line of the log the person can see.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress
from functools import partial
from typing import Final, TypeVar

from bot.channels.base import Attachment
from bot.desk import hidden
from bot.desk.bell import Bell
from bot.desk.duty import Duty
from bot.desk.known import Do, Known, case_name, followed_by, known_of, nothing_more
from bot.desk.opening import Open, Queue, Row, had, opened, place, reason_of
from bot.desk.papers import Papers
from bot.desk.whose import DeskError, held, known, mine, new, run, sent, taken
from bot.documents import Documents
from bot.fold import Fold, Folded
from bot.loop import Rounds
from bot.parts import DrawError, Parts
from bot.store.base import Session, Store, Who
from bot.store.desk import Case, Draft, Line, Note, Reply
from bot.store.following import Bond
from bot.store.staff import Account, Role
from flows.counsel import Claim, Close, Expire, Relay, Release, Suggest, Transfer
from flows.floor import holds
from flows.model import Body, Event, Facts, Holder
from flows.turn import PROPOSED

T = TypeVar("T")

MOST: Final = 200  # cases of one view
MINUTE: Final = 60 * 1000
DAY: Final = 24 * 60 * MINUTE
REASON: Final = 8  # characters of a reason for reading what is not one's own
REASON_MAX: Final = 300  # the person reads it: ten lines of what was done are one message
TEXT_MAX: Final = 4_000  # characters of a message; a longer one is sent back whole
KEY_MAX: Final = 40  # characters of the key of a page


class Office:
    """The desk, whatever pages or apps stand before it."""

    def __init__(
        self,
        store: Store,
        parts: Parts,
        fold: Fold,
        duty: Duty,
        documents: Documents,
        announce: Callable[[Folded], None],
    ) -> None:
        self._documents = documents
        self.papers = Papers(store, parts, fold, announce)
        self._store = store
        self._parts = parts
        self._fold = fold
        self._duty = duty
        self._announce = announce
        self._listed: dict[str, int] = {}  # a bond, and the day on which its line about the list was written
        self.bell = Bell()
        self.rounds = Rounds("desk", parts.now, self._expire, self._soon)

    @property
    def lease(self) -> int:
        """For how many minutes of opening hours a counsellor may be silent."""
        return self._duty.minutes

    def low(self, case: Case) -> int:
        """Return within how many minutes a held case needs a sign, once it is a third of a lease; 0 before."""
        part = max(1, self._duty.minutes // 3)
        held = case.holder is Holder.HUMAN
        return part if held and case.signed < self._duty.leased(self._parts.now() + part * MINUTE) else 0

    # ------------------------------------------------------------ looking

    async def queue(self, account: Account, view: str) -> Queue:
        """Return a view of the queue: waiting, mine, sleeping, or held (of everybody, for a lead)."""

        def work(tx: Session) -> Queue:
            cases = {
                "waiting": lambda: tx.cases.waiting(MOST),
                "mine": lambda: tx.cases.held(account.id, MOST),
                "sleeping": lambda: tx.cases.was(account.id, MOST),
                "held": lambda: tx.cases.held("", MOST) if account.role is Role.LEAD else (),
            }.get(view, lambda: ())()
            names = {one.id: one.name for one in tx.accounts.all()} if view == "held" else {account.id: account.name}
            mine = view == "mine"
            rows = [Row(case, names.get(case.owner, ""), case_name(tx, case) if mine else "") for case in cases]
            return Queue(rows, tx.cases.counts(account.id))

        return await run(self._store, work)

    async def open(self, account: Account, ident: str, line: str = "", before: int = 0) -> Open:
        """Return a case with its last lines, those around a line or before a place. Raises `DeskError`.

        It is a look in the log and no sign that somebody is there: a browser opens pages by itself.
        """

        def work(tx: Session) -> Open:
            case = mine(tx, account, ident)
            tx.accounts.log(self._parts.now(), account.id, "read", who=case.who, conversation=case.id)
            return self._opened(tx, account, case, place(tx, case, line, before))

        return await run(self._store, work)

    async def peek(self, account: Account, ident: str) -> Open:
        """Return the case again for a page that is open already; it is no new look, and no sign of anybody."""
        return await run(self._store, lambda tx: self._opened(tx, account, mine(tx, account, ident), 0))

    async def read(self, account: Account, ident: str, reason: str, line: str = "", before: int = 0) -> Open:
        """Return a case that is not one's own, with a written reason. Raises `DeskError` without one.

        "" is the reason they wrote a short while ago: who goes on reading is not asked again, and each look is logged.
        """

        def work(tx: Session) -> Open:
            case, at = known(tx, ident), self._parts.now()
            why = reason.strip()[:REASON_MAX] or reason_of(tx, account, case, at)
            if len(why) < REASON:
                raise DeskError("reason")
            tx.accounts.log(at, account.id, "look", who=case.who, conversation=case.id, detail=why)
            return self._opened(tx, account, case, place(tx, case, line, before))

        return await run(self._store, work)

    def _opened(self, tx: Session, account: Account, case: Case, before: int) -> Open:
        found = opened(tx, account, case, self._parts.private, before)
        if found is None:
            raise DeskError("gone")
        return found

    def lines(self, tx: Session, case: Case, facts: Facts, most: int) -> Sequence[Line]:
        """Return the last lines of a case that may be read."""
        return hidden.lines(tx, case, facts, self._parts.private, most)

    async def aside(self, who: Who, lines: Sequence[str]) -> Mapping[str, str]:
        """Return which lines of a summary were set aside, and by whom."""
        return await run(self._store, lambda tx: tx.cases.aside(who, lines))

    async def set_aside(self, account: Account, ident: str, line: str, *, back: bool = False) -> None:
        """Set a line of the summary aside, or take it back."""

        def work(tx: Session) -> None:
            case, at = mine(tx, account, ident), self._parts.now()
            if back:
                tx.cases.take_back(case.who, line)
            else:
                tx.cases.set_aside(case.who, line, account.id, at)
            tx.cases.signed(case, account.id, at)
            self._log(tx, account, "take_back" if back else "set_aside", case)

        await run(self._store, work)

    async def exported(self, account: Account, ident: str, what: str = "summary") -> Open:
        """Return a case of which something is taken out of the page: its summary, or the `cv`."""

        def work(tx: Session) -> Open:
            case = mine(tx, account, ident)
            found = self._opened(tx, account, case, 0)
            if what == "cv" and not found.facts:
                raise DeskError("no_cv")  # and no line says that it was opened
            self._log(tx, account, what, case)
            return found

        return await run(self._store, work)

    async def cv(self, account: Account, ident: str) -> tuple[Attachment, bytes]:
        """Return the CV as it would be now. Raises `DeskError` when there is none to be seen."""
        found = await self.exported(account, ident, "cv")
        return await self._drawn(found.case.who, found.facts, found.state.lang)

    async def _drawn(self, who: Who, facts: Facts, lang: str) -> tuple[Attachment, bytes]:
        if not facts:
            raise DeskError("no_cv")
        name = self._parts.name("cv", "pdf", facts, lang)
        file = Attachment("cv", "pdf", name, "application/pdf", facts[-1].seq)
        try:
            return file, await self._documents.draw(who, file, facts, lang)
        except DrawError:
            raise DeskError("no_cv") from None

    # ------------------------------------------------------------ one's own people

    async def people(self, account: Account) -> tuple[Sequence[Known], int]:
        """Return who agreed to be followed by this account, with what may be seen, and how many cannot be read here.

        No order is made of them here. To look at the list is a line of each of them, once a day.
        """
        now = self._parts.now()

        def work(tx: Session) -> tuple[list[Known], int]:
            found, unread = followed_by(tx, account.id)
            for one in found:
                if self._listed.get(one.bond.id) != now // DAY:
                    there = one.conversation
                    tx.accounts.log(now, account.id, "listed", who=there.who, conversation=there.id)
            return found, unread

        found, unread = await run(self._store, work)
        self._listed |= {one.bond.id: now // DAY for one in found}
        return found, unread

    async def known(self, account: Account, ident: str, what: str = "read", do: Do = nothing_more) -> Known:
        """Return one of them; the look is logged as `what`. Raises `DeskError` when the bond is none of theirs.

        `do` is done in the same transaction; where it says that it was done before, nothing is logged.
        """

        def work(tx: Session) -> Known:
            found = known_of(tx, self._bond(tx, account, ident))
            if found is None:
                raise DeskError("gone")
            conversation = found.conversation
            if do(tx, found):
                tx.accounts.log(self._parts.now(), account.id, what, who=conversation.who, conversation=conversation.id)
            return found

        return await run(self._store, work)

    async def cv_of(self, account: Account, ident: str) -> bytes:
        """Return the CV of one of one's own people as it would be now. Raises `DeskError`."""
        found = await self.known(account, ident, "cv")
        _, data = await self._drawn(found.conversation.who, found.facts, found.conversation.state.lang)
        return data

    async def doors(self, word: str) -> Sequence[tuple[str, str]]:
        """Return the apps in which a word can be said first, each with the address that opens it."""
        several = [(name, await one.invitation(word)) for name, one in self._parts.channels.items()]
        return [(name, address) for name, address in several if address]

    def _bond(self, tx: Session, account: Account, ident: str) -> Bond:
        bond = tx.bonds.bond(account.id, ident)
        if bond is None or account.role is Role.OPERATOR:
            raise DeskError("not_followed")
        return bond

    def window(self, found: Open) -> int | None:
        """Return for how many minutes the person can still be written to freely; None where no time runs out."""
        return self._parts.window(found.conversation.channel, found.heard)

    # ------------------------------------------------------------ the floor

    async def claim(self, account: Account, ident: str) -> Case:
        """Take a case that waits, or one of one's own that sleeps. Raises `DeskError` with the name of who has it.

        One whose person ended the talk is not taken back: they ask again if they want to.
        """

        def work(tx: Session) -> tuple[Case, Folded]:
            case = known(tx, ident)
            if account.role is Role.OPERATOR:
                raise DeskError("forbidden")
            own = case.owner == account.id and case.holder is not Holder.HUMAN and not case.ended
            if case.holder is not Holder.WAITING and not own:
                raise taken(tx, case)
            folded = self._event(tx, case, Claim(account.id, account.name))
            self._moved(case, folded, account.id, tx)
            if case.holder is Holder.WAITING:
                self._duty.waited(tx, self._parts.now(), case.asked)
            self._log(tx, account, "claim", case)
            return known(tx, ident), folded

        return await self._done(work)

    async def write(self, account: Account, ident: str) -> Case:
        """Take the floor to write to one of one's own people. Raises `DeskError` where the bond is none of theirs."""

        def work(tx: Session) -> tuple[Case, Folded]:
            conversation = tx.newest(self._bond(tx, account, ident).who)
            if conversation is None:
                raise DeskError("gone")
            floor, at = conversation.state.floor, self._parts.now()
            if floor.holder is Holder.HUMAN and floor.owner == account.id:
                raise DeskError("mine", conversation.id)
            if floor.holder is Holder.HUMAN:
                raise taken(tx, known(tx, conversation.id))
            folded = self._fold.event(tx, conversation, Event(self._parts.ids(), at, Claim(account.id, account.name)))
            case = known(tx, conversation.id)
            self._moved(case, folded, account.id, tx)
            if floor.holder is Holder.WAITING:
                self._duty.waited(tx, at, floor.asked)
            self._log(tx, account, "claim", case)
            return case, folded

        return await self._done(work)

    async def give_back(self, account: Account, ident: str, n: int) -> None:
        """Give the floor back to the bot, which asks what was open."""
        await self._move(account, ident, n, "release", Release(account.id))

    async def close(self, account: Account, ident: str, n: int) -> None:
        """End the conversation; the person's next words begin again with the bot."""
        await self._move(account, ident, n, "close", Close(account.id))

    async def reassign(self, account: Account, ident: str, to: str) -> None:
        """Give a case somebody holds to another of the team, as a lead."""

        def work(tx: Session) -> tuple[None, Folded]:
            case = known(tx, ident)
            if case.holder is not Holder.HUMAN or account.role is not Role.LEAD:
                raise taken(tx, case)
            folded = self._event(tx, case, Transfer(case.owner, to, self._colleague(tx, to, case.owner)))
            self._log(tx, account, "transfer", case)
            return None, folded

        await self._done(work)

    def _colleague(self, tx: Session, to: str, owner: str) -> str:
        """Return the name of somebody who can take a case. Raises `DeskError`."""
        colleague = tx.accounts.get(to)
        if colleague is None or colleague.disabled or colleague.role is Role.OPERATOR or to == owner:
            raise DeskError("no_colleague")
        return colleague.name

    async def transfer(self, account: Account, ident: str, n: int, to: str) -> None:
        """Hand the floor to a colleague."""

        def body(tx: Session) -> Body:
            return Transfer(account.id, to, self._colleague(tx, to, account.id))

        await self._move(account, ident, n, "transfer", body)

    async def _move(
        self, account: Account, ident: str, n: int, what: str, body: Body | Callable[[Session], Body]
    ) -> None:
        def work(tx: Session) -> tuple[None, Folded]:
            case = held(tx, account, ident, n)
            folded = self._event(tx, case, body(tx) if callable(body) else body)
            self._log(tx, account, what, case)
            return None, folded

        await self._done(work)

    # ------------------------------------------------------------ speaking

    async def say(self, account: Account, ident: str, n: int, text: str, key: str) -> None:
        """Say something to the person, the same words under the same `key` once. Raises `DeskError`.

        Two pages that show one draft have one key: words that were changed in either are said all the same.
        """
        text = worded(text)

        def work(tx: Session) -> tuple[None, Folded | None]:
            case = held(tx, account, ident, n)
            at = self._parts.now()
            tx.cases.keep_draft(case.who, account.id, Draft("", key), at)  # it is said: it is nothing to send again
            if not new(tx, account, case, (key, text), self._parts.now()):
                return None, None
            folded = self._event(tx, case, Relay(account.id, _ready(tx, case, text)))
            tx.cases.signed(case, account.id, at)
            return None, folded

        await self._done(work)

    async def send_cv(self, account: Account, ident: str, n: int, key: str) -> None:
        """Put the CV as it is now in the chat, once for each `key`. Raises `DeskError` when there is none."""
        await self.cv(account, ident)

        def work(tx: Session) -> tuple[None, Folded | None]:
            case, at = held(tx, account, ident, n), self._parts.now()
            if not new(tx, account, case, (key, "cv"), self._parts.now()):
                return None, None
            tx.cases.signed(case, account.id, at)
            return None, self._event(tx, case, Relay(account.id, "", "cv"))

        await self._done(work)

    async def suggest(self, account: Account, ident: str, n: int, qid: str, text: str, key: str = "") -> None:
        """Propose an answer to a question; the person is asked about it when the bot speaks again."""

        def work(tx: Session) -> tuple[None, Folded | None]:
            case = held(tx, account, ident, n)
            if not new(tx, account, case, (key, f"suggest {qid} {text}"), self._parts.now()):
                return None, None
            folded = self._event(tx, case, Suggest(account.id, account.name, qid, text.strip()))
            if f"{PROPOSED}{qid}" not in folded.conversation.state.notes:
                raise DeskError("unclear")
            tx.cases.signed(case, account.id, self._parts.now())
            self._log(tx, account, "suggest", case)
            return None, folded

        await self._done(work)

    async def replies(self) -> Sequence[Reply]:
        """Return the replies the team has ready."""
        return await run(self._store, lambda tx: tx.cases.replies())

    async def keep_reply(self, account: Account, ident: str, shortcut: str, texts: Mapping[str, str]) -> None:
        """Keep a reply, or change the one of that id. Raises `DeskError` when another one has this shortcut."""

        def work(tx: Session) -> None:
            there = tx.cases.replies()
            if any(one.shortcut == shortcut and one.id != ident for one in there):
                raise DeskError("shortcut_taken")
            if not ident and len(there) >= MOST:
                raise DeskError("full")
            known = ident if any(one.id == ident for one in there) else self._parts.ids()
            tx.cases.put_reply(Reply(known, account.id, shortcut, texts), self._parts.now())
            tx.accounts.log(self._parts.now(), account.id, "reply", detail=shortcut)

        await run(self._store, work)

    async def drop_reply(self, account: Account, ident: str) -> None:
        """Forget a reply."""

        def work(tx: Session) -> None:
            tx.cases.drop_reply(ident)
            tx.accounts.log(self._parts.now(), account.id, "drop reply")

        await run(self._store, work)

    async def note(self, account: Account, ident: str, text: str, key: str = "") -> None:
        """Keep a note for the team."""
        words = worded(text)

        def work(tx: Session) -> None:
            case, at = mine(tx, account, ident), self._parts.now()
            if not new(tx, account, case, (key, f"note {text}"), self._parts.now()):
                return
            tx.cases.note(case.who, Note(self._parts.ids(), at, account.id, words))
            tx.cases.signed(case, account.id, at)
            self._log(tx, account, "note", case)

        await run(self._store, work)

    async def draft(self, account: Account, ident: str, text: str, key: str = "") -> Case:
        """Keep what is being written, which is a sign that somebody is there; return the case.

        What was said meanwhile is none any more: over a slow line it comes after it.
        """
        text = text[:TEXT_MAX]

        def work(tx: Session) -> Case:
            case, at = mine(tx, account, ident), self._parts.now()
            begun = "" if sent(tx, account, case, key, text.strip()) else text
            tx.cases.keep_draft(case.who, account.id, Draft(begun, key), at)
            tx.cases.signed(case, account.id, at)
            return case

        return await run(self._store, work)

    async def keep(self, account: Account, ident: str, text: str, key: str) -> bool:
        """Keep what could not be said for who had this case open, whoever has it now; return whether it was."""

        def work(tx: Session) -> bool:
            case = tx.cases.case(ident)
            if case is None or not text.strip() or len(text) > TEXT_MAX or not had(tx, account, case):
                return False
            tx.cases.keep_draft(case.who, account.id, Draft(text, key), self._parts.now())
            return True

        return await run(self._store, work)

    async def here(self, account: Account, ident: str) -> None:
        """Say that one is still on it."""

        def work(tx: Session) -> None:
            tx.cases.signed(mine(tx, account, ident), account.id, self._parts.now())

        await run(self._store, work)

    # ------------------------------------------------------------ leases

    async def _expire(self) -> int:
        """Return cases to the queue whose counsellor gave no sign for the whole of a lease; none is left to hold."""
        if not self._store.held.first:  # another program looks at it
            return 0
        before = self._duty.leased(self._parts.now())
        for case in await run(self._store, lambda tx: tx.cases.silent(before, MOST)):
            with suppress(DeskError):  # one that cannot be read here holds up no other
                await self._done(partial(self._expired, case=case, before=before))
        return 0

    def _expired(self, tx: Session, case: Case, before: int) -> tuple[None, Folded | None]:
        now = tx.cases.case(case.id)
        if now is None or now.n != case.n or now.signed >= before or now.holder is not Holder.HUMAN:
            return None, None
        folded = self._event(tx, now, Expire())
        tx.accounts.away(now.owner, away=True)  # who did not answer is not waited for, until they say they are here
        tx.accounts.log(self._parts.now(), "", "expire", who=now.who, conversation=now.id)
        return None, folded

    async def _soon(self) -> None:
        """Look again in a while: a lease is minutes long."""

    # ------------------------------------------------------------ what is whose

    def _moved(self, case: Case, folded: Folded, owner: str, tx: Session) -> None:
        """Raise `DeskError` when the floor did not move as asked."""
        if not holds(folded.conversation.state.floor, owner):
            raise taken(tx, tx.cases.case(case.id) or case)

    # ------------------------------------------------------------ plumbing

    def _event(self, tx: Session, case: Case, body: Body) -> Folded:
        conversation = tx.load(case.who, case.id)
        if conversation is None:
            raise DeskError("gone")
        return self._fold.event(tx, conversation, Event(self._parts.ids(), self._parts.now(), body))

    def _log(self, tx: Session, account: Account, what: str, case: Case) -> None:
        tx.accounts.log(self._parts.now(), account.id, what, who=case.who, conversation=case.id)

    async def _done(self, work: Callable[[Session], tuple[T, Folded | None]]) -> T:
        def tell(result: tuple[T, Folded | None]) -> None:
            if result[1] is not None:
                self._announce(result[1])

        return (await run(self._store, work, tell))[0]


def worded(text: str) -> str:
    """Return what somebody wrote without what surrounds it. Raises `DeskError` for nothing, or for too much."""
    words = text.strip()
    if not words or len(words) > TEXT_MAX:
        raise DeskError("long" if words else "empty")
    return words


def _ready(tx: Session, case: Case, text: str) -> str:
    """Return the reply a shortcut stands for, in the person's language; other words as they are."""
    if not text.startswith("/"):
        return text
    found = next((one for one in tx.cases.replies() if f"/{one.shortcut}" == text.casefold()), None)
    return found.said(case.lang) if found else text
