"""Replays invented people in the real house, by themselves with no model: ours, a file each, and ten from beside here.

The last question of the bot has a topic; the first unused turn that asks it is sent, else the first unused turn for
any topic, else the fallbacks in a circle. It stops when the CV is ready for good, or when the limit is reached.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

import yaml

from bot.channels.base import Shown
from bot.commands.sim import begin
from bot.settings import read
from bot.sim.chat import Chat, LineError
from bot.store.aside import model_spent
from bot.store.using import Spent
from flows import purposes
from flows.content import Content
from flows.model import Facts, State
from tests.personas.helped import Helped
from tests.personas.thinking import honest

SHARED = Path(__file__).parents[3]
PLACES = (Path(__file__).parents[2].parent / "shared", SHARED.parent / "shared")
OWN = Path(__file__).parent / "people"
NEVER = (r"\b(none|null|undefined|nan)\b", r"[{}<>]|%\(", r"\b(jsp|dunno)\b", "[★☆●○█▓]{2,}", "motivée? et|lorem")
OFFER = (
    "Offre d'emploi. Une équipe de Nantes cherche une personne sérieuse à temps partiel, tout de suite.\n"
    "Écrire à embauche@employeur.example.org ou appeler le 02 40 99 00 17."
)
MOST_ASKED = 8  # questions of a letter, or of a second CV, that are passed
YES, NO, EACH = "helped_yes:", "helped_no:", "helped_each:"  # begin the buttons under what a model found
SHOWN = "helped.shown:"  # begins the notes of it
FOLDER = "0"  # of a house, in the folder it is given
HOUR = "PT{}H"
Turn = Mapping[str, Any]
Person = Mapping[str, Any]


def people() -> tuple[Sequence[Person], Sequence[str]]:
    """Everybody, the ten first, and what must never be in a document of anybody."""
    ten, never = the_ten()
    return (*ten, *ours()), (*never, *NEVER)


def ours() -> Sequence[Person]:
    """The people of this repository, by name."""
    return [yaml.safe_load(path.read_text(encoding="utf-8")) for path in sorted(OWN.glob("*.yaml"))]


def the_ten() -> tuple[Sequence[Person], Sequence[str]]:
    """The people of the file beside the project and what it forbids; nobody when there is no such file."""
    for place in PLACES:
        path = place / "personas" / "dev.yaml"
        if path.exists():
            raw = yaml.safe_load(path.read_text(encoding="utf-8"))
            return raw["personas"], raw["common_never"]
    return (), ()


@dataclass
class Replayed:
    """How the conversation with one person went."""

    person: Person
    messages: int = 0
    first: int = 0  # messages until the first PDF; 0: none came
    ready: bool = False  # the bot said that the CV is ready for good
    text: str = ""
    asked: list[str] = field(default_factory=list)
    bubbles: list[str] = field(default_factory=list)
    log: list[str] = field(default_factory=list)
    repeats: list[str] = field(default_factory=list)
    langs: set[str] = field(default_factory=set)
    missing: list[str] = field(default_factory=list)
    never: list[str] = field(default_factory=list)
    leaked: list[str] = field(default_factory=list)
    again: list[str] = field(default_factory=list)
    content: Content | None = None
    state: State = field(default_factory=State)
    known: Facts = ()
    documents: int = 0  # PDFs until then
    shown: int = 0  # what a model found, put before the person
    kept: int = 0  # of it, what they said yes to
    untrue: list[str] = field(default_factory=list)  # and what they said no to
    spent: Spent = field(default_factory=Spent)
    said: Mapping[str, Shown] = field(default_factory=dict)  # the messages of the person, by id

    @property
    def facts(self) -> int:
        return len(self.person["must"]) - len(self.missing)

    @property
    def within(self) -> bool:
        """Whether the CV was there within the limit, and within the number of messages the person is promised."""
        most: int = min(self.person["limit"], self.person["expect"].get("max_msgs", self.person["limit"]))
        return 0 < self.first <= most


async def replay(person: Person, never: Sequence[str], home: Path, by: Helped | None = None) -> Replayed:
    """Hold the conversation of one person to its end, and look at what came out. `by`: which model helps."""
    settings = by.settings if by else read({})
    settings = replace(settings, dictionaries=home / "none")  # which are there, and how fast, is each machine's own
    chat = begin(home, person["lang"], settings, by.asked if by else None)
    try:
        found = await hold(person, chat)
    finally:
        await chat.life.end()
    look(found, never)
    found.spent = model_spent(home / FOLDER, 0)
    return found


async def hold(person: Person, chat: Chat) -> Replayed:
    """Hold the conversation of one person to its end."""
    found, choose = Replayed(person), Choosing(person)
    while chat.messages < person["limit"] and chat.topic != "cv_ready":
        await send(chat, await of_a_model(chat, found) or choose.next(chat.topic), found)
    _count(chat, found)
    await papers(chat)
    await _remember(chat, found)
    return found


def _count(chat: Chat, found: Replayed) -> None:
    """Keep how it went until the CV was ready."""
    found.messages, found.ready = chat.messages, chat.topic == "cv_ready"
    found.first = chat.papers[0].messages if chat.papers else 0
    found.text = chat.papers[-1].text if chat.papers else ""
    found.documents = len(chat.papers)


async def papers(chat: Chat) -> None:
    """Ask for what comes after a CV: a letter for an offer, then a CV for another occupation."""
    commands = chat.life.content.words[chat.lang].commands
    for word, answer in (("letter", OFFER), ("another_cv", "1")):
        for said in (commands[word][0], answer):
            await chat.send({"text": said})
        left = MOST_ASKED
        while left and chat.topic not in {"cv_ready", "recap"}:
            left -= 1
            await chat.send({"press": "skip"} if _skips(chat) else {"text": commands["skip"][0]})


def _skips(chat: Chat) -> bool:
    return any(button.id == "skip" for bubble in chat.shown[-1:] for button in bubble.buttons)


async def _remember(chat: Chat, found: Replayed) -> None:
    """Keep what is known of the person, and the messages it came from."""
    known = await chat.life.house.peek(chat.channel, chat.address)
    found.content = chat.life.content
    found.state, found.known = known or (State(), ())
    shown = await chat.life.house.transcript(chat.channel, chat.address)
    found.said = {line.id: line for line in shown if line.bubble is None}


async def of_a_model(chat: Chat, found: Replayed) -> Turn | None:
    """What the person answers to a model: yes when it may help; then yes to what is true, and no to what is not."""
    buttons = [button.id for button in chat.shown[-1].buttons] if chat.shown else []
    if purposes.AGREE in buttons and chat.shown[-1].question.endswith(purposes.MODEL):
        return {"press": purposes.AGREE}
    yes, no, each = (next((b for b in buttons if b.startswith(way)), "") for way in (YES, NO, EACH))
    if not yes:
        return None
    known = await chat.life.house.peek(chat.channel, chat.address)
    notes = known[0].notes if known else {}
    things = [notes.get(f"{SHOWN}{qid}", "") for qid in yes.partition(":")[2].split()]
    true = [honest(found.person, *(*thing.split("\n"), "", "")[1:3]) for thing in things]
    if each and any(true) and not all(true):
        return {"press": each}
    found.shown += len(things)
    found.kept += len(things) if all(true) else 0
    found.untrue += [] if all(true) else [thing.partition("\n")[2] for thing in things]
    return {"press": yes if all(true) else no}


class Choosing:
    """Which turn comes next."""

    def __init__(self, person: Person) -> None:
        self._turns: list[Turn] = list(person["turns"])
        self._fallback: Sequence[str] = person["fallback"]
        self._fell = 0
        self._follows: list[Turn] = []
        self._said: set[str] = set()  # the messages that were named, by their names

    def next(self, topic: str) -> Turn:
        """The turn for this topic."""
        turn = self._next(topic)
        self._said.add(turn.get("id", ""))
        return turn

    def _next(self, topic: str) -> Turn:
        if self._follows:
            return self._follows.pop(0)
        for wanted in (topic, "any"):
            for place, turn in enumerate(self._turns):
                if turn["asks"] == wanted and self._can(turn):
                    del self._turns[place]
                    while place < len(self._turns) and self._turns[place].get("next"):
                        self._follows.append(self._turns.pop(place))
                    return turn
        self._fell += 1
        return {"asks": topic, "says": self._fallback[(self._fell - 1) % len(self._fallback)]}

    def _can(self, turn: Turn) -> bool:
        """Whether it can be done: nobody edits a message they have not written yet."""
        return "edit" not in turn or turn["edit"]["of"] in self._said


async def send(chat: Chat, turn: Turn, found: Replayed) -> None:
    """Do what a turn says, and note what came."""
    asked = chat.topic
    line = as_line(turn, chat)
    try:
        new = await chat.send(line)
    except LineError as error:
        found.log.append(f"   !! {error}")
        new = await chat.send({"text": str(turn.get("press", turn.get("press_old", "?")))})
    found.log.append(f"{chat.messages} [{asked}] > {line}")
    for bubble in new:
        if bubble.file is not None:
            found.log.append(f"   = {bubble.file.name}")
            continue
        if found.bubbles and found.bubbles[-1] == bubble.text:
            found.repeats.append(bubble.text)
        found.bubbles.append(bubble.text)
        found.log.append(
            "   " + bubble.text.replace("\n", "\n     ") + (f"   ({bubble.topic})" if bubble.topic else "")
        )
    found.langs |= {bubble.lang for bubble in new}
    if new:
        found.asked.append(chat.topic)


def as_line(turn: Turn, chat: Chat) -> dict[str, object]:
    """The line of the terminal a turn stands for. YAML reads `yes` and `no` as truth."""
    name = next(key for key in KINDS if key in turn)
    value: Any = ("yes" if turn[name] else "no") if isinstance(turn[name], bool) else turn[name]
    own = {"id": turn["id"]} if "id" in turn else {}
    match name:
        case "says":
            labels = {b.label for bubble in chat.shown[-1:] for b in bubble.buttons}
            return {"press": value} if value in labels else {"text": str(value), **own}
        case "voice":
            return {"voice": "note.ogg", "transcript": value, **own}
        case "contact":
            who, _, phone = str(value).rpartition(",")
            return {"contact": {"name": who.strip(), "phone": phone.strip()}, **own}
        case "edit":
            return {"edit": value["of"], "text": value["says"]}
        case "wait_h":
            return {"wait": HOUR.format(value)}
        case _:
            return {name: value, **own}


KINDS = ("says", "voice", "press", "sticker", "photo", "file", "location", "contact", "edit", "press_old", "wait_h")


def look(found: Replayed, never: Sequence[str]) -> None:
    """Compare the CV and the conversation with what the file asks."""
    person = found.person
    french = person["lang"] == "fr"
    for must in person["must"]:
        ways = [*must["any"], *(() if french else must.get("src", ()))]
        if not matching(ways, found.text):
            found.missing.append(must["fact"])
    found.never = matching([*person["never_said"], *never], found.text)
    found.leaked = matching(person["keep_out"], found.text)
    if person["expect"].get("no_year"):
        found.never += matching([r"\b(19|20)\d\d\b"], found.text)
    found.again = [topic for topic in person["expect"].get("not_asked_again", ()) if topic in found.asked]


def matching(ways: Sequence[str], text: str) -> list[str]:
    return [way for way in ways if re.search(way, text, re.IGNORECASE)]


def table(all_found: Sequence[Replayed]) -> str:
    """The figures, as a page of docs shows them."""
    rows = ["| person | language | first PDF | messages | facts | never said | kept out | repeats |",
            "|---|---|---|---|---|---|---|---|"]  # fmt: skip
    for one in all_found:
        who = one.person
        cells = (who["id"], who["lang"], one.first or "-", f"{one.messages} of {who['limit']}",
                 f"{one.facts} of {len(who['must'])}", len(one.never), len(one.leaked), len(one.repeats))  # fmt: skip
        rows.append(f"| {' | '.join(map(str, cells))} |")
    return "\n".join([*rows, "", *sums(all_found)])


LANGS = {"French and English": ("fr", "en"), "Arabic": ("ar",), "Ukrainian": ("uk",)}


def sums(all_found: Sequence[Replayed]) -> list[str]:
    """The sums a threshold is set on."""
    mine = {person["id"] for person in ours()}
    lines = []
    for whose, some in (
        ("the ten", [one for one in all_found if one.person["id"] not in mine]),
        ("the others", [one for one in all_found if one.person["id"] in mine]),
    ):
        for names, langs in LANGS.items():
            got, must = facts(some, langs)
            if must:
                lines.append(f"Facts on the CV, {whose}, {names}: {got} of {must} ({100 * got // must} %).")
    reached = sum(one.within for one in all_found)
    ended = sum(one.ready for one in all_found)
    return [*lines, f"A first PDF within the limit: {reached} of {len(all_found)}; the whole way: {ended}."]


def facts(all_found: Sequence[Replayed], langs: Sequence[str]) -> tuple[int, int]:
    mine = [one for one in all_found if one.person["lang"] in langs]
    return sum(one.facts for one in mine), sum(len(one.person["must"]) for one in mine)
