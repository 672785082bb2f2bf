"""What the rest of the shell may ask of a store, whatever keeps it.

A `Store` runs pieces of work one after the other, many to a commit; a piece gets a `Session`, and only there can
anything be read or written. No read goes without a `Who` (org and person) or a look-up key; the few that go over
everybody (what is due now) return ids and words of nobody else. Nothing here knows SQL, and nothing decides.
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING, Final, Protocol, TypeVar

from bot.channels.base import Arrival, Bubble, Report, Upload
from flows.model import Ask, Body, Event, Fact, Facts, Floor, State

if TYPE_CHECKING:
    from bot.store.desk import Cases
    from bot.store.following import Bonds
    from bot.store.group import Workshops
    from bot.store.slots import Held
    from bot.store.staff import Accounts
    from bot.store.telling import Notices
    from bot.store.using import Uses
    from bot.watching import Watch

T = TypeVar("T")

TAKEN: Final = "this program was taken for dead, and others went on with what it held"


class StoreError(Exception):
    """The batch was not saved: nothing of it happened, and nothing may be acknowledged."""


class StoppedError(StoreError):
    """The store takes nothing any more: it was closed, or the disk failed."""


class ClashError(StoreError):
    """Two programs stood in each other's way: nothing of the batch happened, and it can be done again."""


class InUseError(StoreError):
    """Another process uses this file."""


class ElsewhereError(InUseError):
    """The rows are in another place than the one that was asked for."""


class StaleError(Exception):
    """A conversation changed, or went, between reading and writing: this piece of work is undone, no other."""


class UnfitError(Exception):
    """What was asked can stand in no row: this piece of work is undone, no other."""


class UnreadableError(Exception):
    """This program cannot read what is kept of a person: all of it stays as it is, for one that can."""


class LostKeyError(UnreadableError):
    """There is no key for this person any more: no program can read their rows."""


class Consented(StrEnum):
    """What a person answered about keeping."""

    OPEN = "open"
    GIVEN = "given"
    REFUSED = "refused"
    ERASING = "erasing"


@dataclass(frozen=True, slots=True)
class Who:
    """The owner of a row."""

    org: int
    person: str


@dataclass(frozen=True, slots=True)
class Conversation:
    """One address of one person on one channel, and where its conversation stands."""

    id: str
    who: Who
    channel: str
    address: str
    state: State
    version: int
    failures: int
    consent: Consented
    doubtful: bool = False  # a bubble may or may not have arrived
    behind: str = ""  # whose it is that was said here before, and waits to be folded: of who was here, after "erase"
    edited: bool = False  # something was edited here that is not known yet


@dataclass(frozen=True, slots=True)
class Message:
    """One line: an event of the person (in) or a bubble (out)."""

    id: str
    at: int
    event: Event | None = None
    bubble: Bubble | None = None


@dataclass(frozen=True, slots=True)
class Due:
    """A bubble to be delivered. `part` of its parts have left already; the person last wrote at `heard`."""

    id: int
    who: Who
    conversation: str
    channel: str
    address: str
    part: int
    tries: int
    doubts: int
    bubble: Bubble
    at: int
    heard: int = 0
    doubtful: bool = False  # it was sent before, and may have arrived


@dataclass(frozen=True, slots=True)
class Job:
    """Something due: a tick to be told, or outside work to be done."""

    id: int
    who: Who
    conversation: str
    kind: str  # tick | consult
    name: str
    key: str
    qid: str
    version: int
    floor: int


@dataclass(frozen=True, slots=True)
class Waits:
    """What waits, with for how many ms what waits longest does.

    Bubbles are by status; those of who must write first, because a platform's window closed, are "closed" and are not
    late. Jobs are all that are to come, and are late when they are due.
    """

    bubbles: Mapping[str, int]
    lag: int
    jobs: int
    jobs_lag: int


@dataclass(frozen=True, slots=True)
class Handed:
    """What came in and waits to be folded; it is opened by `coming`."""

    id: int
    who: Who
    body: bytes
    word: str


