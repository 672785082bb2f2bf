"""Stories of a minute as people tell them: nothing of one part of a life stands under another.

They are data in `stories/`, each in the parts it is made of. Those of even places were not looked at while the rules
were made; none may be tuned to. What is counted is wrong placement, and how many parts become an experience.
"""

from __future__ import annotations

import tomllib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

import pytest

from bot import content
from bot.hints import Hinter
from flows import acts, lives
from flows.live import Live
from tests.flows.chat import Chat

CONTENT = content.load()
HINTS = Hinter(CONTENT, lambda _lang: ())
HERE = Path(__file__).parent / "stories"
BEGUN = {"fr": ("bonjour", "oui"), "en": ("hello", "yes"), "ar": ("مرحبا", "نعم"), "uk": ("добрий день", "так")}
LEAST = 14  # stories of a language
MOST_WRONG = {"fr": 2, "en": 1, "ar": 3, "uk": 6}  # lines, days, times and people under another part, in all of them
FOUND = 0.9  # of the parts, at least
YEAR = 2026
Part = Mapping[str, Any]


@dataclass(frozen=True)
class Told:
    """What became of a story: what stands under another part, and which parts have an experience."""

    wrong: tuple[str, ...]
    found: int
    parts: int


@cache
def stories(lang: str) -> tuple[tuple[Part, ...], ...]:
    """The stories of a language, each as its parts; those that the rules were made with beside them last."""
    raw = tomllib.loads((HERE / f"{lang}.toml").read_text(encoding="utf-8"))
    return tuple(tuple(one["parts"]) for one in (*raw["story"], *raw["more"]))


def told(lang: str, parts: Sequence[Part]) -> Told:
    """Tell a story, and look where each thing said of a part of it stands."""
    chat = Chat(content=CONTENT, hint=HINTS)
    for said in (*BEGUN[lang], " ".join(part["said"] for part in parts)):
        chat.send(said)
    live = chat.trace.live
    own = [{one.act for one in acts.told(part["said"], lang, CONTENT)} for part in parts]
    wrong, found = list[str](), set[int]()
    for item in live.items():
        if lives.stands(live, item):
            here = _part_of(live, item, parts, own)
            found.add(here)
            wrong += (
                f"{item} as {parts[here]['said'][:20]}: {one}" for one in _wrong(live, item, parts[here], own[here])
            )
    return Told(tuple(wrong), len(found), len(parts))


def _part_of(live: Live, item: str, parts: Sequence[Part], own: Sequence[set[str]]) -> int:
    """The part most of whose acts, and then whose words, an experience has."""
    names, words = lives.known_acts(live, item), {*live.text(lives.at(item, "what")).split()}
    return max(
        range(len(parts)),
        key=lambda i: (sum(name in own[i] for name in names), len(words & {*parts[i]["said"].split()})),
    )


def _wrong(live: Live, item: str, part: Part, own: set[str]) -> Iterator[str]:
    yield from (name for name in lives.known_acts(live, item) if name not in own or name in part.get("never", ()))
    whom = live.ids(lives.at(item, "whom"))
    yield from (one for one in whom if one not in part["whom"])
    spans = [value.span for name in ("when", "often") if (value := live.value(lives.at(item, name))) and value.span]
    for span in spans:
        yield from (day for day in span.rhythm if day not in (*part.get("days", ()), "always", "sometimes"))
        years = {span.start.year} if span.start else set()
        years |= {YEAR - span.months // 12} if span.months else set()
        since = part.get("start") or YEAR - part.get("months", 0) // 12
        if years and span.months != part.get("months") and (since not in years or not {"start", "months"} & {*part}):
            yield f"{span.said}"


@pytest.mark.parametrize("lang", BEGUN)
def test_nothing_of_one_part_of_a_story_stands_under_another(lang: str) -> None:
    found = [told(lang, parts) for parts in stories(lang)]
    wrong = [line for one in found for line in one.wrong]
    assert len(found) >= LEAST
    assert len(wrong) <= MOST_WRONG[lang], wrong
    assert sum(one.found for one in found) >= FOUND * sum(one.parts for one in found)


@pytest.mark.parametrize("lang", BEGUN)
def test_the_stories_the_rules_were_made_with_are_told_apart(lang: str) -> None:
    assert not [line for parts in stories(lang)[:4:2] for line in told(lang, parts).wrong]
