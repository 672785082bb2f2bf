"""Open the bot again after `atout close`: what came in meanwhile is answered within a minute, if the program runs."""

from __future__ import annotations

import sys
from argparse import ArgumentParser, Namespace
from typing import Final

from bot.closing import UnwritableError, reopen
from bot.settings import SettingError, from_environment

FAILED: Final = 1
REFUSED: Final = 2


def add_arguments(parser: ArgumentParser) -> None:
    """Nothing to ask for."""
    del parser


def run(args: Namespace) -> int:
    """Do it, and say how it is."""
    del args
    try:
        closed = reopen(from_environment().data)
    except SettingError as error:
        print(f"{type(error).__name__}: {error}", file=sys.stderr)
        return REFUSED
    except UnwritableError as error:
        print(f"{type(error).__name__}: {error}", file=sys.stderr)
        return FAILED
    print("open" if closed else "open     it was not closed")
    return 0
