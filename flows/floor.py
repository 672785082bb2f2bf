"""Who speaks: the bot, nobody yet, or one counsellor.

The floor is a holder and a number. The number grows at each change and never shrinks; every outgoing message
carries it, and the outbox refuses an old one. Four holders and the moves of this table, and nothing else is allowed: a
move that is not in it leaves the floor as it is, which is how the loser of a race finds out.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from flows.model import Floor, Holder

BOT, WAITING, HUMAN, CLOSED = Holder.BOT, Holder.WAITING, Holder.HUMAN, Holder.CLOSED

MOVES: Final[dict[tuple[Holder, str], Holder]] = {
    (BOT, "summon"): WAITING,
    (BOT, "claim"): HUMAN,
    (WAITING, "withdraw"): BOT,
    (WAITING, "claim"): HUMAN,
    (HUMAN, "release"): BOT,
    (HUMAN, "leave"): BOT,  # the person goes back to the bot
    (HUMAN, "transfer"): HUMAN,
    (HUMAN, "expire"): WAITING,
    (HUMAN, "close"): CLOSED,
    (CLOSED, "open"): BOT,
    (CLOSED, "claim"): HUMAN,
}
OWNERS: Final = frozenset({"release", "transfer", "close"})  # only who holds the floor may do these


@dataclass(frozen=True, slots=True)
class By:
    """Who moves, and who holds the floor after a claim or a transfer: an account, and the name people read."""

    owner: str = ""
    to: str = ""
    name: str = ""


def move(floor: Floor, what: str, by: By, at: int) -> Floor | None:
    """Return the floor after a move, or None when it is not allowed now.

    An expired claim waits again from the time at which the person asked.
    """
    holder = MOVES.get((floor.holder, what))
    if holder is None or (what in OWNERS and by.owner != floor.owner):
        return None
    human = holder is HUMAN
    asked = (floor.asked or at) if holder in {WAITING, HUMAN} else 0
    return Floor(holder, floor.n + 1, (by.to or by.owner) if human else "", at, asked, by.name if human else "")


def holds(floor: Floor, owner: str) -> bool:
    """Whether this account has the floor."""
    return floor.holder is HUMAN and floor.owner == owner


def bot_speaks(floor: Floor) -> bool:
    """Whether the bot may say something: it may while a person waits, so that she can go on."""
    return floor.holder in {BOT, WAITING}
