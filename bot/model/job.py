"""The job of asking a model: for one message of one person, masked, and only while they agree to it.

A job carries no words. They are read in the store together with the agreement, the budget of the day and what the
person told of themselves, in one piece of work that also counts the call: so a crash can spend one call, never more
than the budget. What comes back is looked at before it is anybody's: a quote that does not stand in the message, a new
number, name or address, a mark that is none of ours, and the thing is dropped. Nothing that goes wrong is ever said.
"""

from __future__ import annotations

import asyncio
import logging
import re
from dataclasses import dataclass, replace
from typing import Final
from weakref import WeakValueDictionary

from bot.door import covered
from bot.logs import note, short
from bot.loop import run
from bot.model.base import FACTS, FEEDBACK, PURPOSES, TRANSLATION, WORDING, ModelError, Reply, Request
from bot.model.breaker import Breaker
from bot.model.filter import TRIPPED, Filter, NothingLeavesError
from bot.model.prompts import data
from bot.model.pseudonyms import LINK, MARK, Masked, Rules, back, told_of
from bot.model.said import fits
from bot.parts import Parts
from bot.store.base import Consented, Job, Session, Store, Who
from bot.store.using import Spent
from flows import purposes
from flows.aided import ANSWER, TOLD, USES, Aid, Found, written
from flows.contact import ascii_digits
from flows.model import Edit, Event, Facts, Text, Voice
from flows.reading import fold

AT_ONCE: Final = 4
LONGEST: Final = 2_000  # letters of a message that is asked about
SHORTEST: Final = 12
# What a person told of themselves: it is masked, and then looked for in what would leave.
OWN: Final = frozenset(
    {"cv/name", "cv/name/told", "cv/address", "cv/email", "cv/phone", "cv/told_phone", "cv/town", "cv/town/told"}
)
NAMED: Final = 6  # words of a message that says a name and no more; a longer one would hide all that is told
ANSWERED: Final = frozenset({Consented.GIVEN, Consented.REFUSED})  # whether answers are kept: nothing is asked before
FIELDS: Final = {FACTS: TOLD, FEEDBACK: ANSWER}

LETTER: Final = re.compile(r"[^\W_]")
WRITTEN: Final = re.compile(r"[^\s.,;:!?،؛؟…()\[\]\"«»/]+")  # what stands between blanks and signs

log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class _Asked:
    """What a job is about, read in the store."""

    purpose: str
    text: str
    lang: str
    to: str
    told: tuple[str, ...]
    event: Event | None


