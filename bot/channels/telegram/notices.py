"""Telegram as a way to the staff: a fixed sentence and a button to the desk, in the chat a counsellor named.

It lives here and not beside the other ways, because a token has one pace, one trouble and one library, and all three
belong to the channel: what it sends takes its turn among what is said to people. A notice cannot be passed on from the
app (`protect_content`), which costs nothing and keeps it where it is meant to be.
"""

from __future__ import annotations

from aiogram.methods import SendMessage
from aiogram.types import InlineKeyboardButton, InlineKeyboardMarkup

from bot.channels.base import LaterError, RefusedError, UnreachableError, UnsureError
from bot.channels.telegram import NAME
from bot.channels.telegram.client import TelegramChannel
from bot.channels.telegram.words import Words
from bot.notices import base
from bot.notices.base import OPEN, Notice, Ours, freely


class TelegramNotifier:
    """Follows `bot.notices.base.Notifier`; an address is the number of a private chat."""

    name = NAME

    def __init__(self, channel: TelegramChannel, words: Words) -> None:
        self._channel = channel
        self._words = words

    async def notify(self, to: str, notice: Notice, ours: Ours = freely) -> None:
        """Send it. Raises a `NotifyError`."""
        word = self._words(notice.lang)
        button = InlineKeyboardButton(text=word(OPEN), url=notice.link)
        keyboard = InlineKeyboardMarkup(inline_keyboard=[[button]]) if notice.link else None
        await self.say(to, word(notice.says), keyboard, ours)

    async def say(self, to: str, text: str, keyboard: InlineKeyboardMarkup | None = None, ours: Ours = freely) -> None:
        """Say something to one chat. Raises a `NotifyError`."""
        call = SendMessage(chat_id=int(to), text=text, reply_markup=keyboard, protect_content=True)
        try:
            await self._channel.send(call, ours)
        except UnreachableError:
            failure: base.NotifyError = base.GoneError()
        except LaterError as error:
            failure = base.LaterError(error.after)
        except UnsureError:
            failure = base.LaterError(reason="unsure")
        except RefusedError as error:
            failure = base.RejectedError(str(error))
        else:
            return
        raise failure  # out here: nothing of the library's error hangs on it
