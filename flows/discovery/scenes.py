"""Where the scene of a story changes: another place, another time of life, other people than those named so far.

The theory. Nobody says "next experience". They say "here", "now", "on Sundays", "apart from that", "also for my
neighbour". Each of these is a sign; none proves anything alone, for a day of work has its "then" and its "also" too.
So signs are added up: one that opens a step of the story, other people, a time of its own. Two signs part work of two
fields, three part work of the same field. Where it is unsure, two experiences without a detail are better than one
that lies: nothing here gives a time to anybody, and `certain` takes away the one that may belong elsewhere.
"""

from __future__ import annotations

from collections.abc import Container, Sequence
from functools import lru_cache
from itertools import pairwise
from typing import Final

from flows.clauses import is_one
from flows.joints import joints
from flows.lives import EMPLOYED, VOLUNTEERED
from flows.reading import LANGUAGES, beside_bare, fold, has_any, named_in, opens, tokens
from flows.talk import talk_of
from flows.whom import for_whom, kin_served
from flows.words import Ways, Words

PLAIN: Final = 2  # what "now", "here" or "apart from that" says
APART: Final = 2  # signs that part work of two fields
SURELY: Final = 3  # signs that part work of one field
OPENING: Final = 4  # words at the front of a step in which a sign stands
NEAR: Final = 4  # words after a sign in which somebody begins to tell of themselves
SIGNS: Final = ("now", "here", "there", "moved", "aside")
PERSONS: Final = frozenset({"home", "family", VOLUNTEERED})  # for whom: people, and not where one was employed
HOURS: Final = ("morning", "evening", "night")
DAYS: Final = (
    "monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday", "weekend",
)  # fmt: skip
BRINGING: Final = ("care", "childcare", "social")  # fields of those who go somewhere with somebody
SERVING: Final = ("care", "childcare", "office.interpret", "office.papers")  # done for kin wherever it is
FAMILY: Final = "family"  # for whom
AND: Final = "وف"  # glued to the word behind it
LATIN: Final = "\u0250"  # letters before it write languages that say "I"


def sign(text: str, words: Words, *, fresh: bool = False) -> int:
    """Return how much the opening of a step says that another scene begins; `fresh`: it opens a sentence."""
    heads = _heads(text, words)
    if any(_begins(heads, words.times.get(name, ())) for name in SIGNS):
        return PLAIN
    early = " ".join(tokens(fold(text))[:OPENING])
    said = tokens(fold(text))
    tells = said[:1] > [LATIN] or any(
        is_one(token, words.first) for token in said
    )  # "cooking and cleaning too" is a list
    also = tells and has_any(early, words.times.get("also", ()))
    small = also or _begins(heads, words.times.get("after", ()))
    worked = _begins(heads, words.telling.get("worked", ()))
    return (
        int(small) + int(also and fresh) + int(worked) + any(has_any(early, words.rhythms.get(day, ())) for day in DAYS)
    )


def opens_step(ahead: Sequence[str], before: str, words: Words) -> bool:
    """Whether a sign stands here that opens a step, without a comma or an "and" before it: speech has none.

    Who says "I" says it soon after; "until now" and "from here" open nothing.
    """
    if not ahead or is_one(before, _held(words)) or before in words.articles:
        return False
    said = " ".join(ahead[: NEAR + 1]) + " "
    heads = (said, said[1:]) if said[0] in AND else (said,)
    if not _begins(heads, _signs(words)):
        return False
    way = next(way for way in _signs(words) if _begins(heads, (way,)))
    moved = way in words.times.get("moved", ())
    rest = ahead[len(way.split()) :][:NEAR]
    until = next((at for at, token in enumerate(rest) if token in joints(words).link), len(rest))
    doing = rest[:1] != [] and rest[0].endswith(tuple(talk_of(words).doing))  # "now cleaning offices"
    return moved or doing or ahead[0] >= LATIN or any(is_one(token, words.first) for token in rest[:until])


