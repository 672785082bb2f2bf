"""The types of the conversation, in the words of the field.

Everything here is plain, frozen data. Nothing here waits, opens a file, draws lots or tells the time:
ids and times arrive inside events. Answers are facts; the position of a person is computed from them.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Final, TypeAlias

from flows.counsel import Claim, Close, Expire, Relay, Release, Suggest, Transfer

# ---------------------------------------------------------------- words


@dataclass(frozen=True, slots=True)
class Phrase:
    """A message key of a catalog and its arguments; never a sentence.

    `args` values are: a person's own words (str), a count (int), another phrase, or a tuple of those (a list).
    `wording` is 1, 2 or 3: the same thing said another way. An argument that is a str is isolated (FSI..PDI)
    by the one function that fills a phrase.
    """

    key: str
    args: Mapping[str, Arg] = field(default_factory=dict)
    wording: int = 1


Arg: TypeAlias = "str | int | Phrase | tuple[str | Phrase, ...]"
Translate: TypeAlias = Callable[[Phrase], str]


# ---------------------------------------------------------------- values


class Kind(StrEnum):
    """What sort of answer a value is. Free text is never a control value: the kind says it, not the words."""

    TEXT = "text"
    CHOICE = "choice"
    TIME = "time"
    UNKNOWN = "unknown"  # "I don't know" is an answer
    SKIPPED = "skipped"
    REMOVED = "removed"  # taken back by the person; undone by a newer fact


@dataclass(frozen=True, slots=True)
class Moment:
    """A point in time as far as it was said: a year, maybe a month (1-12) or a season (1 spring .. 4 winter)."""

    year: int
    month: int | None = None
    season: int | None = None
    about: bool = False


@dataclass(frozen=True, slots=True)
class Span:
    """A time as said. Never derive an end from a start; a duration stays a duration (months)."""

    said: str
    start: Moment | None = None
    end: Moment | None = None
    ongoing: bool = False
    months: int | None = None
    rhythm: tuple[str, ...] = ()  # stable words: saturday, evening, weekly ...

    @property
    def timed(self) -> bool:
        """Whether it says when or how long, and not only how often."""
        return bool(self.start or self.end or self.months)


_TOLD = frozenset({Kind.TEXT, Kind.CHOICE, Kind.TIME})


@dataclass(frozen=True, slots=True)
class Value:
    """One answer: what the program understood. The words it came from are in the fact's `raw`."""

    kind: Kind
    text: str = ""
    ids: tuple[str, ...] = ()
    span: Span | None = None

    @property
    def said(self) -> bool:
        """Whether something was told (not: unknown, skipped or removed)."""
        return self.kind in _TOLD


@dataclass(frozen=True, slots=True)
class Fact:
    """An answer kept with the person's own words and where it came from. Only ever added.

    `seq` grows by one within a person; `source` is a message id; `how` says how it came.
    `dossier` changes at a restart: the old dossier stays exportable.
    """

    seq: int
    qid: str
    value: Value
    raw: str
    source: str
    how: How
    at: int
    form_version: int
    lang: str
    dossier: int = 1
    supersedes: int | None = None


class How(StrEnum):
    """How a fact came to us."""

    TEXT = "text"
    BUTTON = "button"
    VOICE = "voice"
    EDIT = "edit"
    PROPOSAL = "proposal"
    COUNSELLOR = "counsellor"
    SHARED = "shared"  # a contact card or a place
    FILE = "file"  # words of a file that was sent
    MODEL = "model"  # proposed by a language model, and said yes to


# ---------------------------------------------------------------- events


@dataclass(frozen=True, slots=True)
class Text:
    """Words the person wrote."""

    text: str


@dataclass(frozen=True, slots=True)
class Tap:
    """A button: the ask it belongs to and the position (or the id) of the choice in it."""

    ask: str
    choice: str


@dataclass(frozen=True, slots=True)
class Voice:
    """A voice note. `transcript` is what a transcriber heard, "" when there is none. Never a fact before a yes.

    `held`: its sound can be had, and somebody is there who hears it. `heavy`: it is too long, nobody took it. `of`: the
    message whose sound it was, where its words come later than it.
    """

    transcript: str = ""
    seconds: int = 0
    held: bool = False
    heavy: bool = False
    of: str = ""


