"""What each size of an installation takes, worked out from named inputs: nobody types a result into docs/scaling.md.

Inputs are of three kinds: what platforms allow, with the page that says so; what was measured here and stands in
docs/figures.md; and what is assumed of people. `python -m tests.scale --write` writes the tables, a test compares.
"""

from __future__ import annotations

import math
import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from bot.channels.base import Limits
from bot.channels.telegram.build import LIMITS as TELEGRAM
from bot.channels.whatsapp.build import LIMITS as WHATSAPP
from tests.scale.crowd import DAY as DAY_SECONDS
from tests.scale.crowd import HOUR, LINES, PEAK, curve

PAGE: Final = Path(__file__).parents[2] / "docs" / "scaling.md"
FIGURES: Final = PAGE.with_name("figures.md")
SUPPORT: Final = "telegra.ph/Hitting-limits-bot-FAQ, by Telegram's support"
THROUGHPUT: Final = "developers.facebook.com, WhatsApp, Throughput, of 2026-05-21"
PAIR: Final = "dualhook.com/docs/capacity-quality-limits, read 2026-11"
FIGURE: Final = "[figures](figures.md)"
GUESS: Final = "assumed"
MB: Final = 1e6
HALF_A_YEAR: Final = 180  # days
EARLY: Final = 13 * 60  # minutes after midnight: a tip comes 20 hours after a line, and not from eight to nine


@dataclass(frozen=True, slots=True)
class Input:
    """A number that the tables rest on, and who says so."""

    name: str
    value: float
    unit: str
    source: str


def measured(pattern: str, figures: str) -> float:
    """Return a figure of docs/figures.md. Raises `ValueError` where it does not stand there any more."""
    found = re.search(pattern, figures)
    if not found:
        raise ValueError(f"docs/figures.md has no {pattern}")
    return float(found[1].replace(" ", ""))


def shown(value: float) -> float:
    """Return a number as the page shows it: what is worked out can be worked out again from the page."""
    return float(number(value).replace(" ", ""))


ANSWERS: Final = r"\| answers a second the whole way,[^\n]*\n\| the same on PostgreSQL \|(?:[^|]*\|){2} (\d[\d ]*) and "
MEMORY: Final = r"\| memory after the first PDF(?:[^|]*\|){2} ([\d.]+) MB"
STORED: Final = r"\*\*copies\*\*: (\d+) MB of 3 000 people"
RESTORED: Final = r"a store of 3 000 people, ([\d ]+) sealed lines"
RECOVERED: Final = r"\| recovered \|.*\| ([\d.]+) of 2 s \|"


def inputs(figures: str) -> dict[str, Input]:
    """Return every input, by a short name."""
    stored, lines = measured(STORED, figures), measured(RESTORED, figures)
    return {
        "active": Input("of those registered, who write in a day", 5, "%", GUESS),
        "lines": Input("lines one of them writes in a day", LINES, "", GUESS),
        "peak": Input("the busiest hour, beside the mean of the day", PEAK, "times", GUESS),
        "bubbles": Input("bubbles that answer a line on Telegram", 2, "", f"{GUESS}; a first CV takes fewer"),
        "turn": Input("messages that answer a line on WhatsApp", 1, "", "a turn is one message there"),
        "telegram": Input("messages a second of a Telegram token", 30, "", SUPPORT),
        "chat": Input("messages a second to one person on Telegram", 1, "", SUPPORT),
        "whatsapp": Input("messages a second of a WhatsApp number, both ways", 80, "", THROUGHPUT),
        "raised": Input("the same of a number that Meta raised", 1000, "", THROUGHPUT),
        "pair": Input("seconds between two messages to one person on WhatsApp", 6, "s", PAIR),
        "burst": Input("messages to one person at once on WhatsApp, then paid back", 45, "", PAIR),
        "token": Input("messages a second that we send by a token", 1 / every(TELEGRAM), "", "`bot/channels/telegram`"),
        "number": Input(
            "messages a second, both ways, by a number", 1 / every(WHATSAPP), "", "`bot/channels/whatsapp`"
        ),
        "full": Input("of that, what is planned with", 70, "%", "above it the waits grow fast"),
        "process": Input(
            "answers a second of one process, sent, on PostgreSQL", shown(measured(ANSWERS, figures)), "", FIGURE
        ),
        "busy": Input("of that, what is planned with", 50, "%", "pages, the desk, documents need the rest"),
        "memory": Input("memory of a process, the web chat only", shown(measured(MEMORY, figures)), "MB", FIGURE),
        "line": Input("a line in the store, all that belongs to it", shown(stored * MB / lines), "bytes", FIGURE),
        "down": Input("from a kill to the next answer", shown(measured(RECOVERED, figures)), "s", FIGURE),
    }


def every(limits: Limits) -> float:
    """Return the seconds between two messages of a channel."""
    assert limits.pace
    return limits.pace.every


