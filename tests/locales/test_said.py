"""How people say how long and for whom: a file a language, with what must be understood of each way of saying it."""

from __future__ import annotations

import tomllib
from collections.abc import Sequence
from pathlib import Path

import pytest

from bot import content
from flows import times
from flows.reading import side
from flows.whom import for_whom
from flows.words import fold

WORDS = content.load().words
TODAY = 1_790_000_000_000
FILES = sorted((Path(__file__).parent / "said").glob("*.toml"))
Said = Sequence[tuple[str, str]]  # what is meant, and how it is said


def ways(table: str) -> list[object]:
    """This table of each file: what is meant, with the ways of saying it."""
    read = ((file.stem, tomllib.loads(file.read_text(encoding="utf-8"))[table]) for file in FILES)
    return [
        pytest.param(lang, [(meant, text) for meant, said in found.items() for text in said], id=lang)
        for lang, found in read
    ]


def months(lang: str, text: str) -> str:
    found = times.read(text, WORDS[lang], TODAY)
    return str(found.months) if found else ""


def years(lang: str, text: str) -> str:
    found = times.read(text, WORDS[lang], TODAY)
    start, end = (moment.year if moment else "" for moment in (found.start, found.end)) if found else ("", "")
    return f"{start}-{end}" if end or (found and found.ongoing) else f"{start}"


@pytest.mark.parametrize(("lang", "said"), ways("months"))
def test_a_length_of_time_is_understood(lang: str, said: Said) -> None:
    assert {text: read for meant, text in said if (read := months(lang, text)) != meant} == {}


@pytest.mark.parametrize(("lang", "said"), ways("years"))
def test_years_are_understood(lang: str, said: Said) -> None:
    assert {text: read for meant, text in said if (read := years(lang, text)) != meant} == {}


@pytest.mark.parametrize(("lang", "said"), ways("whom"))
def test_for_whom_is_understood(lang: str, said: Said) -> None:
    assert {text: read for whom, text in said if (read := for_whom(fold(text), WORDS[lang])) != whom} == {}


@pytest.mark.parametrize("text", ["доглядала двійнят двох років", "сиділа з дитиною трьох років"])
def test_how_old_a_child_is_is_no_time_of_work(text: str) -> None:
    found = times.read(text, WORDS["uk"], TODAY)
    assert found is None or found.months is None


@pytest.mark.parametrize(
    ("text", "asked"), [("а хто це читає?", "readers"), ("ви робот?", "robot"), ("хто це?", "robot")]
)
def test_a_question_of_ones_own_is_the_one_said_in_more_words(text: str, asked: str) -> None:
    assert side(fold(text), WORDS["uk"]) == asked
