"""A first named skill within five messages, for each occupation, by name and by act, in every language."""

from __future__ import annotations

import tomllib
from pathlib import Path

import pytest

from tests.occupations.__main__ import MARK, PAGE
from tests.occupations.first import FRAMES, by_act, by_name, content, play, table

SAID = Path(__file__).parent / "said"
BUTCHER_OR_WELDER = "لحّام"  # a butcher in Damascus, a welder in Cairo: asked, not guessed


@pytest.mark.parametrize("lang", FRAMES)
def test_a_first_skill_is_named_in_time_and_of_the_occupation(lang: str) -> None:
    said = [(one, way(one, lang)) for one in content().occupations.values() for way in (by_name, by_act)]
    assert [(one.code, named) for one, named in said if not named.fits(one)] == []


@pytest.mark.parametrize("lang", FRAMES)
@pytest.mark.parametrize("file", ["acts", "names"])
def test_so_it_is_where_somebody_else_found_the_words(file: str, lang: str) -> None:
    rows = tomllib.loads((SAID / f"{file}.toml").read_text(encoding="utf-8"))
    assert rows.keys() == content().occupations.keys()
    said = [(content().occupations[code], row[lang]) for code, row in rows.items() if row[lang] != BUTCHER_OR_WELDER]
    assert [text for one, text in said if not play(lang, text).fits(one)] == []


def test_the_page_says_what_is_measured() -> None:
    assert PAGE.read_text(encoding="utf-8").partition(MARK)[2] == "\n".join(table()) + "\n"
