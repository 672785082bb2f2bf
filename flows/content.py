"""What we ask and the words we understand: plain data, loaded once and handed to the core.

A form is a literal; a predicate is a named function of what is live; there is no word in either.
A question's id is forever. A question, a form and a content equal themselves alone: tables made of them can be kept.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, TypeAlias

from flows.model import Arg, Choice, Effect, Fact, Hints, Phrase, Value

if TYPE_CHECKING:
    from flows.letters import Letters
    from flows.live import Live
    from flows.words import Words


@dataclass(frozen=True, slots=True)
class Parsed:
    """What was understood: the value of the question asked, and values for other questions told on the way.

    `parts` says which words told what, by the beginning of the ids ("exp/e2"), when one message told several things.

    No value: something else was told than what was asked. It is kept, and the question comes again.
    """

    value: Value | None
    also: tuple[tuple[str, Value], ...] = ()
    parts: tuple[tuple[str, str], ...] = ()

    def raw(self, qid: str, whole: str) -> str:
        """Return the words of the message that told an id."""
        return next((text for begin, text in self.parts if qid.startswith(f"{begin}/")), whole)


@dataclass(frozen=True, slots=True)
class Reading:
    """What a parser may look at. `folded` is the text as it is compared; `item` is the list item, "" if none.

    `spare` is the id of the item that could begin next.
    """

    text: str
    folded: str
    at: int
    words: Words
    live: Live
    content: Content
    lang: str
    item: str = ""
    spare: str = ""
    choices: tuple[Choice, ...] = ()
    hints: Hints = field(default_factory=Hints)
    qid: str = ""  # the question that is answered


Predicate: TypeAlias = "Callable[[Live, str], bool]"
Choices: TypeAlias = "Callable[[Content, Live, str], tuple[Choice, ...]]"
Arguments: TypeAlias = "Callable[[Content, Live, str], Mapping[str, Arg]]"
Parser: TypeAlias = "Callable[[Reading], Parsed | None]"
Report: TypeAlias = "Callable[[Content, Live, str], Phrase | None]"
Hears: TypeAlias = "Callable[[Reading], tuple[tuple[str, Value], ...]]"
Variant: TypeAlias = "Callable[[Live, str], str]"
Shows: TypeAlias = "Callable[[Content, Live, str], tuple[tuple[Phrase, ...], ...]]"
Tells: TypeAlias = "Callable[[Content, Live, str, str], tuple[tuple[Phrase, ...], ...]]"
Choosing: TypeAlias = "Callable[[Content, Live, str, str], Value]"
After: TypeAlias = "Callable[[Live, str], tuple[Effect, ...]]"
Besides: TypeAlias = "Callable[[Content, Live, str], tuple[tuple[str, Value], ...]]"
Proven: TypeAlias = "Callable[[Content, Live, str, Value], Fact | None]"
About: TypeAlias = "Callable[[Live], str]"
Calling: TypeAlias = "Callable[[Reading], bool]"
Entering: TypeAlias = "Callable[[Live], tuple[tuple[str, Value], ...]]"


DRAWN = "cv:png+pdf"  # the CV as it is put in the chat


def always(_live: Live, _item: str) -> bool:
    """Ask it always."""
    return True


def no_choices(_content: Content, _live: Live, _item: str) -> tuple[Choice, ...]:
    """Nothing to tap."""
    return ()


def no_arguments(_content: Content, _live: Live, _item: str) -> Mapping[str, Arg]:
    """Nothing to fill."""
    return {}


def no_report(_content: Content, _live: Live, _item: str) -> Phrase | None:
    """Nothing of its own to say after it: the common word of receipt will do."""
    return None


def nothing_shown(_content: Content, _live: Live, _item: str) -> tuple[tuple[Phrase, ...], ...]:
    """No bubble before it."""
    return ()


def nothing_told(_content: Content, _live: Live, _item: str, _choice: str) -> tuple[tuple[Phrase, ...], ...]:
    """Every choice is an answer."""
    return ()


def plain(_live: Live, _item: str) -> str:
    """Ask it as it is."""
    return ""


def deaf(_reading: Reading) -> tuple[tuple[str, Value], ...]:
    """Nothing of this form is told in the answers of others."""
    return ()


def nothing_besides(_content: Content, _live: Live, _item: str) -> tuple[tuple[str, Value], ...]:
    """An answer says what it says and no more."""
    return ()


def unproven(_content: Content, _live: Live, _qid: str, _value: Value) -> Fact | None:
    """What is kept beside it rests on the answer itself."""
    return None


def nobody(_live: Live) -> str:
    """It is about no other question."""
    return ""


def nothing_kept(_live: Live) -> tuple[tuple[str, Value], ...]:
    """Nothing is kept when its door is opened."""
    return ()


def unheard(_reading: Reading) -> bool:
    """It is opened by its own words alone."""
    return False


def nothing(_live: Live, _item: str) -> tuple[Effect, ...]:
    """Nothing to do after the answer."""
    return ()


@dataclass(frozen=True, slots=True, eq=False)
class Question:
    """One question. Its id is forever; "exp/*/when" repeats for each item of the list "exp".

    `kind` is text, choice, date, list or confirm; "note" is known but never asked (told on the way);
    "document" is a document to deliver. `say` is a key with three wordings. `replaces` names retired ids whose
    facts count for it. `report` says what was understood. `free` questions take almost any words: what could be
    a correction or a question of the person is looked at first.
    """

    id: str
    kind: str
    topic: str
    say: str = ""
    parse: Parser | None = None
    when: Predicate = always
    choices: Choices = no_choices
    args: Arguments = no_arguments
    report: Report = no_report
    warns: Report = no_report  # what must be known before it is built upon: said whenever it was told or changed
    shows: Shows = nothing_shown  # bubbles said before it, unless it was asked just now
    tells: Tells = nothing_told  # bubbles a choice says instead of answering; also those of the word "why"
    told: str = ""  # the note that offers an answer told before; "another" takes it back
    variant: Variant = plain  # what is added to `say` when it is asked another way
    choosing: Choosing | None = None  # the value of a choice when it is more than its id
    after: After = nothing
    besides: Besides = nothing_besides  # what else its answer says, kept with it
    quotes: str = ""  # the note that holds the words `besides` repeats: out of a file, they were said there
    proven: Proven = unproven  # the fact whose words prove what `besides` keeps under an id
    about: About = nobody  # the question that "change" means while this one is open; "" : it is asked which
    several: bool = False
    free: bool = False
    skip: bool = True
    resort: Value | None = None  # what is kept when nothing was understood, so that the way goes on
    insist: bool = False  # "I don't know" gets easier words first; it is an answer in the end
    fresh: bool = False  # a document: counts only while nothing newer was said
    want: str = ""
    replaces: tuple[str, ...] = ()
    may: Predicate | None = None  # whether it may still be asked, for the progress line; None: only when it surely is
    milestone: bool = False  # say how many questions are left after it
    pasted: bool = False  # its answer is somebody else's words: nothing else is heard in them
    private: bool = False  # its answer is for the person alone: no counsellor sees it (flows/visible.py)
    announces: bool = False  # its own words say how many may follow ("n")
    draws: str = DRAWN  # a document: what is drawn, "<document>:<format>+<format>", in the order it is shown
    making: str = "cv.making"  # a document: the key that says it is on its way
    here: str = ""  # a document: the key that says it is there; "" for the CV's own
    nods: bool = False  # a yes or a no is an answer, where others want words of one's own
    parting: bool = False  # what is said when it is left without an answer is its own
    leads: bool = False  # its answer says where to go: nothing of it is looked at again, or changed
    explains: bool = False  # of a game: what it reports is said whatever comes, and nobody goes back to it from outside


@dataclass(frozen=True, slots=True, eq=False)
class Each:
    """Questions repeated for each item of a list; `items` picks which of them, in order."""

    items: Callable[[Live], tuple[str, ...]]
    questions: tuple[Question, ...]


@dataclass(frozen=True, slots=True, eq=False)
class Form:
    """Questions in order. `at` is its place on the path; None: reached only on purpose.

    `hears` reads what an answer to any question tells of this form ("my name is ...", "I live in ...").

    A form with a `door` is a side trip: it is asked only after its door was opened, by the button "button.<door>" at
    the end of the way or by its word at any moment, and the way goes on where it was. `offered` says when the door can
    be opened, `entering` what is kept then: an answer taken back (`Kind.REMOVED`) is asked anew. `opened` reads what
    the words that open it answer already ("my CV in English"); `calls` hears it in other words than its own.
    `menu` is the one its button stands in, `closed` what is said while it cannot be opened. `plays`: the word "stop"
    leaves it, and nothing else.
    """

    id: str
    version: int
    questions: tuple[Question | Each, ...]
    at: int | None = None
    hears: Hears = deaf
    door: str = ""
    offered: Predicate = always
    entering: Entering = nothing_kept
    opened: Hears = deaf
    calls: Calling = unheard
    menu: str = "papers"
    closed: str = "aside.closed"
    plays: bool = False


@dataclass(frozen=True, slots=True)
class Act:
    """Something a neighbour could have seen, and the one skill it proves. `id` is "<domain>.<act>".

    `counts` is what a number said may count in its name; `places` are those for whom its name is said as a whole;
    `over` are the acts it makes needless, being sharper ("deliver by bicycle" over "deliver"). An experience of nothing
    but a `titled` act is called by it: mending bicycles is no delivery. `help`: its name says that one helps.
    `apart`: it is no kind of the general act of its field ("to repair phones" is not to sell), so both stand.
    `part`: the act it is a part of, and is called by: who fits electrical panels is an electrician.
    `leans`: it is that part beside another alone, for an oven is for bread and for pizza.
    `beside`: the acts offered first to who told this one, where no occupation of ours says it.
    """

    id: str
    occupations: tuple[str, ...] = ()
    counts: str = ""
    base: bool = False
    places: tuple[str, ...] = ()
    over: tuple[str, ...] = ()
    titled: bool = False
    help: bool = False
    part: str = ""
    apart: bool = False
    beside: tuple[str, ...] = ()
    leans: bool = False


@dataclass(frozen=True, slots=True)
class Domain:
    """A field of life: its acts in the order they are offered, and occupations near it.

    `at` is its place among the fields: words that tell acts of two go to the first.
    """

    id: str
    occupations: tuple[str, ...]
    acts: tuple[Act, ...]
    at: int = 0


@dataclass(frozen=True, slots=True)
class Everyday:
    """How people speak of an occupation in one language: its everyday names, its tools, what an interview asks."""

    names: tuple[str, ...] = ()
    tools: tuple[str, ...] = ()
    questions: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Trade:
    """What people call their trade, and in a field of work outside our occupations the acts offered once it is named.

    `id` names it in the catalogs ("trade.<id>"); `names` are its French names, that of the field first; `jobs` the
    codes of the occupations that a language calls the same: who told it is not offered one name twice.
    """

    id: str
    names: tuple[str, ...]
    acts: tuple[str, ...] = ()
    jobs: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Occupation:
    """An occupation in our own words.

    `code` is its ROME 4.0 code, `isco` its ISCO-08 unit group, `acts` are ids of acts of the fields, those that make it
    most first. `requires` names what the law asks ("law.<id>" in the catalogs), `conditions` how the work is
    ("condition.<id>"), `near` the codes of occupations a person may look at as well. `lighter` is acts, and
    what the law asks instead of who does the work in one of these ways: by bicycle, not by van. `asks` says of what
    kind each of its questions of an interview is, in their order. `words` is by language.
    """

    code: str
    isco: str
    domain: str
    acts: tuple[str, ...] = ()
    conditions: tuple[str, ...] = ()
    requires: tuple[str, ...] = ()
    near: tuple[str, ...] = ()
    lighter: tuple[str, ...] = ()
    asks: tuple[str, ...] = ()
    words: Mapping[str, Everyday] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Bank:
    """What interviews ask in a family of work: the fields it covers, its questions by id, each with its kind.

    Its words are in `locales/interview/<family>.toml`; that of everybody covers no field.
    """

    family: str
    domains: tuple[str, ...]
    questions: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Number:
    """A number to call, by what it is for; `always`: day and night, and it costs nothing."""

    kind: str
    number: str
    always: bool = False


@dataclass(frozen=True, slots=True)
class Host:
    """Who answers for this installation, from the settings. Empty: not set, and then said so.

    `voices` are the languages in which it can speak. `emergency` is its country's number for all that is urgent, and
    `numbers` are those that somebody checked. `hears`, `speaks` and `model` name who does that outside the operator's
    machine.
    `helped`: there is a model, wherever it runs.
    `age` is the one from which somebody agrees alone; `months`: how long answers are kept after the last word.
    `basis`: what the law allows it by, an agreement or a public mission.
    `channels` are the companies whose apps carry messages; `page` is the address of the notice, "" where no phone
    reaches it.
    """

    operator: str = ""
    contact: str = ""
    no_sanction: bool = False
    voices: frozenset[str] = frozenset()
    emergency: str = "112"
    numbers: tuple[Number, ...] = ()
    hears: str = ""
    speaks: str = ""
    model: str = ""
    helped: bool = False
    age: int = 15
    months: int = 6
    basis: str = "consent"
    country: str = "FR"
    channels: tuple[str, ...] = ()
    page: str = ""


@dataclass(frozen=True, slots=True, eq=False)
class Content:
    """What we ask and the words we understand, loaded once.

    `words` and `triggers` are by language; a trigger is a tuple of stems ("a|b": either).
    `languages` are those offered; `trades` are by each of their French names.
    """

    forms: tuple[Form, ...]
    words: Mapping[str, Words]
    domains: Mapping[str, Domain] = field(default_factory=dict)
    occupations: Mapping[str, Occupation] = field(default_factory=dict)
    trades: Mapping[str, Trade] = field(default_factory=dict)
    banks: Mapping[str, Bank] = field(default_factory=dict)
    triggers: Mapping[str, Mapping[str, tuple[tuple[str, ...], ...]]] = field(default_factory=dict)
    languages: tuple[str, ...] = ("fr",)
    host: Host = Host()
    letters: tuple[Letters, ...] = ()  # of the scripts that are proposed in Latin letters
