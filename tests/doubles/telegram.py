"""A small Telegram of our own, over real HTTP: chats, updates, offsets, files and the faults of the real one.

It is written from the Bot API's documents, knows nothing of our code, and judges each request by the published schema
(`telegram_schema`). `Telegram` is the server and its memory; `Person` is somebody with the app in their hand.
"""

from __future__ import annotations

import asyncio
import time
from collections.abc import AsyncIterator, Callable, Mapping, Sequence
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass, field
from typing import Any

from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from tests.doubles.telegram_hook import deliver, unfit
from tests.doubles.telegram_schema import reactions, schemas, wire
from tests.doubles.wire import Hangup, Upload, served, values_of

TOKEN = "4242424242:canary-of-a-token-that-no-log-may-hold"
BOT = 4242424242
NOTE = 1_000_000  # bytes of a voice note
SUPER = -1_000_000_000_000  # supergroups have numbers below


class Refused(Exception):  # noqa: N818  the words of the API
    """An answer with `ok` false."""

    def __init__(self, code: int, description: str, retry_after: int = 0, moved: int = 0) -> None:
        super().__init__(description)
        self.code, self.description = code, description
        told = {"retry_after": retry_after, "migrate_to_chat_id": moved}
        self.parameters = {name: value for name, value in told.items() if value}


@dataclass(slots=True)
class Fault:
    """Something that goes wrong with the next `times` calls of a method ("" for any)."""

    method: str
    code: int = 0  # 0: the line breaks
    description: str = ""
    retry_after: int = 0
    done: bool = False  # the work is done before the answer is lost
    html: bool = False  # an answer of a gateway, no JSON
    times: int = 1
    slow: float = 0.0  # seconds until the answer leaves; the work is done at once, and nothing else goes wrong


@dataclass(slots=True)
class Call:
    """A request that came in."""

    method: str
    values: dict[str, Any]
    at: float
    fault: Fault | None = None  # what went wrong with it


@dataclass(slots=True)
class Shown:
    """A message of the bot as the app shows it."""

    id: int
    text: str
    labels: list[str] = field(default_factory=list)
    payloads: dict[str, str] = field(default_factory=dict)
    links: dict[str, str] = field(default_factory=dict)
    keyboard: list[dict[str, Any]] = field(default_factory=list)
    kind: str = "text"
    file_name: str = ""
    data: bytes = b""


@dataclass(slots=True)
class Chat:
    """A private chat with the bot; a group when its number is below zero."""

    id: int
    name: str
    lang: str
    started: bool = False
    blocked: bool = False
    moved: int = 0  # the group is a supergroup now, with this number
    shown: list[Shown] = field(default_factory=list)
    keyboard: list[dict[str, Any]] = field(default_factory=list)
    actions: list[str] = field(default_factory=list)
    dates: dict[int, int] = field(default_factory=dict)  # when each message was sent that is still there
    reactions: dict[int, list[str]] = field(default_factory=dict)  # the bot's, by message


