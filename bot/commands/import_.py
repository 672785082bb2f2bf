"""Import occupations: `rome FILE.zip` or `esco FILE.zip|FOLDER`, the official files as they are published.

All of it is there at the end or nothing of it is; the same file twice changes nothing. Exit code 1 when the file cannot
be imported, 2 when something must be set otherwise first. What it says on the screen is for the operator.
"""

from __future__ import annotations

import sys
import time
from argparse import ArgumentParser, Namespace
from collections.abc import Callable, Mapping
from contextlib import closing
from pathlib import Path
from typing import Final, Protocol

from bot.app import now
from bot.imports.errors import ImportFileError
from bot.imports.esco import Esco
from bot.imports.limits import bounded
from bot.imports.package import Package, opened
from bot.imports.rome_json import sheets_or_tables
from bot.imports.tables import Progress
from bot.settings import SettingError, from_environment
from bot.store.base import InUseError, StoreError
from bot.store.imported import Imported, Source
from bot.store.shelf import Shelf, replacing

FAILED: Final = 1
REFUSED: Final = 2


class Published(Protocol):
    """What can be imported."""

    @property
    def remarks(self) -> tuple[str, ...]:
        """What the operator should know of the tables that were read."""
        ...

    def source(self, at: int) -> Source:
        """Return what must be said of it."""
        ...

    def put(self, shelf: Shelf) -> None:
        """Put all of it on the shelf."""
        ...


SOURCES: Final[Mapping[str, Callable[[Package, Progress], Published]]] = {"rome": sheets_or_tables, "esco": Esco}


def add_arguments(parser: ArgumentParser) -> None:
    """Say what the command takes."""
    parser.add_argument("source", choices=SOURCES, help="which list it is")
    parser.add_argument("file", type=Path, help="the zip as it was published; for ESCO also a folder")


def run(args: Namespace) -> int:
    """Import, and say what was imported."""
    try:
        folder = from_environment().data
        with bounded(), opened(args.file) as package:
            return _import(SOURCES[args.source](package, screen()), folder)
    except (SettingError, InUseError) as error:
        print(f"atout import: {error}", file=sys.stderr)
        return REFUSED
    except (ImportFileError, StoreError) as error:
        print(f"atout import: {error}\nNothing was changed.", file=sys.stderr)
        return FAILED


def _import(published: Published, folder: Path) -> int:
    source, began = published.source(now()), time.monotonic()
    if there := imported(folder, source.name, source.sha256):
        print(f"{summary(there)}. This file was imported before: nothing changed.")
        return 0
    with replacing(folder, source) as shelf:
        published.put(shelf)
        print("indexing ...", flush=True)
    for remark in published.remarks:
        print(remark)
    print(f"{summary(imported(folder, source.name, source.sha256) or source)}, {time.monotonic() - began:.1f} s.")
    return 0


def summary(source: Source) -> str:
    """Return how much of what was imported."""
    return f"{source.name.upper()} {source.version}: {source.occupations} occupations, {source.skills} skills"


def imported(folder: Path, name: str, sha256: str) -> Source | None:
    """Return what was imported from this very file; None when it was not."""
    with closing(Imported(folder)) as there:
        return next((one for one in there.sources() if (one.name, one.sha256) == (name, sha256)), None)


def screen() -> Progress:
    """Return what says how far the reading is: on a terminal a line that moves, elsewhere a line a file."""
    moves = sys.stdout.isatty()

    def show(file: str, rows: int, ended: bool) -> None:  # noqa: FBT001 - the three words of a progress
        if moves:
            print(f"\r{file}: {rows} rows", end="\n" if ended else "", flush=True)
        elif ended:
            print(f"{file}: {rows} rows", flush=True)

    return show
