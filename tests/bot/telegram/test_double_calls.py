"""The double calls a webhook as Telegram does: two frameworks this project did not write take in what it delivers."""

from __future__ import annotations

from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from typing import Any, TypeAlias

import pytest
import telegram as ptb
import telegram.error
from aiogram import Bot, Dispatcher, F
from aiogram.client.session.aiohttp import AiohttpSession
from aiogram.client.telegram import TelegramAPIServer
from aiogram.methods import SendMessage, TelegramMethod
from aiogram.types import CallbackQuery, InlineKeyboardButton, InlineKeyboardMarkup, Message
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route
from telegram.ext import Application, CallbackQueryHandler, ContextTypes, MessageHandler, filters

from tests.doubles.telegram import TOKEN, Telegram
from tests.doubles.telegram_hook import HEADER
from tests.doubles.wire import served

PUBLIC = "https://frameworks.example.org"
WORD = "a_word-only-Telegram-knows"
Take: TypeAlias = Callable[[Any], Awaitable[Response]]


@asynccontextmanager
async def calling(tg: Telegram, take: Take, word: str = WORD) -> AsyncIterator[None]:
    """Be called at `PUBLIC` for the length of a block, by who knows the word."""

    async def hook(request: Request) -> Response:
        if request.headers.get(HEADER) != word:
            return Response(status_code=401)
        return await take(await request.json())

    async with served([Route("/hook", hook, methods=["POST"])]) as url:
        tg.hosts[PUBLIC] = url
        yield


@asynccontextmanager
async def of_ptb(tg: Telegram) -> AsyncIterator[ptb.Bot]:
    """Run an `Application` of python-telegram-bot behind the webhook: it repeats words and acknowledges taps."""

    async def said(update: ptb.Update, _context: ContextTypes.DEFAULT_TYPE) -> None:
        assert update.message is not None
        key = ptb.InlineKeyboardButton("Oui", callback_data="1.a.0")
        await update.message.reply_text(f"{update.message.text} ?", reply_markup=ptb.InlineKeyboardMarkup([[key]]))

    async def tapped(update: ptb.Update, _context: ContextTypes.DEFAULT_TYPE) -> None:
        assert update.callback_query is not None
        assert update.effective_chat is not None
        await update.callback_query.answer()
        await update.effective_chat.send_message(f"tap {update.callback_query.data}")

    there = Application.builder().token(TOKEN).base_url(f"{tg.url}/bot").base_file_url(f"{tg.url}/file/bot")
    app = there.updater(None).build()
    app.add_handlers([MessageHandler(filters.TEXT, said), CallbackQueryHandler(tapped)])

    async def take(raw: dict[str, Any]) -> Response:
        await app.process_update(ptb.Update.de_json(raw, app.bot))
        return Response()

    async with app, calling(tg, take):
        yield app.bot


@asynccontextmanager
async def of_aiogram(tg: Telegram) -> AsyncIterator[ptb.Bot]:
    """Run a `Dispatcher` of aiogram behind the webhook, which answers words in its answer to the call."""
    bot = Bot(TOKEN, session=AiohttpSession(api=TelegramAPIServer.from_base(tg.url)))
    dispatcher = Dispatcher()

    @dispatcher.message(F.text)
    async def said(message: Message) -> SendMessage:
        key = InlineKeyboardButton(text="Oui", callback_data="1.a.0")
        keys = InlineKeyboardMarkup(inline_keyboard=[[key]])
        return SendMessage(chat_id=message.chat.id, text=f"{message.text} ?", reply_markup=keys)

    @dispatcher.callback_query()
    async def tapped(tap: CallbackQuery) -> None:
        await tap.answer()
        await bot.send_message(tap.from_user.id, f"tap {tap.data}")

    async def take(raw: dict[str, Any]) -> Response:
        asked: object = await dispatcher.feed_webhook_update(bot, raw)
        if not isinstance(asked, TelegramMethod):
            return Response()
        return JSONResponse({"method": asked.__api_method__, **asked.model_dump(exclude_unset=True)})

    try:
        async with ptb.Bot(TOKEN, base_url=f"{tg.url}/bot") as other, calling(tg, take):
            yield other
    finally:
        await bot.session.close()


FRAMEWORKS = pytest.mark.parametrize("framework", [of_ptb, of_aiogram])


@FRAMEWORKS
async def test_a_framework_is_called_in_order_and_answers(tg: Telegram, framework: Any) -> None:  # noqa: ANN401
    awa = tg.person(7)
    await awa.says_at_once("un", "deux", "trois")  # before anybody listens
    async with framework(tg) as bot:
        await bot.set_webhook(f"{PUBLIC}/hook", secret_token=WORD, allowed_updates=["message", "callback_query"])
        await awa.sees(3)
        assert [shown.text for shown in awa.shown] == ["un ?", "deux ?", "trois ?"]
        await awa.edits(1, "autre chose")  # not asked for: not delivered
        await awa.taps("Oui")
        await awa.sees(4)
        assert awa.shown[-1].text == "tap 1.a.0"
        await tg.until(lambda: not tg.queue)
        assert list(tg.answered.values()) == [1]
        assert (await bot.get_webhook_info()).pending_update_count == 0
        with pytest.raises(telegram.error.Conflict):
            await bot.get_updates()


@FRAMEWORKS
async def test_who_does_not_take_it_in_is_called_again(tg: Telegram, framework: Any) -> None:  # noqa: ANN401
    awa = tg.person(7)
    async with framework(tg) as bot:
        await bot.set_webhook(f"{PUBLIC}/hook", secret_token="another")
        await awa.says("bonjour")
        await tg.until(lambda: "401" in tg.hook_error)
        info = await bot.get_webhook_info()
        assert (info.pending_update_count, "401" in (info.last_error_message or "")) == (1, True)
        await bot.set_webhook(f"{PUBLIC}/hook", secret_token=WORD)
        await awa.sees(1)
        await tg.until(lambda: not tg.queue)
        assert await bot.delete_webhook()
        assert await bot.get_updates() == ()


async def test_an_address_telegram_would_not_call_is_refused(tg: Telegram) -> None:
    async with ptb.Bot(TOKEN, base_url=f"{tg.url}/bot") as bot:
        for url, why in ((tg.url, "https url"), (f"{PUBLIC}:8080/hook", "ports")):
            with pytest.raises(telegram.error.BadRequest, match=why):
                await bot.set_webhook(url)
    assert tg.webhook == ""
