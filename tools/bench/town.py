"""A store as full as a desk's may be one day: people whose words are sealed, each with a key of their own.

One conversation is held in the real house until a counsellor has it; what was kept of it is then written again and
again, through the store's own session, as so many people: 200 wait, 60 are one counsellor's, every other counsellor has
one, and the rest sleep.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path
from typing import Final

from bot.app import fresh_id, now, open_house
from bot.channels.base import Arrival
from bot.loop import run
from bot.settings import Settings, read
from bot.store.base import Consented, Conversation, Message, Session, Store, Who
from bot.store.desk import Note
from bot.store.keys import master_key
from bot.store.sqlite import SqliteStore
from bot.store.staff import Account, Password, Role
from flows.model import Body, Facts, Floor, Holder, Open, State, Text
from tools.bench.figure import QUICK
from tools.converse import EXPRESS

CASES: Final = 120 if QUICK else 5_000
LINES: Final = 100  # of a case
WAITING: Final = 20 if QUICK else 200
HELD: Final = 10 if QUICK else 60
DESKS: Final = 5 if QUICK else 50
BATCH: Final = 25  # people a commit
MINUTE: Final = 60_000
SAID: Final = (*(said if isinstance(said, str) else "oui" for said in EXPRESS), "je veux parler à quelqu'un", "oui")


@dataclass(frozen=True, slots=True)
class One:
    """A person of the town: their address on the web, and the case."""

    address: str
    case: str


@dataclass(frozen=True, slots=True)
class Town:
    """Who is there.

    `staff` are the secrets of their sessions. The first one holds `mine`; of `single` each of the others holds one.
    """

    staff: Sequence[str]
    mine: Sequence[One]
    single: Sequence[One]
    all: Sequence[One]


@dataclass(frozen=True, slots=True)
class Model:
    """What was kept of one conversation."""

    state: State
    facts: Facts
    messages: Sequence[Message]
    lines: int = LINES


def settings(home: Path) -> Settings:
    """Return the settings of a house in this folder."""
    return replace(read({}), data=home / "data", key_file=home / "master.key")


async def built(home: Path, cases: int = CASES, lines: int = LINES) -> Town:
    """Write the store of a house in this folder: so many cases, each of so many lines."""
    model = await _held(home / "model")
    key, _ = master_key(settings(home).key_file)
    store = SqliteStore(settings(home).data, key, now)
    try:
        return await _filled(store, replace(model, lines=lines), cases)
    finally:
        await store.close()


async def _held(home: Path) -> Model:
    """Hold one conversation until a counsellor has it."""
    made = open_house(settings(home))
    house, anna = made.house, Account(fresh_id(), Role.COUNSELLOR, "Anna", "fr", now())
    await house.run(lambda tx: _hired(tx, anna, secret(0)))
    bodies: list[Body] = [Open("fr"), *map(Text, SAID)]
    for number, body in enumerate(bodies):
        await house.receive([Arrival("web", "model", str(number), body, lang="fr")])
        await house.settle()
    case = (await house.office.queue(anna, "waiting")).rows[0].case
    await house.office.claim(anna, case.id)

    def kept(tx: Session) -> Model:
        found = tx.load(case.who, case.id)
        if found is None:
            raise RuntimeError("the conversation is gone")
        return Model(found.state, tx.facts(case.who), [line.message for line in tx.cases.lines(case, LINES)])

    model = await house.run(kept)
    await house.stop()
    return model


def _hired(tx: Session, account: Account, word: str) -> None:
    """Write an account down that has joined and is signed in."""
    tx.accounts.create(account)
    tx.accounts.set_password(Password(account.id, account.name, "no hash", "no secret", 0))
    tx.accounts.begin(word, account.id, now(), "Firefox, Linux")


def of(one: One) -> Who:
    """Return the person of a case."""
    return Who(1, one.case.replace("c", "p"))


def secret(number: int, kind: str = "staff") -> str:
    """Return what a browser holds, in the shape of ours."""
    return f"{kind}-{number}-".ljust(43, "x")


async def _filled(store: Store, model: Model, cases: int) -> Town:
    staff = [Account(fresh_id(), Role.COUNSELLOR, f"Anna {n}", "fr", now()) for n in range(DESKS)]
    for number, account in enumerate(staff):
        await run(store, partial(_hired, account=account, word=secret(number)))
    people = [One(secret(n, "person"), f"{n:05}".rjust(20, "c")) for n in range(cases)]
    floors = _floors(staff, cases)
    work = list(zip(people, floors, strict=True))
    for at in range(0, cases, BATCH):
        part = work[at : at + BATCH]
        await run(store, partial(_live, model=model, people=part))
    return Town([secret(n) for n in range(DESKS)], people[:HELD], people[HELD : HELD + DESKS - 1], people)


def _floors(staff: Sequence[Account], cases: int) -> Iterator[tuple[Floor, str]]:
    """Yield who has each case, and who had it."""
    at = now()
    for _ in range(HELD):
        yield Floor(Holder.HUMAN, 2, staff[0].id, at, at - MINUTE, staff[0].name), ""
    for one in staff[1:]:
        yield Floor(Holder.HUMAN, 2, one.id, at, at - MINUTE, one.name), ""
    for n in range(WAITING):
        yield Floor(Holder.WAITING, 1, "", at - n * MINUTE, at - n * MINUTE), ""
    for n in range(cases - HELD - len(staff) + 1 - WAITING):
        yield Floor(Holder.BOT, 3, "", at - n * MINUTE, 0), staff[0].id


def _live(tx: Session, model: Model, people: Sequence[tuple[One, tuple[Floor, str]]]) -> None:
    for one, (floor, had) in people:
        _lives(tx, model, one, floor, had)


def _lives(tx: Session, model: Model, one: One, floor: Floor, had: str) -> None:
    """Write one person down."""
    at, who = now() - model.lines * MINUTE, of(one)
    state = replace(model.state, floor=floor)
    plain = Conversation(one.case, who, "web", one.address, replace(state, version=0), 0, 0, Consented.OPEN)
    tx.begin(plain, at)
    tx.consent(who, Consented.GIVEN, None)
    names = dict[str, str]()
    for number in range(model.lines):
        message = model.messages[number % len(model.messages)]
        ident = f"{one.case}m{number}"
        names[message.id] = ident
        if message.event is not None:
            tx.hear(plain, replace(message.event, id=ident, at=at + number * MINUTE), "")
        elif message.bubble is not None:
            tx.speak(plain, replace(message.bubble, id=ident), at + number * MINUTE, 0, push=False)
    tx.learn(who, [replace(fact, source=names.get(fact.source, fact.source)) for fact in model.facts])
    after = tx.save(plain, state, now())
    if had:
        tx.cases.put(replace(after, state=replace(state, floor=replace(floor, holder=Holder.HUMAN, owner=had))), at)
    tx.cases.put(after, now())
    if floor.holder is Holder.HUMAN:
        tx.cases.note(who, Note(f"{one.case}n", at, floor.owner, "A demandé un rendez-vous mardi."))
