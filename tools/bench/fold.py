"""1 000 events folded: what a person did through the real core, beside msgspec reading and writing the events.

Twice: one conversation told again and again, each time by somebody new; and all of them by one person who begins again
and again, so that more and more is known. The core alone: no store, no words put into a language. One thread,
processor time.
"""

from __future__ import annotations

from collections.abc import Sequence

from bot.store.codec import pack, unpack
from flows.engine import step
from flows.model import Event
from tools.bench.figure import QUICK, Figure, alternating, processor
from tools.bench.recorded import Moment, Recorded, record

EVENTS = 100 if QUICK else 1_000
TIMES = 1 if QUICK else 2
COPIES = 20  # of the yardstick, which is short
WHAT = f"{EVENTS:,} events folded".replace(",", " ")


def main() -> None:
    """Fold both, and say how long it took."""
    told = record(EVENTS)
    same(told)
    many = [told.once[n % len(told.once)] for n in range(EVENTS)]
    measure(WHAT, told, many, f"conversations of {len(told.once)} events")
    one = told.moments[:EVENTS]
    measure(f"{WHAT}, all of one person", told, one, f"{len(one[-1].facts)} facts at the end")


def measure(what: str, told: Recorded, moments: Sequence[Moment], note: str) -> None:
    """Fold and copy, in turns."""
    ours, theirs = alternating(lambda: fold(told, moments), lambda: copied(moments), TIMES)
    each = f"{ours / EVENTS * 1e6:.0f} µs an event; {note}"
    Figure(what, ours * 1e3, "ms", "msgspec decodes and encodes them", theirs * 1e3, each).tell()


def same(told: Recorded) -> None:
    """Fold once and compare with what happened in the house. Raises `RuntimeError`."""
    for moment in told.once:
        if step(told.content, moment.state, moment.facts, moment.event) != moment.step:
            raise RuntimeError("a fold did not give what it gave in the house")


def fold(told: Recorded, moments: Sequence[Moment]) -> float:
    """Return the seconds for all of them."""
    return processor(lambda: [step(told.content, one.state, one.facts, one.event) for one in moments])


def copied(moments: Sequence[Moment]) -> float:
    """Return the seconds msgspec takes to read and write them."""
    rows = [pack(one.event) for one in moments]
    return processor(lambda: [pack(unpack(Event, row)) for row in rows], COPIES)


if __name__ == "__main__":
    main()
