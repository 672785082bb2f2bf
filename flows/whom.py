"""For whom and where something was done, as the words say it: a home, a company, an association, one's own, kin.

It reads a text that tells work and nothing else; whether the work was the person's own is `clauses`' affair.
"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise
from typing import Final

from flows.reading import DENIAL, SHORT, answer_word, bare, beside_bare, edges, has_any, named_in, numeric, tokens
from flows.ways import spots
from flows.words import Words

ARABIC_IN: Final = ("ب", "ف")
NEAR_IN: Final = 4  # words: "in the big new hotel"
HOME: Final = "home"
HOUSES: Final = {HOME, "family"}  # for whom: those that a house may be of
NOBODY: Final = "none"  # words of a place that only look so: "maison d'arrêt" is no home
PAID: Final = "company"
FREELY: Final = "association"  # for whom: those that a place of work may be of
OWN: Final = "own"  # for whom: oneself, as a trade


def for_whom(folded: str, words: Words) -> str:
    """Return for whom something was done, when the words say it; "" when they do not.

    "My uncle's garage" and "the garage of my uncle" are a garage.
    """
    return _whom(folded, words)[0]


def rather_for(folded: str, words: Words) -> str:
    """Return for whom a message that opens with a no says something was done ("no, in offices"); "" for a plain no.

    Who names kin that did it says no.
    """
    opens_no = edges(words)["no"].begins(folded) and answer_word(folded, words) in {"no", None}
    name, way = _whom(folded, words) if opens_no and len(tokens(folded)) <= DENIAL else ("", "")
    theirs = name == "family" and bool({*way.split()[:1]} & {*words.kin, *words.possessives})
    return "" if theirs else name


def workplace(folded: str, words: Words, *, asked: bool = False) -> str:
    """Return the place one worked in, where a title can name it; "" else.

    It is said with "in", or is the whole answer once it was `asked`: who delivers to a hotel works in none.
    """
    name, way = _whom(folded, words)
    said = tokens(folded)
    there = (asked and len(said) <= SHORT) or name == FREELY  # nobody delivers to a fair
    of = (
        place
        for place, ways in words.workplaces.items()
        if (name == PAID and has_any(way, ways))
        or (name == FREELY and way.endswith(ways))  # a "resto du coeur" is none
    )
    return next((place for place in of if there or _inside(said, tokens(way), words)), "")


def _inside(said: Sequence[str], way: Sequence[str], words: Words) -> bool:
    """Whether "in" stands before a place or is glued to it."""
    ins = words.cues.get("inside", ())
    places = [i for i, token in enumerate(said) if way and (token == way[-1] or bare(token) == bare(way[-1]))]
    glued = any(said[i] != way[-1] and said[i].startswith(ARABIC_IN) for i in places)
    return glued or any(word in ins for i in places for word in said[max(0, i - NEAR_IN) : i])


def _whom(folded: str, words: Words) -> tuple[str, str]:
    """Return for whom something was done, and by which words it is said."""
    said = beside_bare(_uncounted(folded, words))
    hits = [hit for hit in _hits(said, words) if hit[1] != OWN or not _single_handed(said, hit, words)]
    at_home = {(at, len(way)) for at, way in spots(said, words.cues.get("at_home", ()))}
    apart = [hit for hit in hits if (hit[2], hit[0]) not in at_home]
    kin = any(hit[1] == "family" and not _with(said, hit, words) for hit in apart)  # "I raised my children on my own"
    if any(_theirs(said, hit, hits, words) for hit in hits):
        return "", ""
    elsewhere = [hit for hit in apart if hit[1] not in HOUSES and not kin]  # "on my own account, at home"
    freely = [hit for hit in hits if has_any(said[hit[2] : hit[2] + hit[0]], words.cues.get("volunteer", ()))]
    owned = [hit for hit in elsewhere if hit[1] == OWN]  # "my own hair salon"
    size, name, start = max(freely or owned or elsewhere or hits, default=(0, "", 0))  # "a volunteer at the town hall"
    places = [(at, at + long) for long, other, at in hits if other == "company" and name == "family"]
    gaps = (said[end:start] if end < start else said[start + size : at] for at, end in places)
    way = said[start : start + size]
    if any(gap.strip() in words.cues.get("of_whom", ()) for gap in gaps):
        return "company", ""
    return ("", "") if name == NOBODY else (name, way)


def _uncounted(folded: str, words: Words) -> str:
    """Return a text without how many there are of one's own: "my 4 children" are "my children"."""
    mine, told = {*words.cues.get("mine", ())}, folded.split()
    if mine.isdisjoint(told):
        return folded
    return " ".join(word for one, word in pairwise(["", *told]) if not (one in mine and numeric(word, words)))


