"""What is kept of CLDR is what Babel says, in every language we speak and in some we do not."""

from __future__ import annotations

import pytest
from babel import Locale
from babel.lists import format_list

from locales import direction, languages
from locales.grammar import categories, listed, plural

OTHERS = ("es", "he", "pl", "zh")
NUMBERS = (*range(130), 1_000, 1_000_000, 2_000_001)
THINGS = ("ménage", "{repassage}", "garde d'enfants", "cuisine", "courses")


@pytest.mark.parametrize("lang", [*languages(), *OTHERS])
def test_it_is_what_babel_says(lang: str) -> None:
    there = Locale.parse(lang)
    assert direction(lang) == there.text_direction
    assert [categories(lang)[plural(lang, number)] for number in NUMBERS] == [there.plural_form(n) for n in NUMBERS]
    for count in range(len(THINGS) + 1):
        assert listed(THINGS[:count], lang) == format_list(THINGS[:count], locale=lang)
