"""A time as a document says it."""

from __future__ import annotations

import pytest

from bot import content
from flows import spans, times
from flows.model import Moment, Span

CONTENT = content.load()


@pytest.mark.parametrize(
    ("lang", "text"),
    [
        ("uk", "на канікулах"), ("uk", "сезон"), ("en", "in the school holidays"), ("en", "seasonal"),
        ("ar", "في العطل"), ("fr", "pendant les vacances"),
    ],
)  # fmt: skip
def test_the_holidays_are_kept_as_said_and_are_no_school_time(lang: str, text: str) -> None:
    assert times.read(text, CONTENT.words[lang], 1_790_000_000_000) == Span(text)


@pytest.mark.parametrize(
    ("lang", "text"),
    [("uk", "навчальний рік"), ("en", "in term time"), ("ar", "السنة الدراسية"), ("fr", "en période scolaire")],
)
def test_school_time_is_a_rhythm(lang: str, text: str) -> None:
    span = times.read(text, CONTENT.words[lang], 1_790_000_000_000)
    assert span is not None
    assert span.rhythm == ("term",)


def test_how_long_is_not_said_beside_since() -> None:
    said = spans.phrase(Span("", Moment(2021), ongoing=True, months=36))
    assert said
    assert said.key == "time.since"
    ended = spans.phrase(Span("", Moment(2018), Moment(2021), months=36))
    assert ended
    assert ended.key == "time.two"


@pytest.mark.parametrize(
    ("lang", "text", "year"),
    [
        ("fr", "depuis le confinement", 2020), ("fr", "depuis 2019, avec le covid", 2019),
        ("en", "since lockdown", 2020),
        ("fr", "depuis avant le covid", None),
        ("en", "I lost my job because of covid", None), ("ar", "من كورونا", 2020), ("uk", "з карантину", 2020),
    ],
)  # fmt: skip
def test_since_the_lockdown_is_since_its_year(lang: str, text: str, year: int | None) -> None:
    span = times.read(text, CONTENT.words[lang], 1_790_000_000_000)
    assert (span.start.year if span and span.start else None) == year


@pytest.mark.parametrize(
    ("lang", "text"),
    [
        ("fr", "4 ans, je suis partie en mars 2020"),
        ("en", "about four years, left in March 2020"),
        ("ar", "4 سنوات، تركت في مارس 2020"),
        ("uk", "4 роки, звільнилась у березні 2020"),
    ],
)
def test_how_long_until_when_is_no_beginning(lang: str, text: str) -> None:
    span = times.read(text, CONTENT.words[lang], 1_790_000_000_000)
    assert span is not None
    assert (span.start, span.end, span.months) == (None, Moment(2020, month=3), 48)


UNTIL_2019 = Span("until 2019", end=Moment(2019))


def test_an_end_that_is_told_later_is_never_before_the_start_and_ends_nothing_that_goes_on() -> None:
    assert spans.joined(Span("in 2015", Moment(2015)), UNTIL_2019).end == Moment(2019)
    assert spans.joined(Span("5 years", months=60), UNTIL_2019) == Span(
        "5 years, until 2019", None, Moment(2019), months=60
    )
    on = Span("since 2021", Moment(2021), ongoing=True)
    assert spans.joined(on, UNTIL_2019) == on
    righted = spans.put_right(on, UNTIL_2019)
    assert (righted.start, righted.end, righted.ongoing) == (None, Moment(2019), False)


def test_how_often_stays_where_the_dates_are_put_right() -> None:
    old = Span("Saturdays since 2020", Moment(2020), ongoing=True, rhythm=("saturday",))
    assert spans.put_right(old, Span("since 2021", Moment(2021), ongoing=True)).rhythm == ("saturday",)
