"""What a measure says: a figure, the yardstick measured in the same run, and nothing about how it is shown.

A measure is a script of its own, run in a process of its own, so that what one loads or leaves behind does not weigh
on the next. It prints its figures one JSON a line; `atout bench` reads and sets them out.
"""

from __future__ import annotations

import json
import os
import sys
import time
from collections.abc import Callable
from dataclasses import asdict, dataclass
from pathlib import Path
from statistics import median

ROOT = Path(__file__).parents[2]
QUICK = "--quick" in sys.argv


@dataclass(frozen=True, slots=True)
class Figure:
    """A figure and its yardstick, in the same unit. `note` is what a reader needs besides."""

    what: str
    value: float
    unit: str  # ms, MB, a second
    beside: str
    yardstick: float
    note: str = ""

    def tell(self) -> None:
        """Print it for `atout bench`."""
        print(json.dumps(asdict(self)), flush=True)


def left_out(what: str, why: str) -> None:
    """Say that a figure is not measured here, and why."""
    print(json.dumps({"what": what, "left_out": why}), flush=True)


def clean_environment(**settings: str) -> dict[str, str]:
    """Return the environment without the settings of an installation, with these; Python keeps what it compiles."""
    unwanted = ("ATOUT_", "PYTHONDONTWRITEBYTECODE")
    return {name: value for name, value in os.environ.items() if not name.startswith(unwanted)} | settings


def processor(work: Callable[[], object], times: int = 1) -> float:
    """Return the processor's seconds for one run, of so many: neighbours on the machine do not count."""
    began = time.process_time()
    for _ in range(times):
        work()
    return (time.process_time() - began) / times


def alternating(ours: Callable[[], float], theirs: Callable[[], float], times: int) -> tuple[float, float]:
    """Return the median of each, measured in turns, so that a machine that gets busy slows both."""
    pairs = [(ours(), theirs()) for _ in range(times)]
    return median(one for one, _ in pairs), median(other for _, other in pairs)