class Telegram:
    """The server's memory. All of it is in the test's own hands."""

    def __init__(self, token: str = TOKEN) -> None:
        self.url = ""
        self.token = token  # another one: that token was revoked
        self.number = int(token.partition(":")[0])
        self.chats: dict[int, Chat] = {}
        self.calls: list[Call] = []
        self.wrong: list[str] = []  # what the schema found; a test ends with this empty
        self.faults: list[Fault] = []
        self.luck: Callable[[str], Fault | None] = lambda _: None  # what goes wrong with a call, where no fault waits
        self.queue: list[dict[str, Any]] = []
        self.confirmed: list[int] = []
        self.files: dict[str, bytes] = {}
        self.profile: dict[tuple[str, str], Any] = {}
        self.answered: dict[str, int] = {}  # taps and how often they were acknowledged
        self.next_update = 1000
        self.next_message = 1
        self.webhook = ""
        self.secret = ""  # what each delivery to the webhook carries in its header
        self.handed = 0  # updates given out, those that came again too
        self.hook: dict[str, Any] = {}  # what the webhook was set with
        self.hook_error = ""  # of the last delivery that failed
        self.hosts: dict[str, str] = {}  # what stands here for a host of the internet
        self.date = int(time.time())  # the second it is; it stands still until a test moves it
        self.ahead = 0.0  # seconds the server's clock is before ours, in the headers of its answers
        self._changed = asyncio.Condition()
        self._poll = 0

    # ------------------------------------------------------------ in a test's hands

    def person(self, number: int, name: str = "Awa", lang: str = "fr") -> Person:
        """Return somebody with the app in their hand."""
        chat = self.chats.setdefault(number, Chat(number, name, lang))
        return Person(self, chat)

    def group(self, number: int, name: str = "Équipe") -> Chat:
        """Return a group the bot is a member of."""
        return self.chats.setdefault(number, Chat(number, name, "", started=True))

    def fail(self, method: str, code: int = 0, **more: object) -> None:
        """Let the next call of this method fail."""
        self.faults.append(Fault(method, code, **more))  # type: ignore[arg-type]

    async def push(self, **body: object) -> int:
        """Queue an update as it is, valid or not; return its number."""
        return await self.push_together(body)

    async def push_together(self, *bodies: Mapping[str, object]) -> int:
        """Queue updates of one moment; return the number of the last."""
        await self.hold(*(self.update(**body) for body in bodies))
        return self.next_update

    def update(self, **body: object) -> dict[str, Any]:
        """Return an update as it is, with the next number; nobody has it yet."""
        self.next_update += 1
        return {"update_id": self.next_update, **body}

    async def hold(self, *updates: dict[str, Any]) -> None:
        """Hold updates ready for who asks for them, until they are confirmed."""
        async with self._changed:
            self.queue += updates
            self._changed.notify_all()

    async def again(self, update: int) -> None:
        """Deliver an update a second time."""
        async with self._changed:
            found = next(item for item in self.queue if item["update_id"] == update)
            self.queue.append(found)
            self._changed.notify_all()

    async def until(self, true: Callable[[], bool], seconds: float | None = 60) -> None:
        """Wait until something is so."""
        async with asyncio.timeout(seconds):
            async with self._changed:
                await self._changed.wait_for(true)

    def here(self) -> str:
        """Return the webhook as it is on this machine, "" when there is no such host here."""
        host = next((host for host in self.hosts if self.webhook.startswith(f"{host}/")), "")
        return self.hosts[host] + self.webhook.removeprefix(host) if host else ""

    async def taken(self, update: dict[str, Any], wrong: str, answer: Mapping[str, Any]) -> None:
        """Note how a webhook answered, and do what it asks for in its answer."""
        self.hook_error = wrong or self.hook_error
        if not wrong and update in self.queue:
            self.queue.remove(update)
            self.confirmed.append(update["update_id"])
        if answer:
            values = {name: value for name, value in answer.items() if name != "method"}
            self.calls.append(Call(answer["method"], values, asyncio.get_running_loop().time()))
            with suppress(Refused):
                self._judge(answer["method"], values)
                await self._do(answer["method"], values, None)
        async with self._changed:
            self._changed.notify_all()

    def called(self, method: str) -> list[Call]:
        """Return the calls of a method so far."""
        return [call for call in self.calls if call.method == method]

    # ------------------------------------------------------------ over HTTP

    async def answer(self, request: Request) -> Response:
        """Answer one request as the real one would."""
        method = request.path_params["method"]
        if request.path_params["token"] != self.token:
            return _refusal(Refused(401, "Unauthorized"))
        values = wire(method, await values_of(request))
        fault = self._fault(method)
        self.calls.append(Call(method, values, asyncio.get_running_loop().time(), fault))
        try:
            if fault is not None and not fault.done and not fault.slow:
                return _broken(fault)
            self._judge(method, values)
            result = await self._do(method, values, request)
            if fault is not None and fault.slow:
                await self._held(fault.slow)
            elif fault is not None:
                return _broken(fault)
            return JSONResponse({"ok": True, "result": result})
        except Refused as refused:
            return _refusal(refused)
        finally:
            async with self._changed:
                self._changed.notify_all()

    async def _held(self, seconds: float) -> None:
        """The work shows, its answer is still on the way."""
        async with self._changed:
            self._changed.notify_all()
        await asyncio.sleep(seconds)

    async def file(self, request: Request) -> Response:
        """Hand out the bytes of a file."""
        data = self.files.get(request.path_params["path"])
        return Response(status_code=404) if data is None else Response(data)

    def _fault(self, method: str) -> Fault | None:
        found = next((fault for fault in self.faults if fault.method in {"", method}), None)
        if found is None:
            return self.luck(method)
        found.times -= 1
        if not found.times:
            self.faults.remove(found)
        return found

    def _judge(self, method: str, values: Mapping[str, Any]) -> None:
        wrong = [f"{schema.name}: {text}" for schema in schemas() for text in schema.request(method, values)]
        self.wrong += wrong
        if wrong:
            raise Refused(400, f"Bad Request: {wrong[0]}")

    async def _do(self, method: str, values: dict[str, Any], request: Request | None) -> object:
        """Do it; True where there is nothing else to say."""
        result: object = True
        match method:
            case "getMe":
                result = _bot(self.number)
            case "getUpdates" if request is not None:
                result = await self._updates(values, request)
            case "sendMessage" | "sendPhoto" | "sendDocument" | "sendVoice":
                result = self._sent(method, values)
            case "sendChatAction":
                self._open(values).actions.append(values["action"])
            case "setMessageReaction":
                self._react(values)
            case "deleteMessages":
                self._delete(values)
            case "answerCallbackQuery":
                self._acknowledge(values["callback_query_id"])
            case "getFile":
                result = self._path(values["file_id"])
            case "setWebhook":
                self._hooked(values)
            case "deleteWebhook":
                self.webhook, self.hook = "", {}
                self.queue = [] if values.get("drop_pending_updates") else self.queue
            case "getWebhookInfo":
                pending = len(self.queue)
                result = {"url": self.webhook, "has_custom_certificate": False, "pending_update_count": pending}
                if self.hook_error:
                    result |= {"last_error_date": self.date, "last_error_message": self.hook_error}
            case _ if method[:5] in {"setMy", "getMy"}:
                result = self._introduced(method, values)
            case _:
                raise Refused(404, "Not Found: method not in the double")
        return result

    # ------------------------------------------------------------ updates

    async def _updates(self, values: Mapping[str, Any], request: Request) -> list[dict[str, Any]]:
        if self.webhook:
            raise Refused(409, "Conflict: can't use getUpdates method while webhook is active; use deleteWebhook")
        self._confirm(values.get("offset") or 0)
        self._poll += 1
        mine, kinds = self._poll, values.get("allowed_updates") or []
        async with self._changed:
            self._changed.notify_all()  # the poll before this one, if any, sees that it was replaced
            try:
                async with asyncio.timeout(values.get("timeout") or 0.01):
                    await self._changed.wait_for(lambda: bool(self.queue) or self._poll != mine)
            except TimeoutError:
                return []
        if self._poll != mine:
            raise Refused(409, "Conflict: terminated by other getUpdates request")
        if await request.is_disconnected():
            return []
        wanted = [item for item in self.queue if not kinds or any(kind in item for kind in kinds) or len(item) < 2]
        given = wanted[: values.get("limit") or 100]
        self.handed += len(given)
        return given

    def _confirm(self, offset: int) -> None:
        kept = [item for item in self.queue if item["update_id"] >= offset]
        self.confirmed += [item["update_id"] for item in self.queue if item["update_id"] < offset]
        self.queue = kept

    def _hooked(self, values: Mapping[str, Any]) -> None:
        if values["url"] and (wrong := unfit(values["url"])):
            raise Refused(400, f"Bad Request: bad webhook: {wrong}")
        self.webhook, self.secret = values["url"], values.get("secret_token") or ""
        self.hook, self.hook_error = dict(values), ""

    # ------------------------------------------------------------ messages

    def _open(self, values: Mapping[str, Any]) -> Chat:
        chat = self.chats.get(values["chat_id"])
        if chat is None or not chat.started:
            raise Refused(400, "Bad Request: chat not found")
        if chat.moved:
            raise Refused(400, "Bad Request: group chat was upgraded to a supergroup chat", moved=chat.moved)
        if chat.blocked:
            raise Refused(403, "Forbidden: bot was blocked by the user")
        return chat

    def _sent(self, method: str, values: Mapping[str, Any]) -> dict[str, Any]:
        chat = self._open(values)
        kind = method.removeprefix("send").lower()
        text = values.get("text" if kind == "message" else "caption") or ""
        if kind == "message" and not text.strip():
            raise Refused(400, "Bad Request: message text is empty")
        shown = Shown(self.next_message, text, kind="text" if kind == "message" else kind)
        self.next_message += 1
        more = self._attached(kind, values.get(kind), shown)
        self._keyboard(chat, values.get("reply_markup") or {}, shown)
        chat.shown.append(shown)
        chat.dates[shown.id] = self.date
        said = {"text": text} if kind == "message" else {"caption": text} if text else {}
        return {
            "message_id": shown.id,
            "date": self.date,
            "chat": _chat(chat),
            "from": _bot(self.number),
            **said,
            **more,
        }

    def _attached(self, kind: str, sent: object, shown: Shown) -> dict[str, Any]:
        if kind == "message":
            return {}
        if not isinstance(sent, Upload):
            raise Refused(400, "Bad Request: there is no file in the request")
        shown.data, shown.file_name = bytes(sent), sent.name
        number = f"F{len(self.files)}"
        self.files[f"out/{number}"] = shown.data
        about = {"file_id": number, "file_unique_id": number, "file_size": len(shown.data)}
        if kind == "photo":
            return {"photo": [{**about, "width": 90, "height": 120}]}
        if kind == "voice" and b"OpusHead" in sent[:64] and len(sent) <= NOTE:
            return {kind: {**about, "duration": 1}}
        shown.kind = "document"  # what the app cannot play in the chat is shown as a file
        return {shown.kind: {**about, "file_name": sent.name}}

    def _keyboard(self, chat: Chat, markup: Mapping[str, Any], shown: Shown) -> None:
        buttons = [button for row in markup.get("inline_keyboard", ()) for button in row]
        if len(buttons) > 100 or any(len(row) > 8 for row in markup.get("inline_keyboard", ())):
            raise Refused(400, "Bad Request: too many buttons")
        shown.labels = [button["text"] for button in buttons]
        shown.payloads = {button["text"]: button["callback_data"] for button in buttons if "callback_data" in button}
        shown.links = {button["text"]: button["url"] for button in buttons if "url" in button}
        if not all(link.startswith("https://") and "." in link for link in shown.links.values()):
            raise Refused(400, "Bad Request: BUTTON_URL_INVALID")
        shown.keyboard = [button for row in markup.get("keyboard", ()) for button in row]
        if "keyboard" in markup or "remove_keyboard" in markup:
            chat.keyboard = shown.keyboard

    def _react(self, values: Mapping[str, Any]) -> None:
        chat, number = self._open(values), values["message_id"]
        if number not in chat.dates:
            raise Refused(400, "Bad Request: message to react not found")
        emojis = [one.get("emoji", "") for one in values.get("reaction") or ()]
        if len(emojis) > 1:
            raise Refused(400, "Bad Request: REACTIONS_TOO_MANY")
        if any(emoji not in reactions() for emoji in emojis):
            raise Refused(400, "Bad Request: REACTION_INVALID")
        chat.reactions[number] = emojis

    def _delete(self, values: Mapping[str, Any]) -> None:
        chat, numbers = self._open(values), values["message_ids"]
        if not 1 <= len(numbers) <= 100:
            raise Refused(400, "Bad Request: there must be from 1 to 100 messages to delete")
        if any(self.date - chat.dates.get(number, self.date) > 48 * 60 * 60 for number in numbers):
            raise Refused(400, "Bad Request: message can't be deleted for everyone")
        for number in numbers:  # one that is not there is skipped
            chat.dates.pop(number, None)

    def _acknowledge(self, number: str) -> None:
        if number not in self.answered:
            raise Refused(400, "Bad Request: query is too old and response timeout expired or query ID is invalid")
        self.answered[number] += 1

    def _path(self, number: str) -> dict[str, Any]:
        path = next((path for path in self.files if path.endswith(f"/{number}")), None)
        if path is None:
            raise Refused(400, "Bad Request: invalid file_id")
        return {"file_id": number, "file_unique_id": number, "file_path": path, "file_size": len(self.files[path])}

    def _introduced(self, method: str, values: Mapping[str, Any]) -> object:
        what, lang = method[5:], values.get("language_code") or ""
        names = {"Commands": "commands", "Description": "description", "ShortDescription": "short_description"}
        if method.startswith("set"):
            self.profile[what, lang] = values.get(names[what])
            return True
        stored = self.profile.get((what, lang))
        return (stored or []) if what == "Commands" else {names[what]: stored or ""}


