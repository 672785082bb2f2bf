"""What is due later or takes long: a reminder told to the core, a document drawn, a person forgotten.

A job's result comes back to the core as an event, in the same transaction that ends the job: a job told twice is
told once. Documents are drawn outside of it, in threads. Persons whose time is over are forgotten here, rows and key.

One of the three places that catch everything: it records and goes on.
"""

from __future__ import annotations

import asyncio
import hashlib
import logging
from collections.abc import Callable, Sequence
from contextlib import suppress
from dataclasses import replace

from bot import ending, links
from bot.channels.base import Attachment, platform
from bot.desk.log import looks, stands
from bot.documents import FORMATS, Documents
from bot.door import LONG, covered
from bot.files.found import AWAY, TEXT
from bot.files.job import Files
from bot.fold import Fold, Folded
from bot.hints import mended_lines
from bot.logs import note, short
from bot.loop import LOOK, Rounds, look, run
from bot.model.job import Helper
from bot.parts import DrawError, Parts
from bot.returning import TooFewWordsError, drawn
from bot.store.base import (
    Conversation,
    Job,
    Session,
    StaleError,
    StoppedError,
    Store,
    StoreError,
    UnreadableError,
    Who,
)
from bot.voice.base import VoiceError
from bot.voice.job import Ears
from flows import aided, closed
from flows.keeping import JOB as KEEPING
from flows.kept import CODE
from flows.mine import SEE, TAKE
from flows.model import Body, Event, Facts, Hints, Reach, Result, State, Text, Tick, Voice
from flows.readers import LOOKS
from flows.reading import fold
from flows.sent import FILE
from flows.spelling import SPELLING
from flows.tips import JOB as TIP
from flows.turn import VOICE

AT_ONCE = 64
TIDY_EVERY = 60 * 60 * 1000  # ms
SET_BACK = 60 * 1000  # ms: by less a clock is only set right, and nobody waits for long
AGAIN = 5_000  # ms before somebody is to be forgotten again who could not be
LOOK_AGAIN = 60 * 1000  # ms between looks whether it is open again
SHUT_TOO = frozenset({KEEPING})  # what is told while it is closed: it cannot be said later

log = logging.getLogger(__name__)