class Helper:
    """Asks for people."""

    def __init__(self, store: Store, parts: Parts) -> None:
        self._store = store
        self._parts = parts
        self._breaker = Breaker(parts.now)
        self._turn = asyncio.Semaphore(AT_ONCE)
        self._people: WeakValueDictionary[Who, asyncio.Lock] = WeakValueDictionary()
        model, content = parts.model, parts.content
        self._filter = Filter(content, parts.words, own=model.own) if model and content else None

    async def help(self, job: Job) -> tuple[bool, str]:
        """Return whether there is something to propose, and that, as `flows/aided.py` writes it."""
        if job.qid == USES:
            return True, written(Aid(USES, text=str(await run(self._store, lambda tx: _uses(tx, job.who)))))
        async with self._people.setdefault(job.who, asyncio.Lock()), self._turn:
            model, sieve = self._parts.model, self._filter
            if model is None or sieve is None or self._breaker.open:
                return False, ""
            asked = await run(self._store, lambda tx: self._read(tx, job))
            if asked is None:
                return False, ""
            try:
                masked, rules = await self._masked(sieve, asked)
                request = _request(asked, masked, rules)
            except NothingLeavesError as error:
                note(log, logging.INFO, "model not asked", conversation=short(job.conversation), why=error.why)
                await self._count(job, asked, Spent(held=1))
                return False, ""
            if not await self._begins(job, asked) or not self._breaker.begin():
                return False, ""
            reply = await self._answer(job, asked, request)
            aid = await self._sound(sieve, asked, masked, reply) if reply else None
            return (True, written(aid)) if aid else (False, "")

    # ------------------------------------------------------------ before

    def _read(self, tx: Session, job: Job) -> _Asked | None:
        """Return the words and what is told of the person; None when they do not agree, or it is enough for today."""
        purpose, _, about = job.qid.partition(":")
        there, facts = tx.load(job.who, job.conversation), tx.facts(job.who)
        if there is None or there.consent not in ANSWERED or purpose not in PURPOSES or not self._may(facts):
            return None
        if tx.uses.today(job.who, self._parts.now()) >= self._parts.model_budget:
            return None
        line = tx.line(job.who, job.key)
        event = line.event if line else None
        text = _told(facts, about) if purpose == WORDING else _said(event)
        if not SHORTEST <= len(text) <= LONGEST:
            return None
        return _Asked(
            purpose, text, there.state.lang, about if purpose == TRANSLATION else "", _own(facts, there.address), event
        )

    def _may(self, facts: Facts) -> bool:
        """Whether the person agreed to a model, or did not refuse one on the operator's own machine."""
        content, refused = self._parts.content, purposes.answer(facts, purposes.MODEL) == purposes.REFUSE
        return content is not None and not refused and purposes.allowed(content.host, facts, purposes.MODEL)

    async def _masked(self, sieve: Filter, asked: _Asked) -> tuple[Masked, Rules]:
        readings = asked.event.hints.spelling if asked.event else {}
        return await sieve.masked(asked.text, asked.lang, asked.told, dict(readings))

    async def _begins(self, job: Job, asked: _Asked) -> bool:
        """Count a call before it is made, with another look at budget and agreement; False when it may not be."""

        def work(tx: Session) -> bool:
            if self._read(tx, job) is None:
                return False
            tx.uses.note(job.who, self._parts.now(), asked.purpose, Spent(asked=1))
            return True

        return await run(self._store, work)

    async def _count(self, job: Job, asked: _Asked, spent: Spent) -> None:
        await run(self._store, lambda tx: tx.uses.note(job.who, self._parts.now(), asked.purpose, spent))

    # ------------------------------------------------------------ after

    async def _answer(self, job: Job, asked: _Asked, request: Request) -> Reply | None:
        model = self._parts.model
        well, spent, reply = False, Spent(failed=1), None
        try:
            with self._parts.watch.asking("model"):
                reply = await model.propose(request) if model else None
            well, spent = True, Spent(tokens=reply.tokens if reply else 0)
        except ModelError as error:
            spent = Spent(failed=1, tokens=error.tokens)
            note(log, logging.INFO, "model failed", conversation=short(job.conversation), why=error.verdict)
        finally:
            self._breaker.end(well=well)
        await self._count(job, asked, spent)
        return reply

    async def _sound(self, sieve: Filter, asked: _Asked, masked: Masked, reply: Reply) -> Aid | None:
        """Return what of an answer may be proposed, its words the person's again; None for nothing."""
        found: list[Found] = []
        lang = asked.to or asked.lang
        for one in reply.found:
            quote, text = _quoted(back(one.quote, masked.table), asked.text), _seen(back(one.text, masked.table))
            fitting = asked.purpose != FEEDBACK or fits(text, lang)
            new = MARK.search(text) or not await self._nothing_new(sieve, lang, one.text, masked)
            if quote and fitting and not new:
                found.append(Found(one.field, quote, text))
        text = _seen(back(reply.text, masked.table))
        if MARK.search(text) or not await self._nothing_new(sieve, lang, reply.text, masked):
            text = ""
        return Aid(asked.purpose, tuple(found), text) if found or text else None

    async def _nothing_new(self, sieve: Filter, lang: str, said: str, masked: Masked) -> bool:
        """Whether an answer holds no number, address or name but those of the marks it was given."""
        marks = {mark.partition(":")[0].rstrip("]") for mark in masked.table}
        if any(one[0].partition(":")[0].rstrip("]") not in marks for one in MARK.finditer(said)):
            return False
        plain = MARK.sub(" ", said)
        if any(char.isnumeric() for char in ascii_digits(plain)) or LINK.search(plain) or "@" in plain or "/" in plain:
            return False
        return not await sieve.names(plain, lang)


def _request(asked: _Asked, masked: Masked, rules: Rules) -> Request:
    """Return what is asked, once it was looked at as it leaves. Raises `NothingLeavesError`."""
    bare = Request(asked.purpose, masked.text, asked.lang, asked.to)
    if told_of(data(bare), asked.told, rules.tongue.small):
        raise NothingLeavesError(TRIPPED)
    return replace(bare, fields=FIELDS.get(asked.purpose, {}))


def _uses(tx: Session, who: Who) -> int:
    return sum(one.asked for one in tx.uses.told(who))


def _said(event: Event | None) -> str:
    """Return the words of a message."""
    match event.body if event else None:
        case Text(text=text) | Edit(text=text) | Voice(transcript=text):
            return text.strip()
        case _:
            return ""


def _told(facts: Facts, qid: str) -> str:
    """Return the newest answer to a question, in the person's words."""
    found = next((fact for fact in reversed(facts) if fact.qid == qid), None)
    return (found.value.text or found.raw).strip() if found and found.value.said else ""


def _own(facts: Facts, address: str) -> tuple[str, ...]:
    """Return what the person told of themselves, and where they are written to."""
    own = [fact for fact in facts if fact.qid in OWN]
    told = [fact.value.text for fact in own]
    told += [fact.raw for fact in own if not fact.value.text or len(fact.raw.split()) <= NAMED]
    return tuple(dict.fromkeys(text for text in (*told, address) if text.strip()))


def _quoted(quote: str, said: str) -> str:
    """Return the words of a message that a quote is of, as the person wrote them; "" where it is of none."""
    words = [(found, fold(found[0]).split()) for found in WRITTEN.finditer(said) if LETTER.search(found[0])]
    every = [(place, word) for place, (_, several) in enumerate(words) for word in several]
    wanted = [word for one in WRITTEN.findall(quote) if LETTER.search(one) for word in fold(one).split()]
    for at in range(len(every) - len(wanted) + 1 if wanted else 0):
        some = every[at : at + len(wanted)]
        if [word for _, word in some] == wanted:
            first, last = words[some[0][0]][0], words[some[-1][0]][0]
            return said[first.start() : last.end()]
    return ""


def _seen(text: str) -> str:
    """Return what a model says without what turns the words around it, as of whoever else."""
    return covered(text)[0]
