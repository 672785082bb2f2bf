"""What Telegram says of a token when it is asked: whose it is, who else holds it, what time it is there.

It takes in no message and confirms none. What it finds are words and names; `atout doctor` and `atout setup` make
sentences of them. The token, and the path of a webhook, stay here.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from aiogram.exceptions import AiogramError, ClientDecodeError, TelegramConflictError
from aiogram.methods import DeleteWebhook, GetMe, GetUpdates, GetWebhookInfo
from aiohttp import ClientError, ClientTimeout

from bot.channels.telegram.client import new_bot
from bot.channels.telegram.errors import kind
from bot.channels.telegram.profile import present
from bot.channels.telegram.webhook import host
from bot.channels.telegram.words import Words

if TYPE_CHECKING:
    from aiogram import Bot

SOON: Final = 15  # seconds for an answer
BACK: Final = 4  # seconds in which a program that was thrown off asks again: most do after one


@dataclass(frozen=True, slots=True)
class Look:
    """What was found. `trouble`: a word of `errors.kind`, "" for none; `hook`: the host of another's webhook.

    `date` is the Date header of its answer, "" for none; `twice`: another program asks for the same messages.
    """

    trouble: str = ""
    name: str = ""
    hook: str = ""
    twice: bool = False
    date: str = ""


async def look(token: str, api: str, ours: str = "", *, alone: bool = False, off: bool = False) -> Look:
    """Ask what there is to know. `ours`: the address of a webhook of our own, or "".

    `alone`: also whether another program polls; `off`: take the webhook off first.

    A program that polls is thrown off for a moment, and asks again by itself. Raises `TokenError` for a token that
    has not the form Telegram gives.
    """
    bot = new_bot(token, api)
    date = ""
    try:
        date = await _date(bot, api)
        me = await bot(GetMe(), request_timeout=SOON)
        if off:
            await bot(DeleteWebhook(), request_timeout=SOON)
        url = (await bot(GetWebhookInfo(), request_timeout=SOON)).url
        hook = "" if ours and url == ours else host(url)
        twice = alone and not url and await _twice(bot)
    except AiogramError as error:
        trouble = kind(error)
    else:
        return Look(name=me.username or "", hook=hook, twice=twice, date=date)
    finally:
        await bot.session.close()
    return Look(trouble, date=date)


async def presented(token: str, api: str, words: Words, langs: Sequence[str]) -> bool:
    """Set the bot's commands and descriptions in these languages; whether it was done. Raises `TokenError`."""
    bot = new_bot(token, api)
    try:
        await present(bot, words, langs)
    except AiogramError:
        return False
    finally:
        await bot.session.close()
    return True


async def _twice(bot: Bot) -> bool:
    """Whether somebody else asks too: Telegram throws off who asked first, who comes back then throws us off."""
    try:
        await bot(GetUpdates(limit=1, timeout=BACK), request_timeout=BACK + SOON)
    except TelegramConflictError:
        return True
    except ClientDecodeError:  # a message of a kind unknown here waits: nobody takes it
        return False
    return False


async def _date(bot: Bot, api: str) -> str:
    """Return the Date header of an answer; the address of the API is asked, which holds no token."""
    session = await bot.session.create_session()  # type: ignore[attr-defined] # `new_bot` gives aiohttp's
    try:
        async with session.head(api, allow_redirects=False, timeout=ClientTimeout(SOON)) as answer:
            return str(answer.headers.get("Date", ""))
    except (ClientError, TimeoutError, ValueError):
        return ""
