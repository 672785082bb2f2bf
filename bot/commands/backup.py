"""Copy the conversations and the keys, enciphered, while the program runs or not.

`atout backup --new-key` makes the recovery key, once, and prints it: it is kept nowhere on this machine. From then on
`atout backup FOLDER` writes one copy of the words, one of the keys and the list of who was erased, and removes its own
copies there that are too old. It needs no master key and no word from anybody, so a timer can run it. Exit code 1 when
nothing was copied, 2 when something must be set otherwise first.
"""

from __future__ import annotations

import sys
from argparse import ArgumentParser, Namespace
from pathlib import Path
from typing import Final

from bot.app import now
from bot.commands._elsewhere import needs_the_file
from bot.settings import SettingError, Settings, from_environment
from bot.store import backup
from bot.store.backup import RecoveryKeyError
from bot.store.base import StoreError

FAILED: Final = 1
REFUSED: Final = 2
TOLD: Final = """\
This is the recovery key. It is shown once and kept nowhere here: put the line above in a safe, or on paper, away from
this machine and from the copies. Without it no copy can be restored; with a copy, and the master key, it opens all.
Keep a copy of the master key as well ({key})."""


def add_arguments(parser: ArgumentParser) -> None:
    """Say what the command takes."""
    parser.add_argument("folder", type=Path, nargs="?", metavar="FOLDER", help="where the copies go: another disk")
    parser.add_argument("--new-key", action="store_true", help="make the recovery key, and print it once")
    parser.add_argument("--replace", action="store_true", help="with --new-key: in place of the one there is")


def run(args: Namespace) -> int:
    """Do it, and say what was done."""
    try:
        settings = from_environment()
        needs_the_file(settings, "backup")
        if args.new_key:
            return _new_key(settings, replace=args.replace)
        if args.folder is None:
            print("Say where the copies go: atout backup FOLDER", file=sys.stderr)
            return REFUSED
        return _back_up(settings, args.folder)
    except (SettingError, RecoveryKeyError) as error:
        print(f"{type(error).__name__}: {error}", file=sys.stderr)
        return REFUSED
    except StoreError as error:
        print(f"{type(error).__name__}: {error}", file=sys.stderr)
        return FAILED


def _new_key(settings: Settings, *, replace: bool) -> int:
    public = backup.public_key(settings.data)
    if public and not replace:
        print(f"There is a recovery key: {public}. Copies made so far open with it alone. Another one: --replace",
              file=sys.stderr)  # fmt: skip
        return REFUSED
    secret, public = backup.new_key(settings.data)
    print(f"# recovery key of Atout, for {public}\n{secret}", flush=True)
    print(TOLD.format(key=settings.key_file), file=sys.stderr)
    return 0


def _back_up(settings: Settings, folder: Path) -> int:
    made = backup.back_up(settings.data, folder, now())
    for path in made.written:
        print(f"written  {path} ({path.stat().st_size} bytes)")
    for name in made.removed:
        print(f"removed  {name}: too old")
    return 0
