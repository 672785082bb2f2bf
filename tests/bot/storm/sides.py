"""The platforms a storm comes from: who is there, how what they write is delivered, what was sent to them.

Each is a double over real HTTP; the faults are those its platform has, and how often each of them comes.
"""

from __future__ import annotations

import json
import math
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Generic, Protocol, TypeVar

from tests.bot.storm.lot import Ill, Lot
from tests.doubles import graph, telegram
from tests.doubles.graph import Graph
from tests.doubles.graph_people import Person as GraphPerson
from tests.doubles.telegram import Person as TelegramPerson
from tests.doubles.telegram import Telegram

PUBLIC = "https://atout.example"
Api = TypeVar("Api", Graph, Telegram)
Somebody = TypeVar("Somebody", GraphPerson, TelegramPerson)


@dataclass(frozen=True, slots=True)
class Sent:
    """A message that reached the platform; `unheard` when it was shown and its receipt was lost on the way.

    `until`: when its sender knows what became of it, or will try again, if it was the last to somebody.
    """

    address: str
    text: str
    at: float
    shown: bool
    unheard: bool
    until: float


class Side(Protocol):
    """What a storm needs of a platform. `hello`: what each says first, and how many bubbles are then there in all."""

    name: str
    channel: str
    path: str  # "": the platform is asked for what is new
    sends: str
    hello: Sequence[tuple[str, int]]

    def environ(self) -> Mapping[str, str]: ...
    async def ready(self, at: str) -> None:
        """Wait until the platform knows that we are at this address."""

    def enters(self, number: int) -> str:
        """Let somebody come; return their address."""

    async def wrote(self, address: str, text: str) -> bytes:
        """Return what the platform delivers when they write this."""

    async def blocked(self, address: str) -> bytes:
        """Return the same for somebody who blocks us; b"" where nothing is told."""

    def headers(self, raw: bytes) -> Mapping[str, str]: ...
    def lots(self, lot: Lot[Any]) -> None:
        """Let things go wrong from here on."""

    async def held(self, raw: bytes) -> None:
        """Hold this ready for who asks for it."""

    async def handed(self, raws: Sequence[bytes], seconds: float) -> int:
        """Hold this ready for who asks for it, until all was asked for; return how many deliveries that were."""

    def shown(self, address: str) -> int:
        """Return how many bubbles they have seen."""

    async def sees(self, address: str, count: int, seconds: float) -> None:
        """Wait until they have seen so many."""

    def sent(self) -> Iterator[Sent]: ...


class Double(Generic[Api, Somebody]):
    """What both have: a double, and the people on it by their addresses."""

    def __init__(self, api: Api) -> None:
        self.api: Api = api
        self.people: dict[str, Somebody] = {}

    def lots(self, lot: Lot[Any]) -> None:
        self.api.luck = lot

    def shown(self, address: str) -> int:
        return len(self.people[address].shown)

    async def sees(self, address: str, count: int, seconds: float) -> None:
        await self.people[address].sees(count, seconds)


class WhatsApp(Double[Graph, GraphPerson]):
    """Calls our address, and tells there too what became of each message."""

    name = channel = "whatsapp"
    path = "/hooks/whatsapp"
    sends = "messages"
    hello: Sequence[tuple[str, int]] = (("bonjour", 1), ("oui", 2))
    ills = (
        Ill("gateway", "messages", 20, lambda: graph.Fault("messages", html=True)),
        Ill("unwell", "messages", 10, lambda: graph.Fault("messages", 131000)),
        Ill("cut", "messages", 20, lambda: graph.Fault("messages")),
        Ill("unheard", "messages", 20, lambda: graph.Fault("messages", done=True)),
    )
    all_ills = (
        *ills,
        Ill("late", "messages", 20, lambda: graph.Fault("messages", slow=65), 2),
        Ill("wait", "messages", 5, lambda: graph.Fault("messages", 130429), 2),
        Ill("pair", "messages", 10, lambda: graph.Fault("messages", 131056)),
    )

    def environ(self) -> Mapping[str, str]:
        known = {"PHONE": graph.PHONE, "TOKEN": graph.TOKEN, "SECRET": graph.SECRET, "VERIFY": "word"}
        return {f"ATOUT_WHATSAPP_{name}": value for name, value in {**known, "API": self.api.url}.items()}

    async def ready(self, at: str) -> None:
        self.api.webhook = at + self.path
        self.api.receipts, self.api.retries, self.api.pause = ("sent", "delivered"), 30, 1

    def enters(self, number: int) -> str:
        person = self.api.person(f"336{number:08}", f"Awa {number}")
        self.people[person.user_id] = person
        return person.user_id

    async def wrote(self, address: str, text: str) -> bytes:
        return self.people[address].wrote(text)

    async def blocked(self, address: str) -> bytes:
        self.people[address].blocked = True
        return b""

    async def held(self, raw: bytes) -> None:
        raise NotImplementedError

    async def handed(self, raws: Sequence[bytes], seconds: float) -> int:
        raise NotImplementedError

    def headers(self, raw: bytes) -> Mapping[str, str]:
        return {"x-hub-signature-256": graph.signed(raw)}

    def sent(self) -> Iterator[Sent]:
        for call in self.api.called("messages"):
            address = str(call.values.get("recipient") or call.values["to"])
            yield _sent(address, _words(call.values), call, there=not self.people[address].blocked, told=True)