class Person:
    """Somebody with the app in their hand: does things, sees things."""

    def __init__(self, telegram: Telegram, chat: Chat) -> None:
        self.telegram, self.chat = telegram, chat

    @property
    def shown(self) -> list[Shown]:
        """What the bot said so far."""
        return self.chat.shown

    async def starts(self, payload: str = "") -> int:
        """Touch "start"."""
        return await self.says(f"/start {payload}".strip())

    async def says(self, text: str, answers: Shown | None = None) -> int:
        """Write something, perhaps under a message."""
        under = {"reply_to_message": self._seen(answers)} if answers else {}
        return await self.sends(text=text, **under)

    async def says_at_once(self, *texts: str) -> int:
        """Write several messages that reach the server before it is asked for any."""
        self.chat.started = True
        return await self.telegram.push_together(*({"message": self.message(text=text)} for text in texts))

    async def sends(self, **content: object) -> int:
        """Send a message of any kind."""
        self.chat.started = True
        return await self.telegram.push(message=self.message(**content))

    async def shares_number(self, phone: str = "+33600000000", *, own: bool = True) -> int:
        """Touch the key that shares the phone number, or send somebody else's card."""
        card = {"phone_number": phone, "first_name": self.chat.name, "user_id": self.chat.id if own else 1}
        return await self.sends(contact=card)

    async def edits(self, message: int, text: str) -> int:
        """Change an earlier message."""
        body = {**self.message(text=text), "message_id": message, "edit_date": self.telegram.date + 60}
        return await self.telegram.push(edited_message=body)

    async def taps(self, label: str, shown: Shown | None = None, *, old: bool = False) -> int:
        """Touch a button: of the last message that has it, or of an old one whose text is out of reach."""
        for message in [shown] if shown else reversed(self.shown):
            if label in message.payloads:
                return await self.sends_payload(message.payloads[label], message, old=old)
            if any(key["text"] == label for key in message.keyboard):
                return await self.says(label)
        raise AssertionError(f"no button {label!r}; there are {[item.labels for item in self.shown]}")

    async def sends_payload(self, payload: str, shown: Shown | None = None, *, old: bool = False) -> int:
        """Touch a button with this payload, ours or not."""
        self.chat.started = True
        number = f"{self.telegram.next_update}7"
        self.telegram.answered[number] = 0
        message = {
            "message_id": shown.id if shown else 1,
            "chat": _chat(self.chat),
            "date": 0 if old else self.telegram.date,
        }
        if not old:
            message |= {"from": _bot(self.telegram.number), "text": shown.text if shown else ""}
        query = {"id": number, "from": self._user(), "chat_instance": "1", "data": payload, "message": message}
        return await self.telegram.push(callback_query=query)

    async def blocks(self, *, blocked: bool = True) -> int:
        """Block the bot, or unblock it."""
        self.chat.blocked = blocked
        return await self.telegram.push(my_chat_member=self.blocking())

    async def sees(self, count: int = 1, seconds: float = 60) -> list[Shown]:
        """Wait until the bot has said at least so many things in all; return them."""
        await self.telegram.until(lambda: len(self.shown) >= count, seconds)
        return self.shown

    def blocking(self) -> dict[str, Any]:
        """Return the change to what their chat is now, blocked or not, as the server would give it."""
        before, after = ("member", "kicked") if self.chat.blocked else ("kicked", "member")
        number = self.telegram.number
        change = {"chat": _chat(self.chat), "from": self._user(), "date": self.telegram.date}
        return change | {"old_chat_member": _member(before, number), "new_chat_member": _member(after, number)}

    def message(self, **content: object) -> dict[str, Any]:
        """Return a message of this person, as the server would give it."""
        number = self.telegram.next_message
        self.telegram.next_message += 1
        self.chat.dates[number] = self.telegram.date
        return {
            "message_id": number,
            "date": self.telegram.date,
            "chat": _chat(self.chat),
            "from": self._user(),
            **content,
        }

    def _seen(self, shown: Shown) -> dict[str, Any]:
        """Return a message of the bot, as the server tells what was written under it."""
        words = {"caption" if shown.data else "text": shown.text} if shown.text else {}
        return {
            "message_id": shown.id,
            "date": self.telegram.date,
            "chat": _chat(self.chat),
            "from": _bot(self.telegram.number),
            **words,
        }

    def _user(self) -> dict[str, Any]:
        return {
            "id": self.chat.id,
            "is_bot": False,
            "first_name": self.chat.name,
            **({"language_code": self.chat.lang} if self.chat.lang else {}),
        }


