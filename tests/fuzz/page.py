"""The figures of the search on their page: a line a parser, those that were not looked at again as they were."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping

from tests import figures
from tests.fuzz.drive import Tally

HEAD = "| what is read | executions | seconds | the slowest took | places that broke |\n|---|---|---|---|---|"
ROW = re.compile(r"^\| (?P<name>[^|]+) \| [\d ]+ \|", re.MULTILINE)


def write(tallies: Iterable[Tally]) -> None:
    """Put what was seen on the page."""
    figures.put("fuzz", table(rows(figures.found("fuzz")), tallies))


def rows(text: str) -> dict[str, str]:
    """Return the lines of a page, by what is read."""
    return {match["name"]: line for line in text.splitlines() if (match := ROW.match(line))}


def table(before: Mapping[str, str], tallies: Iterable[Tally]) -> str:
    """Return the table."""
    lines = {**before, **{tally.name: row(tally) for tally in tallies}}
    return "\n".join([HEAD, *(lines[name] for name in sorted(lines))])


def row(tally: Tally) -> str:
    """Return the line of one parser."""
    count = f"{tally.executions:,}".replace(",", " ")
    return f"| {tally.name} | {count} | {tally.seconds:.0f} | {tally.slowest * 1000:.0f} ms | {len(tally.crashes)} |"
