"""The desk as an ASGI application: its pages found and joined, who may open which, and what is said when one may not.

Each module of this folder may have `PAGES` (for who is signed in) and `GATES` (for who is not); there is no list.
"""

from __future__ import annotations

import logging
import pkgutil
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from functools import cached_property
from http import HTTPStatus
from importlib import import_module
from pathlib import Path
from typing import TYPE_CHECKING

from starlette.applications import Starlette
from starlette.exceptions import HTTPException
from starlette.requests import ClientDisconnect, Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route
from starlette.types import ASGIApp, Receive, Scope, Send

from bot.desk.live import EVENTS, RETRY
from bot.desk.queue import refused
from bot.desk.roles import ALLOWED, BEFORE
from bot.desk.sessions import COOKIE
from bot.desk.web import ROOT, Desk, Gate, Here, Page, RefusedError, Visitor, chosen, written
from bot.desk.whose import DeskError
from bot.logs import note
from bot.pages.assets import ICON, Asset, answered, asset
from bot.pages.security import SAFE, Guard, held
from bot.store.base import StoreError
from bot.store.staff import Signed
from flows.model import Phrase

if TYPE_CHECKING:
    from jinja2 import Environment

HERE = Path(__file__).parent
STATIC = (*(HERE / name for name in ("desk.css", "desk.js", "asking.js", "passkeys.js", "ways.js")), ICON)
AHEAD = "prefetch"  # what a browser says that fetches a page nobody asked for yet (Sec-Purpose)
WELCOME = f"{ROOT}/welcome"
SIGN_IN = f"{ROOT}/sign-in"
ELSEWHERE = frozenset(
    {f"desk.error.{one}" for one in ("taken", "not_held", "ended", "gone", "unread", "forbidden", "not_followed")}
)
"""Refusals after which there is nothing to go back to."""

FAILED = 500  # from this status on it may be asked for again
AGAIN = f"retry: {RETRY}\n\n"  # a stream of nothing, which a browser asks for again

log = logging.getLogger(__name__)


class UnlistedError(Exception):
    """A page has an action that no role is allowed or refused: it does not start."""


def app(desk: Desk) -> DeskApp:
    """The desk as an ASGI application."""
    return DeskApp(desk, found)


def found() -> tuple[Sequence[Page], Sequence[Gate]]:
    """Return the pages of every module of this folder."""
    names = sorted(module.name for module in pkgutil.iter_modules([str(HERE)]) if module.name[0] != "_")
    modules = [import_module(f"bot.desk.{name}") for name in names]
    pages = [page for module in modules for page in getattr(module, "PAGES", ())]
    return pages, [gate for module in modules for gate in getattr(module, "GATES", ())]


@dataclass(frozen=True, slots=True)
class Entry:
    """A line of the menu."""

    path: str
    key: str


