"""The port of what tells the staff: a notice that says nothing of anybody, and what can come of sending it.

A notice is one of three fixed sentences in the reader's language and a link to the desk. No name, no word, no topic and
no id of a person is in its reach, so none can leave through a platform that others read.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum
from typing import Final, Protocol

from flows.model import Phrase

Ours = Callable[[], None]  # raises `NotOursError` where a notice that waited to leave is not ours to send any more


class Kind(StrEnum):
    """Which sentence."""

    WAITS = "waits"
    NOBODY = "nobody"  # a person waits and nobody is on duty: for a lead
    RETURNED = "returned"  # a person waits again, whose counsellor gave no sign


SAYS: Final = {
    Kind.WAITS: Phrase("notice.waits"),
    Kind.NOBODY: Phrase("notice.nobody"),
    Kind.RETURNED: Phrase("notice.returned"),
}
OPEN: Final = Phrase("notice.open")  # the label of a button that opens the desk


@dataclass(frozen=True, slots=True)
class Notice:
    """What somebody of the staff is told. `link` opens the desk, "" where it has no address outside this machine."""

    kind: Kind
    lang: str
    link: str = ""

    @property
    def says(self) -> Phrase:
        """The sentence."""
        return SAYS[self.kind]


class NotifyError(Exception):
    """A notice did not leave; the sender decides what to do from the kind. No address is ever in its words."""


class GoneError(NotifyError):
    """The address is no more: nothing is to be sent there again."""


class LaterError(NotifyError):
    """It can be tried again, after so many seconds; 0 where nobody says after how many."""

    def __init__(self, after: float = 0.0, reason: str = "") -> None:
        super().__init__(reason or f"wait {after} s")
        self.after = after
        self.reason = reason


class RejectedError(NotifyError):
    """It is refused, and would be again: the reason is the platform's code."""


class NotOursError(NotifyError):
    """Others may have taken over what this program was telling: nothing was sent."""


def freely() -> None:
    """Nobody else sends it."""


class Notifier(Protocol):
    """What carries a notice to one address: `name` is the kind of way it serves."""

    name: str

    async def notify(self, to: str, notice: Notice, ours: Ours = freely) -> None:
        """Send it. Raises a `NotifyError`. `ours` is asked last, when nothing is waited for any more."""
        ...
