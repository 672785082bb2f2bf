"""What the shell is put together from: the functions and sources that `app.py` alone chooses.

Only types here. The one clock and the one source of ids are among them, so that a test can move the one and repeat
the other.
"""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Collection, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, tzinfo
from typing import Any, Protocol

from bot.channels.base import Arrival, Channel, platform
from bot.closing import Shut, never
from bot.daytime import daytime, spread
from bot.files.found import STRANGE, Drawn, Found
from bot.keeping import Retention
from bot.model.base import Model
from bot.voice.base import Decode, Sound, Transcriber
from bot.watching import Watch
from flows import purposes
from flows.content import Content
from flows.documents import Owned
from flows.model import Body, Event, Facts, Hints, State, Step, Translate

MINUTE = 60 * 1000  # ms
ON_ITS_WAY = 5 * MINUTE  # ms: what comes by itself leaves so long before nobody may be written to any more
Now = Callable[[], int]  # milliseconds since 1970, UTC
Ids = Callable[[], str]  # ten letters and digits, never the same
Decide = Callable[[State, Facts, Event], Step]  # the core, with its content
Hinter = Callable[[Body, State], Hints]  # what libraries know about what came in
Read = Callable[[bytes, str], Awaitable[Found | None]]  # a file, a language: what it says; None: it ended its reader
Look = Callable[[bytes, int], Awaitable[Drawn | None]]  # a file, a page: a picture of it
Copy = Callable[[bytes], Awaitable[Drawn | None]]  # a file: a copy without what acts in it
Translator = Callable[[str, str], Translate]  # language, form of address (vous or tu)


class Mending(Protocol):
    """Finds words of ours behind words that nobody knows."""

    async def mend(self, words: Sequence[str], lang: str) -> Mapping[str, str]:
        """Return the word of ours for each that is mended, within a few seconds."""
        ...

    async def stop(self) -> None:
        """Let go of what works for it."""
        ...


class Looked(Protocol):
    """Says which words are in the dictionary of a language."""

    async def known(self, words: Collection[str], lang: str) -> frozenset[str] | None:
        """Return those that are, None when nobody can say."""
        ...


class DrawError(Exception):
    """A document cannot be drawn; `reason` is a word the core knows ("script": no font for it), "" for none."""

    def __init__(self, reason: str = "") -> None:
        super().__init__(reason or "not drawn")
        self.reason = reason


class Draw(Protocol):
    """Draws a document from facts. Called in a thread."""

    def __call__(self, document: str, format: str, facts: Facts, lang: str) -> bytes:  # noqa: A002 - its name
        """Return the bytes. Raises `DrawError`."""
        ...


Picture = Callable[[bytes], bytes]  # a PDF of ours: its page as a PNG. Called in a thread
Print = Callable[[Owned], bytes]  # all that is kept of a person, as a page to be read
Speak = Callable[[str, str], Awaitable[bytes]]  # words, a language: a voice note. Raises `DrawError`


def plain_name(document: str, format: str, facts: Facts, lang: str) -> str:  # noqa: A002 - its name
    """Return the simplest name a document can have."""
    return f"{document.upper()}.{format}"


def no_words(_lang: str) -> Sequence[str]:
    """No words: no code can be made."""
    return ()


def nothing_private(_qid: str) -> bool:
    """Return that no question is private."""
    return False


async def read_nothing(_data: bytes, _lang: str) -> Found:
    """Return that no file is known."""
    return Found(STRANGE)


async def see_nothing(_data: bytes, _page: int) -> Drawn:
    """Return that no file is known."""
    return Drawn(STRANGE)


async def decode_nothing(_data: bytes) -> Sound:
    """Return that no sound is known."""
    return Sound(STRANGE)


async def copy_nothing(_data: bytes) -> Drawn:
    """Return that no file is known."""
    return Drawn(STRANGE)


