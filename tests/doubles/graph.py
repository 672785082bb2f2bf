"""A small WhatsApp Cloud API of our own, over real HTTP: messages, media, webhooks, the window and the faults.

It is written from Meta's documents, knows nothing of our code, and judges each message by the published schema and the
documented limits (`graph_schema`). `Graph` is the server and its memory; `graph_people.Person` is somebody with the app
in their hand.
"""

from __future__ import annotations

import asyncio
import base64
import hashlib
import hmac
import json
import random
import re
import time
from collections.abc import AsyncIterator, Callable, Mapping, Sequence
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass
from functools import partial
from typing import Any

import httpx2
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from tests.doubles import graph_schema
from tests.doubles.graph_people import ACCOUNT, DISPLAY, Person, Shown
from tests.doubles.wire import Hangup, Upload, multipart, served

TOKEN = "EAAGcanaryOfATokenThatNoLogMayHold"
SECRET = "canary-of-an-application-secret"
PHONE = "106540352242922"
OURS = "1065"  # begins the id of each number of ours, and of no file
DAY = 86_400
LINK = 300  # seconds a link to a file is good for
KEPT = {"in": 7 * DAY, "out": 30 * DAY}
MB = 1_000_000
OFFICE = "application/vnd.openxmlformats-officedocument"
SIZES = {  # what may be uploaded, and how much of it
    **dict.fromkeys(["audio/aac", "audio/amr", "audio/mp4", "audio/mpeg", "audio/ogg"], 16 * MB),
    **dict.fromkeys(["video/mp4", "video/3gpp"], 16 * MB),
    **dict.fromkeys(["image/jpeg", "image/png"], 5 * MB),
    **dict.fromkeys(["application/pdf", "application/msword", "text/plain"], 100 * MB),
    **dict.fromkeys([f"{OFFICE}.wordprocessingml.document", f"{OFFICE}.spreadsheetml.sheet"], 100 * MB),
    "image/webp": MB // 2,
}
FITTING = {"audio": "audio/", "image": "image/(jpeg|png)$", "sticker": "image/webp", "video": "video/", "document": ""}
CODES = {0: 401, 2: 503, 10: 403, 190: 401, 368: 403, 131000: 500, 131005: 403, 131016: 503, 131031: 403}  # else 400
TITLES = {
    190: "Invalid OAuth access token - Cannot parse access token",
    130429: "Rate limit hit",
    131009: "Parameter value is not valid",
    131026: "Message undeliverable",
    131047: "Re-engagement message",
    131053: "Media upload error",
    131056: "(Business Account, Consumer Account) pair rate limit hit",
    132000: "Number of parameters does not match the expected number of params",
    132001: "Template name does not exist in the translation",
}


class Refused(Exception):  # noqa: N818  the word of the API
    """An answer that is an error of Graph."""

    def __init__(self, code: int, details: str = "", status: int = 0) -> None:
        super().__init__(details)
        self.code, self.details, self.status = code, details, status or CODES.get(code, 400)

    def body(self) -> dict[str, Any]:
        """Return the error as an answer, or a status, holds it."""
        title = self.details if self.code == 100 else TITLES.get(self.code, "An error")
        about = {"messaging_product": "whatsapp", "details": self.details}
        message = title if self.code == 190 else f"(#{self.code}) {title}"
        error = {"message": message, "type": "OAuthException", "code": self.code, "fbtrace_id": "AbCdEf"}
        return error | ({} if self.code in {100, 190} else {"error_data": about})


@dataclass(slots=True)
class Fault:
    """Something that goes wrong with the next `times` calls of a kind ("" for any).

    The kinds: messages, read (and writing), upload, media (where a file is), download, delete, phone.
    """

    what: str
    code: int = 0  # of Graph; 0: the line breaks
    status: int = 0  # of HTTP; 0: the one that goes with the code
    details: str = "Told by the test."
    done: bool = False  # the work is done before the answer is lost
    html: bool = False  # an answer of a gateway, no JSON
    times: int = 1
    slow: float = 0.0  # seconds until the answer leaves; the work is done at once, and nothing else goes wrong


@dataclass(slots=True)
class Call:
    """A request that came in."""

    what: str
    values: dict[str, Any]
    at: float
    fault: Fault | None = None  # what went wrong with it


@dataclass(slots=True)
class Media:
    """A file somebody sent or we uploaded."""

    data: bytes
    kind: str
    until: int


