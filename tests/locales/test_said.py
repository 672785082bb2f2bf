"""How people say how long and for whom: a file a language, with what must be understood of each way of saying it."""

from __future__ import annotations

import tomllib
from collections.abc import Iterator
from pathlib import Path

import pytest

from flows import times
from flows.model import Span
from flows.reading import for_whom, side
from flows.words import fold
from locales import load_words

TODAY = 1_790_000_000_000
FILES = sorted((Path(__file__).parent / "said").glob("*.toml"))


def ways(table: str) -> Iterator[object]:
    for file in FILES:
        for meant, said in tomllib.loads(file.read_text(encoding="utf-8"))[table].items():
            for text in said:
                yield pytest.param(file.stem, meant, text, id=f"{file.stem}: {text}")


def span(lang: str, text: str) -> Span:
    found = times.read(text, load_words(lang), TODAY)
    assert found is not None
    return found


@pytest.mark.parametrize(("lang", "months", "text"), list(ways("months")))
def test_a_length_of_time_is_understood(lang: str, months: str, text: str) -> None:
    assert span(lang, text).months == int(months)


@pytest.mark.parametrize(("lang", "years", "text"), list(ways("years")))
def test_years_are_understood(lang: str, years: str, text: str) -> None:
    found = span(lang, text)
    start, end = (moment.year if moment else "" for moment in (found.start, found.end))
    assert (f"{start}-{end}" if end or found.ongoing else f"{start}") == years


@pytest.mark.parametrize(("lang", "whom", "text"), list(ways("whom")))
def test_for_whom_is_understood(lang: str, whom: str, text: str) -> None:
    assert for_whom(fold(text), load_words(lang)) == whom


@pytest.mark.parametrize("text", ["доглядала двійнят двох років", "сиділа з дитиною трьох років"])
def test_how_old_a_child_is_is_no_time_of_work(text: str) -> None:
    found = times.read(text, load_words("uk"), TODAY)
    assert found is None or found.months is None


@pytest.mark.parametrize(
    ("text", "asked"), [("а хто це читає?", "readers"), ("ви робот?", "robot"), ("хто це?", "robot")]
)
def test_a_question_of_ones_own_is_the_one_said_in_more_words(text: str, asked: str) -> None:
    assert side(fold(text), load_words("uk")) == asked
