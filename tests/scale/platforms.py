"""Telegram and WhatsApp as a channel meets them, in this process: they count, answer after a while, and may refuse.

They stand where the library of each has its connection, so the channel above is the real one. Telegram's and Meta's
forms are checked by the doubles of `tests/doubles`; here they are many times faster and no more than the simulation
needs.
"""

from __future__ import annotations

import asyncio
import hashlib
import hmac
import json
import math
import random
import re
from collections import defaultdict
from collections.abc import AsyncGenerator
from datetime import UTC, datetime
from typing import Any, Protocol, cast

import httpx2
from aiogram import Bot
from aiogram.client.session.base import BaseSession
from aiogram.exceptions import TelegramRetryAfter
from aiogram.methods import SendMessage, TelegramMethod
from aiogram.methods.base import TelegramType
from aiogram.types import Chat, Message

from bot.channels.base import Door
from bot.channels.telegram.client import TelegramChannel
from bot.channels.whatsapp.client import Account, WhatsAppChannel
from bot.channels.whatsapp.webhook import PATH, SIGNATURE, Secrets, webhook
from flows.model import Translate
from tests.doubles.telegram import TOKEN
from tests.scale.counters import Pairs, Window
from tests.scale.crowd import Line

SOONEST, MEAN = 0.05, 0.1  # seconds until a platform answers: at the least, and what comes on top, in the mean
SAID = re.compile(r"(first|second|tip)\.1 ?(\d*)")  # what the core of the simulation says
SECRET, VERIFY, PHONE = "a secret of Meta's page", "a word", "1000000001"
TOO_MANY = 130429
SECOND = 1.0
START = 1_789_948_800  # seconds since 1970 at which a simulated day begins: midnight, UTC
TELEGRAM_ALL, TELEGRAM_CHAT = 30, 3  # messages in any second; at once to one person, and then one a second
WHATSAPP_ALL, WHATSAPP_PAIR = 80, 45  # messages in any second, both ways; at once to one person, then one in 6 s


class Platform(Protocol):
    """What the simulation asks of both."""

    @property
    def channel(self) -> TelegramChannel | WhatsAppChannel:
        """The channel of ours that talks to it."""
        ...

    limit: int
    all: Window
    pairs: Pairs
    seen: Seen
    refused: int

    def opens(self, door: Door) -> None:
        """Deliver to this house."""
        ...

    async def writes(self, line: Line) -> None:
        """Deliver what somebody wrote."""
        ...

    def refuses(self, seconds: float) -> None:
        """Take nothing for so long from now on."""
        ...


class Seen:
    """What was shown to whom, and when it had arrived at the platform."""

    def __init__(self) -> None:
        self.asked: dict[tuple[str, int], float] = {}
        self.answered: dict[tuple[str, int], list[float]] = defaultdict(list)
        self.order: dict[str, list[tuple[int, str]]] = defaultdict(list)
        self.tips: list[float] = []

    def wrote(self, line: Line, now: float) -> None:
        """Note what somebody wrote."""
        self.asked[str(line.address), line.number] = now

    def shown(self, chat: str, text: str, now: float) -> None:
        """Note a message: which of the lines it answers."""
        for which, number in SAID.findall(text):
            if number:
                self.order[chat].append((int(number), which))
                self.answered[chat, int(number)].append(now)
            else:
                self.tips.append(now)

    @property
    def waits(self) -> list[float]:
        """The seconds from each line until the last message that answers it; endless where one is missing."""
        return [self._wait(key, at) for key, at in self.asked.items()]

    def waits_between(self, begin: float, end: float) -> list[float]:
        """Return the same of the lines that were written in between."""
        return [self._wait(key, at) for key, at in self.asked.items() if begin <= at < end]

    @property
    def disordered(self) -> int:
        """How many people were told something in another order, or twice."""
        return sum(shown != sorted(set(shown)) for shown in self.order.values())

    def _wait(self, key: tuple[str, int], at: float) -> float:
        answers = self.answered.get(key, [])
        return answers[-1] - at if len(answers) == 2 else math.inf


class _Refusing:
    """A platform that takes nothing for a while, and answers after another."""

    def __init__(self, seed: int) -> None:
        self._lot = random.Random(seed)
        self._until = 0.0
        self.refused = 0
        self.seen = Seen()

    def refuses(self, seconds: float) -> None:
        self._until = _now() + seconds

    def _refused(self) -> float:
        """Return for how many seconds it takes nothing yet, and count who asked."""
        left = max(0.0, self._until - _now())
        self.refused += left > 0
        return left

    async def _answers(self) -> None:
        await asyncio.sleep(SOONEST + self._lot.expovariate(1 / MEAN))


