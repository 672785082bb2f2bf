"""A counsellor names a chat of their own as a way to them, by a link with a word of one use.

The desk draws the word and shows the link; Telegram opens the bot with it ("/start desk-..."). What comes in with such
a word is taken out before the house sees it: nobody of the staff becomes a person who looks for work by it, and a word
that opens nothing leaves no trace.
"""

from __future__ import annotations

from collections.abc import AsyncIterator, Awaitable, Callable, Sequence
from dataclasses import dataclass
from typing import Final

from bot.channels.base import Again, Arrival, Attachment, BusyError, Door, Report, Shown, Writing
from bot.links import staff_word, staff_word_in
from bot.loop import run
from bot.notices.base import NotifyError
from bot.notices.rules import Way
from bot.parts import Ids, Now
from bot.store.base import Session, Store, StoreError
from flows.model import Phrase, Text, Translate

LIVES: Final = 15 * 60 * 1000  # ms: a phone is at hand
LINKED: Final = Phrase("notice.linked")
UNLINKED: Final = Phrase("notice.unlinked")


def drawn(tx: Session, account: str, ids: Ids, now: int) -> str:
    """Return a new word for an account, which ends the one before. The channel's `invitation` makes a link of it."""
    word = staff_word(ids)
    tx.notices.invite(account, word, now + LIVES)
    return word


@dataclass(frozen=True, slots=True)
class Linking:
    """The door of the house for one channel, where words of the desk are kept. Follows `Door`."""

    house: Door
    store: Store
    ids: Ids
    now: Now
    words: Callable[[str], Translate]
    say: Callable[[str, str], Awaitable[None]]  # to a chat
    lang: str  # where nobody said another

    async def receive(self, arrivals: Sequence[Arrival]) -> None:
        """Take arrivals in; returns once they are committed. Raises `BusyError`."""
        ours = [one for one in arrivals if _word(one)]
        rest = [one for one in arrivals if not _word(one)]
        if rest or not ours:
            await self.house.receive(rest)
        for one in ours:
            await self._link(one)

    async def _link(self, arrival: Arrival) -> None:
        """Keep the chat as a way to whoever drew the word, and say so there."""
        way = Way(self.ids(), arrival.channel, arrival.address)

        def work(tx: Session) -> tuple[bool, str]:
            account = tx.notices.link(_word(arrival), way, self.now())
            known = tx.accounts.get(account) if account else None
            return bool(account), known.lang if known else arrival.lang

        try:
            linked, lang = await run(self.store, work)
        except StoreError:
            raise BusyError from None
        try:
            await self.say(arrival.address, self.words(lang or self.lang)(LINKED if linked else UNLINKED))
        except NotifyError:
            return  # it is linked all the same, or not; the page of the account says which

    async def reported(self, channel: str, address: str, report: Report) -> None:
        """Say what became of a message the platform had taken."""
        await self.house.reported(channel, address, report)

    async def answers(self, channel: str, address: str) -> bool:
        """Return whether the program answers at an address."""
        return await self.house.answers(channel, address)

    async def writes(self, channel: str, address: str) -> None:
        """Say that the person of an address is writing."""
        await self.house.writes(channel, address)

    async def transcript(self, channel: str, address: str, after: str = "") -> Sequence[Shown]:
        """Return the lines of a conversation."""
        return await self.house.transcript(channel, address, after)

    async def document(self, channel: str, address: str, line: str) -> tuple[Attachment, bytes] | None:
        """Return the document shown in a line."""
        return await self.house.document(channel, address, line)

    def listen(self, channel: str, address: str) -> AsyncIterator[Shown | Writing | Again]:
        """Return new lines of a conversation, and that one is being written."""
        return self.house.listen(channel, address)


def _word(arrival: Arrival) -> str:
    return staff_word_in(arrival.body.text) if isinstance(arrival.body, Text) else ""