@asynccontextmanager
async def telegram() -> AsyncIterator[Telegram]:
    """Run a Telegram on a free port for the length of a block."""
    async with telegrams(TOKEN) as (double,):
        yield double


@asynccontextmanager
async def telegrams(*tokens: str) -> AsyncIterator[Sequence[Telegram]]:
    """Run a Telegram on a free port that knows several bots, each with people and messages of its own."""
    doubles = [Telegram(token) for token in tokens]
    first = doubles[0]

    async def answer(request: Request) -> Response:
        token = request.path_params["token"]
        double = next((one for one in doubles if one.token == token), first)
        return await (double.file if "path" in request.path_params else double.answer)(request)

    ways = "/bot{token}/{method}", "/file/bot{token}/{path:path}"
    async with served(
        [Route(way, answer, methods=["GET", "POST"]) for way in ways], lambda: time.time() + first.ahead
    ) as url:
        for double in doubles:
            double.url = url
        delivering = [asyncio.create_task(deliver(double)) for double in doubles]
        try:
            yield doubles
        finally:
            for task in delivering:
                task.cancel()
            await asyncio.gather(*delivering, return_exceptions=True)


def _broken(fault: Fault) -> Response:
    if not fault.code:
        return Hangup()
    if fault.html:
        return Response("<html><body>Bad Gateway</body></html>", status_code=fault.code, media_type="text/html")
    return _refusal(Refused(fault.code, fault.description or f"Error {fault.code}", fault.retry_after))


def _refusal(refused: Refused) -> JSONResponse:
    body: dict[str, Any] = {"ok": False, "error_code": refused.code, "description": refused.description}
    if refused.parameters:
        body["parameters"] = refused.parameters
    return JSONResponse(body, status_code=refused.code)


def _chat(chat: Chat) -> dict[str, Any]:
    if chat.id < 0:
        return {"id": chat.id, "type": "supergroup" if chat.id < SUPER else "group", "title": chat.name}
    return {"id": chat.id, "type": "private", "first_name": chat.name}


def _bot(number: int) -> dict[str, Any]:
    name = "atout_bot" if number == BOT else f"atout_{number}_bot"
    return {"id": number, "is_bot": True, "first_name": "Atout", "username": name}


def _member(status: str, number: int) -> dict[str, Any]:
    until = {"until_date": 0} if status == "kicked" else {}
    return {"status": status, "user": _bot(number), **until}
