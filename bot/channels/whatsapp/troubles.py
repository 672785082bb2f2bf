"""What is in the way between Meta and this program: said to the operator once, with what to do.

All of it looks the same to people: nobody answers. Meta says nothing of it either, for it only delivers. No id, no
number and no word of anybody stands in a sentence.
"""

from __future__ import annotations

import logging
from typing import Final

UNSIGNED: Final = (
    "whatsapp: a delivery does not carry our signature, and is not taken in; where people get no answer, "
    "ATOUT_WHATSAPP_SECRET is not the app secret on Meta's page (Settings, Basic); else it was somebody else who called"
)
ELSEWHERE: Final = (
    "whatsapp: what Meta delivers is for another number, and is left alone; ATOUT_WHATSAPP_PHONE takes the phone "
    "number id on Meta's page (WhatsApp, API Setup), not the number itself"
)
UNVERIFIED: Final = (
    "whatsapp: who asked whether this is the address gave another word than ATOUT_WHATSAPP_VERIFY; type that one into "
    "Meta's page (WhatsApp, Configuration)"
)
MANY: Final = 20  # deliveries in a row for another number: an account may have several, and all of them come here

log = logging.getLogger(__name__)


class Trouble:
    """What is in the way now."""

    def __init__(self) -> None:
        """Begin with nothing known."""
        self._said: set[str] = set()
        self._others = 0  # deliveries in a row that were for another number
        self._enough = 1  # of them, until it is said

    def signed(self, *, well: bool) -> None:
        """Take note of whether a delivery was signed with our secret."""
        self._note(UNSIGNED, well=well)

    def verified(self, *, well: bool) -> None:
        """Take note of whether who asked for the address knew the word."""
        self._note(UNVERIFIED, well=well)

    def meant(self, *, well: bool) -> None:
        """Take note of whether a delivery was for our number; once one was, only many others are a trouble."""
        self._others = 0 if well else self._others + 1
        self._enough = MANY if well else self._enough
        if well or self._others >= self._enough:
            self._note(ELSEWHERE, well=well)

    def _note(self, sentence: str, *, well: bool) -> None:
        """Say it once, not at each delivery, and again when it was well in between."""
        if well:
            self._said.discard(sentence)
        elif sentence not in self._said:
            self._said.add(sentence)
            log.warning(sentence)
