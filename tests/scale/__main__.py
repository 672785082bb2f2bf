"""`python -m tests.scale [--day] [--write]`: what each size takes, and a day of ten million lines.

Without a word it prints the tables that are worked out. `--day` plays the day as well, in about ten minutes.
`--write` puts what was made into docs/scaling.md. Ends with 1 where a limit was passed or somebody was not answered.
"""

from __future__ import annotations

import logging
import os
import sys
import time
from array import array
from collections.abc import Callable, Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from tempfile import TemporaryDirectory

from bot.channels.telegram.build import LIMITS as TELEGRAM_LIMITS
from bot.channels.whatsapp.build import LIMITS as WHATSAPP_LIMITS
from tests import figures
from tests.scale import buckets, plan
from tests.scale.counters import share
from tests.scale.crowd import HOUR, day
from tests.scale.plan import number
from tests.scale.platforms import Telegram, WhatsApp
from tests.scale.runs import LINES_A_DAY, NUMBERS, TOKENS, Found, Make, a_day

HEAD = (
    "| | lines | messages | most in a second | half wait | 99 of 100 | 999 of 1 000 | the longest "
    "| lost, twice or out of order | processor, a line |\n|---|---|---|---|---|---|---|---|---|---|"
)
CORES = 2
MAKES: dict[str, Make] = {"telegram": Telegram, "whatsapp": WhatsApp}
LIMITS = {"telegram": TELEGRAM_LIMITS, "whatsapp": WHATSAPP_LIMITS}
MOST = {"telegram": Telegram.limit, "whatsapp": WhatsApp.limit}
DAYS: dict[str, Callable[[], buckets.Day]] = {"telegram": buckets.telegram, "whatsapp": buckets.whatsapp}


@dataclass(frozen=True, slots=True)
class Played:
    """A line of the table: which hours of a day, and how many of so many are played. `whole`: with all the program."""

    name: str
    side: str
    of: int
    hours: tuple[float, float]
    played: int
    whole: bool


LINES = (
    Played("Telegram, the pace alone, the whole day", "telegram", TOKENS, (0, 24), TOKENS // 4, whole=False),
    Played("WhatsApp, the pace alone, the whole day", "whatsapp", NUMBERS, (0, 24), NUMBERS // 4, whole=False),
    Played("Telegram, all of the program, the busiest quarter", "telegram", TOKENS, (17.875, 18.125), 1, whole=True),
    Played("WhatsApp, all of the program, the busiest six minutes", "whatsapp", NUMBERS, (17.95, 18.05), 1, whole=True),
)


def one(line: Played, seed: int) -> Found:
    """Play one token or number."""
    logging.disable(logging.WARNING)
    if not line.whole:
        begin, end = line.hours
        seen, before = DAYS[line.side](), time.process_time()
        buckets.played(LIMITS[line.side], seen, day(LINES_A_DAY / line.of, seed), begin * HOUR, end * HOUR)
        return alone(seen, MOST[line.side], time.process_time() - before)
    with TemporaryDirectory(prefix="atout-") as folder:
        return a_day(Path(folder), MAKES[line.side], line.of, seed, line.hours)


def alone(seen: buckets.Day, limit: int, cost: float) -> Found:
    """Return what was seen of the pace alone, as any other."""
    return Found(
        lines=seen.lines,
        messages=seen.lines * seen.messages,
        most=seen.all.most,
        limit=limit,
        over=seen.pairs.over,
        disordered=seen.disordered,
        unanswered=seen.lines - len(seen.waits),
        refused=0,
        waits=array("f", seen.waits),
        cost=cost,
    )


def row(line: Played, found: Sequence[Found]) -> str:
    """Return the line of the table."""
    waits = [wait for each in found for wait in each.waits]
    lines = sum(each.lines for each in found)
    most = max(each.most for each in found)
    wrong = sum(each.disordered + each.unanswered for each in found)
    told = [f"{share(waits, part):.2f} s" for part in (0.5, 0.99, 0.999, 1.0)]
    cost = f"{sum(each.cost for each in found) / lines * 1e3:.1f} ms" if line.whole else ""
    return (
        f"| {line.name}: {line.played} of {line.of} | {number(lines)} | {number(sum(each.messages for each in found))} "
        f"| {most} of {found[0].limit} | {' | '.join(told)} | {wrong} | {cost} |"
    )


def say(text: str) -> None:
    """Say it at once: the whole takes long."""
    sys.stdout.write(f"{text}\n")
    sys.stdout.flush()


def played(tell: Callable[[str], None]) -> tuple[str, bool]:
    """Play the day, on as many cores as there are; return the table, and whether all was well."""
    rows, well = [HEAD], True
    with ProcessPoolExecutor(min(CORES, os.cpu_count() or 1)) as pool:
        jobs = [[pool.submit(one, line, seed) for seed in range(1, line.played + 1)] for line in LINES]
        for line, job in zip(LINES, jobs, strict=True):
            found = [each.result() for each in job]
            well = well and all(
                each.most <= each.limit and not (each.over or each.disordered or each.unanswered or each.refused)
                for each in found
            )
            rows.append(row(line, found))
            tell(rows[-1])
    return "\n".join(rows), well


def main(words: Sequence[str]) -> int:
    """Print the tables, or write them."""
    given = plan.inputs(plan.FIGURES.read_text(encoding="utf-8"))
    tables, well = {"inputs": plan.inputs_table(given), "sizes": plan.steps_table(given)}, True
    for table in tables.values():
        say(f"{table}\n")
    if "--day" in words:
        say(HEAD)
        rows, well = played(say)
        tables["day"] = f"Played on {datetime.now(UTC):%Y-%m-%d}.\n\n{rows}"
    if "--write" in words and well:
        for name, table in tables.items():
            figures.put(name, table, plan.PAGE)
    return int(not well)


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:]))
