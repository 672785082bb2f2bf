"""Close the bot: who writes is told so once, with your reason; what comes in is kept and answered after `atout open`.

It works while the program runs, and at once; without a reason it says whether it is closed. Words of danger, asking for
a person, hiding the screen and erasing work as ever. Exit code 2 when something must be set or said otherwise.
"""

from __future__ import annotations

import sys
from argparse import ArgumentParser, Namespace
from typing import Final

from bot import closing
from bot.closing import Closing, ReasonError, UnwritableError
from bot.settings import SettingError, from_environment

FAILED: Final = 1
REFUSED: Final = 2


def add_arguments(parser: ArgumentParser) -> None:
    """Say what the command takes."""
    parser.add_argument("reason", nargs="?", default="", metavar="REASON", help="a sentence everybody may read")


def run(args: Namespace) -> int:
    """Do it, and say how it is."""
    try:
        settings = from_environment()
        if not args.reason:
            reason = Closing(settings.data)()
            print(f"closed   {reason}" if reason else "open")
            return 0
        print(f"closed   {closing.close(settings.data, args.reason)}")
    except (SettingError, ReasonError) as error:
        print(f"{type(error).__name__}: {error}", file=sys.stderr)
        return REFUSED
    except UnwritableError as error:
        print(f"{type(error).__name__}: {error}", file=sys.stderr)
        return FAILED
    if not settings.contact:
        print("ATOUT_CONTACT is not set: nobody is named to who cannot wait.", file=sys.stderr)
    return 0
