"""A first named skill within five messages, for each occupation, by name and by act, in every language."""

from __future__ import annotations

import pytest

from tests.occupations.__main__ import MARK, PAGE
from tests.occupations.first import FRAMES, by_act, by_name, content, table


@pytest.mark.parametrize("lang", FRAMES)
def test_a_first_skill_is_named_in_time_and_of_the_occupation(lang: str) -> None:
    said = [(one, way(one, lang)) for one in content().occupations.values() for way in (by_name, by_act)]
    assert [(one.code, named) for one, named in said if not named.fits(one)] == []


def test_the_page_says_what_is_measured() -> None:
    assert PAGE.read_text(encoding="utf-8").partition(MARK)[2] == "\n".join(table()) + "\n"
