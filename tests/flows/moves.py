"""Random lives of a conversation: every kind of thing a person, a counsellor or a deploy can do, in any order."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field, replace
from functools import cache

from hypothesis import strategies as st

from flows import closed, removal
from flows.aided import FACTS, FEEDBACK, JOB, WORDING, Aid, Found, written
from flows.content import Content, Each, Form, Host, Question
from flows.counsel import Claim, Close, Expire, Relay, Release, Suggest, Transfer
from flows.cv.rules import ready
from flows.helped import READS
from flows.model import (
    Ask,
    Body,
    Contact,
    Desk,
    Edit,
    Hints,
    Media,
    Open,
    Place,
    Reach,
    Result,
    Say,
    Speak,
    State,
    Tap,
    Text,
    Tick,
    Unsupported,
    Voice,
)
from flows.wanted import BESIDE, WANTS
from tests.flows.chat import FORMS, Chat, content

# fmt: off
SAID = (
    "bonjour", "oui", "non", "1", "2", "1 3", "tout", "c est tout", "jsp", "?", "👍", "rien", "passer",
    "plus tard", "pause",
    "je fais le menage chez une dame", "je fais la cuisine pour 30 personnes", "mon mari cuisinait", "3 ans", "2009",
    "depuis 2019", "Lina", "06 39 98 10 01", "Rezé", "pas 2009, 2019", "ajoute que je nettoyais", "enleve le menage",
    "retour", "garder", "changer", "menu", "anglais", "francais", "zzz", "", "\u202e", "aide", "voir mon cv",
    "plus", "autre", "une course", "une lettre", "un entretien",
    "mon ancien cv", "mes papiers", "il manque quoi", "pourquoi cette ligne", "mon projet",
    "mes donnees", "une personne", "recommencer", "vous", "autrement", "pourquoi", "continuer", "long " * 20,
    "Лина",
    "enleve les mois exacts", "enleve le truc du menage", "enleve les dates", "la ville c est Nantes",
    "la ville est fausse", "je m appelle Zoe", "zoe@example.org", "on recherche une vendeuse, 01 99 00 12 34",
    "3 ans, au noir ?", "❤",
    "ameliore", "traduis",
    "en fait c est paye, 20h par semaine depuis le debut, j ai dit benevole",
)
# fmt: on
KINDS = (
    "say",
    "say",
    "say",
    "say",
    "say",
    "back",
    "back",
    "change",
    "change",
    "burst",
    "burst",
    "burst",
    "burst",
    "burst",
    "burst",
    "old",
    "old",
    "tap",
    "tap",
    "tap",
    "take_off",
    "take_off",
    "take_off",
    "deploy",
    "deploy",
    "human",
    "human",
    "human",
    "human",
    "side",
    "side",
    "side",
    "other",
    "edit",
    "late",
    "closed",
    "closed",
)  # fmt: skip
HALVES = {  # an answer in two messages, by the name of the question
    "what": ("je fais le menage", "chez une dame"),
    "acts": ("1", "et 3"),
    "when": ("depuis", "2019"),
    "name": ("Lina", "Diallo"),
    "town": ("Saint", "Nazaire"),
    "phone": ("06 39 98 10 01", "lina@example.org"),
    "job": ("menage", "chez une dame"),
}
FOUND = (
    ("what", "chez une dame", "je fais le menage"), ("when", "depuis 2019", "depuis 2019"),
    ("what", "nettoyais", "la cuisine"),
    ("whom", "chez une dame", "chez une dame"), ("wish", "la cuisine", "cuisine"), ("study", "un cap", "cap cuisine"),
    ("languages", "anglais", "anglais"), ("when", "3 ans", "depuis 12 ans"), ("licence", "permis", "permis b"),
)  # fmt: skip
Move = tuple[str, int, int]
NOTICES = frozenset({
    "floor.claimed", "floor.transferred", "floor.busy", "floor.closed", "floor.unheard", "floor.unheard.paper",
    "floor.busy.way", "floor.automatic",
})  # fmt: skip
STAFF = ("anna", "bilal")
THERE = (None, Desk(), Desk(there=True), Desk(there=True, minutes=7), Desk(day="1", time="09:00"),
         Desk(there=True, until="17:00"), Desk(until="17:00"))  # fmt: skip


def with_a_desk(_body: Body, state: State) -> Hints:
    """A desk that is open, closed, or none at all, now and then."""
    return Hints(desk=THERE[state.version % len(THERE)] or Desk(there=True))


def moves(most: int = 25) -> st.SearchStrategy[list[Move]]:
    """A life: each move is a kind and two numbers that pick among what there is then."""
    number = st.integers(0, 999)
    return st.lists(st.tuples(st.sampled_from(KINDS), number, number), max_size=most)


@cache
def with_a_model(known: Content) -> Content:
    """The content of an installation that has a model of its own."""
    return known if known.host.helped else replace(known, host=Host(helped=True))


@cache
def deployed() -> Content:
    """The content after a deploy: a question added, one renamed (its old id replaced), one gone."""
    better = tuple(_renamed(form) for form in FORMS)
    extra = Question("cv/extra", "text", "any", say="ask.cv.extra", when=ready)
    return content((*better, Form("new", 1, (extra,), at=45)))


def _renamed(form: Form) -> Form:
    def one(question: Question) -> Question:
        if question.id == "exp/*/whom":
            return replace(question, id="exp/*/forwhom", replaces=("exp/*/whom",))
        return question

    kept = [q for q in form.questions if not (isinstance(q, Question) and q.id == "cv/town")]
    entries = tuple(Each(e.items, tuple(map(one, e.questions))) if isinstance(e, Each) else one(e) for e in kept)
    return replace(form, questions=entries)


@dataclass
class Life(Chat):
    """A chat that lives through moves, and counts what happened to it."""

    counts: Counter[str] = field(default_factory=Counter)

    def twin(self) -> Life:
        """Return another one like it, which lives on by itself."""
        return replace(
            self,
            facts=list(self.facts),
            asks=dict(self.asks),
            says=list(self.says),
            effects=list(self.effects),
            counts=Counter(self.counts),
        )

    def play(self, life: list[Move]) -> None:
        """Make every move."""
        for kind, a, b in life:
            getattr(self, f"do_{kind}")(a, b)

    def do_say(self, a: int, _b: int) -> None:
        self.send(SAID[a % len(SAID)], wait=0 if a % 7 == 0 else 60_000)

    def do_back(self, _a: int, b: int) -> None:
        before = len(self.trace.answered())
        self.send("retour")
        self.counts["back"] += before > 0
        if b % 2:
            self.send("garder")

    def do_change(self, a: int, b: int) -> None:
        self.send("changer")
        asked = self.state.asked
        if asked and asked.qid == "menu/change":
            self.counts["change"] += 1
            self.send(Tap(asked.id, str(a % len(asked.choices))))
            self.send(SAID[b % len(SAID)])

    def do_old(self, a: int, b: int) -> None:
        asks = [ask for ask in self.asks.values() if ask.choices]
        if asks:
            ask: Ask = asks[a % len(asks)]
            self.counts["old button"] += 1
            self.send(Tap(ask.id, str(b % len(ask.choices))))

    def do_tap(self, a: int, _b: int) -> None:
        asked = self.state.asked
        if asked and asked.choices:
            self.send(Tap(asked.id, str(a % len(asked.choices))))

    def do_take_off(self, a: int, _b: int) -> None:
        if not self.trace.live.items():
            self.send("je fais le menage")
        items = self.trace.live.items()
        if items:
            before = len(items)
            self.send("enleve " + ("le menage", "la cuisine")[a % 5 // 4])
            if self.state.asked and self.state.asked.qid == removal.MENU:
                self.send("oui")
            self.counts["list delete"] += len(self.trace.live.items()) < before

    def do_deploy(self, a: int, _b: int) -> None:
        self.counts["deploy"] += 1
        self.content = deployed() if a % 2 else content()

    def do_human(self, a: int, b: int) -> None:
        """Two counsellors and a person do what they can, each in any state of the floor."""
        self.counts["human"] += 1
        self.hint = with_a_desk
        for n in range(4 + a % 5):
            pick = (a + 7 * n * (b + 1)) % 101
            me, other = STAFF[pick % 2], STAFF[1 - pick % 2]
            done: tuple[Body, ...] = (
                Claim(me, me), Relay(me, "bonjour"), Release(me), Transfer(me, other, other), Close(me), Expire(),
                Text("une personne"), Text(SAID[pick % len(SAID)]), Text("assistant"), Text("plus besoin de personne"),
                Suggest(me, me, "cv/town", "Nantes"), Claim(me, me), Relay(me, "bonjour"), Text("oui"),
            )  # fmt: skip
            self.event(done[pick % len(done)])
            asked = self.state.asked
            if asked and asked.qid in {"menu/reads", "menu/waits"} and n % 2:
                self.event(Tap(asked.id, str(b % len(asked.choices))))
        for owner in STAFF:
            self.event(Release(owner) if b % 5 else Expire())
        if self.state.floor.holder == "closed":
            self.send("bonjour")

    def do_closed(self, a: int, b: int) -> None:
        """The operator closes it while somebody writes, and opens it again: what waited is heard then."""
        self.counts["closed"] += 1
        hint = self.hint
        self.hint = lambda body, state: replace(hint(body, state), closed="panne")
        words: dict[str, str] = {}
        for n in range(1 + a % 4):
            said = SAID[(a + n * (b + 1)) % len(SAID)]
            self.send(said)
            words[f"v{self.n}"] = said
        waiting = closed.waiting(self.state)
        self.hint = hint
        self.event(Tick(closed.JOB, closed.JOB, self.state.version))
        assert not closed.waiting(self.state), "what waited waits on"
        for ident in waiting:
            if ident in words:
                self.send(words[ident])

    def do_side(self, a: int, _b: int) -> None:
        self.counts["side trip"] += 1
        self.send(("menu", "langue", "mes donnees", "aide", "recommencer")[a % 5])
        asked = self.state.asked
        if asked and asked.choices and asked.qid.startswith("menu/"):
            self.send(Tap(asked.id, str(a % len(asked.choices))))

    def do_other(self, a: int, _b: int) -> None:
        bodies = (Media("photo"), Media("sticker", emoji="👍"), Media("sticker", emoji="🐱"), Media("file", "cv.pdf"),
                  Media("file", held=True), Media("file", heavy=True),
                  Place(),
                  Contact("Lina", "06 39 98 10 02", own=a % 2 == 0), Unsupported("poll"), Voice(), Voice("3 ans"),
                  Voice(held=True), Voice("menage de bureaux", of=f"v{self.n - a % 3}"), Voice(heavy=True),
                  Open("en"),
                  Speak("en"), Speak("xx"), Reach(ok=a % 2 == 0), Tap("nobody", "0"), Tap("v1", "zz"))  # fmt: skip
        self.send(bodies[a % len(bodies)], wait=(60_000, 6 * 3_600_000)[a % 9 == 0])

    def do_edit(self, a: int, b: int) -> None:
        self.send(Edit(f"v{a % (self.n + 1)}", SAID[b % len(SAID)]))

    def do_burst(self, a: int, b: int) -> None:
        drawn = SAID[a % len(SAID)], SAID[b % len(SAID)]
        first, second = HALVES.get(self.cur.rpartition("/")[2], drawn) if a % 6 else drawn
        self.send(first)
        self.event(Text(second), wait=0, follows=True)
        if b % 2:
            self.event(Text(drawn[0]), wait=0, follows=True)
        self.counts["burst"] += self.state.said is not None and len(self.state.said.sources) > 1

    def do_late(self, a: int, b: int) -> None:
        result = Result("cv", "late", ok=b % 2 == 0, version=a, floor=0, qid=("", "document/first", "gone")[a % 3])
        words = Result("file", "v2", b % 2 == 0, 0, 0, ("", "former/text")[a % 2], "menage de bureaux en 2015\ncuisine")
        result = words if a % 4 == 0 else result
        lost = Result("voice", f"v{self.n - a % 3}", ok=False, version=0, floor=0, text=("away", "empty")[a % 2])
        result = lost if a % 5 == 1 else result
        result = self.helps(a, b) if a % 5 >= 3 else result
        self.event(result if b % 3 else Tick(("remind", "retry")[a % 2], "k", a % 5))

    def helps(self, a: int, b: int) -> Result:
        """What a model found, of the message it was asked about or of any other. From then on there is one."""
        self.content = with_a_model(self.content)
        wants = self.state.notes.get((WANTS, BESIDE)[a % 2], "").split(" ")
        if b % 3 == 0 and len(wants) > 1:
            one = Aid(FEEDBACK, (Found("action", "menage", "dites avec quoi"),))
            text = written(one if wants[0].startswith(FEEDBACK) else Aid(WORDING, text=SAID[a % len(SAID)] or "x"))
            return Result(JOB, wants[1], b % 5 > 0, 0, self.state.floor.n, wants[0], text)
        key = self.state.notes.get(READS, "").partition(" ")[0] if a % 3 else f"v{self.n - a % 4}"
        found = tuple(Found(*FOUND[(a + n) % len(FOUND)]) for n in range(1 + b % 4))
        return Result(JOB, key, b % 5 > 0, 0, self.state.floor.n, FACTS, written(Aid(FACTS, found)))


def bot_says(effects: object) -> list[Say]:
    """What the bot itself said, but for notices that say who speaks."""
    says = [e for e in effects if isinstance(e, Say) and not e.by]  # type: ignore[attr-defined]
    return [say for say in says if say.parts[0].key not in NOTICES]
