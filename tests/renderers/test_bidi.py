"""The order of characters: examples a person can check, and thousands of strings against another implementation."""

from __future__ import annotations

from unicodedata import bidirectional

import pytest
from bidi import get_display  # type: ignore[import-untyped]
from hypothesis import assume, example, given
from hypothesis import strategies as st

from renderers import bidi

ALPHABET = "abé АБ אבג ابج 0123 ٠١٢ ۰۱ .,:;+-/%€$#()[]{}<>«»!?'\" \u00a0\u202f\t\u0301\u064e\u200e\u200f\u061c"
ISOLATES = "\u2066\u2067\u2068\u2069"
IGNORED = "\u200b\u200c\u200d\u00ad"
texts = st.text(st.sampled_from(ALPHABET + ISOLATES * 3 + "() " * 3 + IGNORED), max_size=24)


def seen(text: str, base: int) -> str:
    """The characters from left to right. Those that count for nothing are left out: nobody sees where they stand."""
    levels = bidi.ends_reset(text, bidi.levels(text, base), base)
    return visible("".join(text[at] for at in bidi.visual(levels)))


def compared(text: str, base: int) -> bool:
    """Not a text all left to right with a separator in it: there the other implementation (0.6.12) skips L1."""
    separated = any(bidirectional(char) in {"S", "B"} for char in text)
    return not separated or any(level % 2 for level in bidi.levels(text, base))


def visible(text: str) -> str:
    return "".join(char for char in text if bidirectional(char) != "BN")


@given(texts, st.sampled_from([bidi.LEFT, bidi.RIGHT]))
@example("a(b)ג", 1)
@example("\u2067" * 130 + "a", 0)
def test_the_order_equals_that_of_another_implementation(text: str, base: int) -> None:
    assume(compared(text, base))
    assert seen(text, base) == visible(get_display(text, base_dir="LR"[base]))


@given(texts)
def test_the_direction_of_a_text_equals_that_of_another_implementation(text: str) -> None:
    base = bidi.base_level(text, bidi.LEFT)
    assume(compared(text, base))
    assert seen(text, base) == visible(get_display(text))


@pytest.mark.parametrize(
    ("text", "base", "shown"),
    [
        ("abc אבג def", 0, "abc גבא def"),
        ("אבג abc 12", 1, "abc 12 גבא"),
        ("אבג 12 דה", 1, "הד 12 גבא"),
        ("é\t0", 1, "0\té"),  # L1: the separator is back at the paragraph's level, between two words
        ("א(ב)ג", 1, "ג)ב(א"),  # the shaper turns the brackets round
        ("a (ב) c", 0, "a (ב) c"),
        ("א 5% ב", 1, "ב 5% א"),
        ("هاتف 06 12", 1, "12 06 فتاه"),  # what happens to a telephone without an isolate
        ("هاتف \u206606 12\u2069", 1, "\u206906 12\u2066 فتاه"),
    ],
)
def test_a_line_is_seen_as_expected(text: str, base: int, shown: str) -> None:
    assert seen(text, base) == shown


def test_overrides_count_for_nothing() -> None:
    assert bidi.levels("ab\u202ecd\u202c", 0) == [0] * 6


@pytest.mark.parametrize(
    ("text", "base"), [("", 1), ("12, 13", 1), ("\u2068שלום\u2069", 1), ("\u2067a\u2069 b", 0), ("؟ م", 1)]
)
def test_the_first_letter_outside_isolates_gives_the_direction(text: str, base: int) -> None:
    assert bidi.base_level(text, bidi.RIGHT) == base


def test_blanks_at_the_end_of_a_line_take_its_direction() -> None:
    text = "אב  "
    assert bidi.ends_reset(text, bidi.levels(text, 0), 0) == [1, 1, 0, 0]
