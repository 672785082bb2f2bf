"""What the program is to be beside the others, and whether it was: the table of docs/figures.md, and its plot.

usage: python -m tools.bench.goals FILE. The file is what `atout bench --keep FILE` kept of a run, or of some measures:
nothing here is typed in. What it does not hold stays as it is on the page, with the day of its own run. A goal that was
missed stands there as missed.
"""

from __future__ import annotations

import json
import sys
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

from PIL import Image, ImageDraw, ImageFont

from bot.commands.bench import rounded
from tests.figures import found, put
from tools.bench.figure import ROOT

Said = Mapping[str, Any]
AIOGRAM: Final = "aiogram's FSM on Redis, always, isolated"
PTB: Final = "python-telegram-bot, pickled every minute"
SERVED: Final = "on PostgreSQL: "
NULL: Final = "durable answers a second, 200 chats"
WHOLE: Final = "the whole way: answers a second, 200 chats"
SLOW: Final = "the whole way: p99, 200 chats that never pause"
CALM: Final = "the whole way: p99, 200 chats that think 2 s"
OPENED: Final = "the whole way: p99, 50 a second whatever comes"
LOST: Final = "answers lost or swallowed, on "
DOUBLED: Final = "bubbles doubled, on "
BESIDE: Final = "p99, 200 chats that think 2 s, beside 20 CVs a second"
BOTH: Final = "messages a second, in and out"
DYING: Final = "3 workers, one killed every 10 s"
MANY: Final = "durable answers a second, 200 chats, over 1 000 000 conversations"
NONE: Final = 100  # bytes: less than that over 10 000 people cannot be told from nothing
PLOT: Final = ROOT / "docs" / "pictures" / "figures.png"


@dataclass(frozen=True, slots=True)
class Goal:
    """One of them. `ratio`: to the yardstick; `most`: it is to be at the most, else at the least.

    Without a `bound` it is none, and stands there to be known.
    """

    name: str
    what: str
    beside: str
    bound: float | None
    ratio: bool = True
    most: bool = False

    def line(self, said: Sequence[Said], before: str = "") -> str:
        """Return the line of the table; `before`: the one that is there, for what was not measured now."""
        one = next((one for one in said if self._is(one)), None)
        if one is None:
            return before or f"| {self.name} | {self._asked('')} | not measured | | | |"
        value = one["value"] / one["yardstick"] if self.ratio else one["value"]
        unit = "x" if self.ratio else one["unit"]
        both = f"{rounded(one['value'])} and {rounded(one['yardstick'])} {one['unit']} " if self.ratio else ""
        end = f"{self._answer(value)} | {one['day']}"
        return f"| {self.name} | {self._asked(f' {unit}')} | {rounded(value)} {unit} | {both}| {end} |"

    def _asked(self, unit: str) -> str:
        sign = "≤" if self.most else "≥"
        return "" if self.bound is None else f"{sign} {rounded(self.bound)}{unit}"

    def _answer(self, value: float) -> str:
        if self.bound is None:
            return "no goal"
        reached = value <= self.bound if self.most else value >= self.bound
        return "reached" if reached else "**missed**"

    def _is(self, one: Said) -> bool:
        return bool(one.get("what") == self.what and self.beside in {"", one.get("beside")})


GOALS: Final = (
    Goal("durable answers a second, SQLite, beside aiogram", NULL, AIOGRAM, 8),
    Goal("the same on PostgreSQL", SERVED + NULL, AIOGRAM, 5),
    Goal("answers a second the whole way, beside aiogram", WHOLE, AIOGRAM, 4),
    Goal("the same on PostgreSQL", SERVED + WHOLE, AIOGRAM, 4),
    Goal("p99 the whole way, 200 chats that never pause", SLOW, AIOGRAM, 100, ratio=False, most=True),
    Goal("the same, beside aiogram", SLOW, AIOGRAM, 0.1, most=True),
    Goal("p99 the whole way, 200 chats that think two seconds", CALM, AIOGRAM, 100, ratio=False, most=True),
    Goal("the same, beside aiogram", CALM, AIOGRAM, None),
    Goal("p99 the whole way, 50 messages come in a second", OPENED, AIOGRAM, 100, ratio=False, most=True),
    Goal("the same, beside aiogram", OPENED, AIOGRAM, None),
    Goal("answers lost or swallowed in 300 kills, SQLite", LOST + "SQLite", "", 0, ratio=False, most=True),
    Goal("the same on PostgreSQL", LOST + "PostgreSQL", "", 0, ratio=False, most=True),
    Goal("bubbles doubled by a kill, SQLite", DOUBLED + "SQLite", "", 1, ratio=False, most=True),
    Goal("the same on PostgreSQL", DOUBLED + "PostgreSQL", "", 1, ratio=False, most=True),
    Goal(f"messages a second, {DYING}, for 5 minutes", f"{BOTH}, {DYING}", "", 500, ratio=False),
    Goal("the same: answers a second", f"answers a second, {DYING}", "", None, ratio=False),
    Goal("the same: lost or out of order", f"answers lost or out of order, {DYING}", "", 0, ratio=False, most=True),
    Goal("the same: the longest wait", f"the longest wait, {DYING}", "", 10, ratio=False, most=True),
    Goal("cold start to the first answer", "cold start, to the first answer", "", 1000, ratio=False, most=True),
    Goal("memory at rest (web only)", "memory at rest (web only)", "", 80, ratio=False, most=True),
    Goal("memory after the first visitor", "memory 5 s after the first visitor", "", None, ratio=False),
    Goal("memory after the first PDF", "memory 5 s after the first PDF", "", None, ratio=False),
    Goal("p99 while 20 CVs a second are drawn", BESIDE, "", 1.2, most=True),
    Goal("answers a second, a million conversations", MANY, "", 0.75),
    Goal("memory a silent conversation keeps", "memory a silent conversation keeps", "", NONE, ratio=False, most=True),
)


