"""What stands before an occupation: what the law asks and nobody said they have, and how the work is.

It is said kindly and early, before any hope is raised. It refuses nobody anything, and says nothing of the person.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Final

from flows import acts as catalog
from flows.content import Content, Occupation
from flows.live import Live
from flows.lives import known_acts
from flows.model import Phrase
from flows.project.ranking import JOB

# What takes longest or shuts most people out comes first.
GRAVEST: Final = (
    "deas", "licence_d", "licence_c", "cnaps", "aesh", "licence_b", "toddlers", "caces", "bafa", "hair", "licence_am",
    "phyto", "elec", "craft", "children_record", "vaccines", "oath", "first_aid", "hygiene",
)  # fmt: skip
EXTRAS: Final = "cv/extras"
HELD: Final[Mapping[str, frozenset[str]]] = {  # the answers about licences that say it is there
    "licence_am": frozenset({"AM", "BSR", "A", "B"}),
    "licence_b": frozenset({"B"}),
    "licence_c": frozenset({"C"}),
    "licence_d": frozenset({"D"}),
    "caces": frozenset({"caces"}),
}


def missing(content: Content, live: Live, code: str) -> tuple[str, ...]:
    """Return what an occupation requires and the person has not said to have, what weighs most first."""
    one = content.occupations.get(code)
    has = {*live.ids(EXTRAS)}
    names = [name for name in _asked(content, live, one) if not HELD.get(name, frozenset()) & has] if one else []
    return tuple(sorted(names, key=lambda name: GRAVEST.index(name) if name in GRAVEST else len(GRAVEST)))


def _asked(content: Content, live: Live, one: Occupation) -> tuple[str, ...]:
    """Return what the law asks of an occupation in the way the person named it, else in the way they did it."""
    if not one.lighter:
        return one.requires
    wanted = live.fact(JOB)
    said = catalog.named(wanted.raw, wanted.lang, content) if wanted and wanted.raw else ()
    told = said or tuple(name for item in live.items() for name in known_acts(live, item))
    ways = {name for name in one.lighter if "." in name}
    return tuple(name for name in one.lighter if name not in ways) if ways & {*told} else one.requires


def law(content: Content, live: Live, code: str, alike: Iterable[str] = ()) -> Phrase | None:
    """Return what the law asks most, of all occupations the words may mean as well; None when it asks nothing of them.

    So it is when the person has it.
    """
    others = [content.occupations[other] for other in alike if other in content.occupations]
    names = [name for name in missing(content, live, code) if all(name in one.requires for one in others)]
    return Phrase(f"law.{names[0]}") if names else None
