"""One turn being decided: the facts and effects gathered so far, and where the person is now.

This is the only mutable thing of the core and it lives for one event. It knows how to keep a fact, say a bubble
that is never the same twice in a row, and ask the question that comes next. It decides nothing about words.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from functools import cache

from flows import purposes
from flows.contact import national
from flows.content import DRAWN, Content, Each, Question
from flows.counsel import Given
from flows.live import MAIN, Live, Slot, Told, Trace, coming, known, version
from flows.model import (
    BY_THE_PERSON,
    FIXED,
    Arg,
    Ask,
    Attach,
    Choice,
    Consult,
    Edit,
    Effect,
    Event,
    Fact,
    Frame,
    How,
    Kind,
    Phrase,
    Say,
    State,
    Step,
    Value,
)
from flows.words import Words

WORDINGS = 3  # each question is written in three forms (CONTENT.md 2)
DEPTH = 3  # frames open at once, at most (ENGINE.md P12)
FEW = 5  # choices on screen, the rest behind "more" (PRODUCT.md)
CONSENT = "charter/consent"  # the question of the agreement
SHOW = "show"  # the note of a CV that was asked for: the end of the ids it waits for
FILE = "file"  # outside work, and the note of a file of which nobody said what it is: its message, then its words
MENU = "menu/file"
VOICE = "voice"  # outside work: the words of a voice note
LISTENS = "voice.listens"  # the note of those under way, by their messages
HEARD_IN = "heard.in"  # the event of the words that are read back; nothing where they came in several
UNHEARD = "voice.waits"  # and of those that came before anything may be kept
WAITS = "file.waits"  # the note of a file that came before anything may be kept
RESTS = "file.rests"  # nobody is asked about it now
UNREAD = "speak.unread"  # the note of words in a language that is offered: they are read in the one that is taken
LOST = "file.lost"  # why it could not be read, until that is said
ALLOW = "menu/allow."  # begins the question about what needs a yes of its own
AWAITED = "file.for."  # what begins the note of a file that is for the questions of a form
PROPOSED = "proposed:"  # begins the note of what a counsellor proposes: who, then the text; the question ends it
FOLLOW = "follow:"  # begins the note of who would follow, which is their name; the account ends it
FOLLOW_RESTS = "follow.rests"  # nobody is asked about it now
FOLLOW_YES, FOLLOW_NO = "follow_yes:", "follow_no:"  # begin the choices of that question
DANGER = "danger"  # the note of words of danger, until the person goes on: nothing goes on by itself
TOLD = "told"  # the note of what helped last with a question: another help comes next
LOCKED, LOCKS = "locked", "menu/locked"  # the note that a code is asked for first (flows/discreet.py), and the menu
HIDES, REDRAWS = "hide", "redraw"  # topics: what a page showed before goes; all that may be seen is drawn again
TAKE, LEAVE = "take:", "leave:"  # begin the choices of a proposal
PRACTICE = "interview"  # the door of a practice, and the note that it was spoken of
REMINDS = "remind"  # the note of a reminder that waits: its key, and when it is due
LEAVING = {"unknown", "none", "done", "skip", "next"}  # each leaves a question without an answer, or leads on


def _nothing(_turn: Turn) -> bool:
    return False


@dataclass(slots=True)
class Turn:
    """What is decided so far about one event."""

    content: Content
    state: State
    facts: list[Fact]
    event: Event
    new: list[Fact] = field(default_factory=list)
    effects: list[Effect] = field(default_factory=list)
    lead: list[Phrase] = field(default_factory=list)  # said before the question, in the same bubble
    warned: int = 0  # new facts whose warnings were said
    source: str = ""  # the message whose words are read, when it is not this one
    offers: bool = False  # a person is a choice of what is asked: what came can be heard by nobody here
    silent: bool = False  # what is told is kept, and nothing is said or asked: something else comes first
    before: Callable[[Turn], bool] = _nothing  # asks what comes before the way goes on (flows/waiting.py)
    _trace: Trace | None = None  # of the facts and the dossier as they are now
    _told: Told = field(default_factory=Told)  # the facts as they were when they were last walked

    # ------------------------------------------------------------ where are we

    @property
    def words(self) -> Words:
        """The words of the person's language."""
        return self.content.words[self.state.lang]

    @property
    def trace(self) -> Trace:
        """The walk of the main path over the facts as they are now."""
        walked = self._trace
        if walked is None or walked.live.dossier != self.state.dossier:
            walked = self._trace = self.told.walked(self.content, self.state.dossier)
        return walked

    @property
    def told(self) -> Told:
        """The facts as they are now."""
        if len(self._told) != len(self.facts):  # they are only ever added
            self._told = Told(self.facts)
        return self._told

    @property
    def coming(self) -> tuple[str, ...]:
        """The questions that may still be asked before the next document."""
        return coming(self.content, self.facts, self.state.dossier)

    @property
    def top(self) -> Frame:
        """The frame the person is in."""
        return self.state.frames[-1]

    def cur(self) -> Slot | None:
        """Return the question that is open now; None when the path is done."""
        slot, frames = standing(self.trace, self.state.frames)
        while len(self.state.frames) > len(frames):
            self.pop()
        return slot

    def looks_at(self, slot: Slot | None) -> bool:
        """Whether a question that has its answer is open on purpose: back, change, an old button."""
        return slot is not None and slot.qid in self.trace.live.facts and self.noted("picking") != slot.qid

    def beside(self, slot: Slot, choices: tuple[Choice, ...]) -> tuple[Choice, ...]:
        """Return what is offered beside an answer that was given: keep it, or take it off; not knowing adds nothing."""
        fact, question = self.trace.live.fact(slot.qid), slot.question
        if question.leads:
            return (*choices, choice("keep"))
        off = fact is not None and fact.value.said and question.skip and question.kind != "confirm"
        others = (c for c in choices if c.id not in {"unknown", "skip"})
        return (*others, choice("keep"), *((choice("remove"),) if off else ()))

    def focus(self, qid: str) -> None:
        """Look at a question on purpose ("" : the first open one)."""
        if qid != self.top.focus:
            self.state = replace(self.state, frames=(*self.state.frames[:-1], replace(self.top, focus=qid)))

    def push(self, frame: Frame) -> None:
        """Open a frame; the deepest one gives way when there are too many."""
        keep = self.state.frames[: DEPTH - 1]
        self.state = replace(self.state, frames=(*keep, frame))

    def pop(self) -> None:
        """Close the frame on top; the main one stays."""
        self.state = replace(self.state, frames=self.state.frames[:-1] or (Frame(MAIN),))

    def leave(self) -> None:
        """Go back from a question that was looked at on purpose to where the person was."""
        if self.top.kind == "change":
            self.pop()
        elif self.top.focus:
            self.focus("")

    # ------------------------------------------------------------ keep

    def keep(self, qid: str, value: Value, raw: str = "", how: How = How.TEXT, source: str = "") -> None:
        """Add a fact, unless it says what the live one already says. Its source is the message, edited or not."""
        body = self.event.body
        old = next((f for f in reversed(self.facts) if f.qid == qid and f.dossier == self.state.dossier), None)
        if old is not None and old.value == value:
            return
        question = known(self.content, qid)
        fact = Fact(
            seq=(self.facts[-1].seq if self.facts else 0) + 1,
            qid=qid,
            value=value,
            raw=raw,
            source=source or self.source or (body.of if isinstance(body, Edit) else self.event.id),
            how=how,
            at=self.event.at,
            form_version=version(self.content, question),
            lang=self.state.lang,
            dossier=self.state.dossier,
            supersedes=old.seq if old else None,
        )
        self.facts.append(fact)
        self.new.append(fact)
        self._trace = None

    def note(self, name: str, value: str = "") -> None:
        """Remember a small thing; "" forgets it."""
        if not value and name not in self.state.notes:
            return
        notes = {k: v for k, v in self.state.notes.items() if k != name}
        self.state = replace(self.state, notes={**notes, name: value} if value else notes)

    def noted(self, name: str) -> str:
        """Return a small thing remembered."""
        return self.state.notes.get(name, "")

    def miss(self, qid: str) -> int:
        """Count a misunderstanding of a question and return how many there are."""
        count = self.state.misses.get(qid, 0) + 1
        self.state = replace(self.state, misses={**self.state.misses, qid: count})
        return count

    def understood(self, qid: str) -> None:
        """Forget the misunderstandings of a question."""
        if qid in self.state.misses:
            self.state = replace(self.state, misses={k: v for k, v in self.state.misses.items() if k != qid})

    # ------------------------------------------------------------ say

    def first(self, key: str, **args: Arg) -> None:
        """Say this before the question that comes, in the same bubble."""
        self.lead.append(Phrase(key, args))

    def say(self, *parts: Phrase, ask: Ask | None = None, topic: str = "", want: str = "", by: str = "") -> None:
        """Say a bubble, with what was to be said first; never the same one twice in a row."""
        said = (*self.lead, *parts)
        self.lead = []
        if not said or self.silent:
            return
        mark = _mark(said)
        for _ in range(WORDINGS - 1):
            if mark != self.state.last_out:
                break
            said = tuple(replace(p, wording=p.wording % WORDINGS + 1) for p in said)
            mark = _mark(said)
        shown = {**self.state.shown, ask.qid: self.state.shown.get(ask.qid, 0) + 1} if ask else self.state.shown
        self.state = replace(self.state, last_out=mark, asked=ask or self.state.asked, shown=shown)
        self.effects.append(Say(said, ask, topic, want, by))

    def said_last(self, part: Phrase) -> bool:
        """Whether this, in any of its wordings, was the last bubble said."""
        wordings = (replace(part, wording=n + 1) for n in range(WORDINGS))
        return any(_mark((one,)) == self.state.last_out for one in wordings)

    def relay(self, text: str, by: str) -> None:
        """Say a counsellor's words, as they are, however often."""
        said = (Phrase("relay", {"text": text}),)
        self.state = replace(self.state, last_out=_mark(said))
        self.effects.append(Say(said, by=by))

    def give(self, given: Given, text: str, by: str) -> None:
        """Hand over a counsellor's file, under their words or one that says what it is."""
        said = (Phrase("relay", {"text": text}) if text else Phrase("floor.given"),)
        self.state = replace(self.state, last_out=_mark(said))
        self.effects.append(Attach("given", given.form, 0, given.held, given.name, by, said))

    def ask(self) -> None:
        """Ask the question that is open now, or say that all is done. A voice note that waits for a yes comes first.

        After words of danger only the person goes on.
        """
        if self._stays():
            return
        self._warn()
        self._sent()
        if self.noted("heard") and not self.noted("heard.more"):
            asked = self.state.asked
            if asked is None or asked.qid != "menu/heard":
                self.state = replace(self.state, behind=asked)
            choices = (choice("yes"), choice("again"), choice("type"))
            self.ask_this("menu/heard", "ask.heard", choices, "confirm_facts", {"text": self.noted("heard")})
            return
        if self._asks_to_hear() or self.before(self):
            return
        if self.awaited():
            return  # its answer is here: flows/sent.py gives it
        if self._asks_what_it_is():
            return
        if self._owes():
            self.draw()
            return
        slot = self.cur()
        if slot is None and "minor" in self.trace.live.ids(CONSENT):
            self._hand_over()
        elif slot is None:
            self._invites()
            self.ask_this("menu/end", "end.ask", shorten(self._end(), self.noted("page.menu/end")), "cv_ready")
        elif slot.question.kind == "document":
            self._deliver(slot)
        else:
            self._ask_slot(slot)

    def ask_whether(self, name: str) -> None:
        """Ask for what needs a yes of its own: two equal buttons, and who would do it."""
        offered = tuple(Choice(answer, Phrase(f"choice.consent.{answer}")) for answer in purposes.ANSWERS)
        where = purposes.PURPOSES[name].where
        args: dict[str, Arg] = {"where": where(self.content.host)} if where else {}
        self.ask_this(f"{ALLOW}{name}", f"ask.allow.{name}", offered, "consent", args)

    def _asks_to_hear(self) -> bool:
        """Ask whether a voice may be heard elsewhere, while notes wait for the answer."""
        waits = self.noted(UNHEARD) and agreed(self.trace.live)
        if waits:
            self.ask_whether(purposes.HEARING)
        return bool(waits)

    def _stays(self) -> bool:
        """Whether the way does not go on: words come first, the person does, or a code, which is asked for here."""
        if self.silent or (self.noted(DANGER) and not isinstance(self.event.body, BY_THE_PERSON)):
            return True
        self.note(DANGER)
        if self.noted(LOCKED):
            self.ask_this(LOCKS, "ask.locked", (choice("forgot"), choice("human")), HIDES)
        return bool(self.noted(LOCKED))

    def _warn(self) -> None:
        """Say what must be known of what was just told, before anything is built upon it."""
        slots = (self.trace.slot(fact.qid) for fact in self.new[self.warned :])
        told = (s.question.warns(self.content, self.trace.live, s.item) for s in slots if s)
        self.lead += [said for said in told if said]
        self.warned = len(self.new)

    def _sent(self) -> None:
        """Say why a file could not be read; begin with what waited for the agreement, a file or voice notes."""
        if self.noted(LOST):
            self.first(f"file.{self.noted(LOST)}")
            self.note(LOST)
        if self.noted(WAITS) and agreed(self.trace.live):
            self.effects.append(Consult(FILE, self.noted(WAITS)))
            self.note(WAITS)
            self.first("file.reading")
        if self.noted(UNHEARD) and self.trace.live.said(CONSENT):
            self._hears()

    def _hears(self) -> None:
        """Have the notes heard that waited for the agreement, once it is known whether they may be."""
        host, may = self.content.host, agreed(self.trace.live)
        if may and purposes.unasked(host, self.facts, purposes.HEARING):
            return
        several, may = self.noted(UNHEARD).split(), may and purposes.allowed(host, self.facts, purposes.HEARING)
        self.note(UNHEARD)
        if may and [one for one in several if listens(self, one)]:
            self.first("voice.listens")

    def awaited(self) -> Slot | None:
        """Return the open question when a file that was sent answers it."""
        slot = self.cur()
        if slot is None or slot.question.want != FILE or self.looks_at(slot):
            return None
        return slot if self.noted(AWAITED + slot.qid.partition("/")[0]) else None

    def _asks_what_it_is(self) -> bool:
        """Ask what a file is of which nobody said so; one that rests, when a question asks for one."""
        slot = self.cur()
        if not self.noted(FILE) or (self.noted(RESTS) and not (slot and slot.question.want == FILE)):
            return False
        wanting = [form for form in self.content.forms if any(wants_file(q) for q in form.questions)]
        wanting.sort(key=lambda form: not form.offered(self.trace.live, ""))
        offered = (*(form.door for form in wanting), "other")
        self.ask_this("menu/file", "ask.file", tuple(Choice(n, Phrase(f"choice.file.{n}")) for n in offered), "any")
        return True

    def _owes(self) -> bool:
        """Whether a CV that was asked for is to be drawn now; what stands in its way is asked first."""
        behind = self.noted(SHOW)
        waiting = [s.qid for s in self.trace.open if s.qid.endswith(behind)] if behind else []
        if waiting and not self.top.focus:
            self.focus(waiting[0])
        if not behind or waiting:
            return False
        self.note(SHOW)
        slot = self.cur()
        return slot is None or slot.question.kind != "document"  # that one is drawn anyway

    def draw(self) -> None:
        """Ask for the CV as it is now; it comes back as a result that answers no question."""
        self.effects.append(Consult(DRAWN, f"show:{self.trace.live.newest}:{self.event.id}"))
        self.say(Phrase("cv.making"))

    def _hand_over(self) -> None:
        """Too young to agree alone: nothing is asked, and who can be reached is said (CONTENT.md 10)."""
        contact = self.content.host.contact
        key = "human.contact" if contact else "human.nobody"
        self.ask_this("menu/young", key, (choice("back"), choice("human")), "human", {"contact": contact})

    def ask_this(
        self,
        qid: str,
        key: str,
        choices: tuple[Choice, ...],
        topic: str,
        args: Mapping[str, Arg] | None = None,
        question: Question | None = None,
    ) -> None:
        """Say a question bubble: a new wording each time it is said, and one ask row for its buttons."""
        if self.offers and choice("human") not in choices:
            row = next((place for place, one in enumerate(choices) if one.id == "menu"), len(choices))
            choices = (*choices[:row], choice("human"), *choices[row:])
        wording = self.state.shown.get(qid, 0) % WORDINGS + 1
        ask = Ask(
            id=_ask_id(self.event, len(self.effects)),
            qid=qid,
            form_version=version(self.content, question),
            wording=wording,
            choices=choices,
            floor=self.state.floor.n,
            at=self.event.at,
            dossier=self.state.dossier,
            several=bool(question and question.several),
        )
        want = question.want if question else ""
        self.say(Phrase(key, args or {}, wording), ask=ask, topic=topic, want=want)

    def show(self, slot: Slot) -> None:
        """Say what stands before a question, each in a bubble of its own, unless the question was asked just now.

        A question whose own answer was taken back in this turn is asked anew, about something else. What opens a
        game is said once, whatever was opened meanwhile.
        """
        anew = any(fact.qid == slot.qid and fact.value.kind is Kind.REMOVED for fact in self.new)
        opened = slot.question.explains and slot.qid in self.state.shown
        if anew or not (opened or (self.state.asked is not None and self.state.asked.qid == slot.qid)):
            for bubble in slot.question.shows(self.content, self.trace.live, slot.item):
                self.say(*bubble)

    def tell(self, slot: Slot | None, name: str) -> bool:
        """Say what a choice tells without answering, and ask again; False when it is an answer."""
        told = slot.question.tells(self.content, self.trace.live, slot.item, name) if slot else ()
        for bubble in told:
            self.say(*bubble)
        if slot and told:
            self.note(TOLD, f"{slot.qid} {name}" if slot.question.parting else "")
            self.ask()
        return bool(told)

    def _ask_slot(self, slot: Slot) -> None:
        self.show(slot)
        self._known_number(slot.question)
        question, live = slot.question, self.trace.live
        choices = question.choices(self.content, live, slot.item)
        args = self.args(slot)
        key, topic = question.say + question.variant(live, slot.item), question.topic
        misses = self.state.misses.get(slot.qid, 0)
        if misses >= WORDINGS:
            way = ("keep",) if self.looks_at(slot) else ("skip",) if question.skip else ()
            choices = (*(c for c in choices if c.id not in FIXED), *map(choice, way), choice("human"))
        elif self.looks_at(slot):
            choices = (*self.beside(slot, choices), choice("menu"))
        elif question.kind != "confirm" and question.skip and not _says_it_all(choices):
            choices = (*choices, *_way_on(choices), choice("menu"))
        self.ask_this(slot.qid, key, shorten(choices, self.noted(f"page.{slot.qid}")), topic, args, question)

    def _known_number(self, question: Question) -> None:
        """Note the number a person writes from, to be confirmed, where one is asked for and none was told."""
        number = national(self.event.hints.caller) if question.want == "contact" else ""
        if number and not any(f.qid == question.told and f.dossier == self.state.dossier for f in self.facts):
            self.keep(question.told, Value(Kind.TEXT, text=number), number, How.SHARED)

    def args(self, slot: Slot) -> Mapping[str, Arg]:
        """Return what the words of a question are filled with."""
        args = slot.question.args(self.content, self.trace.live, slot.item)
        if not slot.question.announces:
            return args
        return {**args, "n": max(1, sum(qid != slot.qid for qid in self.coming))}

    def _deliver(self, slot: Slot) -> None:
        """Ask for the document; it comes back as a result."""
        self.note("wait", slot.qid)
        self.effects.append(Consult(slot.question.draws, f"{slot.qid}:{self.trace.live.newest}", slot.qid))
        self.say(Phrase(slot.question.making, {}, self.trace.live.newest % WORDINGS + 1))

    def _invites(self) -> None:
        """Say once, when nothing is asked any more, that an interview can be practised, to who has not."""
        if PRACTICE in self.doors() and not self.noted(PRACTICE):
            self.note(PRACTICE, "1")
            if not any(fact.qid.startswith(f"{PRACTICE}/") for fact in self.facts):
                self.first("interview.hint", button=Phrase(f"button.{PRACTICE}"))

    def _end(self) -> tuple[Choice, ...]:
        """Return what can be done once nothing is asked any more: the doors that are open among it."""
        return tuple(choice(c) for c in ("add", "show_cv", *self.doors(), "learn", "change", "human"))

    def doors(self) -> tuple[str, ...]:
        """Return the doors to papers that are open now."""
        live, doors = self.trace.live, (f for f in self.content.forms if f.door and f.menu == "papers")
        return tuple(dict.fromkeys(f.door for f in doors if f.offered(live, "")))

    def done(self) -> Step:
        """Return the step; what is left to say first is said."""
        if self.lead:
            self.say()
        state = replace(self.state, version=self.state.version + 1)
        return Step(tuple(self.new), state, tuple(self.effects), self.told)