@dataclass(frozen=True, slots=True)
class Parts:
    """Everything that is chosen. `channels` are those to which bubbles are pushed from here.

    `pushed` names the platforms that are pushed to wherever they are served: what is due there waits while it is not
    here. All other channels read the transcript.
    """

    decide: Decide
    hint: Hinter
    translator: Translator
    direction: Callable[[str], str]
    draw: Draw
    now: Now
    ids: Ids
    languages: tuple[str, ...] = ("fr",)
    name: Callable[[str, str, Facts, str], str] = plain_name
    channels: Mapping[str, Channel[Any, Any]] = field(default_factory=dict)
    pushed: frozenset[str] = frozenset()
    billed: frozenset[str] = frozenset()  # platforms on which it is
    vocabulary: Callable[[str], Sequence[str]] = no_words  # of a language: what codes are made of
    read: Read = read_nothing  # a file: its words, a page of it as a picture, a copy without what acts in it
    look: Look = see_nothing
    copy: Copy = copy_nothing
    decode: Decode = decode_nothing  # a voice note, as plain samples
    ears: Transcriber | None = None  # who hears words in them; None: nobody
    model: Model | None = None  # who proposes; None, and all goes on without: nobody
    model_budget: int = 30  # calls for one person in a day
    words: Looked | None = None  # says which words are in a dictionary; None, and no word goes to a model: nobody
    mending: Mending | None = None
    speak: Speak | None = None  # who reads aloud; None: nobody
    picture: Picture | None = None  # makes the picture of a PDF that was drawn; None: it is drawn by itself
    print_: Print | None = None  # puts what is kept of a person on paper; None: nothing is taken along
    private: Callable[[str], bool] = nothing_private  # a question: whether its answer is for the person alone
    content: Content | None = None  # what is asked and understood; None in a house that asks for nothing
    page: str = ""  # where the web chat is found from elsewhere, "" where it is not
    zone: tzinfo = UTC  # of the office: in which the hours of what was done are told
    org: int = 1
    retention: Retention = field(default_factory=Retention)
    shut: Shut = never  # why the operator closed the bot, asked with each message
    watch: Watch = field(default_factory=Watch)  # told of counts and durations
    hurry: int = 0  # messages of one person that are read in a minute, on channels that are pushed to; 0: all
    repeated: set[tuple[str, str]] = field(default_factory=set)  # channels and addresses, as long as the last message
    # there is one that was sent again and may have arrived before

    def closed(self, channel: str, heard: int) -> bool:
        """Return whether who last wrote then may not be written to freely any more, as far as is known here."""
        window = self.channels[channel].limits.window if channel in self.channels else None
        return bool(window and heard) and self.now() > heard + (window or 0) * 1000

    def allowed(self, facts: Facts, purpose: str) -> bool:
        """Return whether it may be done for a person now: they agreed to it, or nothing leaves the machine for it."""
        return self.content is None or purposes.allowed(self.content.host, facts, purpose)

    def decent(self, at: int, key: str = "", latest: int | None = None) -> int:
        """Return a moment, or one of the next morning of the office: `key` says which, and it is not after `latest`."""
        then = daytime(at, self.zone)
        return spread(then, key, latest) if key and then > at else then

    def open_until(self, channel: str, heard: int) -> int | None:
        """Return until when who last wrote then can be written to, and it arrives; None where no time runs out."""
        window = self.channels[channel].limits.window if channel in self.channels else None
        return heard + window * 1000 - ON_ITS_WAY if window else None

    def window(self, channel: str, heard: int) -> int | None:
        """Return for how many minutes who last wrote then can be written to freely; None where no time runs out."""
        served = self.channels.get(channel)
        if served is None or served.limits.window is None:
            return None
        return max(0, (heard + served.limits.window * 1000 - self.now()) // MINUTE)

    def outlived(self, arrival: Arrival, at: int) -> bool:
        """Return whether the platform would not deliver this any more: somebody plays it again."""
        served = self.channels.get(arrival.channel)
        oldest = served.limits.oldest if served else None
        return bool(oldest and arrival.sent) and at - arrival.sent > (oldest or 0) * 1000

    def unseen(self, arrival: Arrival) -> bool:
        """Return whether it was written without having seen our last message, as far as is known here.

        One that was sent again after a crash may be what it answers.
        """
        served = self.channels.get(arrival.channel)
        if served is None or (arrival.channel, arrival.address) in self.repeated:
            return False
        return served.unseen(arrival.address, arrival.sent)

    def deletes(self, channel: str) -> int:
        """Return for how many milliseconds a message can be deleted on this channel; 0: it cannot."""
        served = self.channels.get(channel)
        return (served.limits.delete_within or 0) * 1000 if served else 0

    def bills(self, channel: str) -> bool:
        """Return whether each message on this channel is paid for: a turn is one."""
        return platform(channel) in self.billed

    def pushes(self, channel: str) -> bool:
        """Return whether a bubble of this channel is sent, not read from the transcript."""
        return platform(channel) in self.pushed or channel in self.channels
