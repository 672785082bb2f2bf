"""What of a conversation is read at the desk: nothing from before the person asked without a yes, nothing private.

What answered a question marked `private` is between the person and the program (flows/visible.py), and to turn down
occupations that were proposed has no consequence: where such an answer stands in the talk, that line is left out, and
what the program said back to it.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from typing import Final

from bot.channels.base import BOT
from bot.store.base import Message, Session
from bot.store.desk import Case, Line
from flows.asking import AGREED
from flows.model import Edit, Event, Facts, Tap
from flows.visible import refusal

NEVER: Final = 1 << 62  # after every moment: who asks for nobody any more, and refused to be read, is not read

Private = Callable[[str], bool]  # whether the answer to a question is private


def agreed(facts: Facts) -> bool:
    """Whether the person agreed that a counsellor reads what was told before."""
    told = next((fact.value.ids for fact in reversed(facts) if fact.qid == AGREED), ())
    return "agree" in told


def since(case: Case, facts: Facts) -> int:
    """Return from which moment on a case is read."""
    return 0 if agreed(facts) else case.asked or NEVER


def lines(tx: Session, case: Case, facts: Facts, private: Private, most: int, before: int = 0) -> Sequence[Line]:
    """Return the last lines before a place that may be read, oldest first."""
    return list(_open(tx.cases.lines(case, most, before, since(case, facts)), facts, private))


def readable(message: Message, case: Case, facts: Facts, private: Private) -> bool:
    """Whether one line may be read."""
    told = _told_in(message.event) if message.event else {message.id}
    return message.at >= since(case, facts) and _secret(facts, private).isdisjoint(told)


def _open(found: Sequence[Line], facts: Facts, private: Private) -> Iterator[Line]:
    secret = _secret(facts, private)
    hides = bool(secret)  # what the first lines answer is not among them
    for line in found:
        event, bubble = line.message.event, line.message.bubble
        if event is not None:
            hides = not secret.isdisjoint(_told_in(event)) or _tapped(event, private)
        told = bubble is not None and bubble.by == BOT
        if not (hides and (event is not None or told)) and not (told and bubble and private(bubble.question)):
            yield line


def _told_in(event: Event) -> frozenset[str]:
    """Return the messages an answer in this one is kept under: an edit tells what the message before it told."""
    return frozenset({event.id, event.body.of} if isinstance(event.body, Edit) else {event.id})


def _tapped(event: Event, private: Private) -> bool:
    """Whether a button answered a private question, or turned down what was proposed."""
    ask, tap = event.hints.ask, event.body
    if ask is None or not isinstance(tap, Tap):
        return False
    ids = [choice.id for choice in ask.choices]
    place = int(tap.choice) if tap.choice.isascii() and tap.choice.isdecimal() else -1
    said = ids[place] if 0 <= place < len(ids) else tap.choice
    return private(ask.qid) or refusal(ask.qid, said)


def _secret(facts: Facts, private: Private) -> frozenset[str]:
    return frozenset(
        fact.source for fact in facts if private(fact.qid) or refusal(fact.qid, *fact.value.ids[:1] or ("",))
    )
