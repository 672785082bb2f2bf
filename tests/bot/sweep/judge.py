"""Whether a crash can be seen in a conversation afterwards, at each instant at which there may be one.

Facts, the open question and the order of the bubbles are those of an unkilled run; no bubble is missing; one may be
there twice, and only where it was sent and no receipt written down yet. Who had not agreed is greeted anew.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field

from tests.bot.sweep.converse import Told

UNKNOWN = frozenset({"after send", "before receipt"})  # sent, receipt unknown
GREETING = 4  # bubbles that may have been seen before somebody is greeted anew


@dataclass
class Verdict:
    """What the crashes of one conversation came to."""

    cast: str
    points: int  # instants there are
    killed: int = 0  # crashes tried, each at another instant
    at: dict[str, int] = field(default_factory=dict)  # how many of each kind
    lost: int = 0
    twice: int = 0  # asked or said twice where it was known to have arrived, or more than once twice
    doubled: int = 0  # said twice where nobody could know
    anew: int = 0
    wrong: list[int] = field(default_factory=list)  # the instants that show it


def judged(cast: str, first: Told, crashes: Sequence[tuple[int, Told]]) -> Verdict:
    """Return what these crashes came to, beside the run without one."""
    found = Verdict(cast, len(first["passed"]), len(crashes))
    names = [first["passed"][point - 1] for point, _ in crashes]
    found.at = dict(sorted(Counter(names).items()))
    for name, (point, told) in zip(names, crashes, strict=True):
        lost, twice, doubled = _anew(first, told) if told["anew"] else _went_on(first, told, name)
        found.lost += lost
        found.twice += twice
        found.doubled += doubled
        found.anew += told["anew"]
        if lost or twice:
            found.wrong.append(point)
    return found


def _went_on(first: Told, told: Told, name: str) -> tuple[bool, bool, bool]:
    """Return whether something was lost, was twice there, or was doubled for want of a receipt."""
    expected, seen = Counter(first["seen"]), Counter(told["seen"])
    more = (seen - expected).total()
    allowed = more == 1 and name in UNKNOWN
    lost = bool(expected - seen) or _known(told) != _known(first) or _order(told) != _order(first)
    return lost, bool(more) and not allowed, allowed


def _anew(first: Told, told: Told) -> tuple[bool, bool, bool]:
    """Return the same for who had not agreed: what they saw before is the beginning, then comes the whole."""
    length = len(first["seen"])
    before, after = told["seen"][:-length], told["seen"][-length:]
    beginning = first["seen"][: len(before)] == before and len(before) <= GREETING
    return after != first["seen"] or _known(told) != _known(first), not beginning, False


def _known(told: Told) -> object:
    return told["facts"], told["question"]


def _order(told: Told) -> list[str]:
    return list(dict.fromkeys(told["seen"]))
