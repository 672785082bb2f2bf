"""What stands before an occupation: what the law asks and nobody said they have, and how the work is.

It is said kindly and early, before any hope is raised. It refuses nobody anything, and says nothing of the person.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from flows.content import Content
from flows.live import Live
from flows.model import Phrase

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
    names = [name for name in one.requires if not HELD.get(name, frozenset()) & has] if one else []
    return tuple(sorted(names, key=lambda name: GRAVEST.index(name) if name in GRAVEST else len(GRAVEST)))


def law(content: Content, live: Live, code: str) -> Phrase | None:
    """Return what the law asks most; None when it asks nothing, or the person has it."""
    names = missing(content, live, code)
    return Phrase(f"law.{names[0]}") if names else None
