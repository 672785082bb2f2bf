"""A core of forty lines and an outside of memory, for tests of the shell. They are real, only small.

The core asks for consent, then a numbered question for ever; it keeps what is written. Words that start with "!" ask
for something special, so that a test can see each effect through.
"""

from __future__ import annotations

import asyncio
import itertools
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path

from bot.channels.base import Arrival, Attachment, Bubble, Limits, Ours, Receipt, freely
from bot.house import House
from bot.parts import Parts
from bot.store.keys import master_key
from bot.store.sqlite import SqliteStore
from bot.store.writer import Writer
from flows.counsel import Claim
from flows.model import (
    Ask,
    Attach,
    Body,
    Cancel,
    Choice,
    Consent,
    Consult,
    Edit,
    Effect,
    Erase,
    Event,
    Fact,
    Facts,
    Hints,
    How,
    Kind,
    Open,
    Phrase,
    Reach,
    Result,
    Say,
    Schedule,
    State,
    Step,
    Summon,
    Tap,
    Text,
    Tick,
    Translate,
    Value,
)

HOUR = 60 * 60 * 1000
START = 1_790_000_000_000


@dataclass
class Clock:
    """A clock that is moved."""

    at: int = START

    def __call__(self) -> int:
        return self.at

    def move(self, ms: int) -> None:
        self.at += ms


async def rests(house: House) -> None:
    """Wait until the writer has tidied up behind its last commit, and only waits for work."""
    await house.run(lambda _: None)
    while house._store._patience() is not None:  # type: ignore[attr-defined]  # noqa: ASYNC110 - a thread changes it
        await asyncio.sleep(0.02)


class Ids:
    """Ids that repeat from one run to the next."""

    def __init__(self, prefix: str = "i") -> None:
        self._prefix = prefix
        self._count = itertools.count(1)

    def __call__(self) -> str:
        return f"{self._prefix}{next(self._count):09d}"


# ---------------------------------------------------------------- the core


class BrokenCoreError(Exception):
    """The core broke on purpose."""


def step(state: State, facts: Facts, event: Event) -> Step:
    """Decide, in a small way."""
    body = event.body
    if isinstance(body, Reach | Claim):
        floor = replace(state.floor, n=state.floor.n + 1) if isinstance(body, Claim) else state.floor
        return Step((), replace(state, floor=floor), (Cancel(),))
    if isinstance(body, Tick):
        late = body.version != state.version
        return Step((), state, () if late else (Say((Phrase("tick", {"job": body.job}),)),))
    if isinstance(body, Result):
        made = (Attach("cv", "png", int(body.text)), Attach("cv", "pdf", int(body.text))) if body.ok else ()
        return Step((), state, (*made, Say((Phrase("result", {"ok": str(body.ok), "why": body.text}),))))
    text = body.text if isinstance(body, Text) else ""
    if text.startswith("!"):
        return _special(state, facts, event, text[1:])
    new = _fact(state, facts, event)
    known = (*facts, *new)
    ask = Ask(event.id, f"q/{len(known)}", 1, 1, _choices(), state.floor.n, event.at)
    said = Say((Phrase("ask", {"n": len(known)}),), ask, topic="any")
    effects: tuple[Effect, ...] = (said,)
    if isinstance(body, Tap) and _picked(event) in {"yes", "no"} and not facts:
        effects = (Consent(_picked(event) == "yes"), said)
    return Step(new, replace(state, asked=ask), effects)


def _special(state: State, facts: Facts, event: Event, word: str) -> Step:
    newest = facts[-1].seq if facts else 0
    table: Mapping[str, tuple[Effect, ...]] = {
        "cv": (Say((Phrase("making"),)), Consult("cv", f"k{newest}", "cv/pdf")),
        "later": (Schedule("remind", event.id, HOUR), Say((Phrase("later"),))),
        "later twice": (Schedule("remind", "same", HOUR), Schedule("remind", "same", 2 * HOUR)),
        "pause": (Cancel(), Say((Phrase("paused"),))),
        "erase": (Cancel(), Say((Phrase("erased"),)), Erase()),
        "human": (Summon("asked"), Say((Phrase("human"),))),
        "two": (Say((Phrase("one"),)), Say((Phrase("two"),))),
    }
    if word == "break":
        raise BrokenCoreError
    if word.startswith("break "):
        raise BrokenCoreError(word)
    return Step((), state, table[word])


def _fact(state: State, facts: Facts, event: Event) -> tuple[Fact, ...]:
    body = event.body
    match body:
        case Text():
            raw, how, qid = body.text, How.TEXT, state.asked.qid if state.asked else "q/0"
        case Tap():
            raw, how, qid = _picked(event), How.BUTTON, event.hints.ask.qid if event.hints.ask else "q/none"
        case Edit():
            old = next((f for f in facts if f.source == body.of), None)
            raw, how, qid = body.text, How.EDIT, old.qid if old else "q/none"
        case _:
            return ()
    if not raw:
        return ()
    seq = (facts[-1].seq if facts else 0) + 1
    return (Fact(seq, qid, Value(Kind.TEXT, raw), raw, event.id, how, event.at, 1, state.lang),)


def _picked(event: Event) -> str:
    ask, body = event.hints.ask, event.body
    if ask is None or not isinstance(body, Tap):
        return ""
    return ask.choices[int(body.choice)].id


