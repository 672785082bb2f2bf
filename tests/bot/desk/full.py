"""A full desk: people of every kind, each with a word nobody else has, and who of the staff may ever read it.

Three persons are held by Anna: one who agreed to be read, one who refused, one whose words attack the page. Others gave
their case back, had it closed, wait, or belong to another organisation whose desk is in the same file.
"""

from __future__ import annotations

import asyncio
from collections.abc import Coroutine, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import TypeVar

from bot.channels.base import Arrival, Upload
from bot.loop import run
from bot.store.base import Consented, Conversation, Session, Who
from bot.store.desk import Draft, Note, Reply
from bot.store.keys import master_key
from bot.store.sqlite import SqliteStore
from bot.store.staff import Account, Role
from flows.content import Content, Each, Form, Question
from flows.model import Event, Fact, Floor, Holder, How, Kind, Media, Open, State, Tap, Text, Value
from tests.bot.desk.office import Office, Person, content, opened

T = TypeVar("T")

PRIVATE = "cv/town"  # is made private here: no question of ours is today
NEVER = "Zzqnever"  # begins what nobody at the desk may read
LEAD = "Zzqlead"  # begins what a lead may read who wrote a reason
HELD = "Zzqheld"  # begins what is read by who holds the case, and by a lead with a reason
TEAM = "Zzqteam"  # begins what the whole team writes for itself
MINUTE = 60_000
BEGUN = (Open("fr"), Text("oui"), Text("je fais le ménage chez une dame"), Text("oui"))
ABROAD = "k0k0k0k0k0"  # the conversation in the other organisation


@dataclass
class Full:
    """The desk, who works at it, and the cases by what became of them."""

    office: Office
    staff: dict[str, Person] = field(default_factory=dict)
    cases: dict[str, str] = field(default_factory=dict)
    tapped: str = ""  # the line of the last button that was pressed

    def did(self, work: Coroutine[object, object, T]) -> T:
        return asyncio.run_coroutine_threadsafe(work, self.office.loop).result(30)

    def says(self, address: str, *bodies: object) -> None:
        """Somebody writes on the web."""
        for body in bodies:
            self.office.clock.ahead += 1000
            upload = Upload(f"{NEVER}file".encode()) if isinstance(body, Media) else None
            arrival = Arrival("web", address, f"{address}{self.office.clock()}", body, lang="fr", upload=upload)  # type: ignore[arg-type]
            self.did(self.office.house.receive([arrival]))
            self.did(self.office.house.settle())

    def conversation(self, address: str) -> Conversation:
        """Where somebody is."""
        return self.did(self.office.house.run(lambda tx: self.conversation_in(tx, address)))

    def conversation_in(self, tx: Session, address: str) -> Conversation:
        """Where somebody is, inside a piece of work."""
        found = tx.find("web", address)
        assert found is not None
        return found

    def tells(self, address: str, qid: str, value: Value, *, former: bool = False, source: str = "") -> None:
        """Plant a fact as it would be kept, without a line in the talk unless its source is one."""
        found = self.conversation(address)

        def work(tx: Session) -> None:
            seq, dossier = tx.facts(found.who)[-1].seq + 1, found.state.dossier - former
            at = self.office.clock()
            tx.learn(
                found.who, [Fact(seq, qid, value, value.text, source or f"m{seq}", How.TEXT, at, 1, "fr", dossier)]
            )

        self.did(self.office.house.run(work))

    def last(self, address: str) -> str:
        """The last line somebody wrote."""

        def work(tx: Session) -> str:
            found = self.conversation_in(tx, address)
            return [line.id for line in tx.lines(found.who, found.id, "") if line.event][-1]

        return self.did(self.office.house.run(work))

    def question(self, address: str) -> str:
        """What is asked now."""
        asked = self.conversation(address).state.asked
        return asked.qid if asked else ""

    def taps(self, address: str, choice: str) -> None:
        """Somebody presses a button of what is asked now."""
        asked = self.conversation(address).state.asked
        assert asked is not None
        assert choice in {one.id for one in asked.choices}
        self.says(address, Tap(asked.id, choice))
        self.tapped = self.last(address)

    def takes(self, name: str, address: str) -> str:
        """Somebody of the staff takes a case; return where it is."""
        found = self.conversation(address)
        self.cases[address] = found.id
        path = f"/desk/case/{found.id}"
        answer = self.staff[name].http.post(f"{path}/claim")
        assert answer.status_code == 303, answer.text
        return path

    def floor(self, address: str) -> str:
        """The number of the floor."""
        return str(self.conversation(address).state.floor.n)


def text(words: str) -> Value:
    return Value(Kind.TEXT, text=words)


def with_private(known: Content) -> Content:
    """The content, with one private question in it."""

    def turned(one: Question | Each) -> Question | Each:
        return replace(one, private=True) if isinstance(one, Question) and one.id == PRIVATE else one

    def form(one: Form) -> Form:
        return replace(one, questions=tuple(map(turned, one.questions)))

    return replace(known, forms=tuple(map(form, known.forms)))


