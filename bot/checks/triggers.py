"""The triggers: for each act, in each language, 3 to 10 ways people tell it (CONTENT.md 4).

A way is one or more stems; all of them must begin a word of the same clause. "$" ends a stem that is a whole word,
"_" stands between the words of one, side by side, "|" between stems of which one is enough. "~" before a way says that
it names a place of work: it tells an act only where nothing else does; "? " that it may mean something else: it tells
nothing, and is asked; "+ " that it counts only beside another act of its field. "!" before stems says that the clause
must hold none of them.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from math import prod
from typing import Final

from bot.checks.tree import Check, Problem, Tree
from bot.content import places
from flows.acts import UNLESS
from flows.acts import sayable as can_be_said
from flows.words import fold

FEWEST: Final = 3
MOST: Final = 10
SHORTEST: Final = 2  # letters of a stem that is not a whole word: one letter begins everything
_STEM: Final = re.compile(r"[\w+]+\$?")


def every_act(tree: Tree) -> list[Problem]:
    """Each act has triggers in each language, and no trigger is for an act there is not."""
    found: list[Problem] = []
    for lang, triggers in tree.triggers.items():
        found += [_at(lang, act, "no triggers") for act in tree.acts - triggers.keys()]
        found += [_at(lang, act, "no such act in the domains") for act in triggers.keys() - tree.acts]
    return found


def enough(tree: Tree) -> list[Problem]:
    """3 to 10 triggers an act, none twice."""
    found: list[Problem] = []
    for lang, triggers in tree.triggers.items():
        for act, ways in triggers.items():
            folded = [" ".join(sorted(fold(way).split())) for way in ways]
            twice = sorted({way for way, same in zip(ways, folded, strict=True) if folded.count(same) > 1})
            if _told(ways) < FEWEST or len(ways) > MOST:
                found.append(_at(lang, act, f"{len(ways)} triggers, {FEWEST} to {MOST} wanted"))
            found += [_at(lang, act, f"twice: {', '.join(twice)}")] if twice else []
    return found


def well_formed(tree: Tree) -> list[Problem]:
    """A trigger is stems and nothing else."""
    return [
        _at(lang, act, f"not a trigger: {way!r}")
        for lang, act, way in _every(tree)
        if not way.split()
        or not all(
            _is_stem(s)
            for place in way.removeprefix("~ ").removeprefix("? ").removeprefix("+ ").split()
            for s in place.removeprefix("!").split("|")
        )
    ]


def sayable(tree: Tree) -> list[Problem]:
    """Each stem of a trigger is heard in its own words, and for each place there is one that rules nothing out."""
    return [
        _at(lang, act, f"can never be said: {stem!r} of {way!r}")
        for lang, act, way in _every(tree)
        for stem in _unsaid(way)
    ]


def _every(tree: Tree) -> Iterator[tuple[str, str, str]]:
    """Every way of saying an act, with its language and its act."""
    return (
        (lang, act, way) for lang, triggers in tree.triggers.items() for act, ways in triggers.items() for way in ways
    )


def _unsaid(way: str) -> list[str]:
    said = places(way.lstrip("~?+ "))
    unless = [one.removeprefix(UNLESS) for one in said if one.startswith(UNLESS)]
    wanted = [one for one in said if not one.startswith(UNLESS)]
    deaf = [stem for one in (*wanted, *unless) for stem in one.split("|") if not can_be_said(stem, ())]
    return deaf + [one for one in wanted if not any(can_be_said(stem, unless) for stem in one.split("|"))]


def _told(ways: tuple[str, ...]) -> int:
    """How many triggers ways stand for: "a|b c|d" is four."""
    return sum(prod(place.count("|") + 1 for place in way.split() if place[0] != "!") for way in ways)


def _is_stem(stem: str) -> bool:
    folded = fold(stem.removesuffix("$"))
    return _STEM.fullmatch(folded) is not None and (len(folded) >= SHORTEST or stem.endswith("$"))


def _at(lang: str, act: str, rule: str) -> Problem:
    return Problem(f"locales/{lang}/triggers/{act.partition('.')[0]}.toml", act, rule)


CHECKS: tuple[Check, ...] = (every_act, enough, well_formed, sayable)
