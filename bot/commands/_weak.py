"""What `atout doctor` says is weak: the program runs with it, and somebody could read what they should not.

Each is a sentence and what to do. What lets others read a secret is wrong; the rest is for the operator to weigh, who
may have a reason: a container listens on every address, and a disk may be enciphered as a whole.
"""

from __future__ import annotations

import resource
import stat
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path
from typing import Final

from bot.commands._found import WRONG, Found
from bot.pages.address import LOOPBACK
from bot.secrets import secret
from bot.settings import PREFIX, SettingError, Settings

OTHERS: Final = stat.S_IRWXG | stat.S_IRWXO
SWAPS: Final = Path("/proc/swaps")
SETTINGS: Final = Path("atout.env")  # where `atout setup` writes, in the folder one starts from
KEY: Final = "speak_key_file"  # the keys of who hears and of the model are looked at with them
OF_DATA: Final = ("atout.db", "keys.db", "erased.log")
TLS: Final = "a proxy with TLS stands before it, and nobody else reaches this port"


def weak(settings: Settings) -> Iterator[Found]:
    """Yield all of it, the files first."""
    yield from rights(settings)
    yield from beside(settings)
    yield from network(settings)
    yield from memory()


def rights(settings: Settings, file: Path = SETTINGS) -> Iterator[Found]:
    """Yield which files with secrets others on this machine may read."""
    if _open(settings.data):
        yield Found("advice", f"Others on this machine may look into {settings.data}: chmod 700 {settings.data}")
    for path in (file, *(settings.data / name for name in OF_DATA)):
        if _open(path):
            yield Found(WRONG, f"Others on this machine may read {path}: chmod 600 {path}")
    try:
        secret(f"{PREFIX}{KEY.upper()}", settings.speak_key_file)
    except SettingError as error:
        yield Found(WRONG, f"{error}.", KEY)


def beside(settings: Settings) -> Iterator[Found]:
    """Yield that the master key lies in the folder it protects: whoever copies the one has the other."""
    with suppress(OSError):
        if settings.key_file.resolve().is_relative_to(settings.data.resolve()):
            said = f"The master key lies in {settings.data}, beside what it protects: a copy of that folder can be read"
            yield Found("advice", f"{said}. Stop the program, move the key, set {PREFIX}KEY_FILE to its new place.")


def network(settings: Settings) -> Iterator[Found]:
    """Yield who may reach this program without TLS, and whether it sees who writes."""
    host, public = settings.host.strip("[]"), settings.public_url
    if host not in {name.strip("[]") for name in LOOPBACK}:
        yield Found("advice", f"It listens on {settings.host}, without TLS: see that {TLS} ({PREFIX}HOST).")
    if public.startswith("https:") and not settings.proxy:
        said = (
            f"{PREFIX}PROXY is not set: with a proxy before it, all people count as one address, and share its limits"
        )
        yield Found("advice", f"{said}. Set it to the address the proxy comes from.", "proxy")


def memory(swaps: Path = SWAPS) -> Iterator[Found]:
    """Yield whether what is in memory, words and keys, may be written to a disk by the system."""
    with suppress(OSError):
        used = [line.split()[0] for line in swaps.read_text(encoding="utf-8").splitlines()[1:] if line.strip()]
        onto = [name for name in used if "zram" not in name]
        if onto:
            said = f"Memory may be written to {', '.join(onto)} (swap), with words and keys in it"
            yield Found("advice", f"{said}: encipher it, or swapoff -a.")
    if resource.getrlimit(resource.RLIMIT_CORE)[0]:
        said = "A crash may write the memory of the program to a file, with words and keys in it"
        yield Found("advice", f"{said}: ulimit -c 0, or LimitCORE=0 in its unit.")


def _open(path: Path) -> bool:
    """Whether others than its owner may read it; not where it is not there."""
    with suppress(OSError):
        return bool(stat.S_IMODE(path.stat().st_mode) & OTHERS)
    return False
