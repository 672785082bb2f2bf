"""1 000 events folded: a recorded conversation through the real core, beside msgspec reading and writing the events.

The core alone: no store, no words put into a language. The conversation is told from its beginning again and again
until there are enough events. Processor time, one thread.
"""

from __future__ import annotations

from bot.store.codec import pack, unpack
from flows.engine import step
from flows.model import Event
from tools.bench.figure import QUICK, Figure, alternating, processor
from tools.bench.recorded import Moment, Recorded, record

EVENTS = 1_000
TIMES = 1 if QUICK else 3
COPIES = 20  # of the yardstick, which is short


def main() -> None:
    """Fold, and say how long it took."""
    told = record()
    moments = [told.moments[n % len(told.moments)] for n in range(EVENTS)]
    same(told)
    ours, theirs = alternating(lambda: fold(told, moments), lambda: copied(moments), TIMES)
    note = f"{ours / EVENTS * 1e6:.0f} µs an event; a conversation of {len(told.moments)} events, told again and again"
    beside = "msgspec decodes and encodes them"
    Figure("1 000 events folded", ours * 1e3, "ms", beside, theirs * 1e3, note).tell()


def same(told: Recorded) -> None:
    """Fold once and compare with what happened in the house. Raises `RuntimeError`."""
    for moment in told.moments:
        if step(told.content, moment.state, moment.facts, moment.event) != moment.step:
            raise RuntimeError("a fold did not give what it gave in the house")


def fold(told: Recorded, moments: list[Moment]) -> float:
    """Return the seconds for all of them."""
    return processor(lambda: [step(told.content, one.state, one.facts, one.event) for one in moments])


def copied(moments: list[Moment]) -> float:
    """Return the seconds msgspec takes to read and write them."""
    rows = [pack(one.event) for one in moments]
    return processor(lambda: [pack(unpack(Event, row)) for row in rows], COPIES)


if __name__ == "__main__":
    main()
