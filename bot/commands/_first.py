"""Which bot of Telegram, and which number on WhatsApp, is the first: a file in the data folder says so.

A line is a platform and its numbers, the first one first. People of the first are kept as those of "telegram", those of
a further one by its number. So the first stays the first: another in its place would speak to people who never wrote to
it, and theirs would begin anew. One that is gone for good may be replaced.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from contextlib import suppress
from pathlib import Path
from typing import Final

from bot.channels import telegram, whatsapp
from bot.settings import SettingError, Settings, bots, phones
from bot.store.database import unusable
from bot.store.whereabouts import written

NAME: Final = "first.txt"  # in the data folder
OPTIONS: Final[Mapping[str, tuple[str, str]]] = {  # of the first, and of the further ones
    telegram.NAME: ("ATOUT_TELEGRAM_TOKEN", "ATOUT_TELEGRAM_MORE"),
    whatsapp.NAME: ("ATOUT_WHATSAPP_PHONE", "ATOUT_WHATSAPP_MORE"),
}


def settled(settings: Settings) -> None:
    """See that each is what it was, and note what is new. Raises `SettingError` and `StoreError`."""
    path = settings.data / NAME
    every = with_these(settings)
    if every == _noted(path):
        return
    try:
        path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)  # workers come to it before anything is kept
        written(path, "".join(f"{' '.join((one, *numbers))}\n" for one, numbers in every.items()))
    except OSError as error:
        raise unusable(path, error) from None


def with_these(settings: Settings) -> Mapping[str, Sequence[str]]:
    """Return all numbers there ever were, by their platform, the first one first. Raises `SettingError`."""
    path = settings.data / NAME
    known = _noted(path)
    given = {telegram.NAME: [token.partition(":")[0] for token in bots(settings)], whatsapp.NAME: phones(settings)}
    return known | {one: _with(one, numbers, known.get(one, []), path) for one, numbers in given.items() if numbers}


def _with(platform: str, numbers: Sequence[str], known: Sequence[str], path: Path) -> list[str]:
    """Return all numbers there ever were of a platform, the first one first. Raises `SettingError`."""
    first, more = OPTIONS[platform]
    if known and known[0] in numbers[1:]:
        said = f"{first} has to stay the one that {path} names first: its people are kept as those of the first"
        raise SettingError(f"{said}. Give the others to {more}")
    if numbers[0] in known[1:]:
        said = f"{first} takes none that {path} names as a further one: its people are kept as those of that one"
        raise SettingError(f"{said}. Leave it in {more}")
    return [numbers[0], *dict.fromkeys((*known[1:], *numbers[1:]))]


def _noted(path: Path) -> dict[str, list[str]]:
    with suppress(OSError):
        lines = path.read_text("ascii", errors="replace").splitlines()
        return {line.split()[0]: line.split()[1:] for line in lines if line.split()}
    return {}