class Session(Protocol):
    """Reads and writes inside one batch. Only used while its piece of work runs."""

    accounts: Accounts
    bonds: Bonds
    cases: Cases
    notices: Notices
    uses: Uses
    workshops: Workshops

    def savepoint(self) -> AbstractContextManager[None]:
        """Undo everything written inside when it ends with an error."""
        ...

    # -- people and conversations
    def find(self, channel: str, address: str) -> Conversation | None:
        """Return the conversation at an address. Raises `UnreadableError`, as all does that reads what was said."""
        ...

    def foresee(self, channel: str, address: str, ext_id: str, ask: str = "") -> bool:
        """Ask early for what is looked at when that delivery is folded; `ask`: the question it answers by a button.

        Return whether that is new, and of use.
        """
        ...

    def whose(self, channel: str, address: str) -> Who | None:
        """Return whose conversation is at an address, whether or not it can be read."""
        ...

    def load(self, who: Who, conversation: str) -> Conversation | None:
        """Return a conversation of this person."""
        ...

    def begin(self, conversation: Conversation, at: int) -> None:
        """Write down a new person and conversation, with a key in memory."""
        ...

    def save(self, before: Conversation, state: State, at: int, *, failures: int = 0) -> Conversation:
        """Keep the new state; raises `StaleError` when the conversation changed meanwhile."""
        ...

    def consent(self, who: Who, answer: Consented, forget_at: int | None) -> None:
        """Note what was agreed to; the person's key follows."""
        ...

    def forget(self, who: Who) -> None:
        """Destroy everything about this person."""
        ...

    # -- a dossier on another phone, and several on one
    def code(self, who: Who, words: str) -> None:
        """Keep the hash of the words that open this person's dossier, in place of any before."""
        ...

    def coded(self, words: str) -> Who | None:
        """Return whose dossier these words open."""
        ...

    def has_code(self, who: Who) -> bool:
        """Whether words were given for this person's dossier."""
        ...

    def link(self, who: Who, word: str, until: int) -> None:
        """Keep the hash of a word that opens this person's dossier once, until then, in place of any before."""
        ...

    def linked(self, word: str, now: int) -> Who | None:
        """Return whose dossier this word still opens."""
        ...

    def used(self, word: str) -> None:
        """End a word that opened a dossier."""
        ...

    def newest(self, who: Who) -> Conversation | None:
        """Return the conversation of this person that was last spoken in."""
        ...

    def elsewhere(self, conversation: Conversation) -> bool:
        """Whether this person has another conversation that is still at its address."""
        ...

    def join(self, conversation: Conversation, at: int) -> Conversation:
        """Write down one more conversation of a known person."""
        ...

    def rest(self, conversation: Conversation) -> None:
        """Take a conversation off its address; nothing is told there any more."""
        ...

    def away(self, conversation: Conversation) -> None:
        """Take a conversation off its address for good; what was decided is still told there."""
        ...

    def resting(self, channel: str, address: str) -> Conversation | None:
        """Return the conversation that last left this address."""
        ...

    def resume(self, conversation: Conversation, state: State) -> Conversation:
        """Put a conversation back at the address it left, in this state."""
        ...

    # -- what came in
    def ours(self, who: Who) -> bool:
        """Whether this person is to be folded by this program."""
        ...

    def alone(self) -> bool:
        """Whether there is no other program."""
        ...

    def holder(self, slot: int) -> int:
        """Return which worker holds a slot, 0 for none."""
        ...

    def hand_over(self, who: Who, arrival: Arrival, masked: tuple[str, ...]) -> None:
        """Keep what came in for the program that folds this person, in the order in which it came."""
        ...

    def handed(self, limit: int, skip: Collection[str] = ()) -> Sequence[Handed]:
        """Return the oldest of what waits to be folded here, but for what is of some persons."""
        ...

    def coming(self, handed: Handed) -> tuple[Arrival, tuple[str, ...]]:
        """Return what came in, and what was covered in it. Raises `UnreadableError`."""
        ...

    def unread(self, handed: Handed, error: UnreadableError) -> None:
        """Let what cannot be read here wait, unless nobody ever will be able to."""
        ...

    def taken_up(self, handed: Handed) -> None:
        """End the wait of something."""
        ...

    def still_handed(self, channel: str, address: str) -> bool:
        """Whether something of the person of this address waits to be folded."""
        ...

    def dropped(self, who: Who) -> None:
        """Let go of what is at hand of a person: another program erased them, or took their key away."""
        ...

    def enter(self, channel: str, address: str, ext_id: str, who: Who, at: int, outcome: str = "done") -> bool:
        """Note a delivery; False when it came before."""
        ...

    def entered(self, channel: str, address: str, ext_id: str, who: Who) -> bool:
        """Whether a delivery of this person came before."""
        ...

    def hear(self, conversation: Conversation, event: Event, said_id: str) -> None:
        """Keep what a person said."""
        ...

    def spoken(self, conversation: Conversation, said_id: str, *, ours: bool = False) -> str:
        """Return our id of the person's message with that id of the platform, or ""; `ours`: of a bubble."""
        ...

    def strand(self, conversation: Conversation, said_id: str, body: Body, at: int) -> None:
        """Keep an edit whose message is not known yet."""
        ...

    def stranded(self, conversation: Conversation, said_id: str) -> Iterator[str]:
        """Drop the edits that waited for this message; yield the new texts, oldest first, when somebody looks."""
        ...

    # -- what is known
    def facts(self, who: Who) -> Facts:
        """Return all facts of a person, oldest first."""
        ...

    def ask(self, who: Who, ask: str) -> Ask | None:
        """Return a question bubble of this person."""
        ...

    def learn(self, who: Who, facts: Sequence[Fact], told: tuple[Fact, ...] = ()) -> None:
        """Add facts; `told` are all there are then, if they are at hand."""
        ...

    def asked(self, who: Who, ask: Ask) -> None:
        """Keep a question bubble with its labels as shown."""
        ...

    def floor(self, conversation: Conversation, floor: Floor, at: int) -> None:
        """Log a change of who speaks."""
        ...

    # -- what goes out
    def speak(self, conversation: Conversation, bubble: Bubble, at: int, floor: int, *, push: bool) -> None:
        """Keep a bubble; put it in the outbox when the channel is to be pushed, else it is shown now."""
        ...

    def claim(self, now: int, served: Sequence[str], limit: int) -> Sequence[Due]:
        """Mark the oldest open bubble of each conversation of these channels as being sent and return them."""
        ...

    def due_on(self, now: int) -> Collection[str]:
        """Return the channels on which something is due here, though it may still wait for what is before it."""
        ...

    def claim_next(self, who: Who, conversation: str, now: int) -> Due | None:
        """Do the same for one conversation."""
        ...

    def sent(self, due: Due, ext_id: str, error: str = "") -> None:
        """Note that a bubble was shown."""
        ...

    def again(self, due: Due, at: int, *, part: int, doubt: bool, error: str) -> None:
        """Try a bubble again later."""
        ...

    def failed(self, due: Due, error: str) -> None:
        """Give a bubble up."""
        ...

    def posted(self, who: Who, conversation: str, said_id: str, at: int) -> None:
        """Note what the platform calls a message of a chat, so that it can be deleted there."""
        ...

    def deletable(self, who: Who, channel: str, since: int) -> Sequence[tuple[Conversation, tuple[str, ...]]]:
        """Return this person's messages on a channel that came after a moment, as the platform calls them."""
        ...

    def unreachable(self, who: Who, conversation: str) -> None:
        """Give up everything that is due for this conversation."""
        ...

    def settled(self, conversation: Conversation, before: int) -> None:
        """The person spoke again: what left, may have arrived and was decided before that moment did arrive."""
        ...

    def answered(self, conversation: Conversation, before: int, questions: Collection[str]) -> None:
        """The person answered: what may not even have left before a crash did arrive, if that is what was answered."""
        ...

    def opened(self, conversation: Conversation, at: int) -> None:
        """The person wrote: what waited for that may be sent."""
        ...

    def reopen(self, conversation: Conversation, report: Report, due: int, *, most: int, error: str) -> None:
        """Send again what the platform took and could not deliver after all; so many times at most."""
        ...

    def reached(self, conversation: Conversation, report: Report) -> bool:
        """Note how far a message came; a doubt whether it left ends with that. Return whether it is news."""
        ...

    def unreached(self, conversation: Conversation, report: Report) -> bool:
        """Note that a message was taken and then not delivered. Return whether it is news."""
        ...

    def heard(self, conversation: Conversation) -> int:
        """Return when the person last wrote, 0 for never."""
        ...

    def next_due(self, served: Sequence[str]) -> int | None:
        """Return when the next bubble may be sent on these channels."""
        ...

    # -- later
    def schedule(self, conversation: Conversation, job: Job, due: int) -> None:
        """Put a job down; one with the same key is replaced."""
        ...

    def cancel(self, conversation: Conversation) -> None:
        """Drop what was to be told later."""
        ...

    def jobs(self, now: int, skip: Sequence[int], limit: int) -> Sequence[Job]:
        """Return the jobs that are due, but for those in hand."""
        ...

    def take(self, job: Job, status: str = "done") -> bool:
        """End a job; False when it was ended or dropped before."""
        ...

    def put_off(self, job: Job, due: int) -> None:
        """Have a job done later."""
        ...

    def next_job(self, skip: Sequence[int]) -> int | None:
        """Return when the next job is due."""
        ...

    # -- files
    def hold(self, conversation: Conversation, message: str, upload: Upload, at: int) -> None:
        """Keep a file that came with a message, until it is read; of one person only the last few."""
        ...

    def held(self, who: Who, message: str) -> tuple[int, Upload] | None:
        """Note that the file of a message is read now; return how often that was, and the file if it is still here."""
        ...

    def looked_at(self, who: Who, message: str, data: bytes) -> None:
        """Note that the file of a message could be looked at, and keep its bytes, so that none is fetched twice."""
        ...

    def let_go(self, who: Who, message: str) -> None:
        """Destroy the file of a message."""
        ...

    # -- reading back
    def lines(self, who: Who, conversation: str, after: str) -> Sequence[Message]:
        """Return what was shown after a line, in the order in which it was seen."""
        ...

    def everything(self, who: Who) -> Sequence[Message]:
        """Return what was shown to this person and what they said, wherever it was, oldest first."""
        ...

    def holds(self, who: Who) -> int:
        """Return how many files and voice notes of this person are still here."""
        ...

    def line(self, who: Who, message: str) -> Message | None:
        """Return one line of this person."""
        ...

    # -- housekeeping
    def came(self, who: Who, at: int) -> None:
        """Note that somebody who agreed did something: how long they are kept counts from here."""
        ...

    def ending(self, before: int, limit: int) -> Sequence[Who]:
        """Return who did nothing since then, and was not told that the end is near."""
        ...

    def warned(self, who: Who, at: int) -> None:
        """Note that somebody was told, or cannot be."""
        ...

    def outlived(self, before: int, told: int, limit: int) -> Sequence[Who]:
        """Return who did nothing since then, and was told by that moment."""
        ...

    def expired(self, now: int) -> Sequence[Who]:
        """Return the persons who are to be forgotten by now."""
        ...

    def tidy(self, now: int) -> None:
        """Drop old rows that hold no words."""
        ...

    def back(self, now: int, was: int) -> None:
        """Put right what a clock left that went back; `was` is what it said before, as far as it is known."""
        ...

    # -- whoever watches
    def waits(self, now: int) -> Waits:
        """Return what waits, of everybody together."""
        ...

    def probe(self, now: int) -> None:
        """Write a row of nobody and take it away: to see that rows can be written."""
        ...