@dataclass(frozen=True, slots=True)
class Media:
    """A photo, file, video or sticker. Its bytes are not here; `emoji` is a sticker's own emoji.

    `held`: its bytes can be had, and are looked at when they are asked for. `heavy`: they are too many, nobody took
    them. `caption`: what the person wrote under it.
    """

    kind: str  # photo | file | video | sticker
    name: str = ""
    emoji: str = ""
    held: bool = False
    heavy: bool = False
    caption: str = ""

    @property
    def readable(self) -> bool:
        """Whether it can have words of its own; those in a picture are for people alone."""
        return self.held and self.kind == "file"


@dataclass(frozen=True, slots=True)
class Place:
    """A shared position. Coordinates are not kept."""

    label: str = ""


@dataclass(frozen=True, slots=True)
class Contact:
    """A shared contact card; `own` when the channel proves it is the sender's own."""

    name: str
    phone: str
    own: bool = False


@dataclass(frozen=True, slots=True)
class Edit:
    """The person edited an earlier message of theirs: `of` is our id of that message's event."""

    of: str
    text: str


@dataclass(frozen=True, slots=True)
class Open:
    """The person opens the conversation (/start, a QR code, the page). `lang` is a first guess, never a decision."""

    lang: str = ""


@dataclass(frozen=True, slots=True)
class Speak:
    """The person picked a language outside the conversation (the page's selector, a command)."""

    lang: str


@dataclass(frozen=True, slots=True)
class Unsupported:
    """Something the platform sent that we cannot read; `what` is the platform's own word for it."""

    what: str = ""


@dataclass(frozen=True, slots=True)
class Reach:
    """The person can be reached again, or cannot (blocked the bot)."""

    ok: bool


@dataclass(frozen=True, slots=True)
class Tick:
    """A job is due. `version` is the conversation version it was made for; a mismatch does nothing."""

    job: str
    key: str
    version: int


@dataclass(frozen=True, slots=True)
class Result:
    """Outside work came back (a document, a model). Applied only if version and floor are still the same."""

    job: str
    key: str
    ok: bool
    version: int
    floor: int
    qid: str = ""
    text: str = ""


Body: TypeAlias = (
    Text | Tap | Voice | Media | Place | Contact | Edit | Open | Speak | Unsupported | Reach | Tick
    | Result | Claim | Relay | Release | Transfer | Close | Suggest | Expire
)  # fmt: skip
BY_THE_PERSON = (Text, Tap, Voice, Media, Place, Contact, Edit, Open, Speak, Unsupported)


@dataclass(frozen=True, slots=True)
class Craft:
    """An occupation outside our own that words name, from a list the operator imported.

    `name` is what names it, folded; `title` and `skills` are what a CV may say of it: each skill an id, its French
    name, and how it is shown in the chat.
    """

    code: str
    name: str
    title: str
    skills: tuple[tuple[str, str, str], ...] = ()


@dataclass(frozen=True, slots=True)
class Desk:
    """Whether somebody is `there`, how many `minutes` people waited of late (0: too few did), when the team is back.

    `day` and `time`: "today", "tomorrow" or a weekday from "1", Monday; "09:00"; "" when nobody knows. `until`: in its
    hours, when these end, whoever is there; "" for none.
    """

    there: bool = False
    minutes: int = 0
    day: str = ""
    time: str = ""
    until: str = ""


@dataclass(frozen=True, slots=True)
class Under:
    """What was said before and is pointed at: our ids of the bubbles, a space between them, and their language."""

    ids: str
    lang: str