class DeskApp:
    """The application; `close` ends its open streams, so that a server can stop at once."""

    def __init__(self, desk: Desk, pages: Callable[[], tuple[Sequence[Page], Sequence[Gate]]]) -> None:
        """Hold what it is of. Its pages are made when somebody comes, or `settle` is told: a start waits for none."""
        self._desk = desk
        self._find = pages
        self.unanswered: ASGIApp = Guard(self._unanswered, desk.public, self._refusal)

    @cached_property
    def _found(self) -> tuple[Sequence[Page], Sequence[Gate]]:
        return self._find()

    @cached_property
    def _at(self) -> Mapping[str, Asset]:
        return {file.name: asset(file, f"{ROOT}/static/") for file in STATIC}

    @cached_property
    def routes(self) -> Sequence[Route]:
        """The paths, those of pages first. Raises `UnlistedError` when nobody says who may open one of them."""
        pages, gates = self._found
        static = Route(f"{ROOT}/static/{{name}}", self._static)
        return [*map(self._page, pages), *map(self._gate, gates), static]

    @cached_property
    def _app(self) -> ASGIApp:
        handlers = {
            RefusedError: self._refused,
            DeskError: self._not_done,
            HTTPException: self._missing,
            StoreError: self._busy,
            500: self._trouble,
        }
        handlers[ClientDisconnect] = self._missing
        inner = Starlette(routes=self.routes, exception_handlers=handlers)  # type: ignore[arg-type] # as it asks for
        inner.router.redirect_slashes = False  # one address a page
        return Guard(inner, self._desk.public, self._refusal)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer one request."""
        await self._app(scope, receive, send)

    @cached_property
    def _templates(self) -> Environment:
        found = templates(self._desk, self._at)
        found.globals["menu"] = self._menu
        return found

    def settle(self) -> None:
        """Make every page and read every template, so that nobody's first page waits for it."""
        _ = self._app
        for one in self._templates.list_templates():
            self._templates.get_template(one)

    def close(self) -> None:
        """End what is open."""
        for end in self._desk.closers:
            end()
        self._desk.rooms.close()

    # ------------------------------------------------------------ routes

    def _page(self, page: Page) -> Route:
        if page.action not in ALLOWED:
            raise UnlistedError(page.path)

        async def answer(request: Request) -> Response:
            if AHEAD in request.headers.get("sec-purpose", ""):
                return Response(
                    status_code=HTTPStatus.SERVICE_UNAVAILABLE
                )  # a look is logged: it is one when it is asked for
            signed = await self._signed(request)
            if signed is None:
                return await self._ask_to_sign_in(request)
            here = request.state.here = self._here(request, signed)
            if not here.account.joined and page.action not in BEFORE:
                return here.go(WELCOME)
            if not here.may(page.action):
                raise RefusedError("desk.not_yours", HTTPStatus.FORBIDDEN)
            handler = page.get if request.method in SAFE else page.post
            if handler is None:
                raise HTTPException(HTTPStatus.METHOD_NOT_ALLOWED)
            return await handler(here)

        return Route(page.path, answer, methods=["GET", "POST"])

    def _gate(self, gate: Gate) -> Route:
        async def answer(request: Request) -> Response:
            handler = gate.get if request.method in SAFE else gate.post
            if handler is None:
                raise HTTPException(HTTPStatus.METHOD_NOT_ALLOWED)
            return await handler(self._visitor(request))

        return Route(gate.path, answer, methods=["GET", "POST"])

    async def _static(self, request: Request) -> Response:
        return answered(request, {one.path: one for one in self._at.values()})

    # ------------------------------------------------------------ who is there

    async def _signed(self, request: Request) -> Signed | None:
        secret, now = held(request.scope, self._desk.public, COOKIE), self._desk.now()
        if secret is None:
            return None
        there = request.headers.get("accept", "") != EVENTS
        return await self._desk.run(lambda tx: tx.accounts.session(secret, now, there=there))

    def _here(self, request: Request, signed: Signed) -> Here:
        lang = chosen(self._desk, request, signed.account.lang)
        return Here(self._desk, self._templates, request, lang, signed.account, signed.id, signed.at)

    def _visitor(self, request: Request) -> Visitor:
        return Visitor(self._desk, self._templates, request, chosen(self._desk, request))

    async def _ask_to_sign_in(self, request: Request) -> Response:
        """Lead who reads to the sign-in page and back; tell who sends that nothing was done; words come back."""
        if request.method in SAFE and not self._visitor(request).scripted:
            path = request.scope["path"]
            return self._visitor(request).go(SIGN_IN if path == ROOT else f"{SIGN_IN}?next={path}")
        words = await self._words(request)
        return self._told(request.scope, Phrase("desk.sign_in.ended"), HTTPStatus.UNAUTHORIZED, words)

    async def _words(self, request: Request) -> str:
        """Return what somebody wrote in a form that is not done, to be handed back."""
        if request.method in SAFE or hasattr(request.state, "words"):
            return words_of(request)
        try:
            return written(await self._visitor(request).fields())
        except RefusedError as error:
            return error.words

    async def _unanswered(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer who asked another program, which said nothing: what was handed to it may be done or not."""
        request = Request(scope, receive)
        with suppress(StoreError):
            signed = await self._signed(request)
            if signed is not None:
                request.state.here = self._here(request, signed)
        said = Phrase("desk.starting" if request.method in SAFE else "desk.unanswered")
        try:
            answer = self._told(scope, said, HTTPStatus.SERVICE_UNAVAILABLE, await self._words(request))
        except ClientDisconnect:
            return
        await answer(scope, receive, send)

    def _menu(self, here: Visitor) -> Iterator[Entry]:
        """Yield the lines of the menu of who is signed in."""
        if isinstance(here, Here) and here.account.joined:
            shown = [page for page in self._found[0] if page.menu and here.may(page.action)]
            yield from (Entry(page.path, page.menu) for page in sorted(shown, key=lambda page: page.place))

    # ------------------------------------------------------------ refusing

    def _refusal(self, scope: Scope, key: str, status: int) -> Response:
        return self._told(scope, Phrase(key), status)

    def _told(self, scope: Scope, phrase: Phrase, status: int, words: str = "", *, kept: bool = False) -> Response:
        request = Request(scope)
        if status == HTTPStatus.SERVICE_UNAVAILABLE and request.headers.get("accept", "") == EVENTS:
            return Response(AGAIN, media_type=EVENTS)  # after another answer a browser would not come again
        visitor: Visitor = getattr(request.state, "here", None) or self._visitor(request)
        if visitor.scripted:
            said = [visitor.word(phrase), *([visitor.say("desk.kept")] if kept else [])]
            return JSONResponse({"error": phrase.key, "say": " ".join(said)}, status)
        back = "" if phrase.key in ELSEWHERE else self._back(request, failed=status >= FAILED)
        return visitor.page("notice.html", status, said=visitor.word(phrase), words=words, kept=kept, back=back)

    def _back(self, request: Request, *, failed: bool) -> str:
        """Return the page on which something was sent that is refused, or that failed; "" where none is known."""
        path = str(request.scope["path"])
        if request.method in SAFE:
            query = request.scope["query_string"].decode("latin-1")
            return f"{path}{'?' if query else ''}{query}" if failed else ""
        if not hasattr(request.state, "here"):
            return ""
        several = list(zip(self._found[0], self.routes, strict=False))
        for one in (path, path.rpartition("/")[0]):
            page = next((page for page, route in several if route.path_regex.match(one)), None)
            if page and page.get:
                return one
        return ""

    async def _refused(self, request: Request, error: RefusedError) -> Response:
        words = error.words or words_of(request)
        return self._told(request.scope, error.phrase, error.status, words, kept=error.kept)

    async def _not_done(self, request: Request, error: DeskError) -> Response:
        return await self._refused(request, refused(error))

    async def _missing(self, request: Request, error: Exception) -> Response:
        status = error.status_code if isinstance(error, HTTPException) else HTTPStatus.BAD_REQUEST
        return self._refusal(request.scope, "desk.missing", status)

    async def _busy(self, request: Request, error: Exception) -> Response:
        note(log, logging.ERROR, "not saved", error=error)
        words = await self._words(request)
        return self._told(request.scope, Phrase("desk.busy"), HTTPStatus.SERVICE_UNAVAILABLE, words)

    async def _trouble(self, request: Request, error: Exception) -> Response:
        note(log, logging.ERROR, "the desk failed", error=error)
        status, words = HTTPStatus.INTERNAL_SERVER_ERROR, words_of(request)
        return self._told(request.scope, Phrase("desk.trouble"), status, words)


def words_of(request: Request) -> str:
    """Return what somebody wrote in a form that was read."""
    return str(getattr(request.state, "words", ""))


def templates(desk: Desk, files: Mapping[str, Asset]) -> Environment:
    """Return what fills the templates: every value is escaped, and a name nobody gave is an error."""
    from jinja2 import Environment, FileSystemLoader, StrictUndefined  # noqa: PLC0415 - where nobody has a desk, unused

    found = Environment(
        loader=FileSystemLoader(HERE / "templates"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        auto_reload=False,
    )
    at = {name: file.path for name, file in files.items()}
    found.globals |= {"root": ROOT, "at": at, "languages": desk.languages}
    found.globals |= {"way": desk.direction, "called": lambda lang: desk.translator(lang)(Phrase("web.name"))}
    return found
