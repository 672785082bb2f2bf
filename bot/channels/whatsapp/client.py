"""WhatsApp on the wire: the channel the house holds, and the only module of this folder that sends.

It keeps the order of a person and the pace the platform allows, and says what came of a send. The token, a person's
number and their words never enter a log line or an error from here.
"""

from __future__ import annotations

import asyncio
import json
import logging
from collections import OrderedDict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any, Final
from weakref import WeakValueDictionary

import httpx2

from bot.channels.base import Arrival, Bubble, FetchError, LaterError, Ours, Receipt, SendError, UnsureError, freely
from bot.channels.bursts import Left, bursts
from bot.channels.clock import Clock, Compared, LoopClock, dated
from bot.channels.pace import paced
from bot.channels.signs import Signs
from bot.channels.turns import Turns
from bot.channels.whatsapp import NAME, parse
from bot.channels.whatsapp.build import LIMITS, Call, File, build, knock
from bot.channels.whatsapp.errors import SOON, alarm, outcome
from bot.channels.whatsapp.words import Words
from bot.files.found import AWAY, GONE, HEAVY
from bot.logs import note

TIMEOUT: Final = httpx2.Timeout(60.0, connect=10.0)  # seconds; a PDF over a weak line
HINT_TIMEOUT: Final = 5.0  # seconds; "typing" that comes later is worth nothing
DISPLAYED: Final = "display_phone_number"
TYPING_EVERY: Final = 20.0  # seconds; the sign lasts 25, or until something is sent
HEARD_MAX: Final = 4096  # people whose last message is known by its id: a sign is shown on it
NOT_THERE: Final = frozenset({400, 404, 410})
NEVER_LEFT: Final = (httpx2.ConnectError, httpx2.ConnectTimeout, httpx2.PoolTimeout)

log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Account:
    """A number of a business: `phone` is Meta's id of it, `api` and `version` where its Graph API is.

    `template`: the name of the message Meta approved for who did not write for a day, "" for none.
    """

    phone: str
    token: str
    api: str
    version: str
    template: str = ""


