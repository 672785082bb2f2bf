"""The routes of the web chat. They read a request, ask the door, and answer; nothing is decided here.

What a person says goes through `/say` once, from the script (JSON) or from a plain form, and comes back as the
lines that followed. `/events` and `/lines` bring what comes later. `/seen` and `/typing` take signs in: nothing is said
by them.
"""

from __future__ import annotations

import asyncio
import math
from collections.abc import Sequence
from dataclasses import replace
from functools import partial
from http import HTTPStatus
from weakref import WeakValueDictionary

from starlette.applications import Starlette
from starlette.exceptions import HTTPException
from starlette.requests import ClientDisconnect, Request
from starlette.responses import (
    HTMLResponse,
    JSONResponse,
    PlainTextResponse,
    RedirectResponse,
    Response,
    StreamingResponse,
)
from starlette.routing import Route
from starlette.types import ASGIApp, Receive, Scope, Send

from bot.channels.base import BusyError, Counter, Shown, Writing
from bot.channels.web import build
from bot.channels.web.beside import NAMES, Beside
from bot.channels.web.intake import BYTES, SCRIPT, fields_of, file_of, signs_of
from bot.channels.web.live import Streams
from bot.channels.web.pages import Around, Pages, assets
from bot.channels.web.parse import NAME, BadInputError, Fields, Sent, SlowError, parse, ticks
from bot.channels.web.ranges import given
from bot.channels.web.security import address_of, give, place_of
from bot.channels.web.site import Site
from bot.pages import counter
from bot.pages.address import origin
from bot.pages.assets import ICON, SCRIPT_TYPE, answered
from bot.pages.bodies import content_type
from bot.pages.counter import at_counter
from bot.pages.language import guess
from bot.pages.rate import Rate, neighbourhood
from bot.pages.security import RECORDS, Guard
from flows.model import Open

MARK_MAX = 64  # characters of a line's id
BUSY_SECONDS = 3
UNSAVED = "web.unsaved"  # that what a plain form sent is to be sent again
BY_SCRIPT = frozenset({"web.busy", "web.rate"})  # sentences that promise what only the page's script does
FILES_A_MINUTE = 6  # a person
SIGNS_A_MINUTE = 60  # a person: lines that were seen, and that they are writing
FILES_MAX = 16  # bodies that may be files, held in memory at the same time: 160 MB at most


def app(door: Counter, site: Site) -> Chat:
    """The web chat as an ASGI application. Raises `PublicUrlError`."""
    return Chat(door, site)


