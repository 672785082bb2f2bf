"""Which facts count, and which question is next.

The theory. A person's answers are facts, only ever added. The newest fact of a question is its answer; an answer
*counts* (is live) when its question can be reached: walking the questions in order, each predicate looks only at
what is live before it. So an answer that no longer makes sense (the phone of a person who said "no phone") stays
in the log and simply stops counting; it counts again if the way to it opens again. The next question is the first
one that can be reached and has no live answer. Nobody stores "where she is".
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass, field
from functools import lru_cache

from flows.content import Content, Each, Form, Question
from flows.model import Fact, Facts, Kind, Value

LISTS = ("exp",)
MAIN = "main"
UNASKED = {"note", "document"}
CONTENTS = 8  # contents whose tables are kept: today's, and those of a deploy
PLACES = 512  # entries of a path whose slots are kept, one an item


@dataclass(slots=True)
class Live:
    """The answers that count so far, in the order of the path. Built by `trace`; read-only for everybody else."""

    facts: dict[str, Fact] = field(default_factory=dict)
    items_ever: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    newest: int = 0  # seq of the newest fact of the dossier, documents delivered not counted
    dossier: int = 1
    lang: str = ""  # the language of the newest answer
    ever: Collection[str] = ()  # the ids that have an answer, counting or not

    def fact(self, qid: str) -> Fact | None:
        """Return the live fact of a question."""
        return self.facts.get(qid)

    def value(self, qid: str) -> Value | None:
        """Return the live value of a question."""
        fact = self.facts.get(qid)
        return fact.value if fact else None

    def said(self, qid: str) -> bool:
        """Whether something was told there (not: skipped, unknown)."""
        value = self.value(qid)
        return value is not None and value.said

    def ids(self, qid: str) -> tuple[str, ...]:
        """Return the ids chosen there."""
        value = self.value(qid)
        return value.ids if value else ()

    def text(self, qid: str) -> str:
        """Return the words kept there."""
        value = self.value(qid)
        return value.text if value and value.kind is Kind.TEXT else ""

    def items(self, name: str = "exp") -> tuple[str, ...]:
        """Return the items of a list that still stand, oldest first."""
        return self.items_ever.get(name, ())


@dataclass(frozen=True, slots=True)
class Slot:
    """A question at its place on the path, with its concrete id, and the ids whose facts answer it."""

    qid: str
    question: Question
    item: str = ""
    answers: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Trace:
    """The walk of a form: what counts, which slots were passed (answered or not), which is open first."""

    live: Live
    reached: tuple[Slot, ...]
    open: tuple[Slot, ...]
    ahead: tuple[str, ...] = ()  # questions that may still be asked before the next document, never fewer than then are

    @property
    def left(self) -> int:
        """How many questions may still be asked before the next document."""
        return len(self.ahead)

    def slot(self, qid: str) -> Slot | None:
        """Return the slot with that id, when it can be reached."""
        return next((slot for slot in self.reached if slot.qid == qid), None)

    def answered(self) -> tuple[Slot, ...]:
        """Return the slots a person can go back to, in order."""
        return tuple(s for s in self.reached if s.question.kind not in UNASKED and s.qid in self.live.facts)


def latest(facts: Facts, dossier: int) -> dict[str, Fact]:
    """Return the newest fact of each question of a dossier."""
    return {fact.qid: fact for fact in facts if fact.dossier == dossier}


def items_of(newest: Mapping[str, Fact], name: str) -> tuple[str, ...]:
    """Return the items of a list that were ever begun and not taken back, oldest first."""
    return tuple(item for item in _items(newest, name) if not _removed(newest, f"{name}/{item}"))


def fresh_item(ever: Collection[str], name: str = "exp") -> str:
    """Return the id of the next item: one more than all that ever were, so an id is never used twice."""
    return f"e{max(map(_rank, _items(ever, name)), default=0) + 1}"


def _items(ever: Collection[str], name: str) -> list[str]:
    """Return the items of a list that were ever begun, oldest first."""
    begins = f"{name}/"
    return sorted({qid.split("/")[1] for qid in ever if qid.startswith(begins)}, key=lambda item: (_rank(item), item))


def _rank(item: str) -> int:
    return int(item[1:]) if item[1:].isdecimal() else 0


def _removed(newest: Mapping[str, Fact], qid: str) -> bool:
    fact = newest.get(qid)
    return fact is not None and fact.value.kind is Kind.REMOVED


def trace(content: Content, facts: Facts, dossier: int = 1, form: str = MAIN) -> Trace:
    """Walk a form over the facts. `form` "main" is every form that has a place on the path, in order."""
    newest = latest(facts, dossier)
    live = Live(
        items_ever={name: items_of(newest, name) for name in LISTS},
        newest=max((f.seq for f in newest.values() if not f.qid.startswith("document/")), default=0),
        dossier=dossier,
        lang=facts[-1].lang if facts else "",
        ever=newest.keys(),
    )
    spare = fresh_item(newest)
    reached: list[Slot] = []
    opened: list[Slot] = []
    left: dict[str, None] = {}
    counting = True
    for slot in walk(content, live, spare, form):
        question = slot.question
        fact = _answer(newest, slot) if slot.qid in newest or question.replaces else None
        if fact and question.fresh and fact.value.text != str(live.newest):
            fact = None
        now = question.when(live, slot.item)
        counting = counting and not (question.kind == "document" and _stops(fact, live))
        if counting and fact is None and question.kind not in UNASKED and (now or _may(slot, live)):
            left[slot.qid] = None
        if not now:
            continue
        reached.append(slot)
        if fact is not None:
            live.facts[slot.qid] = fact
        elif question.kind != "note":
            opened.append(slot)
    return Trace(live, tuple(reached), tuple(opened), tuple(left))


def _stops(fact: Fact | None, live: Live) -> bool:
    """Whether the count of what is left ends at a document: at the next one that is not delivered yet."""
    return fact is None and bool(live.facts)


def _may(slot: Slot, live: Live) -> bool:
    """Whether a question that cannot be reached now may be later."""
    may = slot.question.may
    return may is not None and may(live, slot.item)


def _answer(newest: Mapping[str, Fact], slot: Slot) -> Fact | None:
    """Return the fact that answers a slot: its own, or one of a question it replaces."""
    for qid in slot.answers:
        fact = newest.get(qid)
        if fact is not None:
            return None if fact.value.kind is Kind.REMOVED else fact
    return None


def walk(content: Content, live: Live, spare: str, form: str = MAIN) -> Iterator[Slot]:
    """Yield the slots of a form in order; `spare` is the id of the item that could begin next."""
    for entry in path(content, form):
        if isinstance(entry, Question):
            yield from slots(entry, "")
            continue
        for item in entry.items(live) or ():
            yield from slots(entry, item or spare)


@lru_cache(maxsize=CONTENTS)
def path(content: Content, form: str) -> tuple[Question | Each, ...]:
    """Return the entries of the forms a frame walks, in order."""
    main = sorted((f for f in content.forms if f.at is not None), key=lambda f: f.at or 0)
    walked = main if form == MAIN else [f for f in content.forms if f.id == form]
    return tuple(entry for part in walked for entry in part.questions)


@lru_cache(maxsize=PLACES)
def slots(entry: Question | Each, item: str) -> tuple[Slot, ...]:
    """Return the places of a question, or of those repeated for an item."""
    repeated = entry.questions if isinstance(entry, Each) else (entry,)
    return tuple(_slot(question, item) for question in repeated)


def _slot(question: Question, item: str) -> Slot:
    answers = tuple(qid.replace("*", item) for qid in (question.id, *question.replaces))
    return Slot(answers[0], question, item, answers)


def known(content: Content, qid: str) -> Question | None:
    """Return the question with that id, whatever the item; None when it left the forms."""
    parts = qid.split("/")
    pattern = "/".join([parts[0], "*", *parts[2:]]) if parts[0] in LISTS and parts[2:] else qid
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
