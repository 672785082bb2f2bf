"""A first named skill within five messages, for each occupation, by name and by act, in every language."""

from __future__ import annotations

import pytest

from tests.occupations.__main__ import MARK, PAGE
from tests.occupations.first import FRAMES, by_act, by_name, content, table

OCCUPATIONS = sorted(content().occupations)


@pytest.mark.parametrize("lang", FRAMES)
@pytest.mark.parametrize("code", OCCUPATIONS)
def test_a_first_skill_is_named_in_time_and_of_the_occupation(code: str, lang: str) -> None:
    one = content().occupations[code]
    for named in (by_name(one, lang), by_act(one, lang)):
        assert named.fits(one), named


def test_the_page_says_what_is_measured() -> None:
    assert PAGE.read_text(encoding="utf-8").partition(MARK)[2] == "\n".join(table()) + "\n"
