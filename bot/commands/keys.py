"""Change the master key: every person's key is wrapped with another one, and the words stay as they are.

For when somebody may have seen the old one, who left or found a copy of it. The program has to be stopped. Whatever
stops it in the middle, the next start ends it, one way or the other. Exit code 1 when nothing was changed, 2 when
something must be set otherwise first.
"""

from __future__ import annotations

import sys
from argparse import ArgumentParser, Namespace
from typing import Final

from bot.settings import SettingError, from_environment
from bot.store.base import StoreError
from bot.store.keys import KeyFileError
from bot.store.turning import Turning

FAILED: Final = 1
REFUSED: Final = 2
TOLD: Final = """\
{count} keys were wrapped with a new master key: {file}. Keep a copy of it elsewhere, and take a backup now.
The old one opens only the copies of the keys made before: destroy it once they are gone, in 7 days."""


def add_arguments(parser: ArgumentParser) -> None:
    """Say what the command takes."""
    what = parser.add_subparsers(dest="what", metavar="WHAT", required=True)
    what.add_parser("rotate", help="wrap every key with a new master key")


def run(args: Namespace) -> int:
    """Do it, and say what was done."""
    del args  # there is one thing to do
    try:
        settings = from_environment()
        count = Turning(settings.key_file, settings.data).turn()
    except (SettingError, KeyFileError) as error:
        print(f"{type(error).__name__}: {error}", file=sys.stderr)
        return REFUSED
    except StoreError as error:
        print(f"{type(error).__name__}: {error}", file=sys.stderr)
        return FAILED
    print(TOLD.format(count=count, file=settings.key_file))
    return 0
