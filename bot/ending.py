"""What is done when answers were kept long enough.

A month before the end (a week, where a month is all there is) it is told once, by the bot, in the conversation they
were last in: a tick, which the core puts into words, and which leaves like any bubble where the platform lets us write.
Who says anything moves the end. Nobody is forgotten who could not have been told for as long: a shorter setting, or a
program that did not run, takes effect a month later. It opens no store; it is given a session.
"""

from __future__ import annotations

from typing import Final

from bot.keeping import Retention
from bot.store.base import Conversation, Job, LostKeyError, Session, UnreadableError, Who
from flows.keeping import JOB

AT_ONCE: Final = 200  # persons a round: a town that was away for a year does not stop who writes now


def over(tx: Session, retention: Retention, now: int) -> tuple[Who, ...]:
    """Return who is to be forgotten now."""
    return tuple(tx.outlived(now - retention.kept, now - retention.notice, AT_ONCE))


def warn(tx: Session, retention: Retention, now: int) -> None:
    """Have those told whose end is near; who cannot be read here is told, and ends, once a program can."""
    for who in tx.ending(now - retention.kept + retention.notice, AT_ONCE):
        try:
            conversation = _where(tx, who)
        except UnreadableError:
            continue
        tx.warned(who, now)
        if conversation is not None:
            job = Job(0, who, conversation.id, "tick", JOB, str(now), "", conversation.version, 0)
            tx.schedule(conversation, job, now)


def _where(tx: Session, who: Who) -> Conversation | None:
    """Return where somebody was last, if it is still theirs; nobody is told in another's chat."""
    try:
        last = tx.newest(who)
        here = tx.find(last.channel, last.address) if last else None
    except LostKeyError:
        return None  # an old copy without their key: nothing of it can be told
    return here if last and here and here.id == last.id else None