class Chat:
    """The application; `close` ends its open streams, so that a server can stop at once."""

    def __init__(self, door: Counter, site: Site) -> None:
        self._door = door
        self._site = site
        self._public = origin(site.public)
        self._languages = frozenset(site.languages)
        files = assets()
        self._files = {asset.path: asset for asset in files.values()}
        self._pages = Pages(site, files)
        self._beside = Beside(site, files["chat.css"].path, files[ICON.name].path)
        self._streams = Streams()
        self._messages = Rate(site.messages_a_minute, site.clock)
        self._chats = Rate(site.chats_a_minute, site.clock)
        self._uploads = Rate(FILES_A_MINUTE, site.clock)
        self._notes = Rate(site.messages_a_minute, site.clock)  # somebody may say all there is to say
        self._powers = {"Permissions-Policy": RECORDS} if site.hears else None
        self._signs = Rate(SIGNS_A_MINUTE, site.clock)
        self._coming = 0  # bodies of files that are being read
        self._turns: WeakValueDictionary[str, asyncio.Lock] = WeakValueDictionary()
        self.routes = tuple(self._routes())
        handlers = {
            HTTPException: self._missing,
            ClientDisconnect: self._missing,
            BusyError: self._busy,
            500: self._trouble,
        }
        answering = Starlette(routes=self.routes, exception_handlers=handlers)
        self._app: ASGIApp = Guard(answering, self._public, self._refusal)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer one request."""
        await self._app(scope, receive, send)

    def settle(self) -> None:
        """Read the words of the page in every language, so that nobody's first page waits for it."""
        _ = self._pages.worker

    def close(self) -> None:
        """End the open streams."""
        self._streams.close()

    def _routes(self) -> Sequence[Route]:
        return [
            Route("/", self._page),
            Route("/say", self._say, methods=["POST"]),
            Route("/seen", self._seen, methods=["POST"]),
            Route("/typing", self._typing, methods=["POST"]),
            Route("/lines", self._lines),
            Route("/events", self._events),
            Route("/doc/{line}", self._document),
            Route("/go", self._go),
            Route("/print", self._print),
            Route("/print/{line}", self._print),
            Route("/paper/{line}", self._paper),
            Route("/still", self._still, methods=["POST"]),
            Route("/end", self._end, methods=["POST"]),
            Route("/ended", self._ended),
            Route("/blank", self._blank),
            *(Route(f"/{name}", partial(self._read, name)) for name in NAMES),
            Route("/worker.js", self._worker),
            Route("/static/{name}", self._static),
            Route("/health", _health),
        ]

    # ------------------------------------------------------------ reading

    async def _page(self, request: Request) -> Response:
        address = address_of(request.scope, self._public) or self._site.fresh()
        response = await self._chat_page(request, address)
        give(response, request.scope, self._public, address)
        return response

    async def _chat_page(self, request: Request, address: str, notice: str = "") -> Response:
        shown = await self._door.transcript(NAME, address)
        lang = _spoken(shown) or request.query_params.get("lang", "")
        lang = lang if lang in self._languages else self._guess(request.scope)
        here = self._counter(request) is not None
        said = _said(request)
        key = str(said.get("id", "")) if notice == UNSAVED else ""  # it may be saved all the same: then it is a repeat
        around = Around(key or self._site.fresh(), place_of(address), notice, str(said.get("text", "")), here)
        return HTMLResponse(self._pages.chat(lang, shown, around), headers=self._powers)

    async def _blank(self, request: Request) -> Response:
        """The page with nobody's words on it: a browser keeps it for when there is no network."""
        lang = request.query_params.get("lang", "")
        page = self._pages.blank(lang if lang in self._languages else self._guess(request.scope))
        return HTMLResponse(page, headers=self._powers)

    async def _read(self, name: str, request: Request) -> Response:
        """A page beside the chat, the same for everybody."""
        lang = request.query_params.get("lang", "")
        known = lang if lang in self._languages else self._guess(request.scope)
        return HTMLResponse(self._beside.page(name, known))

    async def _worker(self, _request: Request) -> Response:
        return Response(self._pages.worker, media_type=SCRIPT_TYPE)

    async def _lines(self, request: Request) -> Response:
        address = address_of(request.scope, self._public)
        if address is None:
            return Response(status_code=HTTPStatus.NO_CONTENT)
        return await self._lines_after(request, address)

    async def _lines_after(self, request: Request, address: str) -> Response:
        shown = await self._door.transcript(NAME, address, _mark(request.query_params.get("after", "")))
        word = self._pages.word(_spoken(shown) or self._guess(request.scope))
        return HTMLResponse(build.lines(shown, word, counter=self._counter(request) is not None))

    async def _events(self, request: Request) -> Response:
        address = address_of(request.scope, self._public)
        if address is None or request.method == "HEAD" or self._streams.full(address):
            return Response(status_code=HTTPStatus.NO_CONTENT)  # tells a browser to stop asking
        after = _mark(request.headers.get("last-event-id") or request.query_params.get("after", ""))
        guessed, here = self._guess(request.scope), self._counter(request) is not None

        def draw(shown: Shown | Writing) -> str:
            if isinstance(shown, Writing):
                return self._pages.writing(shown)
            return build.line(shown, self._pages.word(_spoken([shown]) or guessed), counter=here)

        stream = self._streams.follow(self._door, NAME, address, after, draw)
        return StreamingResponse(stream, media_type="text/event-stream", headers={"X-Accel-Buffering": "no"})

    async def _document(self, request: Request) -> Response:
        address = address_of(request.scope, self._public)
        line = _mark(request.path_params["line"])
        found = await self._door.document(NAME, address, line) if address and line else None
        if found is None:
            raise HTTPException(HTTPStatus.NOT_FOUND)
        attachment, data = found
        shown = attachment.voice or attachment.mime.startswith("image/")
        if self._counter(request) is not None and not shown:
            raise HTTPException(HTTPStatus.NOT_FOUND)  # it would be saved
        mime = attachment.mime if attachment.mime in build.MIMES else "application/octet-stream"
        looked_at = shown or build.OPEN in request.query_params
        way = "inline" if looked_at and mime in build.MIMES else "attachment"
        name = build.file_name(attachment)
        about = {"Content-Disposition": f'{way}; filename="{name}"'}
        return given(data, mime, request.headers.get("range", ""), about)

    async def _static(self, request: Request) -> Response:
        return answered(request, self._files)

    async def _go(self, request: Request) -> Response:
        """Ask for the press that leads on by a link. Its word stands behind "#": it reaches no server before."""
        address = address_of(request.scope, self._public) or self._site.fresh()
        lang, doors = self._guess(request.scope), await self._door.doors()
        response = HTMLResponse(self._pages.sheet("go", lang, key=self._site.fresh(), doors=build.doors(doors)))
        give(response, request.scope, self._public, address)
        return response

    # ------------------------------------------------------------ at the counter

    def _counter(self, request: Request) -> str | None:
        return at_counter(request.scope, self._public)

    async def _print(self, request: Request) -> Response:
        """A page with a document on it, to be printed: nothing is saved."""
        address = address_of(request.scope, self._public)
        shown = await self._door.transcript(NAME, address) if address else ()
        wanted = request.path_params.get("line")
        papers = [one for one in shown if build.printed(one) and wanted in {None, one.id}]
        lang = _spoken(shown) or self._guess(request.scope)
        picture = self._pages.paper(lang, papers[-1].id) if papers else ""
        response = HTMLResponse(self._pages.sheet("print", lang, paper=picture))
        if address:
            give(response, request.scope, self._public, address)
        return response

    async def _paper(self, request: Request) -> Response:
        address, line = address_of(request.scope, self._public), _mark(request.path_params["line"])
        found = await self._door.document(NAME, address, line) if address and line else None
        if found is None or not build.ours(found[0]):
            raise HTTPException(HTTPStatus.NOT_FOUND)
        return Response(await asyncio.to_thread(build.picture, found[1]), media_type="image/png")

    async def _still(self, request: Request) -> Response:
        """Somebody is there: the conversation of the counter lasts a quarter of an hour more."""
        response, address = Response(status_code=HTTPStatus.NO_CONTENT), self._counter(request)
        if address:
            give(response, request.scope, self._public, address)
        return response

    async def _end(self, request: Request) -> Response:
        """End the conversation of the counter, and take all of it from the browser."""
        address = self._counter(request)
        if address:
            async with self._turns.setdefault(address, asyncio.Lock()):  # behind what was being said
                await self._door.depart(NAME, address)
        response = RedirectResponse("/ended", HTTPStatus.SEE_OTHER, headers=counter.CLEAR)
        counter.take(response, request.scope, self._public)
        return response

    async def _ended(self, request: Request) -> Response:
        return HTMLResponse(self._pages.sheet("ended", self._guess(request.scope)), headers=counter.CLEAR)

    # ------------------------------------------------------------ saying

    async def _say(self, request: Request) -> Response:
        address = address_of(request.scope, self._public)
        try:
            await self._take(request, address)
        except BadInputError as error:
            return await self._kindly(request, address, error)
        except BusyError:
            return await self._kindly(request, address, SlowError("web.busy", BUSY_SECONDS, status=503))
        if address and content_type(request) in SCRIPT:
            response = await self._lines_after(request, address)
        else:
            response = RedirectResponse("/#text", HTTPStatus.SEE_OTHER)
        if address and self._counter(request):
            give(response, request.scope, self._public, address)
        return response

    async def _take(self, request: Request, address: str | None) -> None:
        """Take in one thing said; a conversation is greeted once, however many pages ask for it at the same time."""
        if address is None:
            raise BadInputError("web.cookies", HTTPStatus.FORBIDDEN)
        fields = await fields_of(request)
        plain = content_type(request) not in SCRIPT
        if plain:
            request.state.said = fields
        data = await self._file(request, address, self._notes if _voice(fields) else self._uploads)
        arrival = parse(Sent(address, self._guess(request.scope), fields, plain, data), self._languages)
        async with self._turns.setdefault(address, asyncio.Lock()):
            shown = await self._door.transcript(NAME, address)
            begun = bool(shown)
            if begun and isinstance(arrival.body, Open):
                return
            if not _in_place(shown, fields, address):
                raise BadInputError("web.elsewhere", HTTPStatus.GONE)
            _room(self._messages, address, "web.rate")
            if not begun:
                client = request.scope.get("client") or ("", 0)
                _room(self._chats, neighbourhood(client[0]), "web.many_chats")
            await self._door.receive((replace(arrival, follows=_unseen(shown, fields.get("seen"))),))

    async def _file(self, request: Request, address: str, rate: Rate) -> bytes | None:
        """The bytes of a file; only a few are taken in at the same time, the others come again."""
        if content_type(request) != BYTES:
            return None
        _room(rate, address, "web.rate")
        if self._coming >= FILES_MAX:
            raise BusyError
        self._coming += 1
        try:
            return await file_of(request)
        finally:
            self._coming -= 1

    async def _kindly(self, request: Request, address: str | None, error: BadInputError) -> Response:
        """What was wrong, in a sentence, in the way the request was made; a plain form keeps what was typed."""
        if address is None or content_type(request) in SCRIPT:
            shown = await self._door.transcript(NAME, address) if address else ()
            response = self._refusal(request.scope, error.key, error.status, _spoken(shown))
        else:
            notice = UNSAVED if error.key in BY_SCRIPT else error.key
            response = await self._chat_page(request, address, notice)
            response.status_code = error.status
        if error.after:
            response.headers["Retry-After"] = str(math.ceil(error.after))
        return response

    # ------------------------------------------------------------ signs

    async def _seen(self, request: Request) -> Response:
        """Take in how far lines came; those of somebody else are passed over in the house."""
        address = address_of(request.scope, self._public)
        try:
            reports = ticks(await signs_of(request))
            if address is not None:
                _room(self._signs, address, "web.rate")
                await asyncio.gather(*(self._door.reported(NAME, address, report) for report in reports))
        except BadInputError as error:
            return _later(error.status, error.after)
        except BusyError:
            return _later(HTTPStatus.SERVICE_UNAVAILABLE, BUSY_SECONDS)
        return Response(status_code=HTTPStatus.NO_CONTENT)

    async def _busy(self, request: Request, _error: Exception) -> Response:
        """Nothing can be read or saved now: say so, and that it passes."""
        key = "web.busy" if content_type(request) in SCRIPT else "web.trouble"
        response = self._unsaved(request, key, HTTPStatus.SERVICE_UNAVAILABLE)
        response.headers["Retry-After"] = str(BUSY_SECONDS)
        return response

    async def _typing(self, request: Request) -> Response:
        """Pass on that the person is writing; what came with it is not read."""
        address = address_of(request.scope, self._public)
        if address is not None and not self._signs.wait(address):
            await self._door.writes(NAME, address)
        return Response(status_code=HTTPStatus.NO_CONTENT)

    # ------------------------------------------------------------ refusing

    def _refusal(self, scope: Scope, key: str, status: int, lang: str = "") -> Response:
        lang = lang or self._guess(scope)
        if content_type(Request(scope)) in SCRIPT:
            return JSONResponse({"error": key, "say": self._pages.word(lang)(key)}, status)
        return HTMLResponse(self._pages.notice(lang, key), status)

    async def _missing(self, request: Request, error: Exception) -> Response:
        status = error.status_code if isinstance(error, HTTPException) else HTTPStatus.BAD_REQUEST
        return self._refusal(request.scope, "web.missing", status)

    async def _trouble(self, request: Request, error: Exception) -> Response:
        del error
        return self._unsaved(request, "web.trouble", HTTPStatus.INTERNAL_SERVER_ERROR)

    def _unsaved(self, request: Request, key: str, status: int) -> Response:
        """Say what is wrong; what a plain form sent stands on the page again, for nothing else holds it."""
        said = _said(request)
        if not said:
            return self._refusal(request.scope, key, status)
        return HTMLResponse(self._pages.again(self._guess(request.scope), UNSAVED, said), status)

    def _guess(self, scope: Scope) -> str:
        return guess(Request(scope).headers.get("accept-language", ""), self._site.languages)


