"""Says that something outside is away: once, with the reason, then rarely, and once that it is back."""

from __future__ import annotations

import asyncio
import logging
from typing import Final

from bot.logs import note

RARELY: Final = 600.0  # seconds between two lines about one trouble


class Trouble:
    """One that may come and go; asked within a running loop."""

    def __init__(self, log: logging.Logger, met: str, over: str) -> None:
        """Say it there, in these words."""
        self._log, self._met, self._over = log, met, over
        self._said: float | None = None  # when it was last said; None: all is well

    def met(self, why: str) -> None:
        """Say it, unless it was said lately. `why`: in words of ours, without an address."""
        now = asyncio.get_running_loop().time()
        if self._said is None or now - self._said >= RARELY:
            self._said = now
            note(self._log, logging.WARNING, self._met, why=why)

    def over(self) -> None:
        """Say that it is over, if it was there."""
        if self._said is not None:
            self._said = None
            note(self._log, logging.INFO, self._over)
