"""A line that a command says of this installation, and how it is meant."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

WRONG: Final = "wrong"


@dataclass(frozen=True, slots=True)
class Found:
    """A line: `how` is "ok", "wrong", or "advice" for what may stay as it is; `of` the option that must be another."""

    how: str
    text: str
    of: str = ""
