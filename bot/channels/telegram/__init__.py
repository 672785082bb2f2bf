"""Telegram, as one folder: the door to it, and nothing of its library until somebody opens that door.

aiogram costs seconds and memory to import, and most installations have no token. So importing this package must stay
free: `channel` is the only way in, and the library comes with it.
"""

from __future__ import annotations

import importlib
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from bot.channels.telegram.client import TelegramChannel
    from bot.channels.telegram.words import Words

NAME = "telegram"
API = "https://api.telegram.org"


def channel(token: str, words: Words, api: str = API) -> TelegramChannel:
    """Return the channel of this token; `api` is the address of the Bot API. Raises `TokenError`."""
    client = importlib.import_module("bot.channels.telegram.client")
    made: TelegramChannel = client.TelegramChannel(token, words, api)
    return made
