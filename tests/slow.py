"""Which tests take long, and what a run of everything takes of them where nobody counts on all of it.

usage: python -m tests.slow FILE. The file is what a whole run kept: `CI=true make test T="tests --junitxml=FILE"`. The
tests whose cases take longer than a second there are named in `tests/slow.txt`.
"""

from __future__ import annotations

import math
import random
import sys
from collections import defaultdict
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Final
from xml.etree import ElementTree as ET

NAMES: Final = Path(__file__).with_name("slow.txt")
LONG: Final = 1.0  # seconds a case takes at the least, of a test that is slow
SHARE: Final = 16  # one slow test of so many is run
ROOMS: Final = ("alike", "bot", "hostile", "journeys", "network", "personas", "promises")
DRIVES: Final = tuple(f"tests/{room}/" for room in ROOMS)  # browsers and servers
FEW: Final = 1  # case of a test of theirs


def drawn(cases: Sequence[str], slow: frozenset[str], run: str) -> set[str]:
    """Draw the node ids that are run: one case of every sixteenth slow test, one of each driving test, all else.

    The same `run` draws the same, in each process.
    """
    lot, tests = random.Random(run), defaultdict[str, list[str]](list)
    for case in cases:
        tests[_test(case)].append(case)
    late = sorted(slow & tests.keys())
    once = set(lot.sample(late, math.ceil(len(late) / SHARE)))
    kept = set[str]()
    for test, those in tests.items():
        many = int(test in once) if test in slow else FEW if test.startswith(DRIVES) else len(those)
        kept.update(lot.sample(those, min(many, len(those))))
    return kept


def named(path: Path = NAMES) -> frozenset[str]:
    """Return the tests that are slow."""
    return frozenset(path.read_text(encoding="utf-8").split())


def slow(times: Iterable[tuple[str, float]]) -> list[str]:
    """Return the tests whose cases take long, of cases and their seconds."""
    took = defaultdict[str, list[float]](list)
    for case, seconds in times:
        took[_test(case)].append(seconds)
    return sorted(test for test, each in took.items() if sum(each) >= LONG * len(each))


def times(file: Path) -> Iterable[tuple[str, float]]:
    """Yield each case of a run and its seconds, of the JUnit file that the run kept."""
    for one in ET.parse(file).iter("testcase"):  # noqa: S314 # nosec B314 - our own run wrote it
        where = one.get("classname", "").replace(".", "/")
        yield f"{where}.py::{one.get('name')}", float(one.get("time", 0))


def _test(case: str) -> str:
    return case.partition("[")[0]


if __name__ == "__main__":
    NAMES.write_text("".join(f"{test}\n" for test in slow(times(Path(sys.argv[1])))), encoding="utf-8")
