"""Write the papers a town's data protection officer asks for, filled from the settings.

The register's entry, the impact assessment, the notice, recipients and transfers, and a sheet for the 72 hours after a
breach: in French, as Markdown (docs/operators/papers.md). What only the operator knows is left in square brackets, and
counted. A file that is there is written over with --replace alone: somebody may have filled it in by hand. Exit code 1
when a file was left as it is or cannot be written, 2 when something must be set otherwise first.
"""

from __future__ import annotations

import sys
from argparse import ArgumentParser, Namespace
from datetime import UTC, datetime
from pathlib import Path
from typing import Final

from bot.app import now
from bot.commands._papers import Filled, filled
from bot.settings import SettingError, from_environment

FAILED: Final = 1
REFUSED: Final = 2


def add_arguments(parser: ArgumentParser) -> None:
    """Say what the command takes."""
    parser.add_argument("folder", type=Path, metavar="FOLDER", help="where the papers go")
    parser.add_argument("--replace", action="store_true", help="in place of those that are there")


def run(args: Namespace) -> int:
    """Write them, and say what is left to fill in."""
    try:
        settings = from_environment()
        papers = filled(settings, datetime.fromtimestamp(now() / 1000, UTC).date())
        return _write(args.folder, papers, replace=args.replace)
    except SettingError as error:
        print(f"SettingError: {error}", file=sys.stderr)
        return REFUSED
    except OSError as error:
        said = "give a FOLDER with room, which this user may write"
        print(f"{error.filename or args.folder}: {error.strerror}: {said}", file=sys.stderr)
        return FAILED


def _write(folder: Path, papers: tuple[Filled, ...], *, replace: bool) -> int:
    folder.mkdir(parents=True, exist_ok=True)
    left = 0
    for paper in papers:
        path = folder / paper.name
        if path.exists() and not replace:
            print(f"left     {path}: it is there already (--replace)", file=sys.stderr)
            left += 1
            continue
        path.write_text(paper.text, encoding="utf-8")
        print(f"written  {path} ({paper.blanks} places to fill in)")
    return FAILED if left else 0
