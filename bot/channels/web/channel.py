"""The web chat as a channel like the others: its limits, and its three verbs.

Nothing is pushed from here: a bubble is "sent" once it is in the transcript, where the page finds it.
"""

from __future__ import annotations

from collections.abc import Sequence

from bot.channels.base import Arrival, Bubble, FetchError, Limits, Ours, Receipt, freely
from bot.channels.web.parse import FILE_MAX, NAME, TEXT_MAX, Sent, parse

LIMITS = Limits(
    text_max=TEXT_MAX,
    buttons_max=8,  # 5 and the fixed row
    button_title_max=40,
    file_in_max=FILE_MAX,
)


class Web:
    """The channel the house sees."""

    name = NAME
    limits = LIMITS

    def __init__(self, languages: Sequence[str]) -> None:
        self._languages = frozenset(languages)

    def parse(self, raw: Sent) -> Sequence[Arrival]:
        """Say what the page sent. Raises `BadInputError`."""
        return (parse(raw, self._languages),)

    def build(self, address: str, bubble: Bubble, data: bytes | None) -> Sequence[Bubble]:
        """The bubble itself: the page draws it from the transcript."""
        del address, data
        return (bubble,)

    async def send(self, call: Bubble, ours: Ours = freely) -> Receipt:
        """Nothing to push: the transcript holds it."""
        ours()
        return Receipt(call.id)

    def knock(self, address: str, lang: str) -> Sequence[Bubble]:
        """Return nothing: who has the page open is written to."""
        del address, lang
        return ()

    def typing(self, address: str) -> None:
        """Do nothing: the page is told by its stream (`Writing`)."""
        del address

    def unseen(self, address: str, sent: int) -> bool:
        """Return that it is not known: the page says with each line what was seen."""
        del address, sent
        return False

    async def invitation(self, word: str) -> str:
        """Return none: a page has no app to open; four words bring a dossier here."""
        del word
        return ""

    async def fetch(self, ref: str, most: int) -> bytes:
        """Nothing to fetch: bytes come with what is said. Raises `FetchError`."""
        del ref, most
        raise FetchError("gone")