class Graph:
    """The server's memory. All of it is in the test's own hands."""

    def __init__(self) -> None:
        self.url = ""
        self.people: list[Person] = []
        self.phones = [PHONE]  # the numbers of the business
        self.owners: dict[str, Person] = {}  # whose message each id is, from them or to them
        self.marks: dict[str, str] = {}  # what each message to somebody was marked with
        self.calls: list[Call] = []
        self.wrong: list[str] = []  # what the judge found; a test ends with this empty
        self.faults: list[Fault] = []
        self.luck: Callable[[str], Fault | None] = lambda _: None  # what goes wrong with a call, where no fault waits
        self.media: dict[str, Media] = {}
        self.links: dict[str, tuple[str, int]] = {}
        self.templates: dict[tuple[str, str], tuple[str, tuple[str, ...]]] = {}
        self.webhook = ""  # where events go; without it they are only written down
        self.events: list[bytes] = []  # every event so far, as it would be or was delivered
        self.held: list[bytes] | None = None  # a list: events wait there for `release`
        self.answers: list[int] = []  # how each delivery was answered; 0: not at all
        self.retries = 0  # how often an event is delivered again when the answer is not 200
        self.pause = 0.05  # seconds before it is
        self.receipts: tuple[str, ...] = ()  # the statuses that follow each message, in this order
        self.fails_late = False  # a closed window or a lost person: accepted, then a status says it failed
        self.date = int(time.time())  # the second it is: it stays so until a test moves it
        self.ahead = 0.0  # seconds it is later than that, in the headers of its answers alone
        self._client = httpx2.AsyncClient(timeout=30)
        self._changed = asyncio.Condition()
        self._tasks: set[asyncio.Task[None]] = set()
        self._next = 0

    # ------------------------------------------------------------ in a test's hands

    def person(self, number: str = "33600000007", name: str = "Awa", country: str = "FR") -> Person:
        """Return somebody with the app in their hand."""
        found = next((person for person in self.people if person.wa_id == number), None)
        if found is None:
            found = Person(self, number, name, country)
            self.people.append(found)
        return found

    def fail(self, what: str, code: int = 0, **more: object) -> None:
        """Let the next such call fail."""
        self.faults.append(Fault(what, code, **more))  # type: ignore[arg-type]

    def approve(self, name: str, lang: str, body: str, *buttons: str) -> None:
        """Let a template be sent; `{{1}}` in its body is the first parameter."""
        self.templates[name, lang] = (body, buttons)

    def called(self, what: str) -> list[Call]:
        """Return the calls of a kind so far."""
        return [call for call in self.calls if call.what == what]

    async def until(self, true: Callable[[], bool], seconds: float = 60) -> None:
        """Wait until something is so."""
        async with asyncio.timeout(seconds):
            async with self._changed:
                await self._changed.wait_for(true)

    def id(self, person: Person) -> str:
        """Return the id of a new message from or to somebody."""
        self._next += 1
        wamid = "wamid." + base64.b64encode(f"{person.user_id}:{self._next}".encode()).decode()
        self.owners[wamid] = person
        return wamid

    def store(self, data: bytes, kind: str, way: str = "in") -> str:
        """Keep a file; return its id."""
        self._next += 1
        number = f"{1_000_000_000_000 + self._next}"
        self.media[number] = Media(data, kind, self.date + KEPT[way])
        return number

    def link(self, media: str) -> str:
        """Return an address of a file, good for five minutes."""
        self._next += 1
        key = f"{self._next}-{media}"
        self.links[key] = (media, self.date + LINK)
        return f"{self.url}/whatsapp_business/attachments/?mid={media}&ext={self.date + LINK}&hash={key}"

    # ------------------------------------------------------------ webhooks

    async def status(self, wamid: str, status: str, error: int = 0, details: str = "") -> None:
        """Tell what became of a message of ours."""
        person = self.owners[wamid]
        item: dict[str, Any] = {"id": wamid, "status": status, "timestamp": str(self.date)}
        item |= {} if person.hidden else {"recipient_id": person.wa_id}
        item |= {"recipient_user_id": person.user_id}
        if self.marks.get(wamid):
            item["biz_opaque_callback_data"] = self.marks[wamid]
        if status == "failed":
            told = Refused(error or 131026, details or "Message undeliverable.").body()
            item["errors"] = [{"code": told["code"], "title": told["message"], "message": told["message"]}]
            item["errors"][0]["error_data"] = {"details": told["error_data"]["details"]}
        else:
            item["pricing"] = {"billable": True, "pricing_model": "CBP", "category": "service"}
        await self.publish([person.contact()], person.phone, statuses=[item])

    def event(self, contacts: Sequence[object], phone: str = PHONE, **news: object) -> bytes:
        """Return an event of a number as it is delivered; nobody has it yet."""
        metadata = {"display_phone_number": DISPLAY, "phone_number_id": phone}
        told = {"contacts": contacts} if contacts else {}
        value = {"messaging_product": "whatsapp", "metadata": metadata, **told, **news}
        change = {"value": value, "field": "messages"}
        raw = written({"object": "whatsapp_business_account", "entry": [{"id": ACCOUNT, "changes": [change]}]})
        self.events.append(raw)
        return raw

    async def publish(self, contacts: Sequence[object], phone: str = PHONE, **news: object) -> None:
        """Deliver an event of a number, unless events are held."""
        raw = self.event(contacts, phone, **news)
        if self.held is not None:
            self.held.append(raw)
        elif self.webhook:
            await self.deliver(raw)
        await self._tell()

    async def release(self, times: int = 1, chance: random.Random | None = None) -> list[int]:
        """Deliver what was held, each so many times, shuffled where chance is given; hold no longer."""
        waiting = [raw for raw in self.held or () for _ in range(times)]
        self.held = None
        if chance is not None:
            chance.shuffle(waiting)
        return [status for raw in waiting for status in await self.deliver(raw)]

    async def deliver(self, raw: bytes, times: int = 1, signature: str | None = "") -> list[int]:
        """Post these bytes; return how each time was answered. "" signs them, None leaves them unsigned."""
        headers = {"content-type": "application/json", "user-agent": "facebookexternalua"}
        if signature is not None:
            headers["x-hub-signature-256"] = signature or signed(raw)
        statuses = [await self._delivered(raw, headers) for _ in range(times)]
        self.answers += statuses
        return statuses

    async def _delivered(self, raw: bytes, headers: Mapping[str, str]) -> int:
        status = 0
        for attempt in range(1 + self.retries):
            await asyncio.sleep(self.pause if attempt else 0)
            try:
                status = (await self._client.post(self.webhook, content=raw, headers=headers)).status_code
            except httpx2.TransportError:
                status = 0
            if status == 200:
                break
        return status

    async def challenge(self, token: str, mode: str = "subscribe") -> tuple[int, str]:
        """Ask the webhook to prove itself, as when its address is saved; return status and text."""
        query = {"hub.mode": mode, "hub.verify_token": token, "hub.challenge": "1158201444"}
        answer = await self._client.get(self.webhook, params=query)
        return answer.status_code, answer.text

    async def close(self) -> None:
        """Let go of everything that is still on its way."""
        for task in self._tasks:
            task.cancel()
        await asyncio.gather(*self._tasks, return_exceptions=True)
        await self._client.aclose()

    # ------------------------------------------------------------ over HTTP

    async def answer(self, what: str, request: Request) -> Response:
        """Answer one request as the real one would."""
        if request.headers.get("authorization") != f"Bearer {TOKEN}":
            return _refusal(Refused(190))
        values = await _values(request)
        what = _kind(what, request, values)
        fault = self._fault(what)
        self.calls.append(Call(what, values, asyncio.get_running_loop().time(), fault))
        try:
            if fault is not None and not fault.done and not fault.slow:
                return _broken(fault)
            result = self._do(what, values, request)
            if fault is not None and fault.slow:
                await self._tell()
                await asyncio.sleep(fault.slow)
            elif fault is not None:
                return _broken(fault)
            return result if isinstance(result, Response) else JSONResponse(result)
        except Refused as refused:
            return _refusal(refused)
        finally:
            await self._tell()

    async def _tell(self) -> None:
        async with self._changed:
            self._changed.notify_all()

    def _fault(self, what: str) -> Fault | None:
        found = next((fault for fault in self.faults if fault.what in {"", what}), None)
        if found is None:
            return self.luck(what)
        found.times -= 1
        if not found.times:
            self.faults.remove(found)
        return found

    def _do(self, what: str, values: dict[str, Any], request: Request) -> object:
        node = request.path_params.get("node", "")
        if what in {"messages", "read", "upload", "phone"} and node not in self.phones:
            raise Refused(100, f"Object with ID '{node}' does not exist")
        match what:
            case "messages":
                result: object = self._sent(values, node)
            case "read":
                result = self._read(values)
            case "upload":
                result = self._uploaded(values)
            case "download":
                result = self._bytes(request.query_params.get("hash", ""))
            case "phone":
                _prove(values.get("appsecret_proof"))
                result = _business(values.get("fields", ""))
            case "delete":
                self._media(node)
                del self.media[node]
                result = {"success": True}
            case _:
                result = self._about(node)
        return result

    # ------------------------------------------------------------ messages

    def _sent(self, values: Mapping[str, Any], node: str) -> dict[str, Any]:
        self._judge(graph_schema.message(values))
        asked = str(values.get("recipient") or values["to"])
        person = next((person for person in self.people if asked in {person.wa_id, person.user_id}), None)
        if person is None or person.phone != node:
            raise Refused(131026, "The recipient is no WhatsApp user, or wrote to another number.")
        shown = Shown(self.id(person), answers=(values.get("context") or {}).get("message_id", ""))
        self._draw(values, shown)
        self.marks[shown.id] = values.get("biz_opaque_callback_data", "")
        lost = self._unreachable(person, values["type"])
        if lost is not None and not self.fails_late:
            raise lost
        if lost is None:
            person.shown.append(shown)
        self._follow(shown.id, lost)
        contact = {"input": asked, "user_id": person.user_id} | ({} if person.hidden else {"wa_id": person.wa_id})
        return {"messaging_product": "whatsapp", "contacts": [contact], "messages": [{"id": shown.id}]}

    def _judge(self, wrong: Any) -> None:  # noqa: ANN401  what the judge yields
        found = list(wrong)
        self.wrong += found
        if found:
            raise Refused(131009, found[0])

    def _unreachable(self, person: Person, kind: str) -> Refused | None:
        if person.blocked:
            return Refused(131026, "Message undeliverable.")
        if kind != "template" and (person.last is None or self.date - person.last > DAY):
            reason = "more than 24 hours have passed since the customer last replied to this number."
            return Refused(131047, f"Message failed to send because {reason}")
        return None

    def _follow(self, wamid: str, lost: Refused | None) -> None:
        async def tell() -> None:
            if lost is not None:
                await self.status(wamid, "failed", lost.code, lost.details)
            for status in () if lost else self.receipts:
                await self.status(wamid, status)

        task = asyncio.create_task(tell())
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)

    def _read(self, values: Mapping[str, Any]) -> dict[str, Any]:
        self._judge(graph_schema.read(values))
        person = self.owners.get(values["message_id"])
        if person is None or values["message_id"] not in person.said:
            raise Refused(131009, "The message id is unknown.")
        person.read.append(values["message_id"])
        if "typing_indicator" in values:
            person.typing.append(values["message_id"])
        return {"success": True}

    def _draw(self, values: Mapping[str, Any], shown: Shown) -> None:
        kind = shown.kind = values["type"]
        content = values[kind]
        match kind:
            case "text":
                shown.text = content["body"]
            case "interactive":
                shown.kind, header = content["type"], content.get("header") or {}
                shown.draw(content)
                if header.get("type") in graph_schema.MEDIA:
                    self._attach(header["type"], header[header["type"]], shown)
            case "template":
                self._fill(content, shown)
            case "audio" | "document" | "image" | "sticker" | "video":
                shown.text = content.get("caption", "")
                self._attach(kind, content, shown)
            case _:
                pass  # a place, a card, a reaction: shown by its kind alone

    def _attach(self, kind: str, content: Mapping[str, Any], shown: Shown) -> None:
        shown.file_kind, shown.file_name = kind, content.get("filename", "")
        shown.voice = content.get("voice", False)
        if "link" in content:
            return
        media = self.media.get(content["id"])
        if media is None or media.until < self.date:
            raise Refused(100, f"Param {kind}['id'] is not a valid whatsapp business account media attachment ID")
        if not re.match(FITTING[kind], media.kind) or (shown.voice and media.kind != "audio/ogg"):
            raise Refused(131053, f"A file of type {media.kind} is no {kind}.")
        shown.data = media.data

    def _fill(self, content: Mapping[str, Any], shown: Shown) -> None:
        found = self.templates.get((content["name"], content["language"]["code"]))
        if found is None:
            raise Refused(132001, "The template does not exist in this language, or was not approved.")
        parts = [(part["type"].lower(), part) for part in content.get("components") or ()]
        given = [item["text"] for kind, part in parts if kind == "body" for item in part["parameters"]]
        body, buttons = found
        if len(given) != len(set(re.findall(r"\{\{\d+\}\}", body))):
            raise Refused(132000, f"body: number of localizable_params ({len(given)}) does not match")
        shown.text = re.sub(r"\{\{(\d+)\}\}", lambda number: given[int(number[1]) - 1], body)
        payloads = {int(part["index"]): part["parameters"][0]["payload"] for kind, part in parts if kind == "button"}
        shown.choices = [{"id": payloads.get(place, text), "title": text} for place, text in enumerate(buttons)]

    # ------------------------------------------------------------ media

    def _media(self, number: str) -> Media:
        media = self.media.get(number)
        if media is None or media.until < self.date:
            raise Refused(100, f"Object with ID '{number}' does not exist")
        return media

    def _about(self, number: str) -> dict[str, Any]:
        media = self._media(number)
        digest = hashlib.sha256(media.data).hexdigest()
        about = {"url": self.link(number), "mime_type": media.kind, "sha256": digest, "file_size": len(media.data)}
        return about | {"id": number, "messaging_product": "whatsapp"}

    def _uploaded(self, values: Mapping[str, Any]) -> dict[str, Any]:
        upload = values.get("file")
        if values.get("messaging_product") != "whatsapp" or not isinstance(upload, Upload):
            raise Refused(100, "The parameters messaging_product and file are required.")
        kind = str(values.get("type") or upload.kind).partition(";")[0]
        if kind not in SIZES:
            raise Refused(100, f"Param file must be a file with one of the known types, not {kind}")
        if not 0 < len(upload) <= SIZES[kind]:
            raise Refused(131053, f"{len(upload)} bytes of {kind} are none or too many")
        return {"id": self.store(bytes(upload), kind, "out")}

    def _bytes(self, key: str) -> Response:
        number, until = self.links.get(key, ("", 0))
        if number not in self.media or until < self.date:
            return Response(status_code=404)
        return Response(self.media[number].data, media_type=self.media[number].kind)


