"""The port every channel goes through: what came in, what goes out, and how far a channel can go.

A channel translates and nothing else. `parse` and `build` are pure, `send` is the only line that waits.
Channels know neither each other nor the store; they reach the house through `Door`.
"""

from __future__ import annotations

from collections.abc import AsyncIterator, Callable, Sequence
from dataclasses import dataclass, field
from enum import IntEnum
from typing import Protocol, TypeVar

from flows.model import Body, Phrase, Tap

BOT = "bot"  # who speaks, in a bubble of ours; else it is a counsellor's public name
OF = ":"  # between the platform of a channel and whose it is there: "telegram:123456"
PAYLOAD = "1"  # the version of a button's payload: "1.<ask id>.<position of the choice>"
CLOSED = 365 * 24 * 60 * 60  # seconds a bubble waits for the person to write, which sends it at once
VOICE = "audio/ogg"  # Opus in Ogg, one channel: the only kind of speech that all of them play in the chat
Ours = Callable[[], None]  # raises `LaterError` where what waited to leave is not ours to send any more
PAYLOAD_MAX = 64  # bytes of a Telegram button's callback_data, the narrowest of our channels


@dataclass(frozen=True, slots=True)
class Beat:
    """A pace: one message every so many seconds, and how many may leave at once before that."""

    every: float
    burst: int


@dataclass(frozen=True, slots=True)
class Limits:
    """What a channel can do, and how far; hard numbers, None where there is no limit or no such thing.

    Lengths are in characters, files in bytes, times in seconds. A list has rows with a title each, under titles of
    their own. `window`: how long after a person's last words they can be written to freely. `delete_within`: for how
    long a message can be deleted, theirs too. `archives`: a zip can be put in the chat.
    """

    text_max: int | None = None
    body_max: int | None = None  # of a text with buttons
    buttons_max: int | None = None
    button_title_max: int | None = None
    rows_max: int | None = None
    row_title_max: int | None = None
    file_in_max: int | None = None
    photo_out_max: int | None = None
    voice_out_max: int | None = None
    window: int | None = None
    chat_pace: Beat | None = None
    group_pace: Beat | None = None
    pace: Beat | None = None
    delete_within: int | None = None
    archives: bool = True
    oldest: int | None = None  # seconds for which the platform tries to deliver a message; an older one is not from it


@dataclass(frozen=True, slots=True)
class Upload:
    """A file that came with an arrival: its bytes, or what the platform calls it until they are fetched."""

    data: bytes = field(default=b"", repr=False)
    ref: str = field(default="", repr=False)


@dataclass(frozen=True, slots=True)
class Arrival:
    """Something a platform delivered. `ext_id` is the platform's own id of the delivery: a repeat is a duplicate.

    `address` is where the answer goes (chat id, cookie secret, person name); never stored in clear.
    `said_id` is the platform's id of the message itself, for later edits ("" when it has none).
    `lang` is the language of the app: a first guess, never a decision.
    `sent` is when the person sent it by the platform's clock, in milliseconds, to the second; 0 where it does not say.
    `phone` is the person's own number where the platform says so, as it is dialled from abroad ("+33612345678").
    `follows` is true when it came together with the person's text before it, or the page says that they had not seen
    what answered that (a burst); what else was not seen, `Channel.unseen` says.
    `replies` is the platform's id of the message it was written under, "" for none.
    """

    channel: str
    address: str
    ext_id: str
    body: Body
    said_id: str = ""
    lang: str = ""
    follows: bool = False
    sent: int = 0
    upload: Upload | None = None
    phone: str = field(default="", repr=False)
    replies: str = ""


@dataclass(frozen=True, slots=True)
class Button:
    """A button of a bubble: `payload` goes to the platform, `id` is the stable word, `label` what is read."""

    payload: str
    id: str
    label: str
    said: Phrase | None = field(default=None, repr=False)  # what the label was made of