def _theirs(said: str, hit: tuple[int, str, int], hits: Sequence[tuple[int, str, int]], words: Words) -> bool:
    """Whether a place only tells who somebody is: "curtains for a man who has a shop", "women from my church"."""
    _, name, start = hit
    small = {*words.articles}
    has = [list(tokens(way)) for way in words.cues.get("who_has", ())]
    people = (at + size for size, other, at in hits if other == HOME and name == PAID)
    if any([word for word in tokens(said[end:start]) if word not in small] in has for end in people):
        return True
    if name != FREELY:
        return False
    before = [word for word in tokens(said[:start]) if word not in {*small, *words.possessives}]
    friends, of = words.cues.get("friends", ()), words.cues.get("friends_of", ())
    return len(before) > 1 and before[-1] in of and before[-2] in friends


def _single_handed(said: str, hit: tuple[int, str, int], words: Words) -> bool:
    """Whether words within a story only say that nobody helped: "I raised them on my own" is no trade of one's own."""
    size, _, start = hit
    kin = not {*words.kin, *words.people.get("children", ())}.isdisjoint(tokens(said))
    ways = (*words.cues.get("alone", ()), *(words.cues.get("alone_with", ()) if kin else ()))
    alone = ((at, at + len(way)) for at, way in spots(said, ways))
    return len(tokens(said)) > SHORT and any(begin <= start and start + size <= end for begin, end in alone)


def kin_served(folded: str, words: Words) -> bool:
    """Whether kin are named, as neither who did it too nor whose the place is ("my aunt's nursery"); no children alone.

    Children are minded in schools, and not for the family.
    """
    said = beside_bare(folded)
    theirs = {*words.cues.get("at_home", ()), *words.people.get("children", ())}
    kin = [hit for hit in _hits(said, words) if hit[1] == "family" and theirs.isdisjoint(_parts(said, hit))]
    return bool(kin and _whom(folded, words)[1]) and not any(_with(said, hit, words) for hit in kin)


def alongside(folded: str, words: Words) -> bool:
    """Whether the family that is named is whom something was done with: "I worked with my uncle"."""
    said = beside_bare(folded)
    hit = max((hit for hit in _hits(said, words) if hit[1] == "family"), default=None)
    return hit is not None and _with(said, hit, words)


def _hits(said: str, words: Words) -> list[tuple[int, str, int]]:
    """Return each way in which a text says for whom: how long it is, for whom, and where it stands."""
    return [(len(way), name, at) for at, name, way in named_in(said, words.for_whom)]


def _parts(said: str, hit: tuple[int, str, int]) -> set[str]:
    """Return a way, and its words."""
    size, _, start = hit
    return {said[start : start + size], *tokens(said[start : start + size])}


def _with(said: str, hit: tuple[int, str, int], words: Words) -> bool:
    """Whether people are whom something was done with."""
    size, _, start = hit
    near = (*said[:start].split()[-1:], *said[start : start + size].split()[:1])
    return any(word in words.cues.get("alongside", ()) for word in near)
