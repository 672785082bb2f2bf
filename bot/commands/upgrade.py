"""Bring the data to this version with a copy taken first, and back to that copy with --back.

Stop the program, install the new version, then `atout upgrade FOLDER`: it takes a backup into that folder, applies what
is missing, looks through the file and says how to go back. `atout upgrade --back --key FILE` puts that copy in place;
then install the older version and start it. Exit code 1 when it was not done, 2 when something must be set otherwise
first.
"""

from __future__ import annotations

import asyncio
import sys
from argparse import ArgumentParser, Namespace
from pathlib import Path
from typing import Final

from bot.app import now
from bot.commands._elsewhere import needs_the_file
from bot.commands.restore import master_of, secret_of
from bot.settings import SettingError, Settings, from_environment
from bot.store.backup import RecoveryKeyError
from bot.store.base import StoreError
from bot.store.keys import KeyFileError
from bot.store.restore import CopyError, identity
from bot.store.sqlite import SqliteStore
from bot.store.upgrade import CheckError, back, upgrade

FAILED: Final = 1
REFUSED: Final = 2
DONE: Final = """\
upgraded from schema {old} to {new}; all is there.
To go back: stop the program, atout upgrade --back --key FILE (the recovery key), install the version of before,
start it.
What people say from now on is not in that copy."""
UNSOUND: Final = "Do not start the program. Go back: atout upgrade --back --key FILE (the recovery key)."


def add_arguments(parser: ArgumentParser) -> None:
    """Say what the command takes."""
    parser.add_argument("folder", type=Path, nargs="?", metavar="FOLDER", help="where the copy goes: another disk")
    parser.add_argument("--back", action="store_true", help="put the copy of before the last upgrade in place")
    parser.add_argument("--key", metavar="FILE", help="with --back: the recovery key; -: from the terminal")


def run(args: Namespace) -> int:
    """Do it, and say what was done."""
    if args.back is not bool(args.key) or args.back is bool(args.folder):
        print("Say atout upgrade FOLDER, or atout upgrade --back --key FILE", file=sys.stderr)
        return REFUSED
    try:
        settings = from_environment()
        needs_the_file(settings, "upgrade")
        master = master_of(settings)
        return _back(settings, args.key, master) if args.back else _upgrade(settings, args.folder, master)
    except (SettingError, RecoveryKeyError, KeyFileError) as error:
        print(f"{type(error).__name__}: {error}", file=sys.stderr)
        return REFUSED
    except (CopyError, StoreError) as error:
        print(f"{type(error).__name__}: {error}", file=sys.stderr)
        if isinstance(error, CheckError):
            print(UNSOUND, file=sys.stderr)
        return FAILED


def _upgrade(settings: Settings, folder: Path, master: bytes) -> int:
    done = upgrade(settings.data, folder, now())
    if done.copied is None:
        print(f"The data is of this version already (schema {done.schema}); nothing was done.")
        return 0
    print(f"written  {done.copied.words}\nwritten  {done.copied.keys}")
    asyncio.run(SqliteStore(settings.data, master, now).close())  # as a start does: keys and rows fit
    print(DONE.format(old=done.copied.schema, new=done.schema))
    return 0


def _back(settings: Settings, key: str, master: bytes) -> int:
    copied, done, erased = back(settings.data, identity(secret_of(key)), master, now())
    print(f"As before the upgrade: schema {copied.schema}, {done.people} people who agreed.")
    if erased:
        print(f"Erased after the copy was taken, and not brought back: {erased}.")
    print("Now install the version of before and start it: this one would bring the data forward again.")
    return 0