class Jobs:
    """Does what is due."""

    def __init__(
        self,
        store: Store,
        parts: Parts,
        fold: Fold,
        documents: Documents,
        announce: Callable[[Folded], None],
        witness: Callable[[str], None],
    ) -> None:
        self._store = store
        self._parts = parts
        self._fold = fold
        self._documents = documents
        self._announce = announce
        self._files = Files(store, parts)
        self._ears = Ears(store, parts)
        self._helper = Helper(store, parts)
        self._working: set[int] = set()
        self._tidied = 0
        self._kept_on = -AGAIN  # when somebody could not be forgotten
        self._was = 0  # the latest that the clock said
        self._witness = witness  # is told where the log of the desk ends
        self._head = ""
        self.rounds = Rounds("jobs", parts.now, self.start_due, self._next_due, look(store))

    async def stop(self) -> None:
        """Let go of what is under way; it is done again at the next start."""
        await self.rounds.stop()
        if self._parts.mending is not None:
            await self._parts.mending.stop()
        if self._parts.ears is not None:
            await self._parts.ears.close()
        if self._parts.model is not None:
            await self._parts.model.close()

    async def start_due(self) -> int:
        """Begin what is due; return how many jobs."""
        if self.rounds.ending:
            return 0
        now, skip = self._parts.now(), tuple(self._working)
        owes, jobs = await run(self._store, lambda tx: (self._owes(tx, now), tx.jobs(now, skip, AT_ONCE)))
        if owes:
            await self._forget_some(now)
            jobs = await run(self._store, lambda tx: tx.jobs(now, skip, AT_ONCE))
        for job in jobs:
            self._working.add(job.id)
            self.rounds.hold(self._do(job))
        return len(jobs)

    async def _next_due(self) -> int | None:
        skip = tuple(self._working)
        return await run(self._store, lambda tx: tx.next_job(skip))

    # ------------------------------------------------------------ one job

    async def _do(self, job: Job) -> None:
        try:
            body = await self._body(job)
            await run(self._store, lambda tx: self._told(tx, job, body), self._tell, later=True)
        except (StoreError, StaleError) as error:  # no fault of the job: it is due again
            note(log, logging.WARNING, "job not saved", error=error, conversation=short(job.conversation))
            await asyncio.sleep(LOOK)
        except UnreadableError as error:  # another version of the program may read them
            note(log, logging.WARNING, "job put off", error=error, conversation=short(job.conversation))
            with suppress(StoreError):
                await run(self._store, lambda tx: tx.put_off(job, self._parts.now() + LOOK_AGAIN))
        except Exception as error:  # noqa: BLE001 - recorded; a job that breaks the core is not told again
            self._parts.watch.unfolded("job")
            note(log, logging.ERROR, "job failed", error=error, conversation=short(job.conversation), job=job.name)
            with suppress(StoreError):
                await run(self._store, lambda tx: tx.take(job, "failed"))
        finally:
            self._working.discard(job.id)

    def _told(self, tx: Session, job: Job, body: Body) -> Folded | None:
        conversation = tx.load(job.who, job.conversation)
        if conversation is not None and job.name in {TIP, KEEPING} and self._at_night(tx, conversation, job):
            return None
        if conversation is not None and job.kind == "tick" and self._shut(tx, conversation, job):
            return None
        if not tx.take(job) or conversation is None:
            return None
        if job.name == closed.JOB:
            return self._fold.opened(tx, conversation)
        if job.kind == "tick" and (self._untrue(job) or self._unheard(tx, conversation, job)):
            return None
        hints = Hints()
        if job.name == FILE and isinstance(body, Result):
            tx.let_go(job.who, job.key)
            body, hints = self._covered(body, conversation.state)
        if job.name == VOICE:
            tx.let_go(job.who, job.key)
            body, hints = self._spoken(body, conversation.state)
        if job.name == SPELLING:
            hints = self._parts.hint(body, conversation.state)
        if job.name == aided.JOB and isinstance(body, Result) and body.ok:
            hints = self._parts.hint(Text(aided.words(body.text)), conversation.state)
        return self._fold.event(tx, conversation, Event(self._parts.ids(), self._parts.now(), body, hints))

    def _at_night(self, tx: Session, conversation: Conversation, job: Job) -> bool:
        """Put off what comes by itself and would come at night: it waits for the morning."""
        now, heard = self._parts.now(), tx.heard(conversation)
        then = self._parts.decent(now, conversation.id, self._parts.open_until(conversation.channel, heard))
        if then > now:
            tx.schedule(conversation, job, then)
        return then > now

    def _shut(self, tx: Session, conversation: Conversation, job: Job) -> bool:
        """Put off what comes by itself while the operator closed the bot, and what waits for a hidden screen."""
        now, state = self._parts.now(), conversation.state
        hidden = job.name == closed.JOB and closed.holds(state, tx.facts(conversation.who), now)
        if job.name in SHUT_TOO or not (self._parts.shut() or hidden):
            return False
        tx.schedule(conversation, job, now + LOOK_AGAIN)
        return True

    def _untrue(self, job: Job) -> bool:
        """Whether an end is told of that is not near: the clock had run ahead, and was set back."""
        return job.name == KEEPING and int(job.key) > self._parts.now()

    def _unheard(self, tx: Session, conversation: Conversation, job: Job) -> bool:
        """Whether what is due would only be read by who wrote already: it may not leave before, and nothing calls.

        Nobody is called for a tip.
        """
        channel = self._parts.channels.get(conversation.channel)
        closed = self._parts.closed(conversation.channel, tx.heard(conversation))
        if not closed or channel is None:
            return False
        return job.name == TIP or not channel.knock(conversation.address, conversation.state.lang)

    def _covered(self, result: Result, state: State) -> tuple[Result, Hints]:
        """Return the words of a file as any words are kept, and what libraries know about them."""
        text, masked = covered(result.text) if result.ok else (result.text, ())
        hints = self._parts.hint(Text(text), state) if result.ok else Hints()
        return replace(result, text=text), replace(hints, masked=masked)

    def _spoken(self, body: Body, state: State) -> tuple[Body, Hints]:
        """Return the words of a note as any words are kept, and what libraries know about them."""
        if not isinstance(body, Voice):
            return body, Hints()
        text, masked = covered(body.transcript)
        said = replace(body, transcript=text[:LONG])
        return said, replace(self._parts.hint(said, state), masked=masked)

    def _tell(self, folded: Folded | None) -> None:
        if folded is not None:
            self._announce(folded)

    async def _body(self, job: Job) -> Body:
        if job.kind == "tick":
            return Tick(job.name, job.key, job.version)
        if job.name == VOICE:
            return await self._heard(job)
        ok, text = await self._consult(job)
        return Result(job.name, job.key, ok, job.version, job.floor, job.qid, text)

    async def _heard(self, job: Job) -> Body:
        """Return what a note says, as the person's own words, or why nothing was heard."""
        try:
            heard = await self._ears.hear(job)
        except VoiceError as error:
            why = error.verdict
        except Exception as error:  # noqa: BLE001 - recorded; the person is told that nobody heard
            note(log, logging.ERROR, "not heard", error=error, conversation=short(job.conversation))
            why = AWAY
        else:
            return Voice(heard.text, heard.seconds, of=job.key)
        note(log, logging.INFO, "voice", conversation=short(job.conversation), why=why)
        return Result(job.name, job.key, ok=False, version=job.version, floor=job.floor, text=why)

    async def _consult(self, job: Job) -> tuple[bool, str]:
        """Do outside work; return whether it worked, and the newest fact in it or the reason why not."""
        outside = {CODE: self._code, aided.JOB: self._helper.help, SEE: self._mine, TAKE: self._mine}.get(job.name)
        if outside is not None:
            return await outside(job)
        if job.name == FILE:
            found = await self._files.read(job)
            return found.verdict == TEXT, found.text if found.verdict == TEXT else found.verdict
        if job.name in {SPELLING, LOOKS}:
            return True, await (self._mended(job) if job.name == SPELLING else self._looks(job))
        return await self._document(job)

    async def _document(self, job: Job) -> tuple[bool, str]:
        """Draw a document; return up to which fact, or why it cannot be."""
        document, _, formats = job.name.partition(":")
        facts, lang = await run(self._store, lambda tx: _known(tx, job))
        newest = facts[-1].seq if facts else 0
        try:
            for form in formats.split("+") if formats else FORMATS:
                file = Attachment(document, form, "", "", newest)
                await self._documents.draw(job.who, file, facts, lang)
        except DrawError as error:
            return False, error.reason
        except Exception as error:  # noqa: BLE001 - recorded; the person is told that it is late
            note(log, logging.ERROR, "not drawn", error=error, conversation=short(job.conversation))
            return False, ""
        return True, str(newest)

    async def _mine(self, job: Job) -> tuple[bool, str]:
        """Count what is kept, or make what is taken along; it is made again when it is sent."""
        own = self._documents.own
        if own is None:
            return False, ""
        try:
            return True, await (
                own.counted(self._store, job) if job.name == SEE else own.made(self._store, self._documents, job)
            )
        except Exception as error:  # noqa: BLE001 - recorded; the person is told to ask again
            note(log, logging.ERROR, "not taken", error=error, conversation=short(job.conversation))
            return False, ""

    async def _looks(self, job: Job) -> str:
        """Return what stands on somebody's case and what was done with it; older things before a line that is named."""
        zone = self._parts.zone

        def work(tx: Session) -> str:
            done = looks(tx, job.who, zone, job.qid)
            return done if job.qid else f"{done}\n{stands(tx, self._parts, job.who, job.conversation)}"

        return await run(self._store, work)

    async def _code(self, job: Job) -> tuple[bool, str]:
        """Draw the words that bring a dossier back on another phone; their hash is all that is kept."""
        _, lang = await run(self._store, lambda tx: _known(tx, job))
        chance = hashlib.sha256((self._parts.ids() + self._parts.ids()).encode()).digest()
        try:
            words = drawn(self._parts.vocabulary(lang), int.from_bytes(chance))
        except TooFewWordsError:
            return False, ""
        link, until = links.drawn(self._parts.ids), self._parts.now() + links.LIVES

        def keep(tx: Session) -> None:
            tx.code(job.who, fold(words))
            tx.link(job.who, link, until)

        await run(self._store, keep)
        return True, "\n".join((words, *await self._elsewhere(job, link)))

    async def _elsewhere(self, job: Job, link: str) -> Sequence[str]:
        """Return a line for each other app in which the conversation can go on: the app, and the address to open.

        Of several bots of an app it is the first.
        """
        here = await run(self._store, lambda tx: tx.load(job.who, job.conversation))
        mine = platform(here.channel) if here else ""
        first = [one for name, one in self._parts.channels.items() if name == platform(name) != mine]
        apps = [f"{one.name} {address}" for one in first if (address := await one.invitation(link))]
        return [*apps, f"web {links.on_page(self._parts.page, link)}"] if self._parts.page else apps

    async def _mended(self, job: Job) -> str:
        """Ask a dictionary about the words that wait; return a line for each that is mended."""
        words, lang = await run(self._store, lambda tx: self._strange(tx, job))
        found = await self._parts.mending.mend(words, lang) if self._parts.mending and words else {}
        return mended_lines(found)

    def _strange(self, tx: Session, job: Job) -> tuple[tuple[str, ...], str]:
        conversation = tx.load(job.who, job.conversation)
        waits = conversation.state.waits if conversation else None
        if conversation is None or waits is None:
            return (), ""
        return self._parts.hint(Text(waits.text), conversation.state).strange, conversation.state.lang

    # ------------------------------------------------------------ people

    async def unreachable(self, who: Who, conversation: str) -> None:
        """Tell the core that a person cannot be reached any more."""

        def work(tx: Session) -> Folded | None:
            found = tx.load(who, conversation)
            if found is None:
                return None
            return self._fold.event(tx, found, Event(self._parts.ids(), self._parts.now(), Reach(ok=False)))

        try:
            await run(self._store, work, self._tell)
        except Exception as error:  # noqa: BLE001 - recorded
            note(log, logging.ERROR, "not told", error=error, conversation=short(conversation))

    def _owes(self, tx: Session, now: int) -> bool:
        """Whether somebody is to be forgotten, or it is time to tidy; that is for one program of several."""
        if not self._store.held.first or 0 <= now - self._kept_on < AGAIN:
            return False
        if any(self._overdue(now)):
            return True
        self._was = max(now, self._was)
        return bool(tx.expired(now))

    def _overdue(self, now: int) -> tuple[bool, bool]:
        """Return whether it is time to tidy, and whether the clock went back, as it may have while nothing ran."""
        return not 0 <= now - self._tidied < TIDY_EVERY, not self._was or now < self._was - SET_BACK

    async def _forget_some(self, now: int) -> None:
        """Forget who is to be forgotten. A disk that does not take that now is no reason to do nothing else."""
        try:
            await self._forget_expired(now)
        except StoppedError:
            raise
        except StoreError as error:
            self._kept_on = now
            note(log, logging.WARNING, "nobody could be forgotten yet", error=error, why=str(error))

    async def _forget_expired(self, now: int) -> None:
        tidy, back = self._overdue(now)

        def work(tx: Session) -> tuple[tuple[Who, ...], str]:
            if back:
                tx.back(now, self._was or now)
            gone = (*tx.expired(now), *(ending.over(tx, self._parts.retention, now) if tidy else ()))
            for who in gone:
                tx.forget(who)
            if tidy:
                ending.warn(tx, self._parts.retention, now)
                tx.tidy(now)
            return gone, tx.accounts.head() if tidy else self._head

        gone, head = await run(self._store, work)
        for who in gone:
            self._documents.forget(who)
        self._tidied = now if tidy else self._tidied
        self._was = now if back else max(now, self._was)
        if head != self._head:
            self._witness(head)
        self._head = head


def _known(tx: Session, job: Job) -> tuple[Facts, str]:
    conversation = tx.load(job.who, job.conversation)
    return tx.facts(job.who), conversation.state.lang if conversation else "fr"