class Called(Double[Telegram, TelegramPerson]):
    """Telegram, which calls our address."""

    name = "telegram, called"
    channel = "telegram"
    path = "/hooks/telegram"
    sends = "sendMessage"
    hello: Sequence[tuple[str, int]] = (("bonjour", 3), ("oui", 4))
    ills: tuple[Ill[telegram.Fault], ...] = (
        Ill("wait", "sendMessage", 5, lambda: telegram.Fault("sendMessage", 429, "Too Many Requests", 1)),
        Ill("gateway", "sendMessage", 20, lambda: telegram.Fault("sendMessage", 502, html=True)),
        Ill("unwell", "sendMessage", 10, lambda: telegram.Fault("sendMessage", 502, "Bad Gateway")),
        Ill("cut", "sendMessage", 20, lambda: telegram.Fault("sendMessage")),
        Ill("unheard", "sendMessage", 20, lambda: telegram.Fault("sendMessage", done=True)),
    )
    all_ills = (
        *ills,
        Ill("late", "sendMessage", 20, lambda: telegram.Fault("sendMessage", slow=65), 2),
    )

    def environ(self) -> Mapping[str, str]:
        known = {"TELEGRAM_TOKEN": telegram.TOKEN, "TELEGRAM_API": self.api.url}
        called = {"TELEGRAM_WEBHOOK": "yes", "PUBLIC_URL": PUBLIC} if self.path else {}
        return {f"ATOUT_{name}": value for name, value in {**known, **called}.items()}

    async def ready(self, at: str) -> None:
        del at  # it is told by what was started
        if self.path:
            await self.api.until(lambda: bool(self.api.secret), 60)

    def enters(self, number: int) -> str:
        person = self.people[str(number + 1)] = self.api.person(number + 1, f"Awa {number}")
        person.chat.started = True
        return str(number + 1)

    async def wrote(self, address: str, text: str) -> bytes:
        return self._update(message=self.people[address].message(text=text))

    async def blocked(self, address: str) -> bytes:
        person = self.people[address]
        person.chat.blocked = True
        return self._update(my_chat_member=person.blocking())

    def _update(self, **body: object) -> bytes:
        return json.dumps(self.api.update(**body)).encode()

    async def held(self, raw: bytes) -> None:
        await self.api.hold(json.loads(raw))

    async def handed(self, raws: Sequence[bytes], seconds: float) -> int:
        before = self.api.handed
        await self.api.hold(*map(json.loads, raws))
        await self.api.until(lambda: not self.api.queue, seconds)
        return self.api.handed - before

    def headers(self, raw: bytes) -> Mapping[str, str]:
        del raw
        return {"x-telegram-bot-api-secret-token": self.api.secret}

    def sent(self) -> Iterator[Sent]:
        for call in self.api.called("sendMessage"):
            address = str(call.values["chat_id"])
            yield _sent(address, call.values["text"], call, there=not self.people[address].chat.blocked, told=False)


class Polled(Called):
    """Telegram, which is asked for what is new."""

    name = "telegram, polled"
    path = ""
    ills = (
        *Called.ills,
        Ill("conflict", "getUpdates", 50, lambda: telegram.Fault("getUpdates", 409, "Conflict")),
        Ill("no poll", "getUpdates", 50, lambda: telegram.Fault("getUpdates", 502, html=True)),
        Ill("poll cut", "getUpdates", 50, lambda: telegram.Fault("getUpdates")),
        Ill("poll unheard", "getUpdates", 50, lambda: telegram.Fault("getUpdates", done=True)),
    )
    all_ills = (*ills, Called.all_ills[-1])


def _sent(address: str, text: str, call: graph.Call | telegram.Call, *, there: bool, told: bool) -> Sent:
    """Return what became of a call. `told`: the platform tells by itself what was shown."""
    fault = call.fault
    unheard = there and fault is not None and bool(fault.done or fault.slow)
    shown = there and (fault is None or unheard)
    wait = fault.slow if fault else 0.0
    known = shown and (told or not unheard)
    return Sent(address, text, call.at, shown, unheard, call.at + wait if known else math.inf)


def _words(values: Mapping[str, Any]) -> str:
    content = values[values["type"]]
    return str(content["body"] if values["type"] == "text" else content["body"]["text"])