class Store(Protocol):
    """Runs work in batches: one commit for many pieces."""

    @property
    def waiting(self) -> int:
        """How many pieces of work wait."""
        ...

    @property
    def oldest(self) -> int:
        """For how many ms the oldest of them waits."""
        ...

    def watched(self, watch: Watch) -> None:
        """Tell this one of each commit from now on."""
        ...

    @property
    def held(self) -> Held:
        """What of the store this program holds."""
        ...

    @property
    def speaks(self) -> bool:
        """Whether what was claimed here is still ours to say: not once others may have taken it over."""
        ...

    def put(
        self,
        work: Callable[[Session], T],
        then: Callable[[T], None] | None = None,
        *,
        first: bool = False,
        later: bool = False,
        lost: Callable[[], None] | None = None,
        ahead: Callable[[Session], bool] | None = None,
    ) -> asyncio.Future[T]:
        """Hand in work; the future is done after the commit. `then` is called with the result even if nobody waits.

        What is handed in `first` is done before all that waits: what is to be said goes before what is to be heard.
        What may be done `later` lets some that are handed in after it go first.
        `lost` is called when it was not saved, where the work is done, and before any work that waits is.
        """
        ...

    async def close(self) -> None:
        """Finish what was handed in, checkpoint and let go of the file."""
        ...