@dataclass(frozen=True, slots=True)
class Hints:
    """What needs a library, a file or a look-up, worked out before the core decides and kept with the event.

    `ask` is the stored ask a tap points to (None: no such ask of this person). `labels` are its labels as shown.
    `spelling` maps a word of the text to the word of our vocabulary it most probably is. `strange` are words of it that
    are neither ours nor near to one, where a dictionary can be asked about them; `guessed` are those it knew, which are
    in `spelling` then. `written` is what the text
    says in the letters of its language, "" when it came in them. `occupations` are the codes (ROME) that an
    answer about work is near to, elsewhere what it wishes for; best first, none when no one is sure enough.
    `caller` is the number the person writes from, where the app says so. `desk` is None where there is no desk.
    `under` is the bubble that words were written under, or whose button was pressed, where it can be read aloud.
    `closed` is why the operator closed the bot, "" while it is open.
    """

    ask: Ask | None = None
    spelling: Mapping[str, str] = field(default_factory=dict)
    strange: tuple[str, ...] = ()
    guessed: tuple[str, ...] = ()
    lang: str = ""
    written: str = ""
    phone: str = ""
    caller: str = ""
    desk: Desk | None = None
    under: Under | None = None
    closed: str = ""
    masked: tuple[str, ...] = ()  # kinds of private numbers hidden at the door
    occupations: tuple[str, ...] = ()
    crafts: tuple[Craft, ...] = ()
    follows: bool = False  # sent before the person could have seen what answered the words before
    hurried: bool = False  # more in a minute than is read: kept, said once, and not gone on with


@dataclass(frozen=True, slots=True)
class Event:
    """Something happened. `id` is ours and unique; `at` is milliseconds since 1970, UTC."""

    id: str
    at: int
    body: Body
    hints: Hints = field(default_factory=Hints)


# ---------------------------------------------------------------- content


@dataclass(frozen=True, slots=True)
class Choice:
    """One thing to tap. `id` is a stable word; `label` a phrase of at most 20 characters in every language."""

    id: str
    label: Phrase


@dataclass(frozen=True, slots=True)
class Ask:
    """A question bubble that was really shown, with its choices; every button points to one.

    `labels` are the labels as the person saw them, in the order of `choices` (filled when the bubble is rendered).
    """

    id: str
    qid: str
    form_version: int
    wording: int
    choices: tuple[Choice, ...]
    floor: int
    at: int
    dossier: int = 1
    several: bool = False
    labels: tuple[str, ...] = ()


# The row under the choices, always at the same place: it works by its words and is never counted out.
FIXED: Final = frozenset({
    "other", "unknown", "skip", "more", "menu", "done", "human", "all", "back", "keep", "remove", "none",
})  # fmt: skip
ENDS: Final = frozenset({"done", "none"})  # choices that end a list and are no part of it


def counted(ids: Sequence[str]) -> int:
    """Return how many of these choices have a number, the first one 1: all but the fixed row that ends them."""
    end = len(ids)
    while end and ids[end - 1] in FIXED:
        end -= 1
    return end


# ---------------------------------------------------------------- state


class Holder(StrEnum):
    """Who has the floor: exactly one speaks."""

    BOT = "bot"
    WAITING = "waiting"
    HUMAN = "human"
    CLOSED = "closed"


@dataclass(frozen=True, slots=True)
class Floor:
    """The holder and a number that grows at each change; a message with an old number is refused.

    `since` is when this holder began, `asked` when the person asked for somebody. `name` is what people call the owner.
    """

    holder: Holder = Holder.BOT
    n: int = 0
    owner: str = ""
    since: int = 0
    asked: int = 0
    name: str = ""


@dataclass(frozen=True, slots=True)
class Frame:
    """A place on the way: the main path, a change, or a side trip. `focus` is a question asked on purpose."""

    form: str
    kind: str = "main"  # main | change | side
    focus: str = ""


@dataclass(frozen=True, slots=True)
class Said:
    """Words of the person that answered a question, and where they were read.

    `sources` are the messages they came in, `texts` what each of them says: what follows at once is read together with
    them, and so is one of them that is edited.
    """

    sources: tuple[str, ...]
    asked: Ask | None
    frames: tuple[Frame, ...]
    notes: Mapping[str, str]
    spelling: Mapping[str, str]
    texts: tuple[str, ...] = ()

    @property
    def text(self) -> str:
        """All of it as one message."""
        return " ".join(filter(None, self.texts))


