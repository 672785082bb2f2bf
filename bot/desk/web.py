"""The seam of the desk: what a page is, and who is there when it is asked for.

A page is one `Page` in the `PAGES` of a module of this folder; it is found by looking. Its `action` says in roles.py
who may open it. Its `get` and `post` are given a `Here` and answer with a response, most often `here.page(...)`, which
fills a template, or `here.go(...)`, which leads on after something was done. A `Gate` is for who is not signed in.
"""

from __future__ import annotations

import json
import re
from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import dataclass, field
from http import HTTPStatus
from ipaddress import ip_address
from typing import TYPE_CHECKING, Any, TypeVar

from starlette.requests import Request
from starlette.responses import HTMLResponse, RedirectResponse, Response

from bot.desk.challenges import Challenges
from bot.desk.office import Office
from bot.desk.practising import Rooms
from bot.desk.roles import ALLOWED, Action
from bot.desk.starts import Starts
from bot.desk.tries import Tries
from bot.desk.whose import run
from bot.notices.offered import Offered
from bot.pages.address import name
from bot.pages.bodies import FORM, JSON, body_of, content_type, fields_in, read
from bot.pages.language import guess
from bot.pages.rate import Rate, neighbourhood
from bot.pages.security import own_host
from bot.parts import Ids, Now
from bot.store.base import Session, Store, Who
from bot.store.staff import Account
from flows.content import Content
from flows.documents import Summary
from flows.model import Arg, Phrase, Translate
from locales import moments

if TYPE_CHECKING:
    from jinja2 import Environment

T = TypeVar("T")

ROOT = "/desk"
BODY_MAX = 64_000  # bytes of a form: more than anybody writes
PACE = 60  # messages of an account in a minute: nobody writes a message a second
HANDS = 120  # all else of a session in a minute: notes, proposals, drafts, papers taken out
HALF = re.compile(rb"%[0-9A-Fa-f]?$")  # of a byte of a form that was cut through
CUT = "\ufffd"  # what stands for a letter of which bytes are missing
FRESH = 10 * 60 * 1000  # ms after signing in during which one's keys may be changed (OWASP ASVS 5.0, 7.5.1)


class RefusedError(Exception):
    """What was asked for is refused, with a sentence of the catalogs that says why, and what it is filled with.

    `words`: what somebody wrote, which is handed back to them; `kept`: and is kept in its case.
    """

    def __init__(self, key: str, status: int = HTTPStatus.BAD_REQUEST, **args: Arg) -> None:
        super().__init__(key)
        self.key = key
        self.status = status
        self.phrase = Phrase(key, args)
        self.words = ""
        self.kept = False


def _too_long(body: bytes) -> RefusedError:
    """Return the refusal of a form of which this is the beginning; the words in it are handed back."""
    try:
        fields = fields_in(HALF.sub(b"", body))
    except ValueError:
        fields = {}
    words = written(fields)
    key = "desk.too_long.words" if words else "desk.too_long"
    refusal = RefusedError(key, HTTPStatus.REQUEST_ENTITY_TOO_LARGE)
    refusal.words = words
    return refusal


def written(fields: Mapping[str, str]) -> str:
    """Return what somebody wrote in a form, to be handed back."""
    several = (said.rstrip(CUT) for name, said in fields.items() if name.partition(".")[0] == "text")
    return "\n\n".join(said for said in several if said)


@dataclass(slots=True)
class Desk:
    """What the desk is told when it starts. `public` is its origin, "" on this machine alone."""

    store: Store
    translator: Callable[[str], Translate]
    direction: Callable[[str], str]
    languages: Sequence[str]
    fresh: Callable[[], str]  # 256 random bits as 43 characters
    ids: Ids
    now: Now
    office: Office
    content: Content
    rooms: Rooms  # to practise in
    typing: Callable[[Who, str], Awaitable[None]]  # shows a person that the counsellor of their conversation writes
    summarized: Callable[[Summary, str], bytes]  # a summary as a file of a format; raises `DrawError`
    public: str = ""
    offered: Offered = field(default_factory=Offered)  # the ways of being told that a person waits
    closers: list[Callable[[], None]] = field(default_factory=list)  # called when the server stops: open streams end
    said: dict[tuple[str, str], str] = field(default_factory=dict)  # by language and key, what nothing is filled into
    tries: Tries = field(init=False)
    challenges: Challenges = field(init=False)
    pace: Rate = field(init=False)
    hands: Rate = field(init=False)
    starts: Starts = field(init=False)

    def __post_init__(self) -> None:
        """Begin with nothing counted and nothing asked."""
        self.tries, self.challenges = Tries(self.now), Challenges(self.now)
        self.pace, self.hands = (Rate(most, lambda: self.now() / 1000) for most in (PACE, HANDS))
        self.starts = Starts(self.fresh, self.now)

    async def run(self, work: Callable[[Session], T]) -> T:
        """Run work in the next batch of the store, and return its result once it is committed."""
        return await run(self.store, work)


