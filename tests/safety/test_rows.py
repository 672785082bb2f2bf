"""The table of safety on its page is what the command writes: a line for each of its rows, and enough in it."""

from __future__ import annotations

import re

import pytest

from bot.commands.bench import MEASURES
from tests import figures
from tests.safety.__main__ import ROOT
from tests.safety.measures import TIMED, Timed
from tests.safety.rows import ROWS, Row

PAGE = figures.found("safety")


@pytest.mark.parametrize("row", ROWS, ids=lambda row: row.name)
def test_each_line_is_there_with_what_is_asked_for(row: Row) -> None:
    line = next(one for one in PAGE.splitlines() if one.startswith(f"| {row.name} | {row.what} |"))
    *_, tests, told = line.strip("| ").split(" | ")
    counted = {name: int(number.replace(" ", "")) for number, name in re.findall(r"([\d ]+) ([^,\d|]+)", told)}
    assert row.lacks(int(tests), 0, counted) == ""


@pytest.mark.parametrize("row", TIMED, ids=lambda row: row.name)
def test_each_measured_line_is_there_within_its_limit(row: Timed) -> None:
    line = next(one for one in PAGE.splitlines() if one.startswith(f"| {row.name} | {row.what} | | "))
    told = re.findall(r"([\d .]+) of ([\d .]+) (?:ms|s|%)", line.rpartition(" | ")[2])
    assert len(told) == len(row.figures)
    assert all(float(value.replace(" ", "")) <= float(most.replace(" ", "")) for value, most in told)


def test_what_is_measured_is_there() -> None:
    assert {row.measure for row in TIMED} <= set(MEASURES)


@pytest.mark.parametrize(
    ("value", "what", "says"),
    [(2.0, "from here", ""), (2.1, "from here", "from here: 2.1 of 2 s"), (1.0, "else", "nobody measured from")],
)
def test_what_is_late_or_not_measured_is_said(value: float, what: str, says: str) -> None:
    said = [{"what": what, "value": value, "yardstick": 2.0, "unit": "s"}]
    row = Timed("a", "b", "c", (("from", "until"),))
    assert row.lacks(said) == says
    assert says or row.line(said) == "| a | b | | until 2 of 2 s |"


@pytest.mark.parametrize("row", ROWS, ids=lambda row: row.name)
def test_its_tests_are_there(row: Row) -> None:
    for test in row.tests:
        path, _, name = test.partition("::")
        assert (ROOT / path).exists()
        assert not name or f"def {name}(" in (ROOT / path).read_text(encoding="utf-8")


@pytest.mark.parametrize(
    ("cases", "failed", "counted", "says"),
    [
        (3, 0, {"texts": 9}, ""),
        (0, 0, {"texts": 9}, "no test ran"),
        (3, 1, {"texts": 9}, "1 of 3"),
        (3, 0, {}, "nobody counted texts"),
        (3, 0, {"texts": 8}, "8 texts, 9"),
    ],
)
def test_what_lacks_is_said(cases: int, failed: int, counted: dict[str, int], says: str) -> None:
    lacks = Row("a", "b", ("c",), ("texts",), 9).lacks(cases, failed, counted)
    assert lacks.startswith(says)
    assert bool(lacks) is bool(says)