def written(body: Mapping[str, Any]) -> bytes:
    """Return an event as Meta writes it: letters beyond ASCII and slashes escaped."""
    return json.dumps(body).replace("/", "\\/").encode()


def signed(raw: bytes, secret: str = SECRET) -> str:
    """Return the signature of an event."""
    return "sha256=" + hmac.new(secret.encode(), raw, hashlib.sha256).hexdigest()


@asynccontextmanager
async def graph() -> AsyncIterator[Graph]:
    """Run a Graph on a free port for the length of a block."""
    double = Graph()
    routes = [
        Route("/whatsapp_business/attachments/", partial(double.answer, "download")),
        Route("/{version}/{node}/messages", partial(double.answer, "messages"), methods=["POST"]),
        Route("/{version}/{node}/media", partial(double.answer, "upload"), methods=["POST"]),
        Route("/{version}/{node}", partial(double.answer, "media")),
        Route("/{version}/{node}", partial(double.answer, "delete"), methods=["DELETE"]),
    ]
    async with served(routes, lambda: double.date + double.ahead) as double.url:
        try:
            yield double
        finally:
            await double.close()


async def _values(request: Request) -> dict[str, Any]:
    kind, body = request.headers.get("content-type", ""), await request.body()
    if kind.startswith("multipart/"):
        return multipart(kind, body)
    if kind.startswith("application/json"):
        with suppress(ValueError):
            return dict(json.loads(body))
    return dict(request.query_params)


def _kind(what: str, request: Request, values: Mapping[str, Any]) -> str:
    if what == "messages" and "status" in values:
        return "read"
    return "phone" if what == "media" and request.path_params["node"].startswith(OURS) else what


def _business(fields: str) -> dict[str, Any]:
    about = {"display_phone_number": f"+{DISPLAY}", "verified_name": "Atout", "quality_rating": "GREEN"}
    return {name: about[name] for name in fields.split(",") if name in about} | {"id": PHONE}


def _prove(proof: str | None) -> None:
    """Refuse what was not made with the application's secret; nobody has to bring it."""
    if proof not in {None, hmac.new(SECRET.encode(), TOKEN.encode(), hashlib.sha256).hexdigest()}:
        raise Refused(100, "Invalid appsecret_proof provided in the API argument")


def _broken(fault: Fault) -> Response:
    if fault.html:
        status = fault.status or 502
        return Response("<html><body>Bad Gateway</body></html>", status_code=status, media_type="text/html")
    return _refusal(Refused(fault.code, fault.details, fault.status)) if fault.code else Hangup()


def _refusal(refused: Refused) -> JSONResponse:
    return JSONResponse({"error": refused.body()}, status_code=refused.status)
