"""How the bot introduces itself before the first word: its commands and its description, in each language.

Asked first and set only where it differs, because Telegram limits how often these may change. None of it is needed
for a conversation, so a failure is left at a line in the log.
"""

from __future__ import annotations

import logging
from collections.abc import Sequence
from typing import TYPE_CHECKING

from aiogram.exceptions import AiogramError
from aiogram.methods import (
    GetMe,
    GetMyCommands,
    GetMyDescription,
    GetMyShortDescription,
    SetMyCommands,
    SetMyDescription,
    SetMyShortDescription,
)
from aiogram.types import BotCommand

from bot.channels.telegram.errors import kind
from bot.channels.telegram.troubles import SAID, waits
from bot.channels.telegram.words import ABOUT, ABOUT_SHORT, COMMAND, COMMANDS, Words
from bot.logs import note
from flows.model import Phrase, Translate

if TYPE_CHECKING:
    from aiogram import Bot

    from bot.channels.clock import Clock

log = logging.getLogger(__name__)


async def introduce(bot: Bot, words: Words, langs: Sequence[str], clock: Clock) -> None:
    """Say under which name it answers, then set what differs; the first language is shown to everybody else too.

    While Telegram is not reached or does not know the token, it waits: that is said by who takes in messages.
    """
    told = False
    for wait in waits():
        try:
            if not told:
                name = (await bot(GetMe())).username
                note(log, logging.INFO, "telegram answers", name=f"https://t.me/{name}")  # for the operator to hand on
            told = True
            await present(bot, words, langs)
        except AiogramError as error:
            if kind(error) not in SAID:
                note(log, logging.WARNING, "telegram: profile not set", why=kind(error))
                return
            await clock.sleep(max(wait, float(getattr(error, "retry_after", 0))))
        else:
            return


async def present(bot: Bot, words: Words, langs: Sequence[str]) -> None:
    """Set what differs. Raises `AiogramError`."""
    for code, lang in (*((None, lang) for lang in langs[:1]), *((lang, lang) for lang in langs)):
        await _commands(bot, words(lang), code)
        await _texts(bot, words(lang), code)


async def _commands(bot: Bot, say: Translate, code: str | None) -> None:
    wanted = [BotCommand(command=name, description=say(Phrase(COMMAND + name))) for name in COMMANDS]
    current = await bot(GetMyCommands(language_code=code))
    if [(item.command, item.description) for item in current] != [(item.command, item.description) for item in wanted]:
        await bot(SetMyCommands(commands=wanted, language_code=code))


async def _texts(bot: Bot, say: Translate, code: str | None) -> None:
    about, short = say(Phrase(ABOUT)), say(Phrase(ABOUT_SHORT))
    if (await bot(GetMyDescription(language_code=code))).description != about:
        await bot(SetMyDescription(description=about, language_code=code))
    if (await bot(GetMyShortDescription(language_code=code))).short_description != short:
        await bot(SetMyShortDescription(short_description=short, language_code=code))
