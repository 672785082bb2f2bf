"""The page of sizes says what is worked out, from inputs that stand on it, and promises no more than was measured."""

from __future__ import annotations

import math
import re
from dataclasses import replace

import pytest

from tests import figures
from tests.scale import plan
from tests.scale.__main__ import HEAD, LINES
from tests.scale.runs import NUMBERS, TOKENS

MEASURED = ("process", "memory", "line", "down")
LEAST = 0.8  # of what the page counts on must be measured still


def on_page() -> dict[str, plan.Input]:
    """Return the inputs, with the values of the page."""
    now = plan.inputs(plan.FIGURES.read_text(encoding="utf-8"))
    rows = (line.strip("| ").split(" | ") for line in figures.found("inputs", plan.PAGE).splitlines()[2:])
    told = {name: float(re.sub(r"[^\d.]", "", value)) for name, value, *_ in rows}
    return {key: replace(one, value=told[one.name]) if key in MEASURED else one for key, one in now.items()}


def test_the_tables_are_what_is_worked_out() -> None:
    given = on_page()
    again = "python -m tests.scale --write"
    assert figures.found("inputs", plan.PAGE) == plan.inputs_table(given), again
    assert figures.found("sizes", plan.PAGE) == plan.steps_table(given), again


def test_the_page_counts_on_no_more_than_was_measured() -> None:
    now, page = plan.inputs(plan.FIGURES.read_text(encoding="utf-8")), on_page()
    assert page["process"].value * LEAST <= now["process"].value
    for name in ("memory", "line", "down"):
        assert now[name].value * LEAST <= page[name].value, name


def test_what_the_goal_takes_at_the_bare_limits_is_what_is_played() -> None:
    given, text = on_page(), plan.PAGE.read_text(encoding="utf-8")
    out, whole = 5_000 * 2 / 3, 5_000
    assert math.ceil(out / given["telegram"].value) == TOKENS
    assert math.ceil(whole / given["whatsapp"].value) == NUMBERS
    assert f"{TOKENS} tokens by 30 and {NUMBERS} numbers by 80" in text
    assert f"to {TOKENS} bots, and again to {NUMBERS} numbers" in text


def test_a_figure_that_is_gone_is_missed() -> None:
    with pytest.raises(ValueError, match="docs/figures"):
        plan.measured(plan.ANSWERS, "nothing was measured")


def test_the_day_that_was_played_is_there_and_was_well() -> None:
    table = figures.found("day", plan.PAGE)
    assert HEAD in table
    for line in LINES:
        row = next(one for one in table.splitlines() if one.startswith(f"| {line.name}: {line.played} of {line.of} "))
        _, lines, messages, most, *_, wrong, _ = (cell.strip() for cell in row.removesuffix("|").split("|")[1:])
        in_a_second, limit = map(int, most.split(" of "))
        assert in_a_second <= limit
        assert wrong == "0"
        assert min(int(one.replace(" ", "")) for one in (lines, messages)) > 5_000


@pytest.mark.parametrize(
    ("value", "said"), [(0.0934, "0.093"), (9.26, "9.3"), (10, "10"), (926.4, "926"), (1_851_852, "1 851 852")]
)
def test_numbers_are_written_as_on_the_page(value: float, said: str) -> None:
    assert plan.number(value) == said


def test_ten_times_the_people_take_about_ten_times_as_much() -> None:
    given = on_page()
    region, country = (one for one in plan.sizes(given) if one.name in {"a region", "a country"})
    assert country.people == 10 * region.people
    assert 9 <= country.tokens / region.tokens <= 10
    assert country.stored == pytest.approx(10 * region.stored)
    assert country.everybody == pytest.approx(region.everybody, rel=0.1)
