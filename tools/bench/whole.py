"""The same comparison the whole way, through a Bot API: what people wait until the answer is at the platform.

Each side runs in turns, as its users start it, and polls a double of its own, which costs each of them the same; where
there are two cores it has one of them.
"""

from __future__ import annotations

from tools.bench.answers import ALWAYS, MINUTE, NAMES, STORES, Side, absent, compared, talked
from tools.bench.answers import OURS as FILES
from tools.bench.answers import SERVED as SERVER
from tools.bench.chats import CHATS, OPEN, PAUSES, POSTGRES, Summary
from tools.bench.figure import QUICK, left_out

POLLED = "tools.bench.polled"
WAYS: dict[Side, Side] = {
    FILES: (POLLED, "ours"),
    SERVER: (POLLED, POSTGRES),
    ALWAYS: (POLLED, "aiogram"),
    MINUTE: (POLLED, "ptb"),
}
RATES = (10,) if QUICK else (20, 50)  # messages a second in all that come in an open loop
RATE = f"the whole way: answers a second, {CHATS} chats"


def main() -> None:
    """Measure all sides, in turns."""
    lacking = absent()
    for side in WAYS.keys() & lacking.keys():
        left_out(f"{RATE}, {NAMES.get(side) or STORES[side]}", lacking[side])
    sides = [side for side in WAYS if side not in lacking]
    busy = walked(sides, "busy")
    compared(RATE, busy, "rate", "a second")
    waited(f"{CHATS} chats that never pause", busy)
    waited(f"{CHATS} chats that think {PAUSES['calm']:g} s", walked(sides, "calm"))
    for rate in RATES:
        waited(f"{rate} a second whatever comes", walked(sides, f"{OPEN}{rate}"))


def waited(how: str, seen: dict[Side, Summary]) -> None:
    """Say how long an answer takes, half of them and 99 of 100."""
    for part in ("p50", "p99"):
        compared(f"the whole way: {part}, {how}", seen, part, "ms")


def walked(sides: list[Side], manner: str) -> dict[Side, Summary]:
    """Return what each side was like, the whole way."""
    seen = talked([WAYS[side] for side in sides], manner)
    return {side: seen[WAYS[side]] for side in sides}


if __name__ == "__main__":
    main()