def main() -> None:
    """Write the table and the plot."""
    said = kept(Path(sys.argv[1]).read_text(encoding="utf-8").splitlines())
    put("goals", table(said, found("goals")))
    if bars(said):
        plot(said).quantize(COLOURS).save(PLOT, optimize=True)


def kept(lines: Sequence[str]) -> list[Said]:
    """Return what runs said, each with the day of its run."""
    said, day = list[Said](), ""
    for line in lines:
        one = json.loads(line)
        day = one["run"].split(",")[0] if "run" in one else day
        said.append({**one, "day": day})
    return said


def table(said: Sequence[Said], before: str = "") -> str:
    """Return the table of goals; `before`: the one that is there."""
    rows = [line for line in before.splitlines() if line.startswith("| ")][1:]
    olds = dict(zip(_keys(row.split(" | ")[0] for row in rows), rows, strict=True))
    named = zip(_keys(f"| {goal.name}" for goal in GOALS), GOALS, strict=True)
    head = ["| figure | goal | was | ours and theirs | | measured on |", "|---|---|---|---|---|---|"]
    runs = [one["run"] for one in said if "run" in one]
    return "\n".join(
        [*(f"The last run: {run}." for run in runs), "", *head, *(g.line(said, olds.get(k, "")) for k, g in named)]
    )


def _keys(names: Iterable[str]) -> list[tuple[str, str]]:
    """Return each name with the one that "the same" is said of."""
    keys, first = list[tuple[str, str]](), ""
    for name in names:
        first = first if name.startswith("| the same") else name
        keys.append((first, name))
    return keys


# ---------------------------------------------------------------- the plot

WIDTH, BAR, GAP, LEFT, RIGHT, TOP = 900, 26, 10, 330, 130, 20
COLOURS = 32  # with the shades of letters
DARK, OURS, THEIRS = "#222222", "#1f6f5c", "#b9b9b9"


def bars(said: Sequence[Said]) -> list[tuple[str, float, str]]:
    """Return what the plot shows: a name, a value, a colour."""
    shown: list[tuple[str, float, str]] = []
    for title, what in (("sent nowhere", NULL), ("through a Bot API", WHOLE)):
        for store, name in ((what, "Atout on SQLite"), (SERVED + what, "Atout on PostgreSQL")):
            ours = [one for one in said if one.get("what") == store and one.get("beside") == AIOGRAM]
            shown += [(f"{name}, {title}", one["value"], OURS) for one in ours]
        for beside, name in ((AIOGRAM, "aiogram on Redis"), (PTB, "python-telegram-bot*")):
            theirs = [one for one in said if one.get("what") == what and one.get("beside") == beside]
            shown += [(f"{name}, {title}", one["yardstick"], THEIRS) for one in theirs]
    return shown


def plot(said: Sequence[Said]) -> Image.Image:
    """Return answers a second of each side, as bars."""
    shown = bars(said)
    image = Image.new("RGB", (WIDTH, 2 * TOP + (BAR + GAP) * len(shown)), "white")
    draw, font = ImageDraw.Draw(image), ImageFont.load_default(15)
    most = max(value for _, value, _ in shown)
    for number, (name, value, colour) in enumerate(shown):
        top = TOP + number * (BAR + GAP)
        long = (WIDTH - LEFT - RIGHT) * value / most
        draw.text((LEFT - 10, top + BAR / 2), name, DARK, font, anchor="rm")
        draw.rectangle((LEFT, top, LEFT + max(long, 2), top + BAR), colour)
        draw.text((LEFT + long + 8, top + BAR / 2), f"{rounded(value)} a second", DARK, font, anchor="lm")
    return image


if __name__ == "__main__":
    main()
