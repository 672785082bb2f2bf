"""Where ways of saying stand in a text, as whole words.

Hundreds are looked for in each message and few of them are there. A way begins with one of the words of the text or it
stands nowhere: so ways are kept by their first word, in tables made once for each list of our words, never of a
person's.
"""

from __future__ import annotations

import difflib
import re
from collections.abc import Iterator, Mapping, Sequence
from functools import lru_cache
from typing import Final, TypeAlias

from flows.memory import remembered
from flows.words import Ways

Words: TypeAlias = tuple[frozenset[str], Sequence[str]]  # of a way: which, and in their order

WORD: Final = re.compile(r"\w+")
FEW: Final = 16  # ways that are looked for one after the other: a table costs more
LEAST: Final = 4  # words of a way that has near ones
LONGEST: Final = 80  # characters of a text that may be near to one
SHORT: Final = 4  # letters: of a word so short only an end may be missing ("veu")
ALIKE: Final = 0.75  # of the letters of a longer word, one put for another: "somone", "conseillé"
TABLES: Final = 1024  # lists of ways whose table is kept: four languages have some six hundred


def spot(folded: str, way: str) -> int:
    """Return where a way of saying first stands in the text as whole words, -1 for nowhere."""
    at = folded.find(way)
    while at >= 0:
        end = at + len(way)
        if not (at and _of_word(folded[at - 1])) and not (end < len(folded) and _of_word(folded[end])):
            return at
        at = folded.find(way, at + 1)
    return -1


def _of_word(char: str) -> bool:
    return char.isalnum() or char == "_"


def has_any(folded: str, ways: Sequence[str]) -> bool:
    """Whether one of these ways of saying stands in the text as whole words."""
    if len(ways) > FEW and isinstance(ways, tuple):  # a list is of the moment, and may hold words of a person
        known = _by_word(ways)
        ways = [way for word in _words(folded) for way in known.get(word, ())]
    for way in ways:  # noqa: SIM110 - many are looked for in each message: the cheapest loop there is
        if way in folded and spot(folded, way) >= 0:
            return True
    return False


def spots(folded: str, ways: Sequence[str]) -> Iterator[tuple[int, str]]:
    """Yield each way of saying that stands in the text as whole words, and where."""
    return ((at, way) for way in ways if way in folded and (at := spot(folded, way)) >= 0)


def named_in(folded: str, ways: Ways) -> Iterator[tuple[int, str, str]]:
    """Yield each way of saying that stands in the text as whole words: where, what it says, and the way."""
    known = _named_by_word(_Same(ways))
    near = [one for word in _words(folded) for one in known.get(word, ())]
    return ((at, name, way) for _, name, way in sorted(near) if (at := spot(folded, way)) >= 0)


def longest_named(folded: str, ways: Ways) -> str:
    """Return what the longest way of saying in the text says, "" for none: "bus driver" and not "driver"."""
    return max(((len(way), name) for _, name, way in named_in(folded, ways)), default=(0, ""))[1]


def opens(folded: str, ways: Sequence[str]) -> bool:
    """Whether a text goes on after one of these ways of saying, which it begins with."""
    return folded.startswith(_spaced(tuple(ways)))


def nearly(said: str, ways: Ways, name: str, no: Sequence[str]) -> str | None:
    """Return the name where a text is one of its ways, but for the spelling of words; None where it is another text.

    Word for word, half of them spelled the same: "I can help someone" is not "I can have someone". A way that denies
    (`no`) has no near one.
    """
    told = WORD.findall(said) if len(said) <= LONGEST else []
    if len(told) < LEAST:
        return None
    known = _by_size(_Same(ways), name, tuple(no)).get(len(told), ())
    least, same = len(told) / 2, {*told}
    near = (way for words, way in known if len(words & same) >= least)
    return name if any(all(map(_alike, told, way)) for way in near) else None


def _alike(one: str, other: str) -> bool:
    if one == other:
        return True
    short, long = sorted((one, other), key=len)
    if len(long) <= SHORT:
        return long.startswith(short) or long.endswith(short)
    return difflib.SequenceMatcher(None, one, other).ratio() >= ALIKE


# ---------------------------------------------------------------- tables


class _Same:
    """A mapping that is told by which one it is: it cannot be hashed, and is never changed."""

    __slots__ = ("ways",)

    def __init__(self, ways: Ways) -> None:
        self.ways = ways

    def __hash__(self) -> int:
        return id(self.ways)

    def __eq__(self, other: object) -> bool:
        return isinstance(other, _Same) and self.ways is other.ways


@remembered
def _words(folded: str) -> tuple[str, ...]:
    """Return the words of a text, each once; "" stands for those ways that begin with a sign."""
    return tuple(dict.fromkeys(("", *WORD.findall(folded))))


def _first(way: str) -> str:
    found = WORD.match(way)
    return found[0] if found else ""


@lru_cache(maxsize=TABLES)
def _by_word(ways: tuple[str, ...]) -> Mapping[str, Sequence[str]]:
    table: dict[str, list[str]] = {}
    for way in ways:
        table.setdefault(_first(way), []).append(way)
    return table


@lru_cache(maxsize=TABLES)
def _named_by_word(same: _Same) -> Mapping[str, Sequence[tuple[int, str, str]]]:
    """Return the ways by their first word, each with its rank among all of them and what it says."""
    table: dict[str, list[tuple[int, str, str]]] = {}
    every = ((name, way) for name, said in same.ways.items() for way in said)
    for rank, (name, way) in enumerate(every):
        table.setdefault(_first(way), []).append((rank, name, way))
    return table


@lru_cache(maxsize=TABLES)
def _by_size(same: _Same, name: str, no: tuple[str, ...]) -> Mapping[int, Sequence[Words]]:
    """Return the words of each way that denies nothing, by how many there are."""
    table: dict[int, list[Words]] = {}
    for said in map(WORD.findall, same.ways.get(name, ())):
        if {*no}.isdisjoint(said):
            table.setdefault(len(said), []).append((frozenset(said), said))
    return table


@lru_cache(maxsize=TABLES)
def _spaced(ways: tuple[str, ...]) -> tuple[str, ...]:
    return tuple(f"{way} " for way in ways)
