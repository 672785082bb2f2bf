"""Telegram on the wire: the channel the house holds, and the only module of this folder that sends.

It uses aiogram as a typed client and nothing else of it. It keeps the order of a chat, keeps to the pace, and says
what came of a send. The token, a chat's number and a person's words never enter a log line or an error from here.
"""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Mapping, Sequence
from dataclasses import replace
from functools import partial
from typing import Any
from weakref import WeakValueDictionary

from aiogram import Bot
from aiogram.client.telegram import TelegramAPIServer
from aiogram.exceptions import AiogramError, TelegramMigrateToChat
from aiogram.methods import DeleteMessages, Response, SendChatAction, SendMessage, SendPhoto, SendVoice, TelegramMethod
from aiogram.types import Message
from aiogram.utils.token import TokenValidationError
from aiohttp import ClientError

from bot.channels.base import (
    Arrival,
    Bubble,
    Door,
    FetchError,
    LaterError,
    Ours,
    Receipt,
    RefusedError,
    SendError,
    freely,
)
from bot.channels.bursts import Left
from bot.channels.clock import Clock, Compared, LoopClock
from bot.channels.pace import paced
from bot.channels.signs import Signs
from bot.channels.telegram import NAME, parse, path
from bot.channels.telegram.build import LIMITS, TYPING, Call, Sent, build
from bot.channels.telegram.errors import PolledTwiceError, TokenError, kind, outcome, sent, unfetched
from bot.channels.telegram.poll import Poller
from bot.channels.telegram.profile import introduce
from bot.channels.telegram.troubles import Trouble
from bot.channels.telegram.webhook import Calls, call_us_no_more
from bot.channels.telegram.wire import Wire
from bot.channels.telegram.words import Words
from bot.channels.turns import Turns
from bot.files.found import HEAVY

SEND_TIMEOUT = 60  # seconds; a PDF over a weak line
CHUNK = 64 * 1024  # bytes
HINT_TIMEOUT = 5  # seconds; a spinner or "typing" that comes later is worth nothing
TYPING_EVERY = TYPING - 1  # seconds: shown again before it goes out, over a slow line too
NOTICEABLE = 0.5  # seconds of waiting that deserve "typing"
# The types of what Telegram answers: pydantic makes one anew, in some milliseconds, whenever nobody holds it any more.
KEPT = (Response[Message], Response[bool], Response[list[dict[str, Any]]])

log = logging.getLogger(__name__)