@contextmanager
def filled(folder: Path) -> Iterator[Full]:
    """A full desk, until the block ends."""
    asyncio.run(abroad(folder))
    with opened(folder, asks=with_private(content())) as office:
        full = Full(office)
        for name, role in (("Anna", Role.COUNSELLOR), ("Bilal", Role.COUNSELLOR), ("Lea", Role.LEAD)):
            full.staff[name] = office.joined(role, name)
        full.staff["Omar"] = office.joined(Role.OPERATOR, "Omar")
        full.staff["Dora"] = office.joined(Role.COUNSELLOR, "Dora")
        full.staff["Nobody"] = Person(office, "Nobody", office.browser())
        agreed(full)
        refused(full)
        ended(full)
        full.says("waits", *BEGUN, Text(f"{LEAD}waits"), Text("une personne"), Text("oui"))
        full.cases["waits"] = full.conversation("waits").id
        full.cases["abroad"] = ABROAD
        dora = next(one.id for one in office.tell(lambda known: known.all()) if one.name == "Dora")
        full.staff["Omar"].http.post("/desk/staff/disable", data={"account": dora})
        full.staff["Anna"].http.post("/desk/replies", data={"id": "new", "shortcut": "rdv", "text.fr": f"{TEAM}reply"})
        yield full


def agreed(full: Full) -> None:
    """Somebody who agreed to be read: what counts is seen, what was taken back or denied or is private is not."""
    full.says("agreed", *BEGUN)
    full.tells("agreed", "cv/name", text(f"{NEVER}former"), former=True)
    for qid in (PRIVATE, "cv/name", "project/job", "left/by_us"):
        full.tells("agreed", qid, text(f"{NEVER}{qid.replace('/', '')}"))
    full.tells("agreed", "cv/name", Value(Kind.REMOVED))
    full.says("agreed", Text(f"{NEVER}said"))
    full.tells("agreed", PRIVATE, text(f"{NEVER}said"), source=full.last("agreed"))
    full.tells("agreed", "project/job", Value(Kind.CHOICE, text=f"{NEVER}none", ids=("none",)))
    full.tells("agreed", "exp/1/not", Value(Kind.CHOICE, text=f"{NEVER}denied", ids=("care.bathe",)))
    full.says("agreed", Text(f"{NEVER}turned"))
    full.tells("agreed", "project/chosen", Value(Kind.CHOICE, ids=("none",)), source=full.last("agreed"))
    full.says("agreed", Text("une personne"), Text("oui"), Text(f"{HELD}waiting"))
    path = full.takes("Anna", "agreed")
    full.says("agreed", Text(f"{HELD}agreed"))
    anna = full.staff["Anna"].http
    assert anna.post(f"{path}/note", data={"text": f"{HELD}note"}).status_code == 303
    assert anna.post(f"{path}/draft", data={"text": f"{HELD}draft"}).status_code == 303


def refused(full: Full) -> None:
    """Somebody who refused: nothing from before is read, a file neither, by nobody, for no reason."""
    full.says("refused", *BEGUN, Media("file", f"{NEVER}.txt", held=True), Text(f"{NEVER}before"))
    full.tells("refused", "cv/name", text(f"{NEVER}name"))
    full.office.clock.ahead += MINUTE
    full.says("refused", Text("une personne"), Text("non"))
    full.office.clock.ahead += MINUTE
    full.takes("Anna", "refused")
    full.says("refused", Text(f"{HELD}refused"))


def ended(full: Full) -> None:
    """Cases that are nobody's any more: given back, closed; of one of each the person refused to be read."""
    for address, way, answer in (
        ("back", "give-back", "oui"),
        ("closed", "close", "oui"),
        ("closed2", "close", "non"),
        ("back2", "give-back", "non"),
    ):
        full.says(address, *BEGUN, Text(f"{NEVER if answer == 'non' else LEAD}{address}"))
        full.office.clock.ahead += MINUTE
        full.says(address, Text("une personne"), Text(answer))
        path = full.takes("Anna", address)
        answer_ = full.staff["Anna"].http.post(f"{path}/{way}", data={"n": full.floor(address)})
        assert answer_.status_code == 303, answer_.text


async def abroad(folder: Path) -> None:
    """Another organisation in the same file: its desk, with a case that is said to be everybody's."""
    (folder / "data").mkdir(parents=True)
    master, _ = master_key(folder / "master.key")
    store = SqliteStore(folder / "data", master, lambda: 1_795_428_000_000, org=2)
    who, at = Who(2, "p2p2p2p2p2"), 1_795_428_000_000
    floor = Floor(Holder.HUMAN, 3, "abroad", at, at, "Anna")
    state = replace(State(), lang="fr", floor=floor)
    there = Conversation(ABROAD, who, "web", "abroad", state, 0, 0, Consented.OPEN)

    def work(tx: Session) -> None:
        tx.accounts.create(Account("abroad", Role.LEAD, f"{NEVER}colleague", "fr", at))
        tx.begin(there, at)
        tx.consent(who, Consented.GIVEN, None)
        tx.hear(there, Event("e2e2e2e2e2", at, Text(f"{NEVER}abroad")), "e2")
        tx.learn(who, [Fact(1, "cv/name", text(f"{NEVER}elsewhere"), "", "e2", How.TEXT, at, 1, "fr")])
        tx.cases.put(there, at)
        tx.cases.note(who, Note("n2", at, "abroad", f"{NEVER}note2"))
        tx.cases.keep_draft(who, "abroad", Draft(f"{NEVER}draft2"), at)
        tx.cases.put_reply(Reply("r2", "abroad", "rdv2", {"fr": f"{NEVER}reply2"}), at)
        tx.accounts.log(at, "abroad", "look", who=who, conversation=ABROAD, detail=f"{NEVER}reason2")

    await run(store, work)
    await store.close()
