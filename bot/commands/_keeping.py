"""What `atout doctor` says of copies and of the master key's change: whether there are any, and how old the last is."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Final

from bot.store import backup
from bot.store.aside import torn
from bot.store.base import StoreError
from bot.store.turning import under_way
from bot.store.whereabouts import DATABASE, noted

DAY: Final = 24 * 60 * 60 * 1000
OLD: Final = 2  # days
PAGE: Final = "docs/operators/keeping.md"
TOO_OLD: Final = 7  # days: no copy of the keys is left that is as young


def half_turned(key_file: Path) -> Iterator[tuple[str, str]]:
    """Yield that a change of the master key was cut off."""
    if under_way(key_file):
        yield "advice", "A change of the master key was cut off: the next start of the program ends it."


def whole(data: Path) -> Iterator[tuple[str, str]]:
    """Yield whether what is kept in files can be read back; nothing where there are none."""
    there = [data / name for name in ("atout.db", "keys.db") if (data / name).is_file()]
    try:
        wrong = [path for path in there if torn(path)]
    except StoreError as error:
        yield "wrong", f"{error}."
        return
    for path in wrong:
        yield "wrong", f"{path} is damaged: leave the program stopped, and put a copy in its place ({PAGE})."
    if there and not wrong:
        yield "ok", f"What is kept can be read back: {' and '.join(path.name for path in there)}."


def copies(data: Path, now: int) -> Iterator[tuple[str, str]]:
    """Yield how it is ("ok", "wrong", "advice"), and a sentence; nothing where there is nothing to copy."""
    if not (data / "atout.db").exists() or noted(data) == DATABASE:
        return
    last = backup.last(data)
    if not backup.public_key(data):
        yield "advice", "There is no copy, and no recovery key to make one: atout backup --new-key, then FOLDER."
    elif last is None:
        yield "wrong", "There is a recovery key and no copy: atout backup FOLDER, each night."
    elif (days := max(0, now - last) // DAY) > OLD:
        yield ("wrong" if days > TOO_OLD else "advice"), f"The last copy is {days} days old: atout backup FOLDER."
    else:
        yield "ok", "The last copy is not two days old. Try to restore it once, elsewhere."
