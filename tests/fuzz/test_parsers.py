"""Each parser reads what it reads well, what once broke one, and a few strange bytes; `make fuzz` looks for longer."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests import figures
from tests.fuzz import page
from tests.fuzz.drive import Driver, Tally
from tests.fuzz.parsers import PARSERS

CRASHES = sorted((Path(__file__).parent / "crashes").glob("*"))
SECONDS = 600  # each was searched for, at the least
STRANGE = st.binary(max_size=300) | st.text(max_size=200).map(lambda text: text.encode("utf-8", "replace"))


def named(file: Path) -> str:
    """The parser that these bytes broke."""
    return next(name for name in PARSERS if file.name.rpartition("-")[0] == name.replace(" ", "-"))


@pytest.mark.parametrize("name", PARSERS)
def test_what_is_right_is_read(name: str) -> None:
    for data in PARSERS[name].seeds:
        PARSERS[name].takes(data)


@pytest.mark.parametrize("file", CRASHES, ids=lambda file: file.name)
def test_what_once_broke_a_parser_breaks_none(file: Path) -> None:
    PARSERS[named(file)].takes(file.read_bytes())


@pytest.mark.parametrize("name", PARSERS)
@settings(max_examples=15, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(data=STRANGE)
def test_strange_bytes_break_none(name: str, data: bytes) -> None:
    PARSERS[name].takes(data)


def test_what_breaks_is_counted_once_and_kept(tmp_path: Path) -> None:
    driver = Driver("a name", lambda data: [][len(data)], "none", tmp_path)
    for data in (b"", b"a", b"bc"):
        driver.give(data)
    assert driver.tally.executions == 3
    assert len(driver.tally.crashes) == 1
    assert [file.read_bytes() for file in tmp_path.iterdir()] == [b""]


def test_the_page_keeps_the_figures_of_what_was_not_looked_at_again() -> None:
    first = page.table({}, [Tally("b", "x", 1_234, 600.0, 0.002), Tally("a", "x", 5, 1.0)])
    again = page.table(page.rows(first), [Tally("a", "x", 7, 600.0, 1.0, {"here": "f"})])
    assert "| b | 1 234 | 600 | 2 ms | 0 |" in again
    assert "| a | 7 | 600 | 1000 ms | 1 |" in again
    assert again.count("| a |") == 1


def test_every_parser_stands_on_the_page_with_its_ten_minutes_and_was_not_broken() -> None:
    told = page.rows(figures.found("fuzz"))
    assert set(told) == set(PARSERS)
    assert [name for name, line in told.items() if not line.endswith("| 0 |")] == []
    assert [name for name, line in told.items() if int(line.split(" | ")[2].replace(" ", "")) < SECONDS] == []
