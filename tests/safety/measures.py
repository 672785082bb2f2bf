"""The lines of the table that are measured and not counted: a script of `tools/bench`, and the most that may be.

A test asserts no time; so these are no tests. A script ends with 1, and tells no figure, where something is lost.
"""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any, Final

from bot.commands.bench import ROOT, rounded

Said = Mapping[str, Any]  # a figure, as its script says it


@dataclass(frozen=True, slots=True)
class Timed:
    """One of them. `figures`: how the name of each that counts begins, and what it is called on the page, if it is."""

    name: str
    what: str
    measure: str
    figures: tuple[tuple[str, str], ...]

    def lacks(self, said: Sequence[Said]) -> str:
        """Return what is missing or too much, "" for nothing."""
        found = self._found(said)
        if missing := [start for (start, _), one in zip(self.figures, found, strict=True) if one is None]:
            return f"nobody measured {', '.join(missing)}"
        over = [one for one in found if one and one["value"] > one["yardstick"]]
        return ", ".join(f"{one['what']}: {_of(one)}" for one in over)

    def line(self, said: Sequence[Said]) -> str:
        """Return the line of the table."""
        told = [f"{called} {_of(one)}".strip() for (_, called), one in self._pairs(said)]
        return f"| {self.name} | {self.what} | | {', '.join(told)} |"

    def _found(self, said: Sequence[Said]) -> list[Said | None]:
        return [next((one for one in said if one["what"].startswith(start)), None) for start, _ in self.figures]

    def _pairs(self, said: Sequence[Said]) -> list[tuple[tuple[str, str], Said]]:
        return [(figure, one) for figure, one in zip(self.figures, self._found(said), strict=True) if one]


def _of(one: Said) -> str:
    return f"{rounded(one['value'])} of {rounded(one['yardstick'])} {one['unit']}"


@cache
def measured(measure: str) -> tuple[Said, ...]:
    """Run a script once, whole; return its figures, none where it did not end well."""
    command = [sys.executable, "-m", f"tools.bench.{measure}"]
    run = subprocess.run(command, cwd=ROOT, stdout=subprocess.PIPE, text=True, check=False)
    return () if run.returncode else tuple(json.loads(line) for line in run.stdout.splitlines())


P99 = "p99 of an answer on the page, "
TIMED: Final = (
    Timed(
        "recovered",
        "killed while somebody writes, a store of 3 000 people: until they have the answer; nothing lost or twice",
        "recovery",
        (("from a kill", ""),),
    ),
    Timed(
        "restored",
        "a copy made while it runs, put into an empty folder: everybody's facts are the same, and it goes on",
        "recovery",
        (("copies restored", ""),),
    ),
    Timed(
        "enciphering",
        "with the person's own key: of the processor time of one message",
        "sealing",
        (("enciphering", ""),),
    ),
    Timed(
        "ten times the load",
        "200 people on the page at once in place of 20: what 99 of 100 answers take, nobody told something else",
        "strain",
        ((f"{P99}200 people", ""),),
    ),
    Timed(
        "a slow model",
        "its server takes 40 seconds: the same",
        "strain",
        ((f"{P99}a slow model", ""),),
    ),
    Timed(
        "a platform that is down",
        "WhatsApp refuses or breaks the line for a minute: the same on the page; then all is said, once, in order",
        "strain",
        ((f"{P99}a platform", "99 of 100 on the page"), ("all said after", "all said after")),
    ),
)  # fmt: skip
