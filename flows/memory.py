"""What was worked out about words while one event is decided: kept until it is decided, and no longer.

A message is read by many who do not know each other, so the same words are folded and heard again and again. What
depends on nothing but what is handed in may be remembered. It is bounded, and `forget` empties all of it: whoever
reads the words of a person forgets them at the end. Nothing here is ever looked at to decide anything.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import lru_cache
from typing import ParamSpec, TypeVar, cast

P = ParamSpec("P")
T = TypeVar("T")

MOST = 4096  # results of one function that are kept; a message of 16 000 letters has some 3 000 words

_kept: list[Callable[[], None]] = []


def remembered(function: Callable[P, T]) -> Callable[P, T]:
    """Return a pure function that remembers what it gave until `forget`."""
    kept = lru_cache(maxsize=MOST)(function)
    _kept.append(kept.cache_clear)
    return cast("Callable[P, T]", kept)


def forget() -> None:
    """Forget everything that was remembered of anybody's words."""
    for clear in _kept:
        clear()
