"""The other side: the state machine of aiogram with its Redis storage, on a Redis server started here.

usage: python -m tools.bench.aiogram_redis always|everysec busy|calm|open-RATE [isolated].

A form of the same questions, written as aiogram's own examples write one: keep the answer, set the state, ask the next
question. Its updates are ready-made and its messages go nowhere, so that what is measured is the dispatcher and the
storage. It does less than we do: nothing is understood, no message is kept, nothing is enciphered, and an update that
comes twice is taken twice. "isolated" is aiogram's own way (RedisEventIsolation, off unless it is asked for) of taking
one person's updates one after the other.
"""

from __future__ import annotations

import sys
from collections.abc import AsyncGenerator, Awaitable, Callable, Sequence
from typing import Any

import uvloop
from aiogram import Bot, Dispatcher, Router
from aiogram.client.session.base import BaseSession
from aiogram.filters import StateFilter
from aiogram.fsm.context import FSMContext
from aiogram.fsm.state import State, StatesGroup
from aiogram.fsm.storage.redis import RedisEventIsolation, RedisStorage
from aiogram.methods import AnswerCallbackQuery, TelegramMethod
from aiogram.types import CallbackQuery, Chat, InlineKeyboardButton, InlineKeyboardMarkup, Message, Update
from redis.asyncio import BlockingConnectionPool, Redis

from tools.bench.chats import CHATS, ISOLATED, LABELS, NOW, SAID, TOKEN, Ear, all_talk
from tools.bench.redis_server import redis_server


class Form(StatesGroup):
    """The questions that follow the first word, in order."""

    consent = State()
    activity = State()
    skill = State()
    tasks = State()
    when = State()
    project = State()
    name = State()
    contact = State()
    place = State()


QUESTIONS: Sequence[State] = Form.__states__


class Nowhere(BaseSession):
    """Sends nothing and answers at once, with a message that is ready."""

    sent = Message(message_id=1, date=NOW, chat=Chat(id=1, type="private"))

    async def make_request(self, bot: Bot, method: TelegramMethod[Any], timeout: int | None = None) -> Any:  # noqa: ANN401, ARG002, ASYNC109 - as aiogram says
        """Answer as Telegram does when all is well."""
        return True if isinstance(method, AnswerCallbackQuery) else self.sent

    def stream_content(self, *_args: object, **_more: object) -> AsyncGenerator[bytes, None]:
        """Nothing is downloaded."""
        raise NotImplementedError

    async def close(self) -> None:
        """Nothing is open."""


# ---------------------------------------------------------------- the form


def form() -> Router:
    """Return the handlers of all questions: each is answered by words or by a button."""
    router = Router()
    router.message.register(begin, StateFilter(None))
    for number, here in enumerate(QUESTIONS):
        then = QUESTIONS[number + 1] if number + 1 < len(QUESTIONS) else None
        router.message.register(written(here, then), StateFilter(here))
        router.callback_query.register(pressed(here, then), StateFilter(here))
    return router


async def begin(message: Message, state: FSMContext) -> None:
    """Ask the first question."""
    await state.set_state(QUESTIONS[0])
    await ask(message, QUESTIONS[0])


def written(here: State, then: State | None) -> Callable[..., Awaitable[None]]:
    """Return what takes an answer in words."""

    async def handle(message: Message, state: FSMContext) -> None:
        await kept(message, state, (here, message.text or ""), then)

    return handle


def pressed(here: State, then: State | None) -> Callable[..., Awaitable[None]]:
    """Return what takes an answer by button."""

    async def handle(query: CallbackQuery, state: FSMContext) -> None:
        if isinstance(query.message, Message):
            await kept(query.message, state, (here, query.data or ""), then)
        await query.answer()

    return handle


async def kept(message: Message, state: FSMContext, answer: tuple[State, str], then: State | None) -> None:
    """Keep an answer, and only then ask the next question; after the last, begin again."""
    question, said = answer
    await state.update_data({str(question.state): said})
    if then is None:
        await state.clear()
        await message.answer("Thank you.")
        return
    await state.set_state(then)
    await ask(message, then)


async def ask(message: Message, question: State) -> None:
    """Ask, with three buttons."""
    row = [InlineKeyboardButton(text=label, callback_data=label) for label in LABELS]
    await message.answer(f"{question.state}?", reply_markup=InlineKeyboardMarkup(inline_keyboard=[row]))


# ---------------------------------------------------------------- the people


def main() -> None:
    """Let people talk."""
    with redis_server(sys.argv[1]) as port:
        uvloop.run(measured(port))


async def measured(port: int) -> None:
    """Measure."""
    # Its own limit is 100 connections, and then updates are refused; here each chat may have one.
    redis = Redis(connection_pool=BlockingConnectionPool(host="127.0.0.1", port=port, max_connections=CHATS))
    isolation = RedisEventIsolation(redis) if ISOLATED in sys.argv else None
    dispatcher = Dispatcher(storage=RedisStorage(redis), events_isolation=isolation)
    bot = Bot(TOKEN, session=Nowhere())
    dispatcher.include_router(form())
    people = [updates(bot, number) for number in range(1, CHATS + 1)]
    await all_talk(lambda number, ear: talks(dispatcher, bot, people[number], ear))
    await dispatcher.storage.close()


async def talks(dispatcher: Dispatcher, bot: Bot, said: Sequence[Update], ear: Ear) -> None:
    """Fill the form in again and again."""
    while True:
        for update in said:
            await ear.answer(fed(dispatcher, bot, update))
            if ear.over:
                return


async def fed(dispatcher: Dispatcher, bot: Bot, update: Update) -> None:
    """Give it an update; it has been answered when this returns."""
    await dispatcher.feed_update(bot, update)


def updates(bot: Bot, person: int) -> Sequence[Update]:
    """Return what one person says, as Telegram tells it."""
    who = {"from": {"id": person, "is_bot": False, "first_name": "Amina"}}
    message = {"message_id": 1, "date": NOW, "chat": {"id": person, "type": "private"}, **who}
    made = []
    for number, said in enumerate(SAID, start=1):
        pressed = {"id": str(number), "chat_instance": "1", "message": message, "data": said[0], **who}
        body = {"message": message | {"text": said}} if isinstance(said, str) else {"callback_query": pressed}
        made.append(Update.model_validate({"update_id": person * len(SAID) + number, **body}, context={"bot": bot}))
    return made


if __name__ == "__main__":
    main()
