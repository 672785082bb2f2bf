"""How a message goes out: as JSON, which the Bot API takes for all that holds no file (Bot API, making requests).

aiogram fills a form for each call, whatever is in it. It took a quarter of the time of the thread that listens.
"""

from __future__ import annotations

from aiogram import Bot
from aiogram.client.session.aiohttp import AiohttpSession
from aiogram.methods import SendMessage, TelegramMethod
from aiogram.methods.base import TelegramType
from aiohttp import BytesPayload, FormData

JSON = "application/json"


class Wire(AiohttpSession):
    """The connections of one bot. What is sent rarely goes as aiogram has it."""

    def build_form_data(self, bot: Bot, method: TelegramMethod[TelegramType]) -> FormData:
        """Return what is sent: of a message, all that `build.py` said of it."""
        if not isinstance(method, SendMessage):
            return super().build_form_data(bot, method)
        return _Json(method.model_dump_json(exclude_unset=True, exclude_none=True).encode())


class _Json(FormData):
    """A body that is no form, where aiohttp asks a form for its body."""

    def __init__(self, body: bytes) -> None:
        self._body = body

    def __call__(self) -> BytesPayload:
        return BytesPayload(self._body, content_type=JSON)