class Telegram(_Refusing, BaseSession):
    """A token."""

    limit = TELEGRAM_ALL

    def __init__(self, seed: int = 1) -> None:
        _Refusing.__init__(self, seed)
        BaseSession.__init__(self)
        self.all = Window(SECOND)
        self.pairs = Pairs(SECOND, TELEGRAM_CHAT)
        self.channel = TelegramChannel(TOKEN, words, "http://telegram.invalid")
        self.channel._bot.session = self
        self._numbers = int(_now()) * 1000  # others than those of an earlier one
        self._door: Door | None = None

    def opens(self, door: Door) -> None:
        """Deliver to this house."""
        self._door = door

    async def writes(self, line: Line) -> None:
        self._numbers += 1
        person = {"id": line.address, "is_bot": False, "first_name": "A", "language_code": "fr"}
        chat = {"id": line.address, "type": "private", "first_name": "A"}
        about = {"message_id": self._numbers, "date": _date(), "chat": chat, "from": person}
        self.seen.wrote(line, _now())
        raw = {"update_id": self._numbers, "message": {**about, "text": str(line.number)}}
        assert self._door
        await self._door.receive(self.channel.parse(raw))

    async def make_request(
        self,
        bot: Bot,
        method: TelegramMethod[TelegramType],
        timeout: int | None = None,  # noqa: ASYNC109
    ) -> TelegramType:
        del bot, timeout
        if not isinstance(method, SendMessage):
            await self._answers()
            return cast("TelegramType", True)  # noqa: FBT003
        if left := self._refused():
            await self._answers()
            raise TelegramRetryAfter(method=method, message="Too Many Requests", retry_after=math.ceil(left))
        now, chat = _now(), int(method.chat_id)
        self.all.add(now)
        self.pairs.add(str(chat), now)
        self.seen.shown(str(chat), method.text, now)
        self._numbers += 1
        number, date = self._numbers, datetime.fromtimestamp(_date(), UTC)
        await self._answers()
        return cast("TelegramType", Message(message_id=number, date=date, chat=Chat(id=chat, type="private")))

    async def stream_content(self, *_asked: Any, **_options: Any) -> AsyncGenerator[bytes, None]:  # noqa: ANN401
        yield b""

    async def close(self) -> None:
        return


class WhatsApp(_Refusing):
    """A number."""

    limit = WHATSAPP_ALL

    def __init__(self, seed: int = 1) -> None:
        super().__init__(seed)
        self.all = Window(SECOND)
        self.pairs = Pairs(6 * SECOND, WHATSAPP_PAIR)
        self.channel = WhatsAppChannel(Account(PHONE, "a token", "http://graph.invalid", "v25.0"), words)
        self.channel._http = httpx2.AsyncClient(
            base_url="http://graph.invalid/v25.0/", transport=httpx2.MockTransport(self._asked)
        )
        self._numbers = int(_now()) * 1000  # others than those of an earlier one
        self._hook: httpx2.AsyncClient | None = None

    def opens(self, door: Door) -> None:
        """Call this house."""
        app = webhook([self.channel], door, Secrets(SECRET, VERIFY))
        self._hook = httpx2.AsyncClient(base_url="http://here.invalid", transport=httpx2.ASGITransport(app=app))

    async def writes(self, line: Line) -> None:
        self._numbers += 1
        told = {"from": str(line.address), "id": f"in{self._numbers}", "timestamp": str(_date())}
        message = {**told, "type": "text", "text": {"body": str(line.number)}}
        value = {"messaging_product": "whatsapp", "metadata": {"phone_number_id": PHONE}, "messages": [message]}
        change = {"value": value, "field": "messages"}
        raw = json.dumps({"object": "whatsapp_business_account", "entry": [{"id": "1", "changes": [change]}]}).encode()
        self.seen.wrote(line, _now())
        self.all.add(_now(), judged=False)  # who writes is not held back by anybody
        assert self._hook
        sign = "sha256=" + hmac.new(SECRET.encode(), raw, hashlib.sha256).hexdigest()
        answer = await self._hook.post(PATH, content=raw, headers={SIGNATURE: sign})
        answer.raise_for_status()

    async def _asked(self, request: httpx2.Request) -> httpx2.Response:
        message = json.loads(request.content)
        if "status" in message:
            await self._answers()
            return httpx2.Response(200, json={"success": True})
        if self._refused():
            await self._answers()
            return httpx2.Response(400, json={"error": {"code": TOO_MANY}})
        now, chat = _now(), message["to"]
        self.all.add(now)
        self.pairs.add(chat, now)
        self.seen.shown(chat, request.content.decode(), now)
        self._numbers += 1
        number = self._numbers
        await self._answers()
        return httpx2.Response(200, json={"messages": [{"id": f"out{number}"}]})


def words(_lang: str) -> Translate:
    """Return the words of a button as their key."""
    return lambda phrase: phrase.key


def _now() -> float:
    return asyncio.get_running_loop().time()


def _date() -> int:
    return int(START + _now())