async def _health(_request: Request) -> Response:
    return PlainTextResponse("ok")


def _said(request: Request) -> Fields:
    """The fields a plain form sent, none where nothing was read or the page's script sent it."""
    said: Fields = getattr(request.state, "said", {})
    return said


def _voice(fields: Fields) -> bool:
    """Whether the bytes that come are a voice note's."""
    file = fields.get("file")
    return isinstance(file, dict) and file.get("kind") == "voice"


def _room(rate: Rate, key: str, sentence: str) -> None:
    wait = rate.wait(key)
    if wait:
        raise SlowError(sentence, wait)


def _later(status: int, after: float) -> Response:
    """An answer to a sign that was not taken in: nobody reads a sentence there."""
    return Response(status_code=status, headers={"Retry-After": str(math.ceil(after))} if after else None)


def _unseen(shown: Sequence[Shown], seen: object) -> bool:
    """Whether a question came after the last line the page had when this was written; not when it does not say."""
    place = next((place for place, line in enumerate(shown) if line.id == seen), len(shown))
    return any(line.bubble is not None and line.bubble.question for line in shown[place + 1 :])


def _in_place(shown: Sequence[Shown], fields: Fields, address: str) -> bool:
    """Whether what waited in a browser comes into the conversation it was written in: it may be somebody else's now.

    `late` is the place it was written at; what was written before anything was seen belongs to the place alone.
    """
    late, seen = fields.get("late"), fields.get("seen")
    return late is None or (late == place_of(address) and (not seen or any(line.id == seen for line in shown)))


def _mark(text: str) -> str:
    """The id of a line as a browser sends it back, "" when it is not one."""
    return text if len(text) <= MARK_MAX and text.isascii() and text.isprintable() else ""


def _spoken(shown: Sequence[Shown]) -> str:
    """The language spoken last, "" when nothing was said."""
    return next((one.bubble.lang for one in reversed(shown) if one.bubble), "")
