"""Telegram, as one folder: the door to it, and nothing of its library until somebody opens that door.

aiogram costs seconds and memory to import, and most installations have no token. So importing this package must stay
free: `channel` is the only way in, and the library comes with it.
"""

from __future__ import annotations

import importlib
import re
from typing import TYPE_CHECKING, Final
from urllib.parse import urlsplit

from bot.channels.base import OF, further

if TYPE_CHECKING:
    from bot.channels.telegram.client import TelegramChannel
    from bot.channels.telegram.words import Words

NAME = "telegram"
PATH: Final = "/hooks/telegram"
API = "https://api.telegram.org"
PORTS: Final = frozenset({None, 80, 88, 443, 8443})  # Bot API, setWebhook; None: that of https
FORM: Final = (
    "the token has not the form Telegram gives (numbers, a colon, letters): ask @BotFather (/mybots, API Token), set "
    "ATOUT_TELEGRAM_TOKEN"
)
TOKEN: Final = re.compile(r"\d{6,}:[\w-]{30,}", re.ASCII)  # as @BotFather writes one
CALLS: Final = "calls only the ports 80, 88, 443 and 8443: ATOUT_PUBLIC_URL takes one of them (none is 443)"


def calls(public: str) -> bool:
    """Whether Telegram calls the port of an address."""
    try:
        return urlsplit(public).port in PORTS
    except ValueError:
        return False


def named(token: str) -> str:
    """Return the name of the channel of a further bot: its number is in its token, and is no secret."""
    return further(NAME, token.partition(":")[0])


def path(name: str) -> str:
    """Return the path of our address that Telegram calls for the channel of this name."""
    return PATH + name.removeprefix(NAME).replace(OF, "/")


def channel(token: str, words: Words, api: str = API, name: str = NAME) -> TelegramChannel:
    """Return the channel of this token; `api` is the address of the Bot API. Raises `TokenError`."""
    client = importlib.import_module("bot.channels.telegram.client")
    made: TelegramChannel = client.TelegramChannel(token, words, api, name=name)
    return made
