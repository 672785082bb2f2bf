"""The other side: python-telegram-bot's ConversationHandler, kept by its PicklePersistence.

usage: python -m tools.bench.ptb_pickle 60|1 busy|calm|open-RATE.

The form of `aiogram_redis`, written as the library's own
examples write one: keep the answer in `user_data`, ask, return the next state. The number is `update_interval`: every
so many seconds the file is written, 60 unless it is told; a kill takes what came since. Updates go through the queue
of the application, one after the other, as its documents ask where a ConversationHandler is used; its messages go
nowhere. Like aiogram it understands nothing, keeps no message, enciphers nothing, and takes an update twice.
"""

from __future__ import annotations

import asyncio
import json
import sys
import tempfile
import warnings
from collections.abc import Callable, Coroutine, Sequence
from pathlib import Path
from typing import Any

import uvloop
from telegram import InlineKeyboardButton, InlineKeyboardMarkup, Message, Update
from telegram.ext import (
    Application,
    BaseHandler,
    CallbackQueryHandler,
    ContextTypes,
    ConversationHandler,
    MessageHandler,
    PicklePersistence,
    filters,
)
from telegram.request import BaseRequest, RequestData
from telegram.warnings import PTBUserWarning

from tools.bench.chats import ASKED, CHATS, LABELS, NOW, SAID, TOKEN, Ear, all_talk

AT = int(NOW.timestamp())
STATES = len(ASKED)
App = Application[Any, Any, Any, Any, Any, Any]
Handle = Callable[[Update, ContextTypes.DEFAULT_TYPE], Coroutine[Any, Any, int]]


class Nowhere(BaseRequest):
    """Sends nothing, answers at once with what is ready, and tells who waits that they were answered."""

    def __init__(self) -> None:
        self.waiting: dict[int, asyncio.Event] = {}
        chat = {"id": 1, "type": "private"}
        me = {"id": 1, "is_bot": True, "first_name": "Bot", "username": "bot"}
        self._sent = _ok({"message_id": 1, "date": AT, "chat": chat, "text": "?"})
        self._ready = {"getMe": _ok(me), "sendMessage": self._sent}

    @property
    def read_timeout(self) -> float | None:
        """Nothing is waited for."""
        return None

    async def initialize(self) -> None:
        """Nothing is opened."""

    async def shutdown(self) -> None:
        """Nothing is open."""

    async def do_request(
        self, url: str, method: str, request_data: RequestData | None = None, *_more: object, **_times: object
    ) -> tuple[int, bytes]:
        """Answer as Telegram does when all is well."""
        del method
        name = url.rsplit("/", 1)[1]
        if name == "sendMessage" and request_data is not None:
            self.waiting[int(str(request_data.parameters["chat_id"]))].set()
        return 200, self._ready.get(name) or _ok(result=True)


def _ok(result: object) -> bytes:
    return json.dumps({"ok": True, "result": result}).encode()


# ---------------------------------------------------------------- the form


def form() -> ConversationHandler[ContextTypes.DEFAULT_TYPE]:
    """Return the conversation: each question is answered by words or by a button."""
    states: dict[object, list[Any]] = {
        number: [MessageHandler(filters.TEXT, written(number)), CallbackQueryHandler(pressed(number))]
        for number in range(STATES)
    }
    begins: BaseHandler[Update, ContextTypes.DEFAULT_TYPE, object] = MessageHandler(filters.TEXT, begin)
    return ConversationHandler([begins], states, [], name="form", persistent=True)


async def begin(update: Update, _context: ContextTypes.DEFAULT_TYPE) -> int:
    """Ask the first question."""
    if update.message:
        await ask(update.message, 0)
    return 0


def written(number: int) -> Handle:
    """Return what takes an answer in words."""

    async def handle(update: Update, context: ContextTypes.DEFAULT_TYPE) -> int:
        if update.message is None:
            return number
        return await kept(update.message, context, number, update.message.text or "")

    return handle


def pressed(number: int) -> Handle:
    """Return what takes an answer by button."""

    async def handle(update: Update, context: ContextTypes.DEFAULT_TYPE) -> int:
        query = update.callback_query
        if query is None or not isinstance(query.message, Message):
            return number
        await query.answer()
        return await kept(query.message, context, number, query.data or "")

    return handle


async def kept(message: Message, context: ContextTypes.DEFAULT_TYPE, number: int, said: str) -> int:
    """Keep an answer and ask the next question; after the last, forget and begin again."""
    known = context.user_data if context.user_data is not None else {}
    known[number] = said
    if number + 1 == STATES:
        known.clear()
        await message.reply_text("Thank you.")
        return ConversationHandler.END
    await ask(message, number + 1)
    return number + 1


async def ask(message: Message, number: int) -> None:
    """Ask, with three buttons."""
    row = [InlineKeyboardButton(label, callback_data=label) for label in LABELS]
    await message.reply_text(f"{ASKED[number]}?", reply_markup=InlineKeyboardMarkup([row]))


# ---------------------------------------------------------------- the people


def main() -> None:
    """Let people talk."""
    quiet()
    with tempfile.TemporaryDirectory(prefix="atout-") as home:
        uvloop.run(measured(Path(home) / "kept", float(sys.argv[1])))


def quiet() -> None:
    """Take its warning off of buttons that are not told apart by message: a chat is one conversation here."""
    warnings.filterwarnings("ignore", "If 'per_message=False'", PTBUserWarning)


async def measured(path: Path, every: float) -> None:
    """Measure."""
    nowhere = Nowhere()
    kept_in = PicklePersistence(path, update_interval=every)
    made = Application.builder().token(TOKEN).request(nowhere).get_updates_request(Nowhere()).updater(None)
    app: App = made.persistence(kept_in).build()
    app.add_handler(form())
    people = [updates(app, number) for number in range(1, CHATS + 1)]
    nowhere.waiting = {number: asyncio.Event() for number in range(1, CHATS + 1)}
    async with app:
        await app.start()
        await all_talk(lambda number, ear: talks(app, nowhere.waiting[number + 1], people[number], ear))
        await app.stop()


async def talks(app: App, answered: asyncio.Event, said: Sequence[Update], ear: Ear) -> None:
    """Fill the form in again and again."""
    while True:
        for update in said:
            await ear.answer(fed(app, answered, update))
            if ear.over:
                return


async def fed(app: App, answered: asyncio.Event, update: Update) -> None:
    """Put an update in the queue; it has been answered when this returns."""
    answered.clear()
    await app.update_queue.put(update)
    await answered.wait()


def updates(app: App, person: int) -> Sequence[Update]:
    """Return what one person says, as Telegram tells it."""
    who = {"from": {"id": person, "is_bot": False, "first_name": "Amina"}}
    message = {"message_id": 1, "date": AT, "chat": {"id": person, "type": "private"}, **who}
    made = []
    for number, said in enumerate(SAID, start=1):
        tap = {"id": str(number), "chat_instance": "1", "message": message, "data": said[0], **who}
        body = {"message": message | {"text": said}} if isinstance(said, str) else {"callback_query": tap}
        made.append(Update.de_json({"update_id": person * len(SAID) + number, **body}, app.bot))
    return made


if __name__ == "__main__":
    main()
