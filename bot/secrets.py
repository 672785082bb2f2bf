"""A secret out of a file that nobody but its owner may read: the key of a server, never in the environment.

What is wrong is told by the name of the setting and the place of the file, never by what stands in it.
"""

from __future__ import annotations

import stat
from pathlib import Path

from bot.settings import SettingError


def secret(name: str, place: str) -> str:
    """Return the key in a file, "" where none is named. Raises `SettingError`."""
    if not place:
        return ""
    path = Path(place).expanduser()
    try:
        rights = stat.S_IMODE(path.stat().st_mode)
        key = path.read_text("utf-8").strip()
    except (OSError, ValueError):
        raise SettingError(f"{name}: the file {place} cannot be read. Put the key there, for this user alone") from None
    if rights & (stat.S_IRWXG | stat.S_IRWXO):
        raise SettingError(f"{name}: others may read {place}. Run: chmod 600 {place}")
    if not key or not key.isascii() or not key.isprintable():
        raise SettingError(f"{name}: there is no key in {place}. It is one line of letters and digits")
    return key
