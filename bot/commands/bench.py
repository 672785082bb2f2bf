"""Measure, each beside a yardstick of the same run, on this machine, now.

The measures are scripts of `tools/bench`, each run in a process of its own; here they are started and set out. It
judges nothing: docs/figures.md says what a figure means. Exit code 1 when a measure could not end, 2 without a
checkout, 0 when one is left out because a tool is missing.
"""

from __future__ import annotations

import json
import os
import platform
import subprocess
import sys
from argparse import ArgumentParser, ArgumentTypeError, Namespace
from collections.abc import Iterator, Mapping, Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, Final

ROOT: Final = Path(__file__).parents[2]
FOLDER: Final = ROOT / "tools" / "bench"
MEASURES: Final = (
    *("fold", "summary", "start", "memory", "pdfs", "find", "voice", "answers", "whole", "messengers"),
    *("beside", "many", "desk", "recovery", "sealing", "strain", "herd", "kills"),
)
NO_CHECKOUT: Final = 2
ROW: Final = "{what:<48} {figure:>15} {yardstick:>15} {ratio:>9}  {beside}"
NONE: Final = "-"  # the ratio to a yardstick of nothing
Said = Mapping[str, Any]


def add_arguments(parser: ArgumentParser) -> None:
    """Say what the command takes."""
    parser.add_argument("measures", nargs="*", metavar="MEASURE", type=known, help=", ".join(MEASURES))
    parser.add_argument(
        "--keep", type=Path, metavar="FILE", help="a file that the figures are added to, one JSON a line"
    )
    parser.add_argument("--quick", action="store_true", help="a look at each, too short to be believed")


def known(word: str) -> str:
    """Return the name of a measure. Raises `ArgumentTypeError`."""
    if word not in MEASURES:
        raise ArgumentTypeError(f"one of {', '.join(MEASURES)}")
    return word


def run(args: Namespace) -> int:
    """Run each measure and print its figures as they come."""
    if not FOLDER.is_dir():
        print("atout bench measures a checkout, and tools/bench is not here.", file=sys.stderr)
        return NO_CHECKOUT
    head = f"{datetime.now(UTC):%Y-%m-%d}, Python {platform.python_version()}, {os.cpu_count()} cores, {load()}"
    print(head)
    keep(args.keep, json.dumps({"run": head}))
    print(
        ROW.format(what="", figure="figure", yardstick="yardstick", ratio="ratio", beside="the yardstick is").rstrip()
    )
    failed = [name for name in args.measures or MEASURES if not measured(name, ["--quick"] * args.quick, args.keep)]
    for name in failed:
        print(f"{name} did not end: see above.", file=sys.stderr)
    return int(bool(failed))


def load() -> str:
    """Return how busy the machine is already: figures of a busy machine are worth little but for their ratio."""
    return f"load {os.getloadavg()[0]:.1f} before the start"


def keep(file: Path | None, line: str) -> None:
    """Add a line to the file of figures, if one is wanted."""
    if file is not None:
        with file.open("a", encoding="utf-8") as kept:
            print(line.strip(), file=kept)


def measured(name: str, words: Sequence[str], kept: Path | None = None) -> bool:
    """Run one measure and print what it says; whether it ended well."""
    command = [sys.executable, "-m", f"tools.bench.{name}", *words]
    with subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, text=True) as process:  # noqa: S603 - our own
        for line in process.stdout or ():
            keep(kept, line)
            for shown in rows(json.loads(line)):
                print(shown, flush=True)
    return process.returncode == 0


def rows(said: Said) -> Iterator[str]:
    """Return a figure as it is read."""
    if "left_out" in said:
        yield f"{said['what']}: left out, {said['left_out']}"
        return
    unit = said["unit"]
    figure, yardstick = (f"{rounded(said[key])} {unit}" for key in ("value", "yardstick"))
    ratio = f"{said['value'] / said['yardstick']:.2f} x" if said["yardstick"] else NONE
    yield ROW.format(what=said["what"], figure=figure, yardstick=yardstick, ratio=ratio, beside=said["beside"])
    if said["note"]:
        yield f"    {said['note']}"


def rounded(value: float) -> str:
    """Return a number with three figures that count."""
    return f"{value:,.0f}".replace(",", " ") if value >= 100 else f"{value:.3g}"  # noqa: PLR2004 - three digits
