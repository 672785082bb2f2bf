"""Words of danger: read before anything else, in every language there is, with nothing but these lists.

The theory (CONTENT.md 11; docs/decisions/danger-words.md). Level "a" is now: somebody wants to die, is being hit, a
child is in danger, a body fails. Level "b" is need: no roof, no food, what was suffered before, work under force. What
is only heavy is no danger, and `reading.heavy` knows it. A way of saying is a few words in a row: "|" stands between
words that serve alike, ".." for up to five others in the same sentence. Small words that only press on ("just",
"really") are passed over, and a letter drawn out is written once.

What a danger is of is told by ways of its own (`of_suicide`, `of_violence`, `of_child`, `of_medical`), which stand only
where it is certain: "he hits me" is of violence where "he" is at home; a boss who hits is a danger of no kind.

Where two ways overlap, the one that holds the other says it: "I am dying of boredom" holds "I am dying" and is calm,
"I do not want to kill myself" holds "want to kill myself" and is need. What no longer way holds stays, so that a joke
beside an alarm takes nothing from it. Nothing here asks who speaks or when: somebody else's danger is danger too.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Final, TypeAlias

from flows.reading import LANGUAGES, fold
from flows.words import Words

NOW, NEED, CALM, PASSED = "a", "b", "calm", "emphasis"
OF: Final = "of_"  # begins the ways that say what a danger is of
GAP: Final = ".."
WIDE: Final = 5  # words a gap may hold
STOPS: Final = frozenset(".!?;")
PIECES: Final = re.compile(r"[\w+@]+|[.!?;]")
DRAWN: Final = re.compile(r"(\w)\1{2,}")  # "mouriiir"
ARABIC_AND: Final = re.compile(r"^[وف](?=[\u0600-\u06ff]{3}|(?:ما|لا|مو|مش)$)")  # "and", "so", glued to a word

Place: TypeAlias = "frozenset[str] | None"  # words that serve alike; None: a gap


@dataclass(frozen=True, slots=True, eq=False)
class _Way:
    kind: str
    places: tuple[Place, ...]


@dataclass(frozen=True, slots=True)
class _Hit:
    kind: str
    start: int
    end: int

    def holds(self, other: _Hit) -> bool:
        """Whether another way lies inside this longer one; of two that are as long, the calm one holds."""
        around = self.start <= other.start and other.end <= self.end
        longer = self.end - self.start > other.end - other.start
        return around and self.kind != other.kind and (longer or self.kind == CALM)


def level(text: str, words: Words) -> str:
    """Return the level of danger a text tells of in one language: "a", "b", "" for none."""
    return _level(_pieces(fold(text)), words)


def _level(pieces: Sequence[tuple[str, ...]], words: Words) -> str:
    table, passed = _table(words)
    said = [piece for piece in pieces if piece[0] not in passed]
    hits = [
        hit for at, piece in enumerate(said) if not table.keys().isdisjoint(piece) for hit in _begin(said, at, table)
    ]
    return next((kind for kind in (NOW, NEED) if _stands(kind, hits)), "")


def _stands(kind: str, hits: Sequence[_Hit]) -> bool:
    """Whether a way of this kind is left that no longer way of another kind holds."""
    others = [hit for hit in hits if hit.kind == CALM or (hit.kind != kind and not kind.startswith(OF))]
    return any(hit.kind == kind and not any(other.holds(hit) for other in others) for hit in hits)


def spoken(texts: Sequence[str], tongues: Sequence[Words]) -> tuple[str, str]:
    """Return the highest level these texts tell of, and the first language it is told in; "" and "" for none."""
    read = [(pieces, frozenset(word for piece in pieces for word in piece)) for pieces in map(_pieces, _folded(texts))]
    begun = ((pieces, words) for words in tongues for pieces, said in read if not _firsts(words).isdisjoint(said))
    found = [(_level(pieces, words), words.lang) for pieces, words in begun]
    return min((one for one in found if one[0]), key=lambda one: one[0], default=("", ""))


def kinds(texts: Sequence[str], tongues: Sequence[Words]) -> tuple[str, ...]:
    """Return what the dangers in these texts are certain to be of; nothing that only sounds so counts."""
    read = [*map(_pieces, _folded(texts))]
    found = (kind for words in tongues for pieces in read for kind in _kinds(pieces, words))
    return tuple(dict.fromkeys(found))


def _kinds(pieces: Sequence[tuple[str, ...]], words: Words) -> Iterator[str]:
    """Yield the kinds one text tells of in one language."""
    table, passed = _table(words, of=True)
    said = [piece for piece in pieces if piece[0] not in passed]
    hits = [hit for at in range(len(said)) for hit in _begin(said, at, table)]
    yield from (kind.removeprefix(OF) for kind in words.danger if kind.startswith(OF) and _stands(kind, hits))


def _folded(texts: Sequence[str]) -> Iterator[str]:
    return (fold(text) for text in texts if text)


def _pieces(folded: str) -> list[tuple[str, ...]]:
    """Return the words and the ends of sentences of a folded text, each as the ways it may be read."""
    said = PIECES.findall(DRAWN.sub(r"\1", folded))
    return [(one,) if (bare := ARABIC_AND.sub("", one)) == one else (one, bare) for one in said]


def _begin(said: Sequence[tuple[str, ...]], at: int, table: Mapping[str, Sequence[_Way]]) -> Iterator[_Hit]:
    """Yield each way of saying that begins at a place."""
    for way in dict.fromkeys(way for one in said[at] for way in table.get(one, ())):
        end = _end(said, at + 1, way.places[1:])
        if end:
            yield _Hit(way.kind, at, end)


def _end(said: Sequence[tuple[str, ...]], at: int, places: tuple[Place, ...]) -> int:
    """Return where these words end when they stand here, 0 when they do not."""
    for n, place in enumerate(places):
        if place is None:
            return _after_gap(said, at, places[n + 1 :])
        if at >= len(said) or place.isdisjoint(said[at]):
            return 0
        at += 1
    return at


def _after_gap(said: Sequence[tuple[str, ...]], at: int, places: tuple[Place, ...]) -> int:
    """Return the same where up to five words of the sentence may stand before the rest."""
    for start in range(at, min(at + WIDE, len(said)) + 1):
        if end := _end(said, start, places):
            return end
        if start < len(said) and said[start][0] in STOPS:
            return 0
    return 0


@lru_cache(maxsize=LANGUAGES)
def _firsts(words: Words) -> frozenset[str]:
    """Return the words that begin a way."""
    return frozenset(_table(words)[0])


@lru_cache(maxsize=2 * LANGUAGES)
def _table(words: Words, *, of: bool = False) -> tuple[Mapping[str, Sequence[_Way]], frozenset[str]]:
    """Return the ways by the word they begin with, and the words that are passed over. `of`: those of kinds."""
    table: dict[str, list[_Way]] = {}
    shared: dict[str, Place] = {GAP: None}  # many ways have a place alike
    named = (CALM, *(kind for kind in words.danger if kind.startswith(OF))) if of else (NOW, NEED, CALM)
    for kind in named:
        for way in words.danger.get(kind, ()):
            made = _Way(kind, tuple(shared.setdefault(place, frozenset(place.split("|"))) for place in way.split()))
            for first in made.places[0] or ():
                table.setdefault(first, []).append(made)
    return table, frozenset(words.danger.get(PASSED, ()))
