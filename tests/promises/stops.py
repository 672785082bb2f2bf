"""Every question of the way, in every language, with the house that asked it: promises are tried at each of them.

The way is that of a few journeys. Where a question comes for the first time the files of the house are copied, so a
test begins at that question, does what it likes, and leaves nothing behind. No sentence of a person is written here.
"""

from __future__ import annotations

import re
import shutil
from collections.abc import Iterator, Mapping, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass, field, replace
from functools import cache
from itertools import pairwise
from pathlib import Path
from typing import TYPE_CHECKING

from bot.app import House, load_content, open_house, parts
from bot.channels.base import Arrival, Bubble
from bot.parts import Parts
from bot.settings import Secret, Settings
from bot.settings import read as settings_of
from bot.sim.chat import Chat, Clock
from bot.sim.life import Life
from bot.sim.script import read, said
from bot.store.keys import master_key
from bot.store.sqlite import SqliteStore
from flows.content import Content
from flows.cv.rules import NO_GENDER
from flows.live import Trace, questions
from flows.model import Body, Event, Facts, State, Text, Value
from flows.turn import Turn
from locales.catalogs import catalog

if TYPE_CHECKING:
    from collections.abc import AsyncIterator

JOURNEYS = Path(__file__).parents[1] / "journeys"
WAYS = ("direct_{}", "i_dont_know", "own_life", "errands", "project", "rest", "interview_whole")
LANGS = ("fr", "en", "ar", "uk")
ITEM = re.compile(r"/e\d+/")
FIRST = "charter/consent"
SILENT = frozenset({"note", "document"})  # kinds of questions that are never asked
# Asked when a page is full (tests/flows/test_cv_document.py), or of lists an operator imported (tests/bot/imports).
FULL = frozenset({"exp/*/fit", "craft/core", "exp/*/core"})
# Asked only of what a dictionary made out: there is none in these houses (tests/flows/test_spelling.py).
GUESSED = frozenset({"exp/*/sure", "exp/*/meant"})
Line = Mapping[str, object]


@dataclass(slots=True)
class Numbers:
    """Ids in order, which go on after a copy."""

    last: int = 0

    def __call__(self) -> str:
        self.last += 1
        return f"n{self.last:09d}"


@dataclass(slots=True)
class Person(Chat):
    """One who talks, and notices at once what nobody must ever see."""

    ids: Numbers = field(default_factory=Numbers)

    async def send(self, said: Line, kill: str = "") -> list[Bubble]:
        """Do one thing and look at what follows."""
        before = [b.text for b in self.shown if b.text][-1:]
        return self._watched(before, await super(Person, self).send(said, kill), said)

    async def gets(self, body: Body) -> list[Bubble]:
        """Do what the terminal has no line for; other channels deliver it."""
        before = [b.text for b in self.shown if b.text][-1:]
        await self.life.house.receive([Arrival("terminal", self.address, self.ids(), body, lang=self.lang)])
        return self._watched(before, await self._look(), body)

    def _watched(self, before: list[str], new: list[Bubble], said: object) -> list[Bubble]:
        """No two bubbles in a row are the same, and no fault of ours is told."""
        texts = [*before, *(b.text for b in new if b.text)]
        assert not [a for a, b in pairwise(texts) if a == b], f"twice in a row after {said}"
        assert not trouble(self.lang) & set(texts[1:]), f"a fault of ours after {said}"
        return new

    async def does(self, *lines: Line) -> list[Bubble]:
        """Do several things; what came after the last one."""
        return [await self.send(line) for line in lines][-1]

    async def known(self) -> tuple[State, Facts]:
        found = await self.life.house.peek("terminal", self.address)
        assert found is not None
        return found

    async def open(self) -> str:
        """The question that is open now; "" when all is done."""
        return (await self.place())[0]

    async def trace(self) -> Trace:
        return (await self._turn()).trace

    async def live(self) -> dict[str, Value]:
        """The answers that count, documents put aside."""
        return (await self.place())[1]

    async def place(self) -> tuple[str, dict[str, Value]]:
        """Where the conversation stands."""
        turn = await self._turn()
        slot, facts = turn.cur(), turn.trace.live.facts
        answers = {qid: fact.value for qid, fact in facts.items() if not qid.startswith("document/")}
        return slot.qid if slot else "", answers

    async def _turn(self) -> Turn:
        state, facts = await self.known()
        return Turn(self.life.content, state, list(facts), Event("look", 0, Text("")))


def begin(home: Path, lang: str, settings: Settings | None = None, like: Person | None = None) -> Person:
    """Somebody who talks to the house in this folder; `like`: whom they have become."""
    clock, ids = Clock(), Numbers()
    if like is not None:
        clock, ids = Clock(like.clock.at), replace(like.ids)
    base = replace(settings or settings_of({}), key_file=home.parent / "master.key", telegram_token=Secret())

    def opener(folder: Path, known: Content) -> House:
        if known is not content(settings):
            return open_house(replace(base, data=folder), content=known, clock=clock, ids=ids).house
        store = SqliteStore(folder, master_key(base.key_file)[0], clock)
        return House(store, replace(joined(settings), now=clock, ids=ids))

    life = Life(home, opener, content(settings))
    return _same(like, life, clock, ids) if like else Person(life, clock, lang, ids=ids)