@dataclass(frozen=True, slots=True)
class Attachment:
    """A document shown in the chat. `name` is what the person sees; bytes are drawn again when asked for.

    `held`: those of a file that a counsellor gave, which are kept under this word.
    """

    document: str  # cv
    format: str  # png | pdf
    name: str
    mime: str
    upto: int  # drawn from the facts up to this seq
    held: str = ""

    @property
    def voice(self) -> bool:
        """Whether it is speech, to be played in the chat."""
        return self.mime.partition(";")[0] == VOICE


@dataclass(frozen=True, slots=True)
class Bubble:
    """One message as it is shown, in the person's words and direction. `id` is ours and unique."""

    id: str
    text: str
    lang: str
    dir: str  # ltr | rtl
    buttons: tuple[Button, ...] = ()
    several: bool = False  # more than one button may be tapped, "that is all" ends it
    question: str = ""
    ask: str = ""  # the id of the ask its buttons point to
    topic: str = ""
    want: str = ""  # "contact": the channel may offer its own way to share a phone number
    by: str = BOT  # or a counsellor's public name
    file: Attachment | None = None
    hear: bool = False  # a button may stand under it that has it read aloud
    passing: bool = False  # says only that something is on its way
    gone: tuple[str, ...] = field(default=(), repr=False)  # said nothing: these messages are deleted in the chat
    said: tuple[Phrase, ...] = field(
        default=(), repr=False
    )  # what the words were made of: the desk reads them in its own


@dataclass(frozen=True, slots=True)
class Shown:
    """A line of the transcript: the person's words (`by` person) or a bubble."""

    id: str
    at: int
    by: str  # person | bot | a counsellor's public name
    bubble: Bubble | None = None
    text: str = ""


@dataclass(frozen=True, slots=True)
class Writing:
    """Somebody is writing to the person now: by which public name, and in which language the person talks."""

    by: str
    lang: str


@dataclass(frozen=True, slots=True)
class Again:
    """There may be new lines: they are to be read from the transcript."""


@dataclass(frozen=True, slots=True)
class Receipt:
    """What the platform answered to a send: its own id of the message, "" when it gives none."""

    ext_id: str = ""


class Reached(IntEnum):
    """How far a message came, by the platform's word."""

    UNKNOWN = 0
    TAKEN = 1
    DELIVERED = 2
    READ = 3
    PLAYED = 4


class SendError(Exception):
    """A send that did not work; the outbox decides what to do from the kind."""


class LaterError(SendError):
    """The platform asks to wait `after` seconds; `everybody` when it holds for the whole bot."""

    def __init__(self, after: float, *, everybody: bool = False) -> None:
        super().__init__(f"wait {after} s")
        self.after = after
        self.everybody = everybody


class UnreachableError(SendError):
    """The person blocked us or left: stop what is due for them."""


class RefusedError(SendError):
    """The platform refuses this message for good; the reason is the platform's code, never the words."""


class ClosedError(LaterError):
    """The person did not write for so long that nothing may be sent freely: it waits until they do (`opened`)."""

    def __init__(self) -> None:
        super().__init__(CLOSED)


class UnsureError(SendError):
    """The line broke after the message left: it may or may not have arrived."""


@dataclass(frozen=True, slots=True)
class Report:
    """What a platform says of a message of ours some time after it took it.

    `bubble` is our own id of it, where the platform gives that back, and `whole` whether the end of the bubble is
    meant. `error`: it was not delivered after all.
    """

    ext_id: str
    bubble: str = ""
    whole: bool = False
    reached: Reached = Reached.UNKNOWN
    error: SendError | None = None


Raw = TypeVar("Raw", contravariant=True)
Call = TypeVar("Call")


class FetchError(Exception):
    """A file that a person sent is not to be had; `reason` is a word of `bot/files/found.py`."""

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason


def freely() -> None:
    """Let all of it leave: nobody else sends it."""


