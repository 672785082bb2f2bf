"""Whether words tell of a school or a diploma of one's own: "I have a degree". A year beside it is none of work."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from flows.reading import spot
from flows.ways import named_in
from flows.words import Words

UNDONE: Final = "undone"  # among the kinds: what says that one was not finished


def held(clause: Sequence[str], words: Words, *, alone: bool = False) -> bool:
    """Whether the name of an education follows on "I have", or on "I have a"; `alone`: or opens what is said."""
    said = " ".join(clause)
    ends = [at + len(way) for way in words.cues.get("holds", ()) if (at := spot(said, way)) >= 0]
    hits = ((said[end:], at) for end in (*ends, *([0] if alone else [])) for at in named(said[end:], words))
    return any(len(after[:at].split()) <= 1 for after, at in hits)


def named(folded: str, words: Words) -> list[int]:
    """Return where educations are named."""
    return [at for at, kind, _ in named_in(folded, words.studies) if kind != UNDONE]