@dataclass(frozen=True, slots=True)
class State:
    """The small rest: open frames, who has the floor, misunderstandings, language. No facts in it."""

    frames: tuple[Frame, ...] = (Frame("main"),)
    floor: Floor = Floor()
    misses: Mapping[str, int] = field(default_factory=dict)
    shown: Mapping[str, int] = field(default_factory=dict)  # how often a question was said: its next wording
    lang: str = "fr"
    paused: bool = False
    asked: Ask | None = None
    last_out: str = ""
    dossier: int = 1
    version: int = 0
    seen: int = 0  # when the person was last heard, milliseconds
    notes: Mapping[str, str] = field(default_factory=dict)  # once-only remarks made, things waiting for a yes
    said: Said | None = None  # the last words
    joined: tuple[Said, ...] = ()  # the last messages that were read as one, for who edits a part
    waits: Said | None = None  # words that are read once a dictionary was asked
    behind: Ask | None = None  # what was on screen when a voice note was read back: its words answer that


# ---------------------------------------------------------------- effects


@dataclass(frozen=True, slots=True)
class Say:
    """One bubble: phrases said together, and the question it asks, if any. `by`: a counsellor's id, "" for the bot.

    `hear`: the channel may put a button under it that has it read aloud.
    """

    parts: tuple[Phrase, ...]
    ask: Ask | None = None
    topic: str = ""
    want: str = ""  # "contact": the channel may offer its own button to share a phone number
    by: str = ""
    hear: bool = False


@dataclass(frozen=True, slots=True)
class Attach:
    """A document put in the chat: `document` is cv; `format` png or pdf. Drawn from the facts up to `upto`.

    Or a file a counsellor gives (`held`, `name`): `by` whom, and what is `said` with it.
    """

    document: str
    format: str
    upto: int
    held: str = ""
    name: str = ""
    by: str = ""
    said: tuple[Phrase, ...] = ()


@dataclass(frozen=True, slots=True)
class Consult:
    """Ask something outside (a document drawn, a model). The answer comes back as a `Result`."""

    job: str
    key: str
    qid: str = ""


@dataclass(frozen=True, slots=True)
class Schedule:
    """Wake the conversation later with a `Tick`, unless something else happened first. `after` is in milliseconds.

    `decent`: not in the evening or at night, by the clocks of the office, but the morning after.
    """

    job: str
    key: str
    after: int
    decent: bool = False


@dataclass(frozen=True, slots=True)
class Summon:
    """Tell the desk that a person asks for somebody."""

    reason: str = ""


@dataclass(frozen=True, slots=True)
class Consent:
    """What the person agreed to about keeping: `given` True, or False after a refusal."""

    given: bool


@dataclass(frozen=True, slots=True)
class Cancel:
    """Drop what was scheduled for this conversation."""


@dataclass(frozen=True, slots=True)
class Clear:
    """Take away what was said here, as far as the platform lets us; nothing of what is kept changes."""


@dataclass(frozen=True, slots=True)
class Conceal:
    """The words of this event are secret: they are kept nowhere."""


@dataclass(frozen=True, slots=True)
class Leave:
    """This dossier rests, for somebody else or for another one of the same person."""

    before: bool  # the one that rested here comes back
    link: str = ""  # the word of a link, whose dossier is opened instead


@dataclass(frozen=True, slots=True)
class Follow:
    """A counsellor may see what this person agreed to show (`begins`), or sees nothing of it any more."""

    account: str
    begins: bool


@dataclass(frozen=True, slots=True)
class Erase:
    """Destroy everything kept about this person, once what is said in this step has left."""


Effect: TypeAlias = (
    Say | Attach | Consult | Schedule | Summon | Consent | Cancel | Clear | Conceal | Leave | Follow | Erase
)


@dataclass(frozen=True, slots=True)
class Step:
    """The answer of the core: new facts, the new state, effects in order.

    `told` are all the facts there are now. Handed in with the next event, they spare it a walk of the form.
    """

    facts: tuple[Fact, ...]
    state: State
    effects: tuple[Effect, ...]
    told: tuple[Fact, ...] = field(default=(), compare=False, repr=False)


Facts: TypeAlias = Sequence[Fact]
