"""Ways of saying are found through tables: the same ones as by looking for each of them in turn, in the same order."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from flows.memory import forget
from flows.ways import FEW, has_any, longest_named, named_in, opens, spot, spots

SAID = st.lists(st.sampled_from(["a", "ab", "b", "7", "7b", "_", "+", "@", "و", "ب", "дім", " ", " ", "-"])).map(
    "".join
)
WAYS = st.lists(SAID.filter(bool), max_size=3 * FEW, unique=True).map(tuple)


def stands(text: str, way: str) -> bool:
    """Whether a way stands in a text as whole words, by its definition."""
    return re.search(rf"(?<!\w){re.escape(way)}(?!\w)", text) is not None


@given(SAID, WAYS)
def test_a_way_is_found_where_it_stands_as_whole_words(text: str, ways: tuple[str, ...]) -> None:
    found = [way for way in ways if stands(text, way)]
    assert has_any(text, ways) == bool(found)
    assert [way for _, way in spots(text, ways)] == found
    assert [way for _, name, way in named_in(text, {"said": ways[:2], "told": ways[2:]}) if name] == found


@given(SAID, WAYS)
def test_what_is_found_says_where_it_stands_and_what_it_says(text: str, ways: tuple[str, ...]) -> None:
    half = len(ways) // 2
    for at, name, way in named_in(text, {"first": ways[:half], "then": ways[half:]}):
        assert text[at:].startswith(way)
        assert at == spot(text, way)
        assert way in (ways[:half] if name == "first" else ways[half:])


def test_the_longest_way_says_what_is_meant() -> None:
    jobs = {"driving": ("driver",), "transport": ("bus driver",)}
    assert longest_named("a bus driver", jobs) == "transport"
    assert longest_named("a screwdriver", jobs) == ""


@pytest.mark.parametrize(("text", "opened"), [("so i cook", True), ("so", False), ("sofa", False), ("and so i", False)])
def test_a_text_opens_with_a_way_when_it_goes_on_after_it(text: str, *, opened: bool) -> None:
    assert opens(text, ("so",)) == opened


def test_tables_of_equal_ways_do_not_mix() -> None:
    """Two mappings that say other things by the same words are two, even where one is made when the other is gone."""
    for name in ("first", "second"):
        assert [what for _, what, _ in named_in("a word", {name: ("word",)})] == [name]
        forget()
