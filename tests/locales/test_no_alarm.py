"""Nothing that our own files say, show or understand is taken for words of danger, except where it is meant so."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

from bot import content
from flows.danger import spoken
from tests.personas.replay import the_ten

TONGUES = tuple(content.load().words.values())
ROOT = Path(__file__).parent.parent.parent
OURS = (
    "locales/*/*.po", "locales/occupations/*.toml", "locales/concepts/*.toml", "locales/trades.toml",
    "locales/*/triggers/*.toml", "tests/locales/*/*.toml", "tests/journeys/*.txt", "tests/journeys/papers/*",
    "tests/personas/people/*.yaml", "tests/finding/*.jsonl",
)  # fmt: skip
QUOTED = re.compile(r'"((?:[^"\\]|\\.)+)"')
ALARMS = "danger.txt"  # the journey in which it is meant
# What is meant so: invented people who tell of blows and of no roof, and what is answered to it.
TRUE = ("він мене бив", "je n'ai pas de toit", "If you are in danger now")


def texts() -> Iterator[str]:
    """Each line of our own files, and each text that stands in quotes in them."""
    paths = [path for pattern in OURS for path in sorted(ROOT.glob(pattern)) if path.name != ALARMS]
    for path in paths:
        for line in path.read_text(encoding="utf-8").splitlines():
            said = QUOTED.findall(line)
            yield from said or (line,)
    for person in the_ten()[0]:  # ten more people, whom a fresh copy does not have
        yield from (str(turn.get(kind, "")) for turn in person["turns"] for kind in ("says", "voice"))


def test_nothing_of_our_own_is_an_alarm() -> None:
    found = [text for text in dict.fromkeys(texts()) if spoken((text,), TONGUES)[0]]
    assert [text for text in found if not any(one in text for one in TRUE)] == []


def test_no_word_that_works_everywhere_is_an_alarm() -> None:
    groups = (group for words in TONGUES for group in (words.commands, words.answers, words.questions, words.sides))
    ways = (way for group in groups for said in group.values() for way in said)
    assert [way for way in ways if spoken((way,), TONGUES)[0]] == []
