"""Which facts count, and which question is next.

The theory. A person's answers are facts, only ever added. The newest fact of a question is its answer; an answer
*counts* (is live) when its question can be reached: walking the questions in order, each predicate looks only at
what is live before it. So an answer that no longer makes sense (the phone of a person who said "no phone") stays
in the log and simply stops counting; it counts again if the way to it opens again. The next question is the first
one that can be reached and has no live answer. Nobody stores "where she is".
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import lru_cache

from flows.content import Content, Each, Form, Question
from flows.model import Fact, Facts, Kind, Value

ITEM = "exp/"  # what begins the ids of an item and of its questions
DOCUMENT = "document/"
PLAYED = ("game/", "tip/")  # begins what is told in a game, and about tips
UNPRINTED = (
    DOCUMENT,
    "consent/",
    "follow/",
    "purpose/",
    *PLAYED,
)  # begins what is on no paper: also those made, and who may read
MAIN = "main"
LOOKS = frozenset({"cv/lang", "cv/template"})
UNASKED = {"note", "document"}
CONTENTS = 8  # contents whose tables are kept: today's, and those of a deploy
PLACES = 512  # entries of a path whose slots are kept, one an item


@dataclass(slots=True)
class Live:
    """The answers that count so far, in the order of the path. Built by `trace`; read-only for everybody else."""

    facts: dict[str, Fact] = field(default_factory=dict)
    standing: tuple[str, ...] = ()
    newest: int = 0  # seq of the newest fact of the dossier; documents delivered, and who may read, are not counted
    told: int = 0  # the same without what was asked behind doors: what a CV may hold
    dossier: int = 1
    lang: str = ""  # the language of the newest answer
    log: Facts = ()  # every fact, in the order told: what a proof is looked up in
    ever: Collection[str] = ()  # the ids that have an answer, counting or not
    spare: str = "e1"  # the item that could begin next: one more than all that ever were, so no id is used twice

    def fact(self, qid: str) -> Fact | None:
        """Return the live fact of a question."""
        return self.facts.get(qid)

    def value(self, qid: str) -> Value | None:
        """Return the live value of a question."""
        fact = self.facts.get(qid)
        return fact.value if fact else None

    def said(self, qid: str) -> bool:
        """Whether something was told there (not: skipped, unknown)."""
        fact = self.facts.get(qid)
        return fact is not None and fact.value.said

    def ids(self, qid: str) -> tuple[str, ...]:
        """Return the ids chosen there."""
        fact = self.facts.get(qid)
        return fact.value.ids if fact else ()

    def text(self, qid: str) -> str:
        """Return the words kept there."""
        value = self.value(qid)
        return value.text if value and value.kind is Kind.TEXT else ""

    def items(self) -> tuple[str, ...]:
        """Return the items that were begun and not taken back, oldest first."""
        return self.standing


@dataclass(frozen=True, slots=True)
class Slot:
    """A question at its place on the path, with its concrete id, and the ids whose facts answer it.

    `door` names the side trip it is on, "" for the way everybody goes.
    """

    qid: str
    question: Question
    item: str = ""
    answers: tuple[str, ...] = ()
    door: str = ""


@dataclass(frozen=True, slots=True)
class Trace:
    """The walk of a form: what counts, which slots were passed (answered or not), which is open first.

    `aside` are those that are open behind a door.
    """

    live: Live
    reached: tuple[Slot, ...]
    open: tuple[Slot, ...]
    aside: tuple[Slot, ...] = ()

    def slot(self, qid: str) -> Slot | None:
        """Return the slot with that id, when it can be reached."""
        return next((slot for slot in self.reached if slot.qid == qid), None)

    def answered(self) -> tuple[Slot, ...]:
        """Return the slots a person can go back to, in order."""
        return tuple(s for s in self.reached if s.question.kind not in UNASKED and s.qid in self.live.facts)


def latest(facts: Facts, dossier: int) -> dict[str, Fact]:
    """Return the newest fact of each question of a dossier."""
    return {fact.qid: fact for fact in facts if fact.dossier == dossier}


def _items(ever: Collection[str]) -> list[str]:
    """Return the items that were ever begun, oldest first."""
    return sorted({qid.split("/")[1] for qid in ever if qid.startswith(ITEM)}, key=lambda i: (_rank(i), i))


def _rank(item: str) -> int:
    return int(item[1:]) if item[1:].isdecimal() else 0


def _removed(newest: Mapping[str, Fact], qid: str) -> bool:
    fact = newest.get(qid)
    return fact is not None and fact.value.kind is Kind.REMOVED


def trace(content: Content, facts: Facts, dossier: int = 1, form: str = MAIN) -> Trace:
    """Walk a form over the facts. `form` "main" is every form that has a place on the path, in order."""
    newest = latest(facts, dossier)
    live = _outset(content, newest, facts, dossier)
    reached: list[Slot] = []
    opened: list[Slot] = []
    aside: list[Slot] = []
    for slot, fact in _met(content, newest, live, form):
        if not slot.question.when(live, slot.item):
            continue
        reached.append(slot)
        if fact is not None:
            live.facts[slot.qid] = fact
        elif slot.question.kind != "note":
            (aside if slot.door else opened).append(slot)
    return Trace(live, tuple(reached), tuple(opened), tuple(aside))


def coming(content: Content, facts: Facts, dossier: int = 1) -> tuple[str, ...]:
    """Return the questions that may still be asked before the next document, never fewer than then are."""
    newest = latest(facts, dossier)
    live = _outset(content, newest, facts, dossier)
    left: dict[str, None] = {}
    for slot, fact in _met(content, newest, live, MAIN, ahead=True):
        if slot.door:
            continue
        if slot.question.kind == "document" and fact is None and live.facts:
            break
        now = slot.question.when(live, slot.item)
        if fact is None and slot.question.kind not in UNASKED and (now or _may(slot, live)):
            left[slot.qid] = None
        if now and fact is not None:
            live.facts[slot.qid] = fact
    return tuple(left)


def _printed(facts: Facts, dossier: int) -> Iterator[Fact]:
    """Yield what a document can rest on, the newest first."""
    return (f for f in reversed(facts) if f.dossier == dossier and not f.qid.startswith(UNPRINTED))


def _outset(content: Content, newest: Mapping[str, Fact], facts: Facts, dossier: int) -> Live:
    """Return what is known before the first question: nothing counts yet."""
    begun, apart = _items(newest), aside(content)
    return Live(
        standing=tuple(item for item in begun if not _removed(newest, ITEM + item)),
        newest=next((f.seq for f in _printed(facts, dossier)), 0),
        told=next((f.seq for f in _printed(facts, dossier) if f.qid not in apart), 0),
        dossier=dossier,
        lang=facts[-1].lang if facts else "",
        log=facts,
        ever=newest.keys(),
        spare=f"e{_rank(begun[-1]) + 1 if begun else 1}",
    )


def _met(
    content: Content, newest: Mapping[str, Fact], live: Live, form: str, *, ahead: bool = False
) -> Iterator[tuple[Slot, Fact | None]]:
    """Yield each slot with the fact that would answer it; not the notes of what was not told."""
    for together in walk(content, live, form, ahead=ahead):
        for slot in together:
            question = slot.question
            if slot.qid in newest or question.replaces:
                fact = answer(newest, slot)
                if fact and question.fresh and _stale(fact, live.newest if slot.door else live.told):
                    fact = None
                if fact is not None or question.kind != "note":
                    yield slot, fact
            elif question.kind != "note":
                yield slot, None


def _stale(paper: Fact, newest: int) -> bool:
    """Whether something was told since a paper was drawn; its value is the newest fact it was drawn with."""
    return not paper.value.text.isdecimal() or int(paper.value.text) < newest


@lru_cache(maxsize=CONTENTS)
def aside(content: Content) -> frozenset[str]:
    """Return the ids of what is asked behind doors, and of what only says how a CV looks: it came when it was said."""
    return frozenset({one.id for form in content.forms if form.door for one in questions(form)} | LOOKS)


def _may(slot: Slot, live: Live) -> bool:
    """Whether a question that cannot be reached now may be later."""
    may = slot.question.may
    return may is not None and may(live, slot.item)


def answer(newest: Mapping[str, Fact], slot: Slot) -> Fact | None:
    """Return the fact that answers a slot: its own, or one of a question it replaces."""
    for qid in slot.answers:
        fact = newest.get(qid)
        if fact is not None:
            return None if fact.value.kind is Kind.REMOVED else fact
    return None


def walk(content: Content, live: Live, form: str = MAIN, *, ahead: bool = False) -> Iterator[Sequence[Slot]]:
    """Yield the slots of a form in order, those that stand together at once.

    An item begins with its first question: one that has still to begin has no other, unless what it will ask is looked
    at too (`ahead`).
    """
    for part, door in path(content, form):
        if isinstance(part, Each):
            items = ((item or live.spare, None if item or ahead else 1) for item in part.items(live))
            yield [slot for item, end in items for slot in slots(part, item, door)[:end]]
        else:
            yield part


@lru_cache(maxsize=CONTENTS)
def path(content: Content, form: str) -> tuple[tuple[Sequence[Slot] | Each, str], ...]:
    """Return the entries of the forms a frame walks, in order, each with its door; single ones stand together."""
    main = sorted((f for f in content.forms if f.at is not None), key=lambda f: f.at or 0)
    found: list[tuple[list[Slot] | Each, str]] = []
    for part in main if form == MAIN else [f for f in content.forms if f.id == form]:
        for entry in part.questions:
            before = found[-1][0] if found else None
            if isinstance(entry, Each):
                found.append((entry, part.door))
            elif isinstance(before, list):
                before.append(_slot(entry, "", part.door))
            else:
                found.append(([_slot(entry, "", part.door)], part.door))
    return tuple(found)


@lru_cache(maxsize=PLACES)
def slots(entry: Each, item: str, door: str = "") -> tuple[Slot, ...]:
    """Return the places of the questions repeated for an item."""
    return tuple(_slot(question, item, door) for question in entry.questions)


def _slot(question: Question, item: str, door: str) -> Slot:
    answers = tuple(qid.replace("*", item) for qid in (question.id, *question.replaces))
    return Slot(answers[0], question, item, answers, door)


def known(content: Content, qid: str) -> Question | None:
    """Return the question with that id, whatever the item; None when it left the forms."""
    parts = qid.split("/")
    pattern = "/".join([parts[0], "*", *parts[2:]]) if qid.startswith(ITEM) and parts[2:] else qid
    return _by_id(content).get(pattern)


@lru_cache(maxsize=CONTENTS)
def _by_id(content: Content) -> Mapping[str, Question]:
    return {q.id: q for form in reversed(content.forms) for q in reversed(tuple(questions(form)))}


def version(content: Content, question: Question | None) -> int:
    """Return the version of the form a question is in, 0 for none."""
    return _versions(content).get(question, 0) if question else 0


@lru_cache(maxsize=CONTENTS)
def _versions(content: Content) -> Mapping[Question, int]:
    return {q: form.version for form in reversed(content.forms) for q in questions(form)}


def questions(form: Form) -> Iterator[Question]:
    """Yield every question of a form, repeated ones once."""
    for entry in form.questions:
        yield from entry.questions if isinstance(entry, Each) else (entry,)


def first(items: tuple[str, ...]) -> str:
    """Return the first item, or "" for one that has still to begin."""
    return items[0] if items else ""