@dataclass(frozen=True, slots=True)
class Size:
    """So many people, and what they take."""

    name: str
    people: int
    given: dict[str, Input]

    def of(self, name: str) -> float:
        """Return an input, a share as a part of one."""
        one = self.given[name]
        return one.value / 100 if one.unit == "%" else one.value

    @property
    def writers(self) -> float:
        return self.people * self.of("active")

    @property
    def answers(self) -> float:
        return self.writers * self.of("lines")

    @property
    def peak(self) -> float:
        return self.answers / DAY_SECONDS * self.of("peak")

    @property
    def telegram(self) -> float:
        return self.peak * self.of("bubbles")

    @property
    def whatsapp(self) -> float:
        return self.peak * (1 + self.of("turn"))

    @property
    def tokens(self) -> int:
        return math.ceil(self.telegram / (self.of("token") * self.of("full")))

    @property
    def numbers(self) -> int:
        return math.ceil(self.whatsapp / (self.of("number") * self.of("full")))

    @property
    def raised(self) -> int:
        return math.ceil(self.whatsapp / (self.of("raised") * self.of("full")))

    @property
    def processes(self) -> int:
        return math.ceil(self.peak / (self.of("process") * self.of("busy")))

    @property
    def stored(self) -> float:
        """Return the bytes of a day."""
        return self.answers * (1 + self.of("bubbles")) * self.of("line")

    @property
    def hooks(self) -> float:
        """Return what Meta calls us with in a second: each line, and three reports of each message of ours."""
        return self.peak * (1 + 3 * self.of("turn"))

    @property
    def tips(self) -> float:
        """Return the tips a second by one token if all who write asked for them: they come as lines did a day ago."""
        return self.writers / DAY_SECONDS * self.of("peak") / self.tokens

    @property
    def at_nine(self) -> float:
        """Return to how many people by one token a tip would be due at nine: who wrote last before one o'clock."""
        day = [curve(minute * 60) for minute in range(24 * 60)]
        return self.writers * sum(day[:EARLY]) / sum(day) / self.tokens

    @property
    def everybody(self) -> float:
        """Return the hours that one message to everybody takes, beside nothing else."""
        return self.people / (self.tokens * self.of("token")) / HOUR


SIZES: Final = (
    ("an association", 1_000),
    ("a city", 100_000),
    ("a region", 1_000_000),
    ("a country", 10_000_000),
    ("5 000 a second", 18_000_000),
)


def sizes(given: dict[str, Input]) -> Sequence[Size]:
    """Return each size."""
    return [Size(name, people, given) for name, people in SIZES]


ROWS: Final[Sequence[tuple[str, Callable[[Size], str]]]] = (
    ("people registered", lambda one: number(one.people)),
    ("who write in a day", lambda one: number(one.writers)),
    ("lines they write in a day", lambda one: number(one.answers)),
    ("lines a second at the peak", lambda one: number(one.peak)),
    ("Telegram, all of them: messages out a second", lambda one: number(one.telegram)),
    ("tokens", lambda one: number(one.tokens)),
    ("WhatsApp, all of them: messages a second, both ways", lambda one: number(one.whatsapp)),
    ("numbers of 80 a second", lambda one: number(one.numbers)),
    ("or numbers that Meta raised to 1 000", lambda one: number(one.raised)),
    ("calls a second from Meta, with its reports", lambda one: number(one.hooks)),
    ("processes of two cores that this keeps busy", lambda one: number(one.processes)),
    ("their memory", lambda one: size(one.processes * one.of("memory") * MB)),
    ("written to the store in a day", lambda one: size(one.stored)),
    ("the same, kept for half a year", lambda one: size(one.stored * HALF_A_YEAR)),
    ("tips a second of a token, if all want them", lambda one: number(one.tips)),
    ("of them due at nine sharp, were they not spread", lambda one: number(one.at_nine)),
    ("hours to tell everybody one thing by all tokens", lambda one: number(one.everybody)),
)


def number(value: float) -> str:
    """Return a number as the page writes it: whole from ten on, else with two digits that say something."""
    if value >= 10 or value == int(value):
        return f"{round(value):,}".replace(",", " ")
    return f"{value:.2g}"


def size(value: float) -> str:
    """Return bytes as the page writes them."""
    for unit, bytes_ in (("TB", 1e12), ("GB", 1e9)):
        if value >= bytes_:
            return f"{number(value / bytes_)} {unit}"
    return f"{number(value / MB)} MB"


def inputs_table(given: dict[str, Input]) -> str:
    """Return the table of what the others rest on."""
    lines = ["| input | value | source |", "|---|---|---|"]
    told = (f"| {one.name} | {f'{number(one.value)} {one.unit}'.strip()} | {one.source} |" for one in given.values())
    return "\n".join([*lines, *told])


def steps_table(given: dict[str, Input]) -> str:
    """Return the table of what each size takes."""
    all_sizes = sizes(given)
    head = ["| | " + " | ".join(one.name for one in all_sizes) + " |", "|---" * (len(all_sizes) + 1) + "|"]
    return "\n".join([*head, *(f"| {name} | " + " | ".join(map(told, all_sizes)) + " |" for name, told in ROWS)])
