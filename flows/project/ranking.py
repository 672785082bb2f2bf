"""Which occupations are near to what somebody did: their acts over all their lives, and nothing else of them.

No name, form of address, town or origin is read here. What is counted puts occupations in order for one person: it is
never shown, and it compares nobody with anybody.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import Final

from flows import acts as catalog
from flows.content import Content, Occupation
from flows.live import CONTENTS, Live
from flows.lives import at, known_acts
from flows.model import How

JOB: Final = "project/job"  # the job the first CV is for
PROPOSED: Final = 3  # occupations proposed at once, at most (CONTENT.md 4)
WISHED: Final = 2  # of them, at most, because they were wished for
FIRST: Final = 24  # what the act that makes an occupation most counts there; each one after it one less
FIELD: Final = 8  # what a general act ("clean") counts for the first occupation of its field
STEP: Final = 2  # how much less for each one after it
OTHER: Final = (2, 3)  # of what it counts, an act of another field: who sold bread is no baker yet
SHARED: Final = 2  # an act that many occupations have tells little of each: it counts 1 / (SHARED + how many)
SCALE: Final = 12
TOLD, TAPPED = 3, 2  # an act told in words, and one that was picked from a list
FAR: Final = 4  # an occupation with less than a quarter of what speaks for the first one is not proposed
IN_WORDS: Final = ("told", "last", "added", "also", "proud")  # the answers that tell acts in words


@dataclass(frozen=True, slots=True)
class Own:
    """An act of one of the person's lives; `weight` is TOLD or TAPPED."""

    act: str
    item: str
    weight: int


@dataclass(frozen=True, slots=True)
class Match:
    """An occupation, and the person's own acts that speak for it, the strongest first, each once."""

    code: str
    acts: tuple[Own, ...]
    score: int


def proposed(content: Content, live: Live) -> tuple[Match, ...]:
    """Return the occupations to propose, best first: three at most, none without an act of the person's own.

    The jobs that were wished for on the CV are among them, where an act speaks for them.
    """
    found = ranked(content, live)
    wished = [one for one in found if one.code in live.ids(JOB)][:WISHED]
    near = [one for one in found if one.score * FAR >= found[0].score and one not in wished]
    picked = [*wished, *near][:PROPOSED]
    return tuple(one for one in found if one in picked)


def ranked(content: Content, live: Live) -> tuple[Match, ...]:
    """Return every occupation that an act of the person's speaks for, best first; of two alike, that told first."""
    speaking: dict[str, list[tuple[int, Own]]] = {}
    for own in _own(content, live):
        for code, points in _points(content).get(own.act, {}).items():
            speaking.setdefault(code, []).append((points * own.weight, own))
    found = [_match(code, told) for code, told in speaking.items()]
    return tuple(sorted(found, key=lambda one: -one.score))


def _match(code: str, told: list[tuple[int, Own]]) -> Match:
    strongest = sorted(told, key=lambda one: -one[0])
    acts = {own.act: own for _, own in reversed(strongest)}
    return Match(code, tuple(reversed(acts.values())), sum(points for points, _ in told))


def _own(content: Content, live: Live) -> Iterator[Own]:
    """Yield the acts of every life, in the order they were told; a general one only where nothing sharper was."""
    for item in live.items():
        words = _in_words(live, item)
        for act in catalog.without_base(content, known_acts(live, item)):
            yield Own(act, item, TOLD if act in words else TAPPED)


def _in_words(live: Live, item: str) -> frozenset[str]:
    """Return the acts of a life that were told in words."""
    written = [*IN_WORDS]
    picked = live.fact(at(item, "acts"))
    if picked and picked.how is not How.BUTTON:
        written.append("acts")
    return frozenset(act for name in written for act in live.ids(at(item, name)))


@lru_cache(maxsize=CONTENTS)
def known(content: Content) -> frozenset[str]:
    """Return the occupations that have a name in every language."""
    of_acts = (code for domain in content.domains.values() for act in domain.acts for code in act.occupations)
    of_fields = (code for domain in content.domains.values() for code in domain.occupations)
    return frozenset((*content.occupations, *of_acts, *of_fields))


def _of_place(one: Occupation, act: str, place: int) -> int:
    """Return what an act counts for an occupation, by its place among what makes that occupation."""
    points = FIRST - place
    return points if act.partition(".")[0] == one.domain else points * OTHER[0] // OTHER[1]


@lru_cache(maxsize=CONTENTS)
def _points(content: Content) -> Mapping[str, Mapping[str, int]]:
    """Return what each act counts for each occupation it speaks for."""
    found: dict[str, dict[str, int]] = {}
    for one in content.occupations.values():
        for place, act in enumerate(one.acts):
            found.setdefault(act, {})[one.code] = _of_place(one, act, place)
    for domain in content.domains.values():
        for known in domain.acts:
            of_act = found.setdefault(known.id, {})
            of_act.update(dict.fromkeys(known.occupations, FIRST))
            if known.base or not of_act:
                for place, code in enumerate(domain.occupations):
                    of_act.setdefault(code, max(1, FIELD - STEP * place))
    return {
        act: {code: points * SCALE // (SHARED + len(of)) for code, points in of.items()} for act, of in found.items()
    }