def _same(like: Person, life: Life, clock: Clock, ids: Numbers) -> Person:
    shown, papers, told = [*like.shown], [*like.papers], {**like.said}
    return replace(like, life=life, clock=clock, ids=ids, shown=shown, new=[*like.new], papers=papers, said=told)


@dataclass(frozen=True, slots=True)
class Stop:
    """One question in one language: the files of the house that asked it, and the person who was asked."""

    lang: str
    question: str  # "*" for the first item of a list, "+" for another
    asks: str  # the same with the item's own name
    topic: str
    image: Path
    person: Person
    lines: tuple[Line, ...]  # what was done to come here

    def __str__(self) -> str:
        return f"{self.lang} {self.question}"


class Stops:
    """The questions of each language; gone to when they are first wanted."""

    def __init__(self, home: Path) -> None:
        self._home = home
        self._found: dict[str, list[Stop]] = {}
        self._count = 0

    async def of(self, lang: str) -> Sequence[Stop]:
        """Every question of this language, in the order in which they came."""
        if lang not in self._found:
            self._found[lang] = await walk(lang, self._home / lang)
        return self._found[lang]

    async def mine(self, lang: str) -> Sequence[Stop]:
        """Each question in one of the languages, for what is the same in all of them; French asks every one."""
        asked = {code: {stop.question: stop for stop in await self.of(code)} for code in LANGS}
        turns = {question: LANGS[n % len(LANGS)] for n, question in enumerate(asked["fr"])}
        owners = {question: code if question in asked[code] else "fr" for question, code in turns.items()}
        return [asked[lang][question] for question, code in owners.items() if code == lang]

    async def at(self, lang: str, question: str) -> Stop:
        return next(stop for stop in await self.of(lang) if stop.question == question)

    @asynccontextmanager
    async def again(self, stop: Stop, settings: Settings | None = None) -> AsyncIterator[Person]:
        """The person who was asked this, in a house of their own."""
        self._count += 1
        home = self._home / stop.lang / f"again{self._count}"
        home.mkdir()
        if stop.question == FIRST:  # before an agreement the key is in memory only: no file can tell it again
            person = begin(home, stop.lang, settings)
            await person.does(*stop.lines)
        else:
            shutil.copytree(stop.image, home / "0")
            person = begin(home, stop.lang, settings, stop.person)
        try:
            yield person
        finally:
            await person.life.end()
            shutil.rmtree(home)


@cache
def content(settings: Settings | None = None) -> Content:
    return load_content(settings or settings_of({}))


@cache
def joined(settings: Settings | None) -> Parts:
    """The parts of a house, put together once: a house is opened for each thing that is tried."""
    return parts(content(settings), {}, Clock(), Numbers())


@cache
def trouble(lang: str) -> frozenset[str]:
    """What is said when something broke on our side."""
    return frozenset(text for (key, _), texts in catalog(lang).items() if key == "trouble" for text in texts)


# ---------------------------------------------------------------- the way


async def walk(lang: str, home: Path) -> list[Stop]:
    """Go the whole way in this language; each question where it is asked for the first time."""
    found: dict[str, Stop] = {}
    for name in WAYS:
        script = read((JOURNEYS / f"{name.format(lang)}.txt").read_text(encoding="utf-8"))
        folder = home / name.format(lang)
        folder.mkdir(parents=True)
        person = begin(folder, lang)
        lines: list[Line] = []
        for step in script.steps:
            if not step.looks and step.holds_in(lang):
                lines.append(said(step, person.said))
                await person.send(lines[-1])
                _note(person, found, lines)
        await person.life.end()
    return list(found.values())


def _note(person: Person, found: dict[str, Stop], lines: list[Line]) -> None:
    bubble = next((b for b in reversed(person.new) if b.question), None)
    if bubble is None or (bubble.question.startswith("menu/") and bubble.question != "menu/end"):
        return
    name = ITEM.sub("/*/" if bubble.question.startswith("exp/e1/") else "/+/", bubble.question)
    if name not in found:
        same = _same(person, person.life, Clock(person.clock.at), replace(person.ids))
        found[name] = Stop(person.lang, name, bubble.question, bubble.topic, person.life.image(), same, (*lines,))


def asked_in(lang: str) -> set[str]:
    """Each question of the forms that is asked in this language, but those of a full page and of a dictionary."""
    every = {q.id for form in content().forms for q in questions(form) if q.kind not in SILENT}
    other = {"cv/address"} if lang != "fr" else set()
    return every - other - ({"cv/title"} if lang in NO_GENDER else set()) - FULL - GUESSED


def on_the_way(lang: str) -> set[str]:
    """Those of them that everybody is asked: no side trip."""
    aside = {q.id for form in content().forms if form.door for q in questions(form)}
    return asked_in(lang) - aside


def ways(lang: str, name: str) -> tuple[str, ...]:
    """Every way to say a word that works everywhere, or a common answer."""
    known = content().words[lang]
    return tuple(known.commands.get(name) or known.answers[name])


def turned(lang: str, name: str) -> Iterator[str]:
    """The ways to say a word, one after the other, for ever."""
    while True:
        yield from ways(lang, name)


def asked(bubbles: Sequence[Bubble]) -> str:
    """The question these bubbles end with; "" for none."""
    return next((bubble.question for bubble in reversed(bubbles) if bubble.question), "")


def offered(bubbles: Sequence[Bubble]) -> list[str]:
    """The buttons of the last question."""
    return next(([button.id for button in bubble.buttons] for bubble in reversed(bubbles) if bubble.question), [])