class WhatsAppChannel:
    """One business number on WhatsApp. Follows `bot.channels.base.Channel`."""

    limits = LIMITS

    def __init__(self, account: Account, words: Words, clock: Clock | None = None, name: str = NAME) -> None:
        """Hold the account; nothing is sent yet."""
        self.name = name
        self.phone = account.phone
        self._template = account.template
        self._words = words
        self._clock = clock or LoopClock()
        self._pace = paced(LIMITS)
        self.turns = Turns(f"{NAME}:{account.phone}", self._pace, self._clock)
        self._way = asyncio.Lock()  # one after the other: what comes in meanwhile counts as well
        self._turns: WeakValueDictionary[str, asyncio.Lock] = WeakValueDictionary()
        self._hints: set[asyncio.Task[None]] = set()
        self._trouble = ""
        self._compared = Compared(name)
        self._left = Left()
        self._number = ""  # as people dial it
        self._heard: OrderedDict[str, str] = OrderedDict()
        self._signs = Signs(TYPING_EVERY, self._clock, self._types)
        self._http = httpx2.AsyncClient(
            base_url=f"{account.api.rstrip('/')}/{account.version}/",
            headers={"Authorization": f"Bearer {account.token}"},
            timeout=TIMEOUT,
            follow_redirects=False,  # a host we did not choose is never contacted
        )
        self._host = httpx2.URL(account.api).host

    def parse(self, raw: Mapping[str, Any]) -> Sequence[Arrival]:
        """Return what a webhook says."""
        found = parse.arrivals(raw, self.phone)
        return bursts(found if self.name == NAME else [replace(one, channel=self.name) for one in found])

    def build(self, address: str, bubble: Bubble, data: bytes | None) -> Sequence[Call]:
        """Return the messages that show this bubble."""
        return build(address, bubble, data, self._words)

    def knock(self, address: str, lang: str) -> Sequence[Call]:
        """Return the operator's approved message, when there is one."""
        return (knock(address, self._template, lang),) if self._template else ()

    async def send(self, call: Call, ours: Ours = freely) -> Receipt:
        """Send in the order of a person and at their pace; return WhatsApp's id of the message."""
        async with self._turns.setdefault(call.address, asyncio.Lock()):
            self._signs.over(call.address)
            self._left.waits(call.address)
            try:
                await self._wait(call.address)
                message = call.shown(await self._upload(call.file)) if call.file else call.message
            finally:
                self._left.leaves(call.address)
            ours()
            answer = await self._post("messages", json=message)
            second = dated(answer.headers.get("date", ""))
            if second is not None:
                self._left.left(call.address, second)
        return Receipt(next((str(one.get("id", "")) for one in told(answer).get("messages", ())), ""))

    def unseen(self, address: str, sent: int) -> bool:
        """Return whether our last message to this person, if it is known here, left after that second."""
        return self._left.unseen(address, sent)

    async def fetch(self, ref: str, most: int) -> bytes:
        """Return the bytes of a document, never more than `most`. Raises `FetchError`."""
        try:
            about = await self._http.get(ref)
            url = str(about.json().get("url", "")) if about.is_success else ""
            data, reason = await self._download(url, most) if url else (None, _why(about.status_code))
        except (httpx2.HTTPError, json.JSONDecodeError):
            data, reason = None, AWAY
        if data is None:
            raise FetchError(reason)  # out here: nothing of the address hangs on it
        return data

    async def invitation(self, word: str) -> str:
        """Return the address that opens a chat with this number and writes a word into it (WhatsApp, click to chat)."""
        if not self._number:
            try:
                answer = await self._http.get(self.phone, params={"fields": DISPLAYED}, timeout=HINT_TIMEOUT)
            except httpx2.HTTPError:
                return ""
            shown = str(told(answer).get(DISPLAYED, "")) if answer.is_success else ""
            self._number = "".join(char for char in shown if char.isascii() and char.isdecimal())
        return f"https://wa.me/{self._number}?text={word}" if self._number else ""

    def came(self, messages: int) -> None:
        """Count what was written to this number: the platform's limit is for both ways."""
        for _ in range(messages):
            self._pace.heard(self._clock.time())
            self.turns.came()

    async def close(self) -> None:
        """End what is under way and the connections."""
        await self._signs.close()
        for task in tuple(self._hints):
            task.cancel()
        await asyncio.gather(*self._hints, return_exceptions=True)
        await self._http.aclose()

    def seen(self, address: str, ident: str, *, answered: bool = True) -> None:
        """Show a message as read, and that an answer is being made; nobody misses it if that does not arrive.

        Unless it is not `answered` by the program: a counsellor reads it once they do.
        """
        self._heard[address] = ident
        self._heard.move_to_end(address)
        if len(self._heard) > HEARD_MAX:
            self._heard.popitem(last=False)
        if not answered:
            return
        task = asyncio.create_task(self._try(typing(ident)))
        self._hints.add(task)
        task.add_done_callback(self._hints.discard)

    def typing(self, address: str) -> None:
        """Show that somebody writes: under the person's last message, when one came since the start."""
        if address in self._heard:
            self._signs.goes_on(address)

    # ------------------------------------------------------------ on the wire

    async def _types(self, address: str) -> None:
        ident = self._heard.get(address)
        if ident and not self._pace.stopped(self._clock.time()):
            await self._try(typing(ident))

    async def _try(self, message: Mapping[str, Any]) -> None:
        try:
            await self._http.post(f"{self.phone}/messages", json=message, timeout=HINT_TIMEOUT)
        except httpx2.HTTPError:
            return

    async def _upload(self, file: File) -> str:
        """Hand over the bytes of a file; return the platform's number of it. Raises a `SendError`."""
        form = {"messaging_product": "whatsapp", "type": file.mime}
        try:
            answer = await self._post("media", data=form, files={"file": (file.name, file.data, file.mime)})
        except UnsureError:
            pass  # a file nobody was shown yet: nothing is doubled when it is handed over again
        else:
            return str(told(answer).get("id", ""))
        raise LaterError(SOON)

    async def _post(self, what: str, **sent: Any) -> httpx2.Response:  # noqa: ANN401 - the client's own arguments
        try:
            answer = await self._http.post(f"{self.phone}/{what}", **sent)
        except httpx2.HTTPError as error:
            failure: SendError = LaterError(SOON) if isinstance(error, NEVER_LEFT) else UnsureError()
        else:
            if answer.is_success:
                self._trouble = ""
                self._compared.look(dated(answer.headers.get("date", "")))
                return answer
            failure = self._refused(answer.status_code, code(answer))
        raise failure  # out here, so that nothing of the client's error hangs on it

    def _refused(self, status: int, code: int) -> SendError:
        why, failure = alarm(status, code), outcome(status, code)
        if why and why != self._trouble:  # once, not at each attempt
            note(log, logging.ERROR, f"{self.name} stopped: see docs/operators.md", why=why, code=code)
        self._trouble = why
        if isinstance(failure, LaterError) and failure.everybody:
            self._pace.stop(failure.after, self._clock.time())
        return failure

    async def _wait(self, address: str) -> None:
        self._held()
        wait = self._pace.chat_wait(address, self._clock.time())
        if wait:
            await self._clock.sleep(wait)
        async with self._way:
            booked = await self.turns.booked()
            while wait := 0.0 if booked else self._pace.turn(self._clock.time()):
                await self._clock.sleep(wait)
        self._pace.left(address, self._clock.time())
        self._held()

    def _held(self) -> None:
        """Raise `LaterError` while WhatsApp wants nothing from this number; it may have said so while one waited."""
        held = self._pace.stopped(self._clock.time())
        if held:
            raise LaterError(held, everybody=True)

    async def _download(self, url: str, most: int) -> tuple[bytes | None, str]:
        """Return the bytes, or None and why; the address is Meta's word, and only its own hosts are believed."""
        if not self._ours(url):
            return None, GONE
        data = bytearray()
        async with self._http.stream("GET", url) as answer:
            if not answer.is_success:
                return None, _why(answer.status_code)
            async for some in answer.aiter_bytes():
                data += some
                if len(data) > most:
                    return None, HEAVY
        return bytes(data), ""

    def _ours(self, url: str) -> bool:
        """Whether the token may be shown to this address: the API's own host, or Meta's for files."""
        try:
            place = httpx2.URL(url)
        except httpx2.InvalidURL:
            return False
        return place.host == self._host or (place.host.endswith(".fbsbx.com") and place.scheme == "https")


def typing(ident: str) -> Mapping[str, Any]:
    """Return what shows a message as read and that an answer is being made (Cloud API, typing indicators)."""
    about = {"messaging_product": "whatsapp", "status": "read", "message_id": ident}
    return {**about, "typing_indicator": {"type": "text"}}


def told(answer: httpx2.Response) -> Mapping[str, Any]:
    """Return what an answer says, nothing when it cannot be read."""
    try:
        found = answer.json()
    except ValueError:
        found = None
    return found if isinstance(found, dict) else {}


def code(answer: httpx2.Response) -> int:
    """Return Meta's number of what went wrong, 0 for none."""
    error = told(answer).get("error")
    code = error.get("code") if isinstance(error, dict) else 0
    return code if isinstance(code, int) else 0


def _why(status: int) -> str:
    return GONE if status in NOT_THERE else AWAY
