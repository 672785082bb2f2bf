"""A conversation held in memory with the real core and the real forms, and a few words typed in here.

It stands in for nothing: the core is a function, and this is the shortest way to call it again and again. Words and
triggers are literals, so that these tests open no file.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable
from dataclasses import dataclass, field, fields, replace
from functools import cache
from operator import attrgetter

from flows.charter.form import FORMS as CHARTER
from flows.content import Act, Bank, Content, Domain, Form, Parsed, Question, Reading
from flows.cv.form import FORMS as CV
from flows.cv.rules import delivered
from flows.discovery.form import FORMS as DISCOVERY
from flows.engine import step
from flows.former.form import FORMS as FORMER
from flows.forms.form import FORMS as OTHERS
from flows.interview.form import FORMS as INTERVIEW
from flows.interview.plan import KINDS
from flows.letter.form import FORMS as LETTER
from flows.letters import Letters
from flows.literacy.form import FORMS as LITERACY
from flows.live import Trace, coming, trace
from flows.model import (
    Ask,
    Body,
    Consult,
    Effect,
    Event,
    Fact,
    Hints,
    Kind,
    Phrase,
    Result,
    Say,
    State,
    Tap,
    Text,
    Value,
)
from flows.project.form import FORMS as PROJECT
from flows.rights.form import FORMS as RIGHTS
from flows.turn import Turn
from flows.words import Words

MINUTE = 60_000
START = 1_790_000_000_000


ALOUD = {"listen": ("ecouter",), "listen_always": ("toujours ecouter",), "listen_stop": ("sans voix",)}
PRACTISED = {
    "next": ("la suivante",), "example": ("un exemple",), "rephrase": ("pas compris",), "redo": ("refaire",),
    "enough": ("ca suffit",),
}  # fmt: skip
SIDES = {
    "readers": ("qui lit",), "undeclared": ("au noir",),
    "rights": ("a le droit de demander", "droit de ne pas repondre"),
}  # fmt: skip


TAKEN = {"take_data": ("emporter mes donnees",), "data_paper": ("mes donnees en pdf",)}


def _words() -> Words:
    filled: dict[str, object] = {"lang": "fr"}
    filled |= {
        "commands": {
            "back": ("retour",), "change": ("changer",), "pause": ("pause",), "restart": ("recommencer",),
            "human": ("une personne",), "menu": ("menu",), "skip": ("passer",), "later": ("plus tard",),
            "keep": ("garder",), "data": ("mes donnees",), "see_data": ("voir mes donnees",), **TAKEN,
            "erase": ("effacer", "tout effacer"), "language": ("langue",), "help": ("aide",),
            "show_cv": ("voir mon cv",), "more": ("plus",), "why": ("pourquoi",), "repeat": ("autrement",),
            "continue": ("continuer", "on continue"), "errand": ("une course",),
            "letter": ("une lettre",), "interview": ("un entretien",),
            "forms": ("autres formats", "cv en anglais", "cv en word"),
            "history": ("mes papiers",), "old_cv": ("mon ancien cv",), "project": ("mon projet",),
            "withdraw": ("plus besoin de personne",), "assistant": ("assistant",),
            "missing": ("il manque quoi",), "why_line": ("pourquoi cette ligne",),
            "learn": ("jeux",), "game_ai": ("vrai ou faux",), "game_rights": ("jeu des droits",),
            "rights": ("mes droits",), "tips": ("conseils",), "stop_tips": ("stop conseils",),
            "improve": ("ameliore",), "translate": ("traduis",),
            "stop": ("stop",), "quit": ("arreter le jeu",), **ALOUD,
        },
        "answers": {
            "yes": ("oui", "ok", "👍", "❤"), "no": ("non",), "unknown": ("je ne sais pas", "jsp", "?"),
            "all": ("tout",), "none": ("rien",), "done": ("c est tout",), "other": ("autre",),
        },
        "numbers": {"un": 1, "deux": 2, "trois": 3},
        "units": {"year": ("ans", "an"), "month": ("mois",)},
        "negations": ("pas", "jamais"),
        "first": ("je", "j", "on"),
        "third": ("il", "elle"),
        "possessives": ("mon", "ma"),
        "kin": ("mari", "mere"),
        "edits": {
            "add": ("ajoute",), "remove": ("enleve",), "off": ("enleve",), "meant": ("je voulais dire",),
            "detail": ("mois", "nom", "ville"), "exact": ("exacts",), "wrong": ("fausse",), "right": ("bonne",),
            "paid": ("paye",), "unpaid": ("benevole",), "indeed": ("en fait",), "said": ("j ai dit",),
        },
        "for_whom": {"home": ("chez une dame",), "company": ("en entreprise",)},
        "studies": {"cap": ("cap",), "brevet": ("brevet",)},
        "languages": {"fr": ("francais",), "en": ("anglais",)},
        "people": {"people": ("personnes",)},
        "questions": {"town": ("ville",), "when": ("dates",)},
        "sides": SIDES,
        "interview": PRACTISED, "telling": defaultdict(tuple),
        "letter": {"because": ("parce que",), "known": ("je connais",), "now": ("demain",), "web": ("internet",)},
        "hello": ("bonjour", "salut"), "thanks": ("merci", "merci beaucoup"), "exceptions": ("sauf",),
        "small": {"but": ("plutot", "mais", "est", "c"), "holds": ("vrai",),
            "fails": ("faux", "pas vrai"), "or": ("ou",), "of": ("de", "d"), "one": ("une", "un")},
        "cues": {
            "is": ("c est", "est"), "advert": ("on recherche",), "own_wish": ("je",),
            "an_offer": ("offre",), "was_asked": ("m a demande",), "may_ask": ("il a le droit",),
            "asked_for": ("a demande",), "not_theirs": ("ma nationalite", "ma religion"), "nowhere": ("cote", "la"),
            "called": ("je m appelle",), "lives": ("j habite a",), "town": ("oui",),
            "name": ("je m appelle", "c est"), "as_word": ("word",), "that": ("que",), "as_skills": ("competences",),
            "cv_work": ("experience",), "cv_skills": ("competences",), "cv_else": ("formation",),
        },
    }  # fmt: skip
    for f in fields(Words):
        if f.name not in filled:
            filled[f.name] = () if "tuple" in str(f.type) else {}
    return Words(**filled)  # type: ignore[arg-type]


def _as_said(reading: Reading) -> Parsed | None:
    return Parsed(Value(Kind.TEXT, text=reading.text))


WORDS = _words()
DOMAINS = {
    "cleaning": Domain(
        "cleaning",
        ("K2205", "G1501"),
        (Act("cleaning.clean", base=True), *(Act(f"cleaning.a{i}", counts="people") for i in range(7))),
    ),
    "kitchen": Domain(
        "kitchen", ("G1602",), (Act("kitchen.cook", base=True), Act("kitchen.cut"), Act("kitchen.serve"))
    ),
}
TRIGGERS = {
    "fr": {
        "cleaning.clean": (("menage",), ("nettoy",)),
        "cleaning.a0": (("lav", "sol$"),),
        "kitchen.cook": (("cuisin",), ("repas",)),
    }
}
BANKS = {
    "common": Bank("common", (), {f"{kind}{n}": kind for kind in KINDS for n in range(2)}),
    "cleaning": Bank("cleaning", ("cleaning",), {f"{kind}{n}": kind for kind in KINDS[1:] for n in range(2)}),
}
LETTERS = Letters(
    letters={"л": "l", "и": "i", "н": "n", "а": "a", "т": "t"},
    first={}, vowels={}, glides={}, names={}, towns={"нант": "Nantes"}, article=("", ""), short=("", ""),
    soft=frozenset(),
)  # fmt: skip
ERRAND = Form(  # a side trip like any other: two questions and a paper
    "errand",
    1,
    (
        Question("errand/what", "text", "any", say="ask.errand.what", parse=_as_said),
        Question("errand/when", "text", "any", say="ask.errand.when", parse=_as_said),
        Question("document/errand", "document", "any", draws="cv:txt", here="errand.here", fresh=True),
    ),
    at=900,
    door="errand",
    offered=delivered,
    entering=lambda _live: (("errand/what", Value(Kind.REMOVED)), ("errand/when", Value(Kind.REMOVED))),
)
FORMS: tuple[Form, ...] = (
    *CHARTER, *DISCOVERY, *PROJECT, *CV, *LETTER, *FORMER, *INTERVIEW, *OTHERS, *LITERACY, *RIGHTS, ERRAND,
)  # fmt: skip


@cache
def content(forms: tuple[Form, ...] = FORMS) -> Content:
    """The real forms, over a few words."""
    return Content(
        forms=forms,
        words={"fr": WORDS, "en": replace(WORDS, lang="en")},
        domains=DOMAINS,
        triggers=TRIGGERS,
        banks=BANKS,
        languages=("fr", "en"),
        letters=(LETTERS,),
    )


def _unhinted(_body: Body, _state: State) -> Hints:
    return Hints()


@dataclass
class Chat:
    """One person talking to the core: what the shell would keep, kept here."""

    content: Content = field(default_factory=content)
    state: State = field(default_factory=State)
    facts: list[Fact] = field(default_factory=list)
    asks: dict[str, Ask] = field(default_factory=dict)
    says: list[Say] = field(default_factory=list)
    effects: list[Effect] = field(default_factory=list)
    n: int = 0
    at: int = START
    label: Callable[[Phrase], str] = attrgetter("key")  # how a choice reads on screen
    hint: Callable[[Body, State], Hints] = _unhinted  # what is known about a message

    def send(self, body: Body | str, *, wait: int = MINUTE) -> tuple[Effect, ...]:
        """Do one thing and let the documents come back."""
        effects = self.event(Text(body) if isinstance(body, str) else body, wait=wait)
        for effect in effects:
            if isinstance(effect, Consult):
                self.event(Result(effect.job, effect.key, ok=True, version=0, floor=self.state.floor.n, qid=effect.qid))
        return effects

    @property
    def on_screen(self) -> Ask:
        """What is on screen."""
        assert self.state.asked
        return self.state.asked

    def tap(self, choice: str) -> tuple[Effect, ...]:
        """Tap a choice of the open question, by its id."""
        asked = self.on_screen
        return self.send(Tap(asked.id, str([c.id for c in asked.choices].index(choice))))

    def event(self, body: Body, *, wait: int = MINUTE, follows: bool = False) -> tuple[Effect, ...]:
        """Give one event to the core and keep what it decides. `follows`: before the last answer could be seen."""
        self.n, self.at = self.n + 1, self.at + wait
        ask = self.asks.get(body.ask) if isinstance(body, Tap) else None
        hints = replace(self.hint(body, self.state), ask=ask, follows=follows)
        out = step(self.content, self.state, tuple(self.facts), Event(f"v{self.n}", self.at, body, hints))
        self.state = out.state
        self.facts += out.facts
        self.effects += out.effects
        for effect in out.effects:
            if isinstance(effect, Say):
                self.says.append(effect)
                if effect.ask:
                    self._shown(effect.ask)
        return out.effects

    def _shown(self, ask: Ask) -> None:
        shown = replace(ask, labels=tuple(self.label(c.label) for c in ask.choices))
        self.asks[ask.id] = shown
        if self.state.asked and self.state.asked.id == ask.id:
            self.state = replace(self.state, asked=shown)

    def said(self, last: int = 1) -> list[str]:
        """What was said in the last bubbles, by key."""
        return [phrase.key for say in self.says[-last:] for phrase in say.parts]

    def lives(self) -> list[str]:
        """The experiences told, in the person's words."""
        live = self.trace.live
        return [live.text(f"exp/{item}/what") for item in live.items()]

    def copy(self) -> Chat:
        """The same conversation up to here, to be gone on with another way."""
        return replace(
            self, facts=list(self.facts), asks=dict(self.asks), says=list(self.says), effects=list(self.effects)
        )

    @property
    def trace(self) -> Trace:
        """The walk of the main path."""
        return trace(self.content, tuple(self.facts), self.state.dossier)

    @property
    def coming(self) -> tuple[str, ...]:
        """What may still be asked before the next document."""
        return coming(self.content, tuple(self.facts), self.state.dossier)

    @property
    def cur(self) -> str:
        """The open question; "" when all is done."""
        slot = Turn(self.content, self.state, list(self.facts), Event("look", self.at, Text(""))).cur()
        return slot.qid if slot else ""

    def live(self) -> dict[str, Value]:
        """The answers that count, by question."""
        return {qid: fact.value for qid, fact in self.trace.live.facts.items() if not qid.startswith("document/")}


def after(*said: str) -> Chat:
    """A chat in which these things were said."""
    return _told(said).copy()


@cache
def _told(said: tuple[str, ...]) -> Chat:
    """The same, kept: what many tests begin with is said once. Nobody may change it."""
    if not said:
        return Chat()
    chat = _told(said[:-1]).copy()
    chat.send(said[-1])
    return chat


EXPRESS = (
    "bonjour", "oui", "je fais le menage chez une dame", "oui", "1 3", "3 ans", "1", "Lina", "06 39 98 10 01", "Rezé",
    "oui",
)  # fmt: skip