def _choices() -> tuple[Choice, ...]:
    return tuple(Choice(name, Phrase(f"button.{name}")) for name in ("yes", "no", "skip"))


# ---------------------------------------------------------------- the outside


def translator(lang: str, address: str) -> Translate:
    """Say a phrase as its key and arguments: enough to recognise it."""

    def say(phrase: Phrase) -> str:
        args = " ".join(str(value) for value in phrase.args.values())
        return f"{lang} {phrase.key}.{phrase.wording} {args}".strip()

    return say


def draw(document: str, format: str, facts: Facts, lang: str) -> bytes:  # noqa: A002 - its name in `Draw`
    """Draw a document as the list of what is known."""
    return f"{document} {format} {lang} {[fact.raw for fact in facts]}".encode()


def hint(body: Body, state: State) -> Hints:
    return Hints()


@dataclass
class Outside:
    """A platform that shows what it is sent. `fail` may raise for a bubble, before or after it arrived."""

    name: str = "push"
    limits: Limits = field(default_factory=Limits)
    seen: list[tuple[str, Bubble, bytes | None]] = field(default_factory=list)
    files: dict[str, bytes] = field(default_factory=dict)
    written_to: list[str] = field(default_factory=list)
    fail: Callable[[Bubble], None] = lambda _bubble: None
    fail_after: Callable[[Bubble], None] = lambda _bubble: None

    def parse(self, raw: Arrival) -> Sequence[Arrival]:
        return (raw,)

    def build(self, address: str, bubble: Bubble, data: bytes | None) -> Sequence[tuple[str, Bubble, bytes | None]]:
        return ((address, bubble, data),)

    def knock(self, address: str, lang: str) -> Sequence[object]:
        """Return nothing: nobody is away."""
        del address, lang
        return ()

    def typing(self, address: str) -> None:
        self.written_to.append(address)

    async def send(self, call: tuple[str, Bubble, bytes | None], ours: Ours = freely) -> Receipt:
        ours()
        self.fail(call[1])
        self.seen.append(call)
        self.fail_after(call[1])
        return Receipt(f"m{len(self.seen)}")

    async def fetch(self, ref: str, most: int) -> bytes:
        return self.files[ref][:most]

    def unseen(self, address: str, sent: int) -> bool:
        del address, sent
        return False

    async def invitation(self, word: str) -> str:
        return f"https://outside.example/{word}"

    def texts(self, address: str = "ana") -> list[str]:
        return [
            bubble.text or (bubble.file.name if bubble.file else "") for to, bubble, _ in self.seen if to == address
        ]


def parts(clock: Clock, outside: Outside | None = None, ids: Callable[[], str] | None = None) -> Parts:
    """Return the small parts."""
    return Parts(
        decide=step,
        hint=hint,
        translator=translator,
        direction=lambda lang: "rtl" if lang == "ar" else "ltr",
        draw=draw,
        now=clock,
        ids=ids or Ids(),
        languages=("fr", "ar"),
        channels={outside.name: outside} if outside else {},
        pushed=frozenset({"push"}),
    )


Opens = Callable[[Path, bytes, Clock], Writer]


def kept_in_a_file(folder: Path, key: bytes, clock: Clock) -> Writer:
    """The store that every installation has."""
    return SqliteStore(folder, key, clock)


OPENS: list[Opens] = [kept_in_a_file]  # the last one opens; `both_stores` puts another one there for a while


def open_store(folder: Path, clock: Clock) -> Writer:
    """Open the store of a folder, with the key beside it."""
    key, _ = master_key(folder / "master.key")
    return OPENS[-1](folder / "data", key, clock)


def open_house(folder: Path, clock: Clock, outside: Outside | None = None, prefix: str = "i") -> House:
    """Open a house in a folder."""
    return House(open_store(folder, clock), parts(clock, outside, Ids(prefix)))


class Person:
    """Somebody at one address."""

    def __init__(self, house: House, channel: str = "push", address: str = "ana") -> None:
        self.house = house
        self.channel = channel
        self.address = address
        self._count = itertools.count(1)

    def arrival(self, body: Body, ext_id: str = "", said_id: str = "") -> Arrival:
        number = ext_id or f"{self.address}-{next(self._count)}"
        return Arrival(self.channel, self.address, number, body, said_id=said_id, lang="fr")

    async def does(self, body: Body, ext_id: str = "", said_id: str = "") -> None:
        await self.house.receive([self.arrival(body, ext_id, said_id)])
        await self.house.settle()

    async def says(self, text: str, ext_id: str = "", said_id: str = "") -> None:
        await self.does(Text(text), ext_id, said_id)

    async def taps(self, place: int, ask: str = "") -> None:
        if not ask:
            known = await self.house.peek(self.channel, self.address)
            assert known is not None
            assert known[0].asked is not None
            ask = known[0].asked.id
        await self.does(Tap(ask, str(place)))

    async def agrees(self) -> None:
        await self.does(Open("fr"))
        await self.taps(0)

    async def raws(self) -> list[str]:
        known = await self.house.peek(self.channel, self.address)
        return [fact.raw for fact in known[1]] if known else []

    async def lines(self) -> list[str]:
        shown = await self.house.transcript(self.channel, self.address)
        return [line.text or (line.bubble.text if line.bubble else "") for line in shown]


def attachment(upto: int) -> Attachment:
    return Attachment("cv", "pdf", "CV.pdf", "application/pdf", upto)