def schoolday(text: str, words: Words) -> bool:
    """Whether a text opens with a time of the day and no time of life: "before school I get the children ready"."""
    said = [token for token in tokens(fold(text)) if token not in words.articles and len(token) > 1]
    ways, school = words.times.get("before", ()), words.workplaces.get("school", ())
    return any(a.lstrip(AND) in ways and b in school for a, b in pairwise(said[:OPENING]))


@lru_cache(maxsize=LANGUAGES)
def _signs(words: Words) -> tuple[str, ...]:
    """Return what opens a step of a story."""
    return tuple(way for name in (*SIGNS, "after", "before") for way in words.times.get(name, ()))


@lru_cache(maxsize=LANGUAGES)
def _held(words: Words) -> frozenset[str]:
    """Return the words that hold what follows: "until now", "since then"."""
    names = ("until", "to", "since", "from", "ago", "around")
    return frozenset(way for name in names for way in words.times.get(name, ()) if " " not in way) - joints(words).link


def _heads(text: str, words: Words) -> tuple[str, ...]:
    """Return the openings of a step, with and without the linking words before it."""
    said, small = tokens(fold(text)), joints(words)
    heads = [said]
    while heads[-1][:1] and (heads[-1][0] in small.link or heads[-1][0] in small.but) and len(heads) < NEAR:
        heads.append(heads[-1][1:])
    found = [" ".join(head[: OPENING + 1]) + " " for head in heads if head]
    return (*found, *(head[1:] for head in found if head[0] in AND))


def _begins(heads: Sequence[str], ways: Sequence[str]) -> bool:
    return any(opens(head, ways) for head in heads)


def whom(text: str, fields: Container[str], words: Words) -> str:
    """Return for whom a step says its work was; a school somebody is brought to and children alone say nothing.

    `fields` are those of its acts, and the acts: who interprets for her mother at the bank works for no bank.
    """
    said = beside_bare(fold(text))
    found = for_whom(fold(text), words)
    if found == EMPLOYED and any(one in fields for one in SERVING) and kin_served(fold(text), words):
        found = FAMILY
    named = [(len(way), at, way) for at, name, way in named_in(said, words.for_whom) if name == found]
    if not named:
        return found
    _, at, way = max(named)
    if found == EMPLOYED and (schoolday(text, words) or brought(said[:at], way, fields, words)):
        return ""
    if found == FAMILY and any(way in there and has_any(said, (there,)) for there in words.times.get("there", ())):
        return ""  # "at home in my country" is where, not for whom
    children = {*tokens(" ".join(words.people.get("children", ())))}
    minded = not children.isdisjoint(tokens(way)) and {*tokens(said)}.isdisjoint(
        {*words.possessives, *words.kin, *words.cues.get("mine", ())} - children
    )
    return "" if found == FAMILY and minded else found


def brought(before: str, way: str, fields: Container[str], words: Words) -> bool:
    """Whether a place is where somebody was brought: "I take them to school" and not "I work at the school"."""
    led = [token for token in tokens(before) if token not in words.articles]
    lead = [*led[-1:], *tokens(way)[:1]]
    to = {one for one in words.times.get("to", ()) if one not in joints(words).link}
    return any(field in fields for field in BRINGING) and any(is_one(token, to) for token in lead)


def others(before: str, after: str) -> int:
    """Return how much it says that other people are named: most for those who volunteer, and for two that differ."""
    if not after or before == after:
        return 0
    return PLAIN if before or after == VOLUNTEERED else 1


@lru_cache(maxsize=LANGUAGES)
def hours(words: Words) -> Ways:
    """Return how people say when in the day: in the morning, in the evening, at night."""
    return {name: words.rhythms.get(name, ()) for name in HOURS}


def named(text: str, words: Words) -> str:
    """Return the country, town or employer that a step names by its name, "" for none: it is written with a capital."""
    said = text.split()
    after = (fold(name) for at, name in pairwise(said) if fold(at) in talk_of(words).place and name[:1].isupper())
    return next(after, "")


def is_day(word: str, words: Words) -> bool:
    """Whether a word names a day of the week, or its end."""
    return any(word in words.rhythms.get(day, ()) for day in DAYS)
