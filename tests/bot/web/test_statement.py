"""The grid behind the accessibility statement: every criterion once, every test it names, and its sums."""

from __future__ import annotations

import re
from collections import Counter
from pathlib import Path

ROOT = Path(__file__).parents[3]
GRID = (ROOT / "docs" / "accessibility.md").read_text(encoding="utf-8")
ROW = re.compile(r"^\| (\d+)\.(\d+) \| [^|]+ \| ([^|]+) \| ([^|]*) ?\|$", re.MULTILINE)
CRITERIA = (9, 2, 3, 13, 8, 2, 5, 10, 4, 14, 13, 11, 12)  # of each theme of RGAA 4.1.2
NAMED = re.compile(r"(test_\w+\.py)(?:: (test_\w+))?")


def test_each_criterion_stands_once() -> None:
    found = [(int(theme), int(number)) for theme, number, *_ in ROW.findall(GRID)]
    assert found == [(theme, n) for theme, most in enumerate(CRITERIA, 1) for n in range(1, most + 1)]


def test_each_test_it_names_is_there() -> None:
    named = NAMED.findall("\n".join(row[3] for row in ROW.findall(GRID)))
    assert named
    missing = [(f, name) for f, name in named if f"def {name}" not in (Path(__file__).parent / f).read_text("utf-8")]
    assert missing == []


def test_its_sums_are_those_of_its_rows() -> None:
    found = Counter(who.strip() for _, _, who, _ in ROW.findall(GRID))
    told = re.search(r"Of (\d+), axe .* of (\d+), a test .* of (\d+), .* for (\d+), .* at (\d+)\.", GRID)
    assert told
    kinds = ("axe", "a test of ours", "nothing of the kind here", "**nobody**")
    assert tuple(map(int, told.groups())) == (sum(CRITERIA), *(found[kind] for kind in kinds))
