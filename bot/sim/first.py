"""A first CV, tap after tap, by somebody who says as little as one can: what it takes on a channel is counted.

The real house, with a channel that builds what it would send and sends nothing. It knows no price.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any, Final

from bot.channels.base import Arrival, Bubble, Limits, Ours, Receipt, freely, tapped
from bot.house import House
from flows.model import Text

ADDRESS: Final = "33600000000"  # no one: nothing leaves this machine
# What is answered: the stable word of a button where there is one, else it is written.
ANSWERS: Final = (
    "hello", "agree", "home", "1 3", "skip", "yes", "unknown", "1", "unknown", "Lina", "skip", "skip", "yes",
)  # fmt: skip


class NoCvError(Exception):
    """The answers did not lead to a CV: the conversation is another one."""


class Counting:
    """A channel that counts the messages it would send. Follows `bot.channels.base.Channel`."""

    def __init__(self, name: str, limits: Limits, build: Callable[[str, Bubble, bytes | None], Sequence[Any]]) -> None:
        """`build` makes the calls of a platform out of a bubble."""
        self.name, self.limits, self.build = name, limits, build
        self.count = 0

    def parse(self, raw: Mapping[str, object]) -> Sequence[Arrival]:
        """Return nothing: nobody writes from outside."""
        del raw
        return ()

    def knock(self, address: str, lang: str) -> Sequence[object]:
        """Return nothing: nobody is away."""
        del address, lang
        return ()

    def typing(self, address: str) -> None:
        """Show nothing: nobody looks."""
        del address

    async def send(self, call: object, ours: Ours = freely) -> Receipt:
        """Count it."""
        del call
        ours()
        self.count += 1
        return Receipt(f"counted-{self.count}")

    async def fetch(self, ref: str, most: int) -> bytes:
        """Return nothing: nobody sends a file."""
        del ref, most
        return b""

    def unseen(self, address: str, sent: int) -> bool:
        """Return that everybody saw everything."""
        del address, sent
        return False

    async def invitation(self, word: str) -> str:
        """Return none: nobody goes on elsewhere."""
        del word
        return ""


async def first_cv(house: House, channel: str) -> int:
    """Play until the CV is in the chat; return how many bubbles were shown. Raises `NoCvError`."""
    bubbles: list[Bubble] = []
    for number, answer in enumerate(ANSWERS):
        await house.receive([_said(channel, f"first-{number}", answer, bubbles)])
        await house.settle()
        lines = await house.transcript(channel, ADDRESS)
        bubbles = [line.bubble for line in lines if line.bubble is not None]
    if not any(bubble.file and bubble.file.format == "pdf" for bubble in bubbles):
        raise NoCvError
    return len(bubbles)


def _said(channel: str, ident: str, answer: str, bubbles: Sequence[Bubble]) -> Arrival:
    """Return the answer as it arrives: a tap on the last bubble where that has such a button."""
    buttons = bubbles[-1].buttons if bubbles else ()
    tap = next((tapped(button.payload) for button in buttons if button.id == answer), None)
    return Arrival(channel, ADDRESS, ident, tap or Text(answer), said_id=ident, lang="en")
