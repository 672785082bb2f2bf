"""How far an act was the person's own: they helped, did it with others, or did it now and then (CONTENT.md 4).

Read from a clause as a negation is, and kept with the act: it is never lost and never raised. What lowers an act may
stand in the clause itself or, where one subject has several, beside it: "I helped my mother with the cleaning, the
cooking". With whom something was done stays with it in a list ("cleaning, painting with my uncle, minding children"),
unless it is said of all: before them, at their end, or of the work itself. Other people are no part of what is said
then: "with my mother" becomes "help to".
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from typing import Final

from flows.memory import remembered
from flows.model import Phrase
from flows.reading import LANGUAGES, bare, has_any, spot, tokens
from flows.words import Words

HELPED: Final = "helped"
SHARED: Final = "shared"
SOME: Final = "some"
LEVELS: Final = (HELPED, SHARED, SOME)  # what claims least first
WIDE: Final = frozenset({HELPED, SHARED})  # said once for all that one subject did, also across commas
AND: Final = "و"  # glued to the word behind it


@dataclass(frozen=True, slots=True)
class Level:
    """A level, and by which words of a clause it was said.

    `whom` is who was helped or did it too, `span` where the words stand, `last` whether they end the clause, `size` how
    many words of it say a level. `beside`: they only name somebody, and the act is not about them.
    """

    name: str
    whom: str = ""
    span: tuple[int, int] = (0, 0)
    last: bool = False
    size: int = 0
    beside: bool = False

    def without(self, folded: tuple[str, ...]) -> tuple[str, ...]:
        """Return the words of its clause without who did it too."""
        return (*folded[: self.span[0]], *folded[self.span[1] :]) if self.beside else folded

    def is_told_by(self, stems: Iterable[str]) -> bool:
        """Whether these stems of a trigger name who was helped."""
        return bool(self.whom) and any(_stands_for(stem, self.whom) for stem in stems)


def _stands_for(stem: str, word: str) -> bool:
    return word == stem.removesuffix("$") if stem.endswith("$") else word.startswith(stem)


@dataclass(frozen=True, slots=True)
class Piece:
    """A clause as far as levels look at it: where its sentence was cut by a sign, and whether it names who does it."""

    folded: tuple[str, ...]
    piece: int
    alone: bool  # it begins something of its own: a subject, a verb that says who, a "but"
    links: int = 0  # its first words that only link it to what came before
    verb: bool = False  # it has a verb of its own after them: "and took care of"
    named: bool = False  # somebody is its subject, or it turns with a "but"
    works: bool = False  # it says that one worked, before what was done there: "I worked with my uncle: ..."


def levels(pieces: Sequence[Piece], words: Words) -> list[Level | None]:
    """Return the level of each clause of a sentence: its own, or that of what it goes on with."""
    own = [_own(piece.folded, words) for piece in pieces]
    found = list(own)
    for i, level in enumerate(own):
        for j in _reached(i, level, own, pieces) if level else ():
            found[j] = found[j] or _lent(level)
    return found


def _lent(level: Level | None) -> Level | None:
    """Return a level as another clause has it: none of its words stand there."""
    return level and Level(level.name, level.whom)


def _reached(i: int, level: Level, own: Sequence[Level | None], pieces: Sequence[Piece]) -> Iterator[int]:
    """Yield the clauses beside one to which its level belongs as well."""
    only = level.size >= len(pieces[i].folded) - pieces[i].links
    leads = only and i + 1 < len(pieces) and (not i or pieces[i + 1].piece == pieces[i].piece)
    works = level.beside and pieces[i].works
    if leads:  # "sometimes I cook"
        yield i + 1
    goes_on = i + 1 < len(pieces) and not (own[i + 1] or pieces[i + 1].alone)
    held = level.beside and not (leads or works)  # "painting with my uncle, tiling"
    for j in range(i + 1 + leads, i + 1 if held else len(pieces)):
        apart = own[j] or pieces[j].named or not (works or not (pieces[j].alone or pieces[j].verb))
        if apart or not _together(level, pieces[j - 1], pieces[j]):
            break
        yield j
    for j in range(i - 1, -1, -1) if level.last and not leads and not (held and goes_on) else ():
        trails = only and j == i - 1  # "I cook, a bit"
        if own[j] or not (trails or (not pieces[j + 1].alone and _together(level, pieces[j], pieces[j + 1]))):
            break
        yield j


def _together(level: Level, before: Piece, after: Piece) -> bool:
    return before.piece == after.piece or level.name in WIDE


def told(folded: str, words: Words) -> str:
    """Return the level a message tells, "" for none."""
    level = _own(tuple(tokens(folded)), words)
    return level.name if level else ""


# ---------------------------------------------------------------- in one clause


@remembered
def _own(folded: tuple[str, ...], words: Words) -> Level | None:
    """Return the level said in a clause, the one that claims least when there are several."""
    text = " ".join(folded)
    if not has_any(text, _signs(words)):
        return None
    text = _without_others(text, words)
    folded = tuple(text.split())
    found = (_helping(folded, words), _beside(folded, words), _some(text, words))
    every = {level.name: level for level in reversed(found) if level}
    level = next((every[name] for name in LEVELS if name in every), None)
    if level is None:
        return None
    said = {place for one in found if one for place in range(*one.span)}
    last = len(folded) - 1 in said
    return replace(level, last=last, size=len(said))


@lru_cache(maxsize=LANGUAGES)
def _signs(words: Words) -> tuple[str, ...]:
    """Return what a clause without a level holds none of."""
    return tuple({*_ways("helps", words), *_ways("with", words), *_now_and_then(words)})


def _ways(name: str, words: Words) -> tuple[str, ...]:
    return words.degrees.get(name, ())


@lru_cache(maxsize=LANGUAGES)
def _now_and_then(words: Words) -> tuple[str, ...]:
    ways = (*_ways("some", words), *words.rhythms.get("sometimes", ()))
    return (*ways, *(f"{AND}{way}" for way in ways if "\u0600" <= way[0] <= "\u06ff"))


def _without_others(text: str, words: Words) -> str:
    """Return a clause with what only looks like a level made unreadable: "tired a bit", "I live with my brother"."""
    for way in _also_and("unless", words):
        if spot(text, way) >= 0:
            text = text.replace(way, " ".join("_" for _ in way.split()))
    return text


@lru_cache(maxsize=LANGUAGES)
def _also_and(name: str, words: Words) -> tuple[str, ...]:
    ways = _ways(name, words)
    return (*ways, *(f"{AND}{way}" for way in ways if "\u0600" <= way[0] <= "\u06ff"))


def _helping(folded: tuple[str, ...], words: Words) -> Level | None:
    """Return that the person helped: "I helped" with what is done next, or with somebody who does it."""
    text = " ".join(folded)
    for way in _ways("helps", words):
        place = spot(text, way)
        if place < 0:
            continue
        begin = len(text[:place].split())
        end = begin + len(way.split())
        whom = _named(folded[end:], words)
        to_do = words.small.get("to_do", ())
        goes_on = folded[end : end + 1] == () or folded[end] in _ways("to", words) or folded[end].endswith(to_do)
        if goes_on or _is(whom, "elders", words) or _is(whom, "peers", words):
            return Level(HELPED, whom, (begin, end))
    return None


def _beside(folded: tuple[str, ...], words: Words) -> Level | None:
    """Return that somebody else did it too: who leads the way is helped, with an equal it is shared."""
    for i, token in enumerate(folded):
        dwells = i > 0 and folded[i - 1] in _ways("lives", words)  # "I live with my friend"
        whom = "" if dwells or token not in _ways("with", words) else _named(folded[i + 1 :], words)
        name = HELPED if _is(whom, "elders", words) else SHARED if _is(whom, "peers", words) else ""
        if name:
            return Level(name, whom, (i, folded.index(whom, i) + 1), beside=True)
    return None


def _named(after: Sequence[str], words: Words) -> str:
    """Return who is named next, "my" and "the" left out; "" for nobody."""
    return next((token for token in after if token not in _ways("my", words)), "")


def _is(whom: str, name: str, words: Words) -> bool:
    return bool(whom) and (whom in _ways(name, words) or bare(whom) in _ways(name, words))


def _some(text: str, words: Words) -> Level | None:
    """Return that it was done a little or now and then."""
    places = ((spot(text, way), way) for way in _now_and_then(words) if way in text)
    place, way = next((found for found in places if found[0] >= 0), (-1, ""))
    begin = len(text[:place].split())
    return Level(SOME, "", (begin, begin + len(way.split()))) if place >= 0 else None


# ---------------------------------------------------------------- in a name


def leveled(phrase: Phrase, level: str) -> Phrase:
    """Return the name of a skill or an act with its level."""
    return Phrase(f"line.{level}", {"skill": phrase}) if level in LEVELS else phrase


def plain(phrase: Phrase) -> Phrase:
    """Return the name of a skill without its level."""
    inner = phrase.args.get("skill") if level_of(phrase) else None
    return inner if isinstance(inner, Phrase) else phrase


def level_of(phrase: Phrase) -> str:
    """Return the level a name says, "" for none."""
    begin, _, name = phrase.key.partition(".")
    return name if begin == "line" and name in LEVELS else ""


def act_of(phrase: Phrase) -> str:
    """Return the act a skill's name is of, whatever number, place or level it says; "" for another line."""
    begin, _, name = plain(phrase).key.partition(".")
    return ".".join(name.split(".")[:2]) if begin == "skill" else ""