def standing(walked: Trace, frames: tuple[Frame, ...]) -> tuple[Slot | None, tuple[Frame, ...]]:
    """Return the question that is open, None when the path is done, and the frames in which nothing else is closed."""
    while len(frames) > 1:
        top = frames[-1]
        slot = walked.slot(top.focus) if top.focus else _inside(walked, top)
        if slot:
            return slot, frames
        frames = frames[:-1]
    focus = frames[-1].focus
    slot = walked.slot(focus) if focus else None
    return slot or walked.first, frames


def _inside(walked: Trace, frame: Frame) -> Slot | None:
    """Return the first question that is open behind the door of a frame."""
    return next((slot for slot in walked.aside if slot.door == frame.form), None)


def agreed(live: Live) -> bool:
    """Whether what a person sends may be read and kept."""
    return live.said(CONSENT) and "minor" not in live.ids(CONSENT)


def listens(turn: Turn, note: str) -> bool:
    """Have a voice note heard; whether no other was under way."""
    before = turn.noted(LISTENS)
    turn.note(LISTENS, f"{before} {note}".strip())
    turn.effects.append(Consult(VOICE, note))
    return not before


def wants_file(question: Question | Each) -> bool:
    """Whether a question may be answered by a file."""
    return isinstance(question, Question) and question.want == FILE


