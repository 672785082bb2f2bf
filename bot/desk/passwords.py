"""Passwords: argon2id, and no comparing of anything that anybody would guess first.

The figures are OWASP's for argon2id (Password Storage Cheat Sheet): 19 MiB, two passes, one lane. Two at a time: each
takes its memory, and a flood of tries must not take all of it.
"""

from __future__ import annotations

import asyncio
import re
import unicodedata
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from functools import cache
from pathlib import Path
from typing import Final, TypeVar

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError

T = TypeVar("T")

SHORTEST: Final = 12  # characters (OWASP ASVS 5.0, 6.2.1 asks for eight at least)
LONGEST: Final = 256
COMMON: Final = Path(__file__).parent / "common.txt"
_HASHER: Final = PasswordHasher(time_cost=2, memory_cost=19 * 1024, parallelism=1)
_WORKERS: Final = ThreadPoolExecutor(2, thread_name_prefix="atout-password")
_NOTHING_TRIED: Final = "a name nobody has"
_EDGES: Final = re.compile(r"^[\W\d_]+|[\W\d_]+$")
_SAME: Final = str.maketrans("013457@$!", "oieastasi")  # what people write for a letter
_REPEATED: Final = re.compile(r"(.{1,8}?)\1+")


@cache
def _nobody() -> str:
    """Return a hash that no password has, to compare with where there is no account: the work is the same."""
    return _HASHER.hash(_NOTHING_TRIED)


def same(text: str) -> str:
    """Return a text in one form, however a keyboard made its letters (Unicode NFKC)."""
    return unicodedata.normalize("NFKC", text)


async def _worked(work: Callable[..., T], *args: str) -> T:
    return await asyncio.get_running_loop().run_in_executor(_WORKERS, work, *args)


async def hashed(password: str) -> str:
    """Return what is kept of a password."""
    return await _worked(_HASHER.hash, same(password))


async def right(known: str, password: str) -> bool:
    """Whether this is the password; with "" the same work for nothing."""
    return await _worked(_verified, known or _nobody(), same(password)) and bool(known)


def _verified(known: str, password: str) -> bool:
    try:
        return _HASHER.verify(known, password[:LONGEST])
    except (VerificationError, InvalidHashError):
        return False


def weakness(password: str, *names: str) -> str:
    """Return the key of what is wrong with a new password, "" when nothing is."""
    if len(password) < SHORTEST:
        return "desk.password.short"
    if len(password) > LONGEST:
        return "desk.password.long"
    plain = same(password).casefold()
    bare = _EDGES.sub("", plain)
    shapes = {plain, bare, plain.translate(_SAME), _EDGES.sub("", plain.translate(_SAME))}
    shapes |= {match[1] for shape in shapes if (match := _REPEATED.fullmatch(shape))}
    known = common() | {name.casefold().strip() for name in names}
    return "desk.password.common" if not bare or shapes & known or len(set(plain)) < SHORTEST // 2 else ""


@cache
def common() -> frozenset[str]:
    """Return what is tried first, without the digits and signs around it."""
    return frozenset(COMMON.read_text(encoding="utf-8").split())