@dataclass(frozen=True, slots=True)
class Visitor:
    """Who asks, signed in or not: the request, and the words of the language it is answered in."""

    desk: Desk
    templates: Environment
    request: Request
    lang: str

    def word(self, phrase: Phrase) -> str:
        """Return a phrase in their language."""
        return self.desk.translator(self.lang)(phrase)

    def say(self, key: str, **args: Arg) -> str:
        """Return the words of a key; templates know it as `t`.

        What nothing is filled into is looked up once: a list of 200 cases says the same few words 600 times.
        """
        if args:
            return self.word(Phrase(key, args))
        said, place = self.desk.said, (self.lang, key)
        if place not in said:
            said[place] = self.word(Phrase(key))
        return said[place]

    @property
    def place(self) -> str:
        """Where on the network they are, as far as it tells one household or office from another."""
        client = self.request.scope.get("client") or ("", 0)
        return neighbourhood(client[0])

    @property
    def host(self) -> str:
        """The name of the host they asked, "" when they asked by a number: a passkey belongs to a name."""
        host = name(own_host(self.request.scope, self.desk.public) or "")
        try:
            ip_address(host.strip("[]"))
        except ValueError:
            return host
        return ""

    @property
    def site(self) -> str:
        """The address of this installation, as others open it."""
        return self.desk.public or f"http://{own_host(self.request.scope, self.desk.public)}"

    def when(self, at: int) -> str:
        """Return a moment as it is written in their language, on the clocks of the office."""
        return moments.moment(at, self.lang, self.desk.offered.zone)

    def day(self, at: int) -> str:
        """Return the day of a moment."""
        return moments.day(at, self.lang, self.desk.offered.zone)

    def clock(self, at: int) -> str:
        """Return the time of day of a moment."""
        return moments.clock(at, self.lang, self.desk.offered.zone)

    async def run(self, work: Callable[[Session], T]) -> T:
        """Run work in the next batch of the store, and return its result once it is committed."""
        return await self.desk.run(work)

    async def fields(self, most: int = BODY_MAX) -> Mapping[str, str]:
        """Return the fields of the form that was sent. Raises `RefusedError`."""
        if content_type(self.request) != FORM:
            raise RefusedError("desk.unreadable", HTTPStatus.UNSUPPORTED_MEDIA_TYPE)
        body, more = await read(self.request, most)
        if more:
            raise _too_long(body)
        try:
            fields = fields_in(body)
        except ValueError:
            raise RefusedError("desk.unreadable") from None
        self.request.state.words = written(fields)  # handed back, should something break
        return fields

    async def json(self, most: int = BODY_MAX) -> dict[str, Any]:
        """Return what a script of ours sent. Raises `RefusedError`."""
        if content_type(self.request) != JSON:
            raise RefusedError("desk.unreadable", HTTPStatus.UNSUPPORTED_MEDIA_TYPE)
        body = await body_of(self.request, most)
        try:
            said = json.loads(body or b"")
        except (ValueError, RecursionError):
            said = None
        if not isinstance(said, dict):
            raise RefusedError("desk.unreadable")
        return said

    def page(self, template: str, status: int = HTTPStatus.OK, **values: object) -> HTMLResponse:
        """Return a template of this folder as a page."""
        return HTMLResponse(self.fill(template, **values), status)

    def fill(self, template: str, **values: object) -> str:
        """Return a template of this folder, filled. It knows these values, `here`, `lang`, `dir`, `t` and times."""
        around: dict[str, object] = {"here": self, "lang": self.lang, "dir": self.desk.direction(self.lang)}
        around |= {"t": self.say, "when": self.when, "day": self.day, "clock": self.clock}
        return self.templates.get_template(template).render({**around, **values})

    @property
    def scripted(self) -> bool:
        """Whether a script asks, which wants a few words as JSON and no page."""
        return self.request.headers.get("accept", "") == JSON

    def go(self, path: str) -> RedirectResponse:
        """Lead on, once something was done."""
        return RedirectResponse(path, HTTPStatus.SEE_OTHER)


@dataclass(frozen=True, slots=True)
class Here(Visitor):
    """Who is signed in. `session` names it and opens nothing; it began `at`."""

    account: Account
    session: str
    at: int

    @property
    def fresh(self) -> bool:
        """Whether they signed in a short while ago, so that it is they who change what they sign in with."""
        return self.desk.now() - self.at < FRESH

    def again(self) -> RedirectResponse:
        """Lead to signing in once more, and back here, where something of theirs is to be changed."""
        return self.go(f"{ROOT}/sign-in?again=1&next={self.request.scope['path']}")

    async def still(self) -> bool:
        """Whether they are signed in still, in this session."""
        return await self.run(
            lambda tx: any(one.id == self.session for one in tx.accounts.sessions(self.account.id, self.desk.now()))
        )

    def may(self, action: Action) -> bool:
        """Whether their role may do this."""
        return self.account.role in ALLOWED[action]


Handler = Callable[[Here], Awaitable[Response]]
Opener = Callable[[Visitor], Awaitable[Response]]


@dataclass(frozen=True, slots=True)
class Page:
    """A page for who is signed in and may do `action`.

    `menu` is the key of its name in the menu, "" for none; there, the smallest `place` comes first.
    """

    path: str
    action: Action
    get: Handler | None = None
    post: Handler | None = None
    menu: str = ""
    place: int = 50


@dataclass(frozen=True, slots=True)
class Gate:
    """A page for who is not signed in."""

    path: str
    get: Opener | None = None
    post: Opener | None = None


def chosen(desk: Desk, request: Request, known: str = "") -> str:
    """Return the language to answer in: the one asked for, the account's, or what the browser prefers."""
    asked = request.query_params.get("lang", "")
    wanted = next((lang for lang in (asked, known) if lang in desk.languages), "")
    return wanted or guess(request.headers.get("accept-language", ""), desk.languages)