def named(question: Question) -> str:
    """Return the key of the short name of a question."""
    return "label." + question.id.replace("/*", "").replace("/", ".")


def begins(asked: Ask, start: str) -> str:
    """Return the choice of a question that begins so; "" for none."""
    return next((c.id for c in asked.choices if start and c.id.startswith(start)), "")


@cache
def choice(name: str) -> Choice:
    """Return a common choice: its id is a stable word, its label a catalog key."""
    return Choice(name, Phrase(f"button.{name}"))


def _says_it_all(choices: tuple[Choice, ...]) -> bool:
    """Whether a proposal can be taken, changed or left: then the row that is always there works by its words."""
    return len(choices) == 3 and choices[0].id == "yes"  # noqa: PLR2004 - yes, another, none


def _way_on(choices: tuple[Choice, ...]) -> tuple[Choice, ...]:
    """Return "skip" where nothing else on screen leaves the question without an answer."""
    return () if any(c.id in LEAVING for c in choices) else (choice("skip"),)


def shorten(choices: tuple[Choice, ...], page: str) -> tuple[Choice, ...]:
    """Return at most five choices of content and the fixed ones; the rest wait behind "more"."""
    content = [c for c in choices if c.id not in FIXED]
    fixed = [c for c in choices if c.id in FIXED]
    if len(content) <= FEW:
        return tuple(content + fixed)
    start = int(page) if page.isdecimal() else 0
    pages = [content[i : i + FEW] for i in range(0, len(content), FEW)]
    return (*pages[start % len(pages)], choice("more"), *fixed)


def chosen(*ids: str) -> Value:
    """Return the value of a choice."""
    return Value(Kind.CHOICE, ids=ids)


def _mark(parts: tuple[Phrase, ...]) -> str:
    return hashlib.blake2b(repr(parts).encode(), digest_size=8).hexdigest()


def _ask_id(event: Event, position: int) -> str:
    """Return a short id: the event's own, and the place in the turn when it asks twice."""
    return event.id if position == 0 else f"{event.id}{position}"
