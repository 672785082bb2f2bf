"""What is in the way between Telegram and this program: said to the operator once, with what to do, and once when over.

Whatever it is, nothing is lost: what people write waits at Telegram for a day, and what is to be said waits here.
"""

from __future__ import annotations

import logging
from collections.abc import Iterator, Mapping
from typing import Final

from bot.channels.telegram import CALLS, NAME

ANOTHER: Final = "another server"
SAID: Final[Mapping[str, str]] = {
    "conflict": "another program asks for the messages of this bot, and only one can; stop it, or take "
    "another bot; trying again",
    "webhook": "a webhook sends the messages of this bot to {host}; if nothing of yours needs it: "
    "atout doctor --take-webhook-off; trying again",
    "taken": "a webhook sends the messages of this bot to {host} instead of here; stop what runs there, "
    "then start again",
    "token": "token not accepted, it is wrong or was revoked; ask @BotFather, set ATOUT_TELEGRAM_TOKEN "
    "or ATOUT_TELEGRAM_MORE, "
    "start again",
    "busy": "house full or disk failing; messages stay with the platform; trying again",
    "wait": "asked to wait",
    "network": "not reached; look at the network of this machine; trying again",
    "server": "server not well; trying again",
    "address": "does not take ATOUT_PUBLIC_URL as an address to call (docs/operators.md); trying again",
    "port": f"{CALLS}; set it, start again",
}
UNREAD: Final = "answer not readable; trying again"
FIRST, LONGEST = 1.0, 30.0  # seconds

log = logging.getLogger(__name__)


class Trouble:
    """What is in the way now."""

    def __init__(self, whose: str = NAME) -> None:
        """Begin with nothing in the way of this bot, by the name of its channel."""
        self.whose, self._word = whose, ""

    def says(self, word: str, host: str = "") -> None:
        """Say what is in the way, by a word of `errors.kind`; once, not at each try. `host`: who holds a webhook."""
        if word != self._word:
            log.warning("%s: %s", self.whose, SAID.get(word, UNREAD).format(host=host or ANOTHER))
        self._word = word

    def over(self) -> None:
        """Say that nothing is in the way any more."""
        if self._word:
            log.info("%s: answering again", self.whose)
        self._word = ""


def waits() -> Iterator[float]:
    """Yield the seconds to wait after each failure in a row."""
    wait = FIRST
    while True:
        yield wait
        wait = min(2 * wait, LONGEST)
