"""Who speaks: the bot, nobody yet, or one counsellor.

The floor is a holder and a number. The number grows at each change and never shrinks; every outgoing message
carries it, and the outbox refuses an old one. Four holders, eight moves, and nothing else is allowed: a move that
is not in the table leaves the floor as it is, which is how the loser of a race finds out.
"""

from __future__ import annotations

from dataclasses import replace

from flows.model import Floor, Holder

BOT, WAITING, HUMAN, CLOSED = Holder.BOT, Holder.WAITING, Holder.HUMAN, Holder.CLOSED

MOVES: dict[tuple[Holder, str], Holder] = {
    (BOT, "summon"): WAITING,
    (BOT, "claim"): HUMAN,
    (WAITING, "withdraw"): BOT,
    (WAITING, "claim"): HUMAN,
    (HUMAN, "release"): BOT,
    (HUMAN, "expire"): WAITING,
    (HUMAN, "close"): CLOSED,
    (CLOSED, "open"): BOT,
}


def move(floor: Floor, what: str, owner: str = "", at: int = 0) -> Floor | None:
    """Return the floor after a move, or None when it is not allowed now.

    Only the owner may release or close. An expired claim waits again from its first time (`since` is kept).
    """
    holder = MOVES.get((floor.holder, what))
    if holder is None or (what in {"release", "close"} and owner != floor.owner):
        return None
    since = floor.since if what == "expire" else at
    return replace(floor, holder=holder, n=floor.n + 1, owner=owner if holder is HUMAN else "", since=since)


def bot_speaks(floor: Floor) -> bool:
    """Whether the bot may say something: it may while a person waits, so that she can go on."""
    return floor.holder in {BOT, WAITING}