class TelegramChannel:
    """One bot on Telegram. Follows `bot.channels.base.Channel`."""

    limits = LIMITS

    def __init__(self, token: str, words: Words, api: str, clock: Clock | None = None, name: str = NAME) -> None:
        """Hold the token; nothing is sent yet. Raises `TokenError`."""
        self.name = name
        self._bot = new_bot(token, api)
        self._words = words
        self._clock = clock or LoopClock()
        self._pace = paced(LIMITS)
        self.turns = Turns(f"{NAME}:{self._bot.id}", self._pace, self._clock)
        self._left = Left()
        self._turns: WeakValueDictionary[str, asyncio.Lock] = WeakValueDictionary()
        self._hints: set[asyncio.Task[None]] = set()
        self._moved: dict[str, int] = {}  # groups that have another number since they became a supergroup
        self._trouble = Trouble(name)
        self._compared = Compared(name)
        self._polling = False
        self._signs = Signs(TYPING_EVERY, self._clock, self._types)

    def parse(self, raw: Mapping[str, object]) -> Sequence[Arrival]:
        """Return what an update means; one that cannot be read is set aside with as much as it still says."""
        try:
            found = parse.arrivals(parse.update(raw), str(self._bot.id))
        except parse.UnreadableError:
            log.warning("%s: update not readable; set aside", self.name)
            found = parse.leftover(raw, str(self._bot.id))
        return found if self.name == NAME else [replace(one, channel=self.name) for one in found]

    def build(self, address: str, bubble: Bubble, data: bytes | None) -> Sequence[Call]:
        """Return the calls that show this bubble."""
        return build(address, bubble, data, self._words)

    def knock(self, address: str, lang: str) -> Sequence[Call]:
        """Return nothing: who started a bot may be written to until they block it."""
        del address, lang
        return ()

    async def send(self, call: Call, ours: Ours = freely) -> Receipt:
        """Send in the order of the chat and at its pace; return Telegram's number of the message."""
        chat = str(call.chat_id)
        async with self._turns.setdefault(chat, asyncio.Lock()):
            if isinstance(call, DeleteMessages):
                return await self._deleted(call, ours)
            self._signs.over(chat)
            self._left.waits(chat)
            try:
                await self._wait(chat)
            finally:
                self._left.leaves(chat)
            ours()
            if not isinstance(call, SendMessage):
                self._working(call)
            return await self._send(chat, call)

    def unseen(self, address: str, sent: int) -> bool:
        """Return whether our last message to this chat, if it is known here, left after that second."""
        return self._left.unseen(address, sent)

    def typing(self, address: str) -> None:
        """Show that somebody writes."""
        self._signs.goes_on(address)

    async def fetch(self, ref: str, most: int) -> bytes:
        """Return the bytes of a document, never more than `most`. Raises `FetchError`."""
        try:
            path = (await self._bot.get_file(ref, request_timeout=SEND_TIMEOUT)).file_path
            data = await self._download(path or "", most)
            reason = HEAVY
        except (AiogramError, ClientError, TimeoutError) as error:
            data, reason = None, unfetched(error)
        if data is None:
            raise FetchError(reason)  # out here: the address of a file, which an error tells, holds the token
        return data

    async def invitation(self, word: str) -> str:
        """Return the address that opens a chat with this bot and starts it with a word (Bot API, deep linking)."""
        try:
            name = (await self._bot.me()).username
        except AiogramError:
            return ""
        return f"https://t.me/{name}?start={word}" if name else ""

    async def _download(self, path: str, most: int) -> bytes | None:
        """Return what is there; None as soon as it is too much."""
        session, data = self._bot.session, bytearray()
        url = session.api.file_url(self._bot.token, path)
        async for some in session.stream_content(url, timeout=SEND_TIMEOUT, chunk_size=CHUNK, raise_for_status=True):
            data += some
            if len(data) > most:
                return None
        return bytes(data)

    async def called(self, public: str, langs: Sequence[str] = ()) -> None:
        """Be called at our own address instead of asking, until cancelled (`webhook.py`); `langs` as in `run`."""
        introducing = asyncio.create_task(introduce(self._bot, self._words, langs, self._clock))
        try:
            await Calls(self._bot, public + path(self.name), self._clock, self._trouble).run()
        finally:
            introducing.cancel()

    async def run(self, door: Door, langs: Sequence[str] = (), public: str = "") -> None:
        """Take in what people write until cancelled; `langs`: introduce the bot in these, the first for everybody else.

        One token has one poller: Telegram refuses a second. `public`: our address, which Telegram may still call.
        Raises `PolledTwiceError`.
        """
        if self._polling:
            raise PolledTwiceError
        self._polling = True
        introducing = asyncio.create_task(introduce(self._bot, self._words, langs, self._clock))
        free = partial(call_us_no_more, self._bot, public and public + path(self.name))
        try:
            await Poller(self._bot, door, self, self._clock, self._trouble, free).run()
        finally:
            introducing.cancel()
            self._polling = False

    async def close(self) -> None:
        """End what is under way and the connections."""
        await self._signs.close()
        for task in tuple(self._hints):
            task.cancel()
        await asyncio.gather(*self._hints, return_exceptions=True)
        await self._bot.session.close()

    def hint(self, method: TelegramMethod[bool]) -> None:
        """Send something nobody misses if it does not arrive: a spinner stopped, "typing"."""
        task = asyncio.create_task(self._try(method))
        self._hints.add(task)
        task.add_done_callback(self._hints.discard)

    async def _types(self, chat: str) -> None:
        if not self._pace.stopped(self._clock.time()):
            await self._try(SendChatAction(chat_id=int(chat), action="typing"))

    async def _try(self, method: TelegramMethod[bool]) -> None:
        try:
            await self._bot(method, request_timeout=HINT_TIMEOUT)
        except AiogramError:
            return  # a tap answered late is refused ("query is too old"); that is no fault

    async def _deleted(self, call: DeleteMessages, ours: Ours) -> Receipt:
        """Delete messages in their chat; those Telegram does not let go of stay there, and nothing else changes."""
        self._held()
        await self._turn()
        ours()
        try:
            await self._bot(call, request_timeout=SEND_TIMEOUT)
        except AiogramError as error:
            failure = self._failed(error, call)
        else:
            return Receipt()
        if isinstance(failure, RefusedError):
            log.warning("%s: messages not deleted; they stay in the chat", self.name)
            return Receipt()
        raise failure

    async def _send(self, chat: str, call: Sent) -> Receipt:
        try:
            message = await self._reached(chat, call)
            self._compared.look(message.date.timestamp())
            self._left.left(chat, message.date.timestamp())
            return Receipt(parse.said_id(message.chat.id, message.message_id))
        except AiogramError as error:
            number, failure = sent(error), self._failed(error, call)
        if number is not None:
            return Receipt(parse.said_id(self._moved.get(chat, int(chat)), number))
        raise failure  # out here, so that nothing of aiogram's error hangs on it

    def _failed(self, error: AiogramError, call: Call) -> SendError:
        """Return what a failed call means, and hold the whole bot where that is meant."""
        if kind(error) == "token":
            self._trouble.says("token")
        failure = outcome(error, type(call).__name__)
        if isinstance(failure, LaterError) and failure.everybody:
            self._pace.stop(failure.after, self._clock.time())
        return failure

    async def _reached(self, chat: str, call: Sent) -> Message:
        """Send to where the chat is now; a group that became a supergroup says so once, and keeps its turn."""
        if chat not in self._moved:
            try:
                return await self._bot(call, request_timeout=SEND_TIMEOUT)
            except TelegramMigrateToChat as error:
                self._moved[chat] = error.migrate_to_chat_id
        there = call.model_copy(update={"chat_id": self._moved[chat]})
        return await self._bot(there, request_timeout=SEND_TIMEOUT)

    async def _wait(self, chat: str) -> None:
        self._held()
        wait = self._pace.chat_wait(chat, self._clock.time(), group=chat.startswith("-"))
        if wait > NOTICEABLE:
            self.hint(SendChatAction(chat_id=int(chat), action="typing"))
        if wait:
            await self._clock.sleep(wait)
        await self._turn()
        self._pace.left(chat, self._clock.time(), group=chat.startswith("-"))

    def _held(self) -> None:
        """Raise `LaterError` while Telegram wants nothing from this bot."""
        held = self._pace.stopped(self._clock.time())
        if held:
            raise LaterError(held, everybody=True)

    async def _turn(self) -> None:
        """Wait for the turn of the whole bot; it may have been told to wait since."""
        booked = await self.turns.booked()
        wait = 0.0 if booked else self._pace.bot_wait(self._clock.time())
        if wait:
            await self._clock.sleep(wait)
        self._held()

    def _working(self, call: Sent) -> None:
        known = {SendPhoto: "upload_photo", SendVoice: "upload_voice"}
        action = known.get(type(call), "upload_document")
        self.hint(SendChatAction(chat_id=call.chat_id, action=action))


def new_bot(token: str, api: str) -> Bot:
    """Return what speaks for this token at this address. Raises `TokenError`."""
    try:
        return Bot(token, session=Wire(api=TelegramAPIServer.from_base(api)))
    except TokenValidationError:
        pass
    raise TokenError
