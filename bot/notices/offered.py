"""Which ways of being told this installation has, for the page on which somebody of the staff names theirs."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from bot.notices.push import Pusher  # its HTTP client is loaded only where browsers are told


@dataclass(frozen=True, slots=True)
class Offered:
    """What can be named here. `telegram`: the address that opens the bot with a word, "" when there is none now."""

    telegram: Callable[[str], Awaitable[str]] | None = None
    push: Pusher | None = None
    mail: bool = False
    zone: str = ""  # whose clocks quiet hours are by

    @property
    def any(self) -> bool:
        """Whether there is a way at all."""
        return self.mail or self.telegram is not None or self.push is not None
