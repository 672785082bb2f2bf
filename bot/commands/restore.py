"""Put copies back: a copy of the words and one of the keys, with the recovery key.

It refuses while `atout serve` runs, and over conversations that are there unless --replace is said; every file is
looked through before anything is replaced. Whoever was erased after the copy was taken does not come back: keep the
list `erased.log` beside the copies. Exit code 1 when nothing was restored, 2 when something must be set otherwise.
"""

from __future__ import annotations

import asyncio
import stat
import sys
from argparse import ArgumentParser, Namespace
from pathlib import Path
from typing import Final

from bot.app import now
from bot.commands._elsewhere import needs_the_file
from bot.settings import SettingError, Settings, from_environment
from bot.store.backup import RecoveryKeyError, keep_public, public_key
from bot.store.base import StoreError
from bot.store.keys import KeyFileError
from bot.store.restore import CopyError, identity, restore
from bot.store.sqlite import SqliteStore
from bot.store.turning import current_key

FAILED: Final = 1
REFUSED: Final = 2


def add_arguments(parser: ArgumentParser) -> None:
    """Say what the command takes."""
    parser.add_argument("files", type=Path, nargs="+", metavar="FILE", help="a copy of the words, and one of the keys")
    parser.add_argument(
        "--key", required=True, metavar="FILE", help="the recovery key; -: it is read from the terminal"
    )
    parser.add_argument("--replace", action="store_true", help="in place of the conversations that are there")


def run(args: Namespace) -> int:
    """Do it, and say what was done."""
    try:
        settings = from_environment()
        needs_the_file(settings, "restore")
        key = identity(secret_of(args.key))
        master = master_of(settings)
        done = restore(settings.data, args.files, key, master, replace=args.replace)
        if not public_key(settings.data):
            keep_public(settings.data, key)  # copies of this machine are for the same recovery key
        store = SqliteStore(settings.data, master, now)  # who was erased since goes now
        asyncio.run(store.close())
    except (SettingError, RecoveryKeyError, KeyFileError) as error:
        print(f"{type(error).__name__}: {error}", file=sys.stderr)
        return REFUSED
    except (CopyError, StoreError) as error:
        print(f"{type(error).__name__}: {error}", file=sys.stderr)
        return FAILED
    print(f"Restored into {settings.data}: {' and '.join(done.files)}, of {done.people} people who agreed.")
    if store.erased:
        print(f"Erased after the copy was taken, and not brought back: {store.erased}.")
    return 0


def master_of(settings: Settings) -> bytes:
    """Return the master key; none is made for a copy that another one wrapped. Raises `KeyFileError`."""
    if not settings.key_file.exists():
        raise KeyFileError(f"{settings.key_file} is not there: bring your copy of the master key back first")
    return current_key(settings.key_file, settings.data)[0]


def secret_of(place: str) -> str:
    """Return the text of the recovery key. Raises `RecoveryKeyError`."""
    if place == "-":
        return sys.stdin.read()
    path = Path(place)
    try:
        if stat.S_IMODE(path.stat().st_mode) & (stat.S_IRWXG | stat.S_IRWXO):
            said = f"others may read the recovery key. Run: chmod 600 {path}, or give it by the terminal: --key -"
            raise RecoveryKeyError(f"{path}: {said}")
        return path.read_text("ascii", errors="replace")
    except OSError as error:
        raise RecoveryKeyError(
            f"{path}: {error.strerror}. Give the file of the recovery key, or type it: --key -"
        ) from None
