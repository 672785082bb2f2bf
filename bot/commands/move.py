"""Move every row from the file into PostgreSQL (ATOUT_STORE), or with --back out of it, and prove that none changed.

The program must be stopped. What is moved from stays as it was, and no program starts on it any more: take it away once
you have looked. Keys, the list of who was erased and imported occupations stay in the folder. Exit code 1 when it
failed, 2 when something must be set otherwise.
"""

from __future__ import annotations

import sys
from argparse import ArgumentParser, Namespace
from pathlib import Path
from typing import Final

from filelock import FileLock, Timeout

from bot.app import server
from bot.settings import SettingError, from_environment
from bot.store.base import InUseError, StoreError
from bot.store.database import unusable
from bot.store.moving import Proof, file_from, file_to, move
from bot.store.sqlite import LOCK
from bot.store.whereabouts import DATABASE, FILE, note

FAILED: Final = 1
REFUSED: Final = 2


def add_arguments(parser: ArgumentParser) -> None:
    """Say what the command takes."""
    parser.add_argument("--back", action="store_true", help="out of the database, into a new file in the folder")


def run(args: Namespace) -> int:
    """Do it, and say what was moved."""
    try:
        settings = from_environment()
        if not settings.store:
            print("ATOUT_STORE says which database: set it first", file=sys.stderr)
            return REFUSED
        moved = moved_between(settings.data, settings.store.value, back=args.back)
    except SettingError as error:
        print(f"{type(error).__name__}: {error}", file=sys.stderr)
        return REFUSED
    except StoreError as error:
        print(f"{type(error).__name__}: {error}", file=sys.stderr)
        return FAILED
    told = {table: count for table, (count, _) in moved.items() if count}
    for table, count in told.items():
        print(f"{count:>9}  {table}")
    print(f"{sum(told.values()):>9}  rows in all, read again and the same")
    print("Take ATOUT_STORE out of the settings, and start." if args.back else "Start the program with these settings.")
    return 0


def moved_between(folder: Path, url: str, *, back: bool) -> Proof:
    """Move all of it, while nobody uses the folder or the database."""
    try:
        with FileLock(folder / LOCK, timeout=0, mode=0o600):
            with server("server").moving(url) as database:
                if back:
                    moved = file_from(folder / "atout.db", lambda file: move(database, file))
                else:
                    moved = file_to(folder / "atout.db", lambda file: move(file, database))
            note(folder, FILE if back else DATABASE)  # the other place is not begun with by mistake
            return moved
    except Timeout:
        raise InUseError(f"{folder}: an atout runs there. Stop it first.") from None
    except OSError as error:
        raise unusable(folder, error) from None
