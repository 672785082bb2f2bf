"""`python -m tests.safety [NAME ...]`: run the tests of safety that count, and the measures; say what they found.

`--write` puts the table into docs/figures.md. Ends with 1 when a test fails, a count is below what is asked for, or a
time above. It takes three quarters of an hour on two cores; a name ("erased") runs one line.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections import Counter
from collections.abc import Iterator, Sequence
from pathlib import Path
from tempfile import TemporaryDirectory
from xml.etree import ElementTree as ET

from tests import figures
from tests.safety.measures import TIMED, measured
from tests.safety.rows import MOST, ROWS, Row

ROOT = Path(__file__).parents[2]
HEAD = "| what is tried | how | tests | counted |\n|---|---|---|---|"
BANDIT = "Bandit"
SOURCES = ("atout", "bot", "flows", "locales", "renderers", "tools")


def counted(row: Row) -> tuple[int, int, dict[str, int]]:
    """Run the tests of a line; return how many there are, how many failed, and what they counted."""
    with TemporaryDirectory() as room:
        told = Path(room) / "told.xml"
        command = [sys.executable, "-m", "pytest", "-q", "-p", "no:cacheprovider", f"--junitxml={told}", *row.tests]
        environ = {**os.environ, **row.environ, "CI": "true", "PYTHONPATH": str(ROOT)}
        run = subprocess.run(command, cwd=ROOT, env=environ, capture_output=True, text=True, check=False)
        cases = list(ET.parse(told).iter("testcase")) if told.exists() else []  # noqa: S314 - pytest's own
    if run.returncode:
        sys.stderr.write(run.stdout[-3000:])
    failed = sum(case.find(tag) is not None for case in cases for tag in ("failure", "error"))
    found: Counter[str] = Counter()
    for name, value in (told for case in cases for told in properties(case)):
        found[name] = max(found[name], value) if name in MOST else found[name] + value
    return len(cases), failed, dict(found)


def properties(case: ET.Element) -> Iterator[tuple[str, int]]:
    """Yield what one test counted."""
    for one in case.iter("property"):
        yield one.attrib["name"], int(one.attrib["value"])


def line(row: Row, cases: int, found: dict[str, int]) -> str:
    """Return the line of the table."""
    told = ", ".join(f"{thousands(found[name])} {name}" for name in row.counts) or "none fails"
    return f"| {row.name} | {row.what} | {cases} | {told} |"


def thousands(number: int) -> str:
    """Return a number as the page writes it."""
    return f"{number:,}".replace(",", " ")


def holes() -> tuple[str, int]:
    """Look for holes with Bandit; return the line of the table, and how many there are."""
    command = [sys.executable, "-m", "bandit", "-q", "-r", "-c", "pyproject.toml", "-f", "json", *SOURCES]
    run = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    told = json.loads(run.stdout)
    lines, number = told["metrics"]["_totals"]["loc"], len(told["results"])
    said = f"{thousands(lines)} lines read, {number} findings"
    return (
        f"| {BANDIT} | the code, by every rule but those excused in `pyproject.toml` | | {said} |",
        number,
    )


def say(text: str) -> None:
    """Say it at once: the whole takes long."""
    sys.stdout.write(f"{text}\n")
    sys.stdout.flush()


def kept(page: str) -> dict[str, str]:
    """Return the lines of a table, by what is tried."""
    rows = (line for line in page.splitlines() if line.startswith("| ") and line not in HEAD)
    return {line.split(" | ")[0].removeprefix("| "): line for line in rows}


def main(words: Sequence[str]) -> int:
    """Run them all, or those named; the lines of the others stay as they are."""
    wanted = [word for word in words if word != "--write"]
    lines, lacking = kept(figures.found("safety")), list[str]()
    for row in ROWS:
        if wanted and row.name not in wanted:
            continue
        cases, failed, found = counted(row)
        lacks = row.lacks(cases, failed, found)
        lines[row.name] = line(row, cases, found) if not lacks else lines.get(row.name, "")
        lacking += [f"{row.name}: {lacks}"] * bool(lacks)
        say(lacking[-1] if lacks else lines[row.name])
    for timed in TIMED:
        if not wanted or timed.name in wanted:
            said = measured(timed.measure)
            lacks = timed.lacks(said)
            lines[timed.name] = timed.line(said) if not lacks else lines.get(timed.name, "")
            lacking += [f"{timed.name}: {lacks}"] * bool(lacks)
            say(lacking[-1] if lacks else lines[timed.name])
    if not wanted or BANDIT in wanted:
        lines[BANDIT], number = holes()
        lacking += [f"{BANDIT}: {number}"] * bool(number)
        say(lines[BANDIT])
    if "--write" in words and not lacking:
        order = [lines[name] for name in (*(row.name for row in (*ROWS, *TIMED)), BANDIT) if name in lines]
        figures.put("safety", "\n".join([HEAD, *order]))
    return int(bool(lacking))


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:]))