class Channel(Protocol[Raw, Call]):
    """What every channel offers."""

    name: str
    limits: Limits

    def parse(self, raw: Raw) -> Sequence[Arrival]:
        """Say what the platform delivered; pure."""
        ...

    def build(self, address: str, bubble: Bubble, data: bytes | None) -> Sequence[Call]:
        """Say this bubble in the platform's way; pure. `data` holds the bytes of `bubble.file`."""
        ...

    def knock(self, address: str, lang: str) -> Sequence[Call]:
        """Ask a person, who may not be written to freely now, to write; nothing where there is no way to. Pure."""
        ...

    async def send(self, call: Call, ours: Ours = freely) -> Receipt:
        """Do it; after all waits, just before it leaves, `ours` is asked. Raises a `SendError`."""
        ...

    def typing(self, address: str) -> None:
        """Show that somebody writes, for a few seconds; nothing where there is no way to. Nobody waits for it."""
        ...

    async def fetch(self, ref: str, most: int) -> bytes:
        """The bytes of a file that a person sent, when only its name came: at most `most`. Raises `FetchError`."""
        ...

    def unseen(self, address: str, sent: int) -> bool:
        """Whether what was sent to us then (as `Arrival.sent`) was written without having seen our last message."""
        ...

    async def invitation(self, word: str) -> str:
        """The address that opens a conversation with us here and says this word first; "" when there is none now."""
        ...


class Door(Protocol):
    """What a channel may ask of the house."""

    async def receive(self, arrivals: Sequence[Arrival]) -> None:
        """Take arrivals in; returns once they are committed. Raises `BusyError` when the house is full."""
        ...

    async def reported(self, channel: str, address: str, report: Report) -> None:
        """Say what became of a message the platform had taken. Raises `BusyError`."""
        ...

    async def answers(self, channel: str, address: str) -> bool:
        """Whether the program answers here, as it does but while a counsellor speaks. Raises `BusyError`."""
        ...

    async def writes(self, channel: str, address: str) -> None:
        """Say that the person of this address is writing; the desk is told, and it is kept nowhere."""
        ...

    async def transcript(self, channel: str, address: str, after: str = "") -> Sequence[Shown]:
        """The lines of this address' conversation after the line `after`, oldest first."""
        ...

    async def document(self, channel: str, address: str, line: str) -> tuple[Attachment, bytes] | None:
        """The document shown in that line, drawn again; None when the line is not of this address."""
        ...

    def listen(self, channel: str, address: str) -> AsyncIterator[Shown | Writing | Again]:
        """New lines of this address' conversation as they come, that one is written, or that there may be some."""
        ...


class Counter(Door, Protocol):
    """A door at which a conversation can be left for good, and which knows the others."""

    async def doors(self) -> Sequence[tuple[str, str]]:
        """Return the apps a link leads to: each name, and its address with `BLANK` where the word belongs."""
        ...

    async def depart(self, channel: str, address: str) -> None:
        """Leave this address: what the person did not agree to keep is forgotten, unless they went on elsewhere."""
        ...


class BusyError(Exception):
    """The inbox is full: the channel must ask the platform to come again."""


def platform(channel: str) -> str:
    """Return what a channel is one of: "telegram" for each bot there."""
    return channel.partition(OF)[0]


def further(platform: str, whose: str) -> str:
    """Return the name of a channel beside the first of its platform; `whose`: the platform's number of it."""
    return f"{platform}{OF}{whose}"


def payload(ask: str, position: int) -> str:
    """The payload of a button, at most 20 bytes with a 10-character ask id."""
    return f"{PAYLOAD}.{ask}.{position}"


def tapped(text: str) -> Tap | None:
    """The tap a payload stands for; None when it is none of ours."""
    version, _, rest = text.partition(".")
    ask, _, choice = rest.partition(".")
    if version != PAYLOAD or not ask or not choice or len(text) > PAYLOAD_MAX or not text.isascii():
        return None
    return Tap(ask=ask, choice=choice)
