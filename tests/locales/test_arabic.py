"""Arabic numbers, and times without a number."""

from __future__ import annotations

import pytest

from flows import acts, times
from locales import load_words

WORDS = load_words("ar")
TODAY = 1_790_000_000_000
VAGUE = ("كل سنة", "من زمان", "من صغري", "طول عمري", "من قبل كورونا", "سنين طويلة", "شحال هادي")
NO_TIME = ("شهر رمضان", "سنة أولى جامعة", "عمري 40 سنة", "في المطعم")
COUNTED = {
    "طبخت لخمسة وعشرين شخصا": "people:25",
    "مئة وخمسين شخص": "people:150",
    "لعشرة أشخاص": "people:10",
    "خمسة وثلاثين عاملا": "workers:35",
    "۶ اطفال": "children:6",
    "تلت ولاد": "children:3",
}


@pytest.mark.parametrize("said", VAGUE)
def test_a_time_without_a_number_is_kept_as_it_was_said(said: str) -> None:
    span = times.read(said, WORDS, TODAY)
    assert span is not None
    assert (span.said, span.months, span.start) == (said, None, None)


@pytest.mark.parametrize("said", NO_TIME)
def test_what_is_no_time_is_not_read_as_one(said: str) -> None:
    assert times.read(said, WORDS, TODAY) is None


@pytest.mark.parametrize(("said", "counted"), COUNTED.items())
def test_what_was_counted_is_read(said: str, counted: str) -> None:
    assert acts.counts(said, WORDS) == (counted,)
