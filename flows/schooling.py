"""Whether words tell of a school, a diploma or a licence of one's own: "I have a degree". No year of it is work."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from flows.joints import joints
from flows.reading import spot
from flows.ways import has_any, named_in
from flows.words import Words

UNDONE: Final = "undone"  # among the kinds: what says that one was not finished
CAR: Final = "car"
AND: Final = "و"  # glued to the word behind it
LICENCES: Final = ("B", "A", "AM", "C", "D", "BSR", "caces")


def held(clause: Sequence[str], words: Words, *, alone: bool = False) -> bool:
    """Whether the name of an education follows on "I have", or on "I have a"; `alone`: or opens what is said."""
    said = " ".join(clause)
    ends = _owned(said, words)
    hits = ((said[end:], at) for end in (*ends, *([0] if alone else [])) for at in named(said[end:], words))
    return any(len(after[:at].split()) <= 1 for after, at in hits)


def licensed(clause: Sequence[str], words: Words) -> bool:
    """Whether "I have" ends in a licence of several words: one "from Syria" is asked for in its turn."""
    said = " ".join(clause)
    ways = (way for name in LICENCES for way in words.licences.get(name, ()) if " " in way)
    mine = [f" {said[end:]}" for end in _owned(said, words)]
    return bool(mine) and any(one.endswith(f" {way}") for way in ways for one in mine)


def drives(clause: Sequence[str], words: Words) -> bool:
    """Whether "I have" and a car, or a licence and a car, are all that is said: who has washed one says more."""
    said, small = " ".join(clause), {*joints(words).link, *words.articles, *words.possessives}
    known = {part for name in (CAR, *LICENCES) for way in words.licences.get(name, ()) for part in way.split()} | small
    rests = [said[end:].split() for end in _owned(said, words)]
    only = (rest for rest in rests if rest and all(one in known or one.removeprefix(AND) in known for one in rest))
    return any(has_any(" ".join(rest), words.licences.get(CAR, ())) for rest in only)


def _owned(said: str, words: Words) -> list[int]:
    """Return where "I have" ends; a word of one letter opens what is said: "in my son's hands is a diploma"."""
    found = ((way, spot(said, way)) for way in words.cues.get("holds", ()))
    return [at + len(way) for way, at in found if at >= 0 and (at == 0 or len(way) > 1)]


def named(folded: str, words: Words) -> list[int]:
    """Return where educations are named."""
    return [at for at, kind, _ in named_in(folded, words.studies) if kind != UNDONE]
