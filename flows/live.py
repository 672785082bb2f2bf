"""Which facts count, and which question is next.

The theory. A person's answers are facts, only ever added. The newest fact of a question is its answer; an answer
*counts* (is live) when its question can be reached: walking the questions in order, each predicate looks only at
what is live before it. So an answer that no longer makes sense (the phone of a person who said "no phone") stays
in the log and simply stops counting; it counts again if the way to it opens again. The next question is the first
one that can be reached and has no live answer. Nobody stores "where she is".
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from itertools import groupby

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
PLACES = 512  # parts of a path whose slots are kept, one an item
IDS = 4096  # of questions, with their item, whose pattern is kept


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


@dataclass(frozen=True, slots=True, eq=False)
class Part:
    """Questions of a form that stand together on the way, with its door; with `items`, repeated for each of them.

    It equals itself alone, so that tables made of it can be kept.
    """

    questions: tuple[Question, ...]
    door: str
    items: Callable[[Live], tuple[str, ...]] | None = None


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


class Trace:
    """The walk of a form: what counts, which slots were passed (answered or not), which is open first.

    `aside` are those that are open behind a door. It is walked as far as anything is known; the rest, where nothing can
    count, when somebody looks there.
    """

    __slots__ = ("_ahead", "_aside", "_newest", "_open", "_reached", "live")

    def __init__(self, live: Live, newest: Mapping[str, Fact], way: Sequence[Part], end: int) -> None:
        """Walk as far as `end`; `live` is filled from the newest facts."""
        self.live = live
        self._newest = newest
        self._reached: list[Slot] = []
        self._open: list[Slot] = []
        self._aside: list[Slot] = []
        self._pass(way[:end])
        self._ahead: Sequence[Part] = way[end:]

    @property
    def reached(self) -> tuple[Slot, ...]:
        """The slots that were passed."""
        self._to_the_end()
        return tuple(self._reached)

    @property
    def open(self) -> tuple[Slot, ...]:
        """Those of them that have no answer."""
        self._to_the_end()
        return tuple(self._open)

    @property
    def aside(self) -> tuple[Slot, ...]:
        """Those that have none behind a door."""
        self._to_the_end()
        return tuple(self._aside)

    @property
    def first(self) -> Slot | None:
        """The slot that is open first."""
        while self._ahead and not self._open:
            self._go_on()
        return self._open[0] if self._open else None

    def slot(self, qid: str) -> Slot | None:
        """Return the slot with that id, when it can be reached."""
        among = self._reached if qid in self._newest else self.passed()  # what has an answer was walked at once
        return next((slot for slot in among if slot.qid == qid), None)

    def passed(self) -> Iterator[Slot]:
        """Yield the slots that were passed, and walk no further than somebody looks."""
        place = 0
        while place < len(self._reached) or self._ahead:
            if place == len(self._reached):
                self._go_on()
                continue
            yield self._reached[place]
            place += 1

    def answered(self) -> tuple[Slot, ...]:
        """Return the slots a person can go back to, in order."""
        return tuple(s for s in self._reached if s.question.kind not in UNASKED and s.qid in self.live.facts)

    def _to_the_end(self) -> None:
        while self._ahead:
            self._go_on()

    def _go_on(self) -> None:
        part, *ahead = self._ahead
        self._ahead = ahead
        self._pass((part,))

    def _pass(self, way: Sequence[Part]) -> None:
        live, newest = self.live, self._newest
        for part in way:
            for slot in _together(part, live):
                question = slot.question
                fact = _told(slot, newest, live) if slot.qid in newest or question.replaces else None
                if (fact is None and question.kind == "note") or not question.when(live, slot.item):
                    continue
                self._reached.append(slot)
                if fact is not None:
                    live.facts[slot.qid] = fact
                else:
                    (self._aside if slot.door else self._open).append(slot)


class Told(tuple[Fact, ...]):  # noqa: SLOT001 - Python gives a kind of tuple no slots
    """Facts of one person, with what was walked over them: an event begins where the one before it ended.

    It is of one thread, and what it remembers goes when it goes.
    """

    def __init__(self, _facts: Iterable[Fact] = ()) -> None:
        self._walks: dict[tuple[Content, int], Trace] = {}

    def walked(self, content: Content, dossier: int) -> Trace:
        """Return the walk of the main path."""
        found = self._walks.get((content, dossier))
        if found is None:
            found = self._walks[content, dossier] = trace(content, tuple(self), dossier)
        return found


def latest(facts: Facts, dossier: int) -> dict[str, Fact]:
    """Return the newest fact of each question of a dossier."""
    return {fact.qid: fact for fact in facts if fact.dossier == dossier}


def _items(ever: Collection[str]) -> list[str]:
    """Return the items that were ever begun, oldest first."""
    return sorted({qid.split("/", 2)[1] for qid in ever if qid.startswith(ITEM)}, key=lambda i: (_rank(i), i))


def _rank(item: str) -> int:
    return int(item[1:]) if item[1:].isdecimal() else 0


def _removed(newest: Mapping[str, Fact], qid: str) -> bool:
    fact = newest.get(qid)
    return fact is not None and fact.value.kind is Kind.REMOVED


def trace(content: Content, facts: Facts, dossier: int = 1, form: str = MAIN) -> Trace:
    """Walk a form over the facts. `form` "main" is every form that has a place on the path, in order."""
    newest = latest(facts, dossier)
    live = _outset(content, newest, facts, dossier)
    way, end = path(content, form), _known(content, form, newest)
    return Trace(live, newest, way, end)


def _known(content: Content, form: str, newest: Mapping[str, Fact]) -> int:
    """Return where the part of the way ends in which a question has an answer, counting or not."""
    ends = _ends(content, form)
    return max((ends.get(pattern(qid), 0) for qid in newest), default=0)


@lru_cache(maxsize=CONTENTS)
def _ends(content: Content, form: str) -> Mapping[str, int]:
    """Return the place after the last part that an answer may be one to, by its id, whatever the item."""
    return {
        qid: end
        for end, part in enumerate(path(content, form), start=1)
        for question in part.questions
        for qid in (question.id, *question.replaces)
    }


def coming(content: Content, facts: Facts, dossier: int = 1) -> tuple[str, ...]:
    """Return the questions that may still be asked before the next document, never fewer than then are."""
    newest = latest(facts, dossier)
    live = _outset(content, newest, facts, dossier)
    left: dict[str, None] = {}
    for slot in (one for part in path(content, MAIN) for one in _together(part, live, ahead=True)):
        if slot.door:
            continue
        fact = _told(slot, newest, live) if slot.qid in newest or slot.question.replaces else None
        if fact is None and slot.question.kind == "note":
            continue
        if slot.question.kind == "document" and fact is None and live.facts:
            break
        now = slot.question.when(live, slot.item)
        if fact is None and slot.question.kind not in UNASKED and (now or _may(slot, live)):
            left[slot.qid] = None
        if now and fact is not None:
            live.facts[slot.qid] = fact
    return tuple(left)


def _outset(content: Content, newest: Mapping[str, Fact], facts: Facts, dossier: int) -> Live:
    """Return what is known before the first question: nothing counts yet."""
    begun = _items(newest)
    last, told = _printed(content, facts, dossier)
    return Live(
        standing=tuple([item for item in begun if not _removed(newest, ITEM + item)]),
        newest=last,
        told=told,
        dossier=dossier,
        lang=facts[-1].lang if facts else "",
        log=facts,
        ever=newest.keys(),
        spare=f"e{_rank(begun[-1]) + 1 if begun else 1}",
    )


def _printed(content: Content, facts: Facts, dossier: int) -> tuple[int, int]:
    """Return the newest fact that a document can rest on, and the newest of those that are not told behind doors."""
    last, apart = 0, aside(content)
    for fact in reversed(facts):
        if fact.dossier == dossier and not fact.qid.startswith(UNPRINTED):
            last = last or fact.seq
            if fact.qid not in apart:
                return last, fact.seq
    return last, 0


def _told(slot: Slot, newest: Mapping[str, Fact], live: Live) -> Fact | None:
    """Return the fact that answers a slot; a paper that must be fresh is none any more once something was told."""
    fact = answer(newest, slot)
    stale = fact and slot.question.fresh and _stale(fact, live.newest if slot.door else live.told)
    return None if stale else fact


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


def walk(content: Content, live: Live, form: str = MAIN) -> Iterator[Sequence[Slot]]:
    """Yield the slots of a form in order, those that stand together at once."""
    return (_together(part, live) for part in path(content, form))


def _together(part: Part, live: Live, *, ahead: bool = False) -> Sequence[Slot]:
    """Return the slots of a part of the way.

    An item begins with its first question: one that has still to begin has no other, unless what it will ask is looked
    at too (`ahead`).
    """
    if part.items is None:
        return slots(part)
    items = ((item or live.spare, None if item or ahead else 1) for item in part.items(live))
    return [slot for item, end in items for slot in slots(part, item)[:end]]


@lru_cache(maxsize=CONTENTS)
def path(content: Content, form: str) -> tuple[Part, ...]:
    """Return the parts of the forms a frame walks, in order."""
    main = sorted((f for f in content.forms if f.at is not None), key=lambda f: f.at or 0)
    walked = main if form == MAIN else [f for f in content.forms if f.id == form]
    return tuple(part for one in walked for part in _parts(one))


def _parts(form: Form) -> Iterator[Part]:
    """Yield the parts of a form: what is asked once stands together."""
    for once, together in groupby(form.questions, lambda entry: isinstance(entry, Question)):
        entries = tuple(together)
        if once:
            yield Part(tuple(entry for entry in entries if isinstance(entry, Question)), form.door)
        yield from (Part(entry.questions, form.door, entry.items) for entry in entries if isinstance(entry, Each))


@lru_cache(maxsize=PLACES)
def slots(part: Part, item: str = "") -> tuple[Slot, ...]:
    """Return the places of the questions of a part, for an item."""
    return tuple(_slot(question, item, part.door) for question in part.questions)


def _slot(question: Question, item: str, door: str) -> Slot:
    answers = tuple(qid.replace("*", item) for qid in (question.id, *question.replaces))
    return Slot(answers[0], question, item, answers, door)


def known(content: Content, qid: str) -> Question | None:
    """Return the question with that id, whatever the item; None when it left the forms."""
    return _by_id(content).get(pattern(qid))


@lru_cache(maxsize=IDS)
def pattern(qid: str) -> str:
    """Return an id as the forms have it, whatever the item: "exp/*/what" for "exp/e1/what"."""
    parts = qid.split("/")
    return "/".join([parts[0], "*", *parts[2:]]) if qid.startswith(ITEM) and parts[2:] else qid


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
