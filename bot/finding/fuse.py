"""Many rankings into one, by reciprocal rank: what several rankers put high comes first.

It knows no ranker and no word; a ranking is a list of codes, best first, with a weight and the reason it gives.
Source: Cormack, Clarke and Buettcher, "Reciprocal Rank Fusion", SIGIR 2009.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Final

DAMPING: Final = (
    4  # how little the first places stand out; 60 in the paper, for lists of a thousand: ours hold some five
)


@dataclass(frozen=True, slots=True)
class Ranking:
    """What one ranker says: codes, best first; `why` names the ranker and what it heard, "" says nothing."""

    codes: Sequence[str]
    why: str
    weight: float = 1.0


@dataclass(frozen=True, slots=True)
class Fused:
    """An occupation with its score, and who proposed it, the strongest first."""

    code: str
    score: float
    why: tuple[str, ...]


def fuse(rankings: Iterable[Ranking]) -> list[Fused]:
    """Return all codes, best first; of two with the same score, the one that was named first."""
    scores: dict[str, float] = {}
    reasons: dict[str, list[tuple[float, str]]] = {}
    for ranking in rankings:
        for place, code in enumerate(dict.fromkeys(ranking.codes)):
            part = ranking.weight / (DAMPING + place + 1)
            scores[code] = scores.get(code, 0.0) + part
            reasons.setdefault(code, []).append((-part, ranking.why))
    ranked = sorted(scores, key=lambda code: -scores[code])
    return [Fused(c, scores[c], tuple(dict.fromkeys(why for _, why in sorted(reasons[c])))) for c in ranked]
