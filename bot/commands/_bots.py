"""Which bot of Telegram is the first: a file in the data folder says so, a number a line, the first bot first.

People of the first are kept as those of "telegram", those of a further one by its number. So the first stays the first:
another in its place would speak to people who never wrote to it, and theirs would begin anew. One that is gone for good
may be replaced.
"""

from __future__ import annotations

from collections.abc import Sequence
from contextlib import suppress
from pathlib import Path
from typing import Final

from bot.settings import SettingError
from bot.store.database import unusable
from bot.store.whereabouts import written

NAME: Final = "bots.txt"  # in the data folder


def settled(folder: Path, tokens: Sequence[str]) -> None:
    """See that each bot is what it was, and note what is new. Raises `SettingError` and `StoreError`."""
    numbers, known = [token.partition(":")[0] for token in tokens], _noted(folder)
    if not numbers:
        return
    if known and known[0] in numbers[1:]:
        raise SettingError(f"ATOUT_TELEGRAM_TOKEN has to stay that of bot {known[0]}: its people are kept as those of "
                           "the first bot. Give the others to ATOUT_TELEGRAM_MORE")  # fmt: skip
    if numbers[0] in known[1:]:
        raise SettingError(f"ATOUT_TELEGRAM_TOKEN takes no bot that was a further one, as {numbers[0]}: its people are "
                           "kept as those of a further bot. Leave it in ATOUT_TELEGRAM_MORE")  # fmt: skip
    every = [numbers[0], *dict.fromkeys((*known[1:], *numbers[1:]))]
    if every != known:
        try:
            written(folder / NAME, "".join(f"{number}\n" for number in every))
        except OSError as error:
            raise unusable(folder / NAME, error) from None


def _noted(folder: Path) -> list[str]:
    with suppress(OSError):
        return (folder / NAME).read_text("ascii", errors="replace").split()
    return []
